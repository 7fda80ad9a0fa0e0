"""What is held about somebody because they work here: what they read, said and did in their job."""

from __future__ import annotations

from saidanddone.mine.held import Held, Part

WORK = Part(
    "Work you do here",
    (
        Held(
            "Invitation.made_by_id",
            "Invitations you made",
            {"made_at": "Made", "role": "For", "ends_at": "Until"},
        ),
        Held(
            "StageMove.by_id",
            "Ideas you moved",
            {"at": "When", "idea__number": "Idea", "end": "To", "message": "You said"},
        ),
        Held(
            "Comment.read_by_id",
            "Added words you read",
            {"idea__number": "On idea", "message": "You said"},
        ),
        Held("VerdictAnswer.read_by_id", "Words of answers you read", {"asking__action__number": "Promise"}),
        Held("Score.read_by_id", "Reasons of scores you read", {"at": "Given"}),
        Held(
            "Appeal.heard_by_id",
            "What you read again",
            {"heard_at": "When", "idea__number": "Idea", "message": "You said"},
        ),
        Held(
            "Decision.by_id",
            "Answers you gave",
            {"at": "When", "idea__number": "Idea", "reason": "Reason"},
        ),
        Held(
            "Appraisal.opened_by_id",
            "Ways you had weighed",
            {"opened_at": "Begun", "idea__number": "Idea"},
        ),
        Held("Agreement.by_id", "Weights you wrote down", {"at": "When"}),
        Held("Action.owner_person_id", "Promises you own", {"number": "Number", "title": "Title"}),
        Held(
            "Action.created_by_id",
            "Promises you made",
            {"created_at": "Made", "number": "Number", "title": "Title"},
        ),
        Held("Action.fit_checked_by_id", "Promises you checked", {"number": "Number"}),
        Held("Milestone.done_by_id", "Steps you ticked", {"done_at": "When", "action__number": "Promise"}),
        Held(
            "Update.by_id",
            "Reports you made",
            {"at": "When", "action__number": "Promise", "said": "You said"},
        ),
        Held(
            "Reading.by_id",
            "Figures you entered",
            {"at": "When", "action__number": "Promise", "value": "Figure"},
        ),
        Held(
            "OwnerLink.made_by_id",
            "Links you made for owners",
            {"made_at": "Made", "action__number": "Promise"},
        ),
        Held(
            "OwnerWords.read_by_id",
            "Owners’ words you read",
            {"read_at": "When", "action__number": "Promise"},
        ),
        Held("Help.asked_by_id", "Help you asked for", {"asked_at": "When", "action__number": "Promise"}),
        Held("HelpTerms.by_id", "How you changed that", {"at": "When"}),
        Held(
            "Attendance.by_id",
            "Who took part, as you said",
            {"at": "When", "help__action__number": "Promise"},
        ),
        Held("Round.created_by_id", "Votes you planned", {"created_at": "When", "number": "Vote"}),
        Held("Round.observer_id", "Votes you may recount", {"number": "Vote"}),
        Held("Concern.raised_by_id", "Worries you raised", {"raised_at": "When", "message": "You said"}),
        Held("Concern.seen_by_id", "Worries you read", {"seen_at": "When"}),
        Held("Concern.closed_by_id", "Worries you closed", {"closed_at": "When", "done": "You said"}),
        Held("Look.by_id", "Names you looked up", {"at": "When", "reason": "Why"}),
        Held(
            "RotaDay.person_id",
            "Your days on the rota",
            {"weekday": "Weekday, Monday is 0", "given_at": "From", "ended_at": "Until"},
        ),
        Held("RotaAway.person_id", "Days you were away", {"starts": "From", "ends": "Until"}),
        Held("RotaAway.cover_id", "Days you stood in", {"starts": "From", "ends": "Until"}),
        Held("Retirement.by_id", "Missions you ended", {"at": "When", "last_day": "Last day"}),
        Held("WordingCheck.by_id", "Wording you compared", {"at": "When"}),
        Held("ComeBackCard.made_by_id", "Come-back cards you made", {"made_at": "When"}),
        Held("Leaving.asked_by_id", "Accounts you took away for others", {"asked_at": "When"}),
    ),
    "What you do in your job belongs to the council’s records, and is signed with your job title.",
)
