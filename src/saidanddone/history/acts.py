"""Which acts of the history an admin reads, and in which words.

What isn't listed here isn't shown. Left out on purpose: all that young people (and any author) do with words,
supports, answers and offers, since who and when would tell who is behind a hidden name; and what follows from
their leaving. Worries are for safeguarding leads only. Votes are in no history at all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Acts that are looked for together.

    ``texts``: the words said with an act are read here, while they are kept. ``by_day``: no time of the day.
    ``leads``: for safeguarding leads only.
    """

    words: str
    acts: dict[str, dict[str, str]]  # {kind of thing: {act: words}}
    texts: bool = False
    by_day: bool = False
    leads: bool = False
    by_day_too: frozenset[str] = frozenset()  # acts without a time of the day, where others have one


GROUPS: dict[str, Group] = {
    "people": Group(
        "People and roles",
        {
            "person": {
                "join": "Joined",
                "suspend": "Suspended somebody",
                "let_back": "Let somebody back in",
                "leave": "Left",
                "ask_to_leave": "Asked for an account to be taken away, for somebody who was there",
                "correct_title": "Changed a job title",
                "sign_out_everywhere": "Signed somebody out everywhere",
                "remove_passkeys": "Took somebody’s passkeys away",
                "make_link": "Made somebody a one-time link to come in again",
                "meet": "Met somebody face to face",
                "unmeet": "Took back that they met",
                "end_card": "Ended a come-back card",
            },
            "role_grant": {"give_role": "Gave a role", "end_role": "Ended a role"},
            "invitation": {"invite": "Made an invitation", "revoke": "Took an invitation back"},
            "identity": {
                "meet": "Came in with the council’s account for the first time",
                "add_account": "Added the council’s account to their own",
            },
            "come_back_card": {"make_card_for": "Made somebody a card to come back with"},
            "look": {"look_behind": "Looked up who is behind hidden words"},
        },
        by_day=True,
    ),
    "settings": Group(
        "Settings",
        {
            "council": {
                "set_ideas_open_to": "Changed who reads ideas",
                "keep_ideas_open_to": "Left who reads ideas as it was",
                "set_reading_days": "Changed the reading days",
                "set_floor": "Changed the floor for figures",
                "set_answer_days": "Changed how long an answer may take",
                "set_verdict_days": "Changed how long people are asked",
                "set_quiet_days": "Changed when a promise counts as quiet",
                "set_help_now": "Changed “help right now”",
                "set_advocate": "Changed who independent can help",
                "set_who_to_ask": "Changed whom to ask at the door",
                "set_shared_uses": "Changed how many may share one card",
                "set_people_word": "Changed the word for young people",
                "set_name": "Changed the council’s name",
                "set_two_steps": "Changed how many steps staff take to come in",
                "add_days_away": "Added days when nobody reads",
                "take_back_days_away": "Took back days when nobody reads",
            },
            "provider": {
                "set_provider": "Set up the council’s own sign-in",
                "turn_off_provider": "Turned the council’s own sign-in off",
            },
            "group_role": {
                "add_group": "Said what a group may do",
                "take_group_out": "Took a group’s role away",
            },
            "retention": {"keep_for": "Changed how long something is kept"},
            "own_words": {
                "say_own_words": "Put a reason in own words",
                "put_words_back": "Put a reason back",
            },
            "rota_day": {
                "give_rota_day": "Put somebody on the rota",
                "end_rota_day": "Took somebody off the rota",
            },
            "rota_away": {"go_away": "Said that somebody is away", "be_back": "Said that somebody is back"},
            "framework": {"add_framework": "Added pledges"},
            "mission": {"relabel": "Changed the words of a mission"},
            "retirement": {"retire": "Ended a set of missions", "bring_back": "Brought missions back"},
            "wording_check": {"check_wording": "Compared the wording of missions"},
        },
        texts=True,
    ),
    "ideas": Group(
        "Ideas",
        {
            "idea": {
                "enter": "Wrote an idea down for somebody who said it",
                "publish": "Published",
                "unpublish": "Took back to the queue",
                "return": "Sent back",
                "unreturn": "Took back to the queue",
                "unheard": "Sent back: it could not be heard",
                "write_down": "Wrote down",
                "transcribe": "Wrote down",
                "suggest": "Suggested other words",
                "decline": "Declined",
                "uphold": "Let it be read again",
                "appeal_stands": "Left it declined",
                "shortlist": "Put forward for a vote",
                "put_back": "Took off the list",
                "merge": "Joined to another",
                "unmerge": "Undid the joining",
                "enter_round": "Went into the vote",
                "leave_round": "Came out of the vote",
                "win": "Won the vote",
                "choose": "Said yes",
                "unchoose": "Took back the answer",
                "put_off": "Said not now",
                "unput_off": "Took back the answer",
                "say_no": "Said no",
                "unsay_no": "Took back the answer",
                "come_back": "Came back",
                "plan": "Put in the plan",
                "unplan": "Taken out of the plan",
                "deliver": "All its promises are done",
                "reopen": "Its promise opened again",
                "confirm": "Young people said that it happened",
            },
            "comment": {
                "publish_comment": "Published added words",
                "refuse_comment": "Did not publish added words",
            },
            "score": {
                "publish_reason": "Published the reason of a score",
                "refuse_reason": "Did not publish the reason of a score",
            },
            "verdict_answer": {
                "publish_words": "Published words of an answer",
                "refuse_words": "Did not publish words of an answer",
            },
            "appraisal": {
                "ways_begin": "Began to weigh the ways",
                "ways_rewrite": "Wrote the ways",
                "ways_agree": "Wrote down the weights",
                "ways_open": "Started the scoring",
                "ways_close": "Ended the scoring",
            },
        },
        by_day_too=frozenset({"enter"}),
    ),
    "votes": Group(
        "Votes",
        {
            "round": {
                "plan_round": "Planned",
                "correct_round": "Corrected before it opened",
                "open_round": "Opened",
                "close_round": "Closed",
                "cancel_round": "Called off",
                "make_slips": "Made paper slips",
                "print_slips": "Printed paper slips",
                "take_back_paper": "Took a paper vote back, unseen",
            }
        },
        texts=True,
    ),
    "plan": Group(
        "The plan",
        {
            "action": {
                "make_action": "Made",
                "check_fit": "Checked that no mission fits",
                "start": "Started",
                "unstart": "Undid the start",
                "pause": "Paused",
                "resume": "Went on",
                "complete": "Said it’s done",
                "cancel": "Cancelled",
                "reopen": "Opened again",
                "update": "Reported",
                "move_date": "Moved the date",
                "take_back": "Took a report back",
            },
            "owner_link": {
                "make_owner_link": "Made a link for an outside owner",
                "end_owner_link": "Ended an outside owner’s link",
            },
            "owner_words": {
                "owner_says": "An outside owner reported, for the team to read",
                "accept_owner_words": "Put an outside owner’s report in the plan",
                "leave_out_owner_words": "Left an outside owner’s report out",
            },
            "milestone": {"add_milestone": "Added a step", "complete_milestone": "Ticked a step"},
            "asking": {"count": "Counted the answers"},
            "help": {
                "ask_for_help": "Asked for help",
                "change_help": "Changed what help is asked",
                "close": "Closed to offers",
                "open_again": "Open to offers again",
                "call_off": "Called off",
                "say_who_took_part": "Said who took part",
            },
        },
        texts=True,
    ),
    "safety": Group(
        "Worries",
        {
            "concern": {"worry": "Raised a worry", "see_worry": "Read a worry", "close": "Closed a worry"},
            "idea": {"hold": "Hid an idea because of a worry", "release": "Put a held idea back"},
            "comment": {"hold_comment": "Hid added words", "release_comment": "Put added words back"},
            "score": {"hold_reason": "Hid the reason of a score", "release_reason": "Put the reason back"},
            "verdict_answer": {"hold_words": "Hid words of an answer", "release_words": "Put words back"},
        },
        leads=True,
    ),
}


def open_groups(lead: bool) -> dict[str, Group]:
    """The groups that an admin reads; worries only when a safeguarding lead too."""
    return {code: group for code, group in GROUPS.items() if lead or not group.leads}


def words_of(kind: str, act: str) -> str:
    """The words of an act on a kind of thing; empty where it is not listed."""
    return next((group.acts[kind][act] for group in GROUPS.values() if act in group.acts.get(kind, {})), "")


def group_of(kind: str, act: str) -> Group:
    """The group that an act on a kind of thing belongs to. Raises KeyError for one that is not listed."""
    for group in GROUPS.values():
        if act in group.acts.get(kind, {}):
            return group
    raise KeyError((kind, act))
