"""What must never be false, kept by the database itself: on SQLite and PostgreSQL, from one table."""

from saidanddone.migrations import _keep, _together

STAGES = (
    "'draft','spoken','written','waiting','open','shortlisted','in-round','won','chosen','in-plan','delivered','confirmed',"
    "'sent-back','held','declined','merged','not-now','no','withdrawn'"
)

OUTCOMES = "'confirmed','not-yet','not-enough'"

CHECKS = {
    "council": {
        "open_to": "ideas_open_to IN ('everyone','council')",
        "floor": "floor >= 1",
        "shared_uses": "shared_uses >= 1",
        "days": "answer_days > 0 AND verdict_days > 0 AND quiet_days > 0",
    },
    "counter": {"given": "given >= 0"},
    "role_grant": {
        "role": "role IN ('young-person','personal-adviser','participation-worker','senior-officer',"
        "'safeguarding-lead','council-admin','programme-admin')"
    },
    "session": {
        "proof": "proof IN ('invitation','link','code','card','passkey','provider','provider-one','demo')"
    },
    "framework": {"dates": "ends IS NULL OR starts IS NULL OR ends >= starts"},
    "idea": {
        "stage": f"stage IN ({STAGES})",
        "was": f"(was IS NOT NULL) = (stage IN ('held','merged')) AND (was IS NULL OR was IN ({STAGES}))",
        "merged": "(merged_into_id IS NOT NULL) = (stage = 'merged')",
        "not_into_itself": "merged_into_id IS NULL OR merged_into_id <> id",
        "returns": "stage <> 'not-now' OR return_on IS NOT NULL",
        "door": "door IN ('everyone','team')",
        "shown_as": "shown_as IN ('nickname','hidden')",
        "supports": "supports >= 0",
        "words": "what <> '' OR stage IN ('spoken','sent-back','withdrawn') OR (stage = 'held' AND was IN ('spoken','sent-back'))",
        "titled": "title <> '' OR stage IN ('draft','spoken','written','waiting','sent-back','declined','withdrawn','held','merged')",
    },
    "stage_move": {"stages": f'"start" IN ({STAGES}) AND "end" IN ({STAGES})'},
    "support": {"order": "withdrawn_at IS NULL OR withdrawn_at >= given_at"},
    "wording": {"words": "what <> ''"},
    "comment": {
        "words": "text <> ''",
        "read_once": "published_at IS NULL OR refused_at IS NULL",
        "read_by": "(published_at IS NULL AND refused_at IS NULL) = (read_by_id IS NULL)",
    },
    "appeal": {"heard": "(upheld IS NULL) = (heard_at IS NULL)"},
    "decision": {
        "answer": "answer IN ('yes','in-part','not-now','no')",
        "reason": "reason <> ''",
        "kind": "kind IS NULL OR kind IN ('law','money','not-ours','already-there','other')",
        "no_has_its_kind": "(answer = 'no') = (kind IS NOT NULL)",
        "no_says_what_else": "answer <> 'no' OR else_can <> ''",
        "not_now_returns": "(answer = 'not-now') = (return_on IS NOT NULL)",
        "told_or_taken_back": "told_at IS NULL OR taken_back_at IS NULL",
    },
    "concern": {
        "about": "CASE WHEN idea_id IS NULL THEN 0 ELSE 1 END + CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END"
        " + CASE WHEN words_id IS NULL THEN 0 ELSE 1 END + CASE WHEN score_id IS NULL THEN 0 ELSE 1 END = 1",
        "seen": "(seen_at IS NULL) = (seen_by_id IS NULL)",
        "closed": "(closed_at IS NULL) = (closed_by_id IS NULL)",
    },
    "round": {
        "state": "state IN ('planned','open','closed','cancelled')",
        "times": "closes_at > opens_at",
        "picks": "picks >= 1",
        "opened": "(state IN ('planned','cancelled')) = (opened_at IS NULL)",
        "cancelled": "(state = 'cancelled') = (cancelled_at IS NOT NULL)",
        "slips": "slips >= 0",
        "closed": "(state = 'closed') = (closed_at IS NOT NULL)",
        "sealed": "(state = 'closed') = (results IS NOT NULL AND sealed_sha256 <> '')",
    },
    "round_entry": {"won": "won = false OR place IS NOT NULL", "place": "place IS NULL OR place >= 1"},
    "ballot": {
        "channel": "channel IN ('online','paper')",
        "whose": "person_id IS NOT NULL OR slip_hash IS NOT NULL",
        "version": "version >= 1",
    },
    "action": {
        "status": "status IN ('not-started','in-progress','paused','complete','cancelled')",
        "rating": "rating IS NULL OR rating IN ('on-track','needs-help','off-track')",
        "outcome": f"outcome IS NULL OR outcome IN ({OUTCOMES})",
        "owner": "owner <> ''",
        "how_we_know": "how_we_know <> ''",
        "reach": "reach_reached >= 0 AND (reach_planned IS NULL OR reach_planned > 0)",
        "starts": "starts IS NULL OR first_due >= starts",
    },
    "action_update": {
        "next_step": "rating IS NULL OR rating = 'on-track' OR (next_step <> '' AND said <> '')",
        "date_moved_for_a_reason": "(due_to IS NULL) = (due_from IS NULL) AND (due_to IS NULL OR due_reason <> '')",
    },
    "milestone": {"done": "(done_at IS NULL) = (done_by_id IS NULL)"},
    "asking": {
        "times": "closes_at > asked_at",
        "counted": "(counted_at IS NULL) = (outcome IS NULL)",
        "outcome": f"outcome IS NULL OR outcome IN ({OUTCOMES})",
        "floor": "floor >= 1",
    },
    "verdict_answer": {
        "verdict": "verdict IN ('yes','partly','no')",
        "read_once": "published_at IS NULL OR refused_at IS NULL",
        "read_by": "(published_at IS NULL AND refused_at IS NULL) = (read_by_id IS NULL)",
    },
}

# One row at most for each of these while the condition holds.
ONLY_ONE = {
    "role_grant_now": ("role_grant", "person_id, role", "ended_at IS NULL"),
    "support_standing": ("support", "idea_id, person_id", "withdrawn_at IS NULL"),
    "choice_none": ("choice", "ballot_id", "idea_id IS NULL"),
    "asking_open": ("asking", "action_id", "counted_at IS NULL"),
    "verdict_standing": ("verdict_answer", "asking_id, person_id", "replaced_at IS NULL"),
    "framework_of_all": ("framework", "slug", "council_id IS NULL"),
}


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0001_initial")]

    operations = [_keep.rules(CHECKS, ONLY_ONE)]
