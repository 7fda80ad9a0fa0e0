"""Where an idea can stand, what each stage allows, and every move between stages.

The table is the specification. The model enforces it, pages draw only the moves it allows, queries filter by
it, tests walk all of it, and docs/rules.md is printed from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from saidanddone.people.rights import Right
from saidanddone.rules import AUTHOR, CLOCK, RULE, WHERE_IT_WAS, Move


class Stage(StrEnum):
    DRAFT = "draft"
    SPOKEN = "spoken"
    WRITTEN = "written"
    WAITING = "waiting"
    OPEN = "open"
    SHORTLISTED = "shortlisted"
    IN_ROUND = "in-round"
    WON = "won"
    CHOSEN = "chosen"
    IN_PLAN = "in-plan"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent-back"
    HELD = "held"
    DECLINED = "declined"
    MERGED = "merged"
    NOT_NOW = "not-now"
    NO = "no"
    WITHDRAWN = "withdrawn"


class SeenBy(StrEnum):
    """Who sees an idea in a stage. ``ALL`` still means only the team when the idea's door says so."""

    AUTHOR = "its author"
    CHECKERS = "its author and those who check ideas"
    APPEALS = "its author, those who check ideas and those who hear appeals"
    SAFEGUARD = "its author and the safeguarding lead"
    ALL = "everyone the council lets in"


@dataclass(frozen=True)
class Allows:
    """One row: the words people read, who sees it, and what may be done."""

    words: str
    seen_by: SeenBy = SeenBy.ALL
    support: bool = False
    edit: bool = False
    comment: bool = False
    decide: bool = False
    sound: bool = False  # its recording is kept


ALLOWS: dict[Stage, Allows] = {
    Stage.DRAFT: Allows("Not sent yet", SeenBy.AUTHOR, edit=True),
    Stage.SPOKEN: Allows("Waiting to be written down", SeenBy.CHECKERS, sound=True),
    Stage.WRITTEN: Allows("Waiting for a yes to the words", SeenBy.CHECKERS, sound=True),
    Stage.WAITING: Allows("Waiting to be read", SeenBy.CHECKERS, edit=True),
    Stage.OPEN: Allows("Open", support=True, comment=True, decide=True),
    Stage.SHORTLISTED: Allows("Put forward for a vote", support=True, comment=True, decide=True),
    Stage.IN_ROUND: Allows("In the vote"),
    Stage.WON: Allows("Won the vote", comment=True, decide=True),
    Stage.CHOSEN: Allows("The council said yes", comment=True),
    Stage.IN_PLAN: Allows("In the plan", comment=True),
    Stage.DELIVERED: Allows("The council says it’s done", comment=True),
    Stage.CONFIRMED: Allows("It happened", comment=True),
    Stage.SENT_BACK: Allows("Sent back to you", SeenBy.CHECKERS, edit=True, sound=True),
    Stage.HELD: Allows("Kept safe for now", SeenBy.SAFEGUARD, sound=True),
    Stage.DECLINED: Allows("Not published", SeenBy.APPEALS),
    Stage.MERGED: Allows("Joined to another idea"),
    Stage.NOT_NOW: Allows("Not now", comment=True),
    Stage.NO: Allows("The council said no"),
    Stage.WITHDRAWN: Allows("Taken back", SeenBy.AUTHOR),
}

UNREAD = (Stage.SPOKEN, Stage.WAITING)  # with the team, which promised a day
BEFORE_READING = (Stage.SPOKEN, Stage.WRITTEN, Stage.WAITING, Stage.SENT_BACK)
UNTIL_CHOSEN = (
    Stage.DRAFT,
    *BEFORE_READING,
    Stage.DECLINED,
    Stage.OPEN,
    Stage.SHORTLISTED,
    Stage.WON,
    Stage.NOT_NOW,
)
DECIDABLE = (Stage.OPEN, Stage.SHORTLISTED, Stage.WON)

MOVES = (
    Move("send", (Stage.DRAFT, Stage.SENT_BACK), Stage.WAITING, AUTHOR, "Send it"),
    Move("write_down", (Stage.SPOKEN,), Stage.WRITTEN, Right.CHECK_IDEAS, "Write it down"),
    Move("agree", (Stage.WRITTEN,), Stage.WAITING, AUTHOR, "Yes, that’s right"),
    Move("ask_again", (Stage.WRITTEN,), Stage.SPOKEN, AUTHOR, "That’s not what I said"),
    Move("say_again", (Stage.WRITTEN, Stage.SENT_BACK), Stage.SPOKEN, AUTHOR, "Say it again"),
    Move("lapse", (Stage.SPOKEN,), Stage.SENT_BACK, CLOCK, "Ask for it again"),
    Move("publish", (Stage.WAITING,), Stage.OPEN, Right.CHECK_IDEAS, "Publish"),
    Move(
        "unpublish", (Stage.OPEN,), Stage.WAITING, Right.CHECK_IDEAS, "Take it back to the queue", "publish"
    ),
    Move("return", (Stage.WAITING,), Stage.SENT_BACK, Right.CHECK_IDEAS, "Send back"),
    Move(
        "unreturn",
        (Stage.SENT_BACK,),
        Stage.WAITING,
        Right.CHECK_IDEAS,
        "Take it back to the queue",
        "return",
    ),
    Move("unheard", (Stage.SPOKEN,), Stage.SENT_BACK, Right.CHECK_IDEAS, "Can’t hear it"),
    Move("decline", (Stage.WAITING, Stage.OPEN), Stage.DECLINED, Right.CHECK_IDEAS, "Decline"),
    Move("uphold", (Stage.DECLINED,), Stage.WAITING, Right.HEAR_APPEALS, "Read it again"),
    Move(
        "hold",
        (
            *BEFORE_READING,
            Stage.OPEN,
            Stage.SHORTLISTED,
            Stage.IN_ROUND,
            Stage.WON,
            Stage.CHOSEN,
            Stage.IN_PLAN,
            Stage.DELIVERED,
            Stage.CONFIRMED,
            Stage.NOT_NOW,
            Stage.NO,
            Stage.DECLINED,
        ),
        Stage.HELD,
        Right.CHECK_IDEAS,
        "I’m worried",
    ),
    Move("release", (Stage.HELD,), WHERE_IT_WAS, Right.SAFEGUARD, "Put it back"),
    Move("shortlist", (Stage.OPEN,), Stage.SHORTLISTED, Right.RUN_ROUNDS, "Put forward for a vote"),
    Move("put_back", (Stage.SHORTLISTED,), Stage.OPEN, Right.RUN_ROUNDS, "Take off the list"),
    Move("enter_round", (Stage.SHORTLISTED,), Stage.IN_ROUND, RULE, "Put in the vote"),
    Move("leave_round", (Stage.IN_ROUND,), Stage.OPEN, RULE, "Open again"),
    Move("win", (Stage.IN_ROUND,), Stage.WON, RULE, "Win the vote"),
    # What the council answered is told when it can no longer be taken back: ideas/undeciding.py.
    Move("choose", DECIDABLE, Stage.CHOSEN, Right.DECIDE, "Say yes", quietly=True),
    Move("unchoose", (Stage.CHOSEN,), WHERE_IT_WAS, Right.DECIDE, "Take the answer back", "choose", True),
    Move("put_off", DECIDABLE, Stage.NOT_NOW, Right.DECIDE, "Say not now", quietly=True),
    Move("unput_off", (Stage.NOT_NOW,), WHERE_IT_WAS, Right.DECIDE, "Take the answer back", "put_off", True),
    Move("say_no", DECIDABLE, Stage.NO, Right.DECIDE, "Say no", quietly=True),
    Move("unsay_no", (Stage.NO,), WHERE_IT_WAS, Right.DECIDE, "Take the answer back", "say_no", True),
    Move("come_back", (Stage.NOT_NOW,), Stage.OPEN, CLOCK, "Come back"),
    Move("plan", (Stage.CHOSEN,), Stage.IN_PLAN, Right.KEEP_PLAN, "Put in the plan"),
    Move("unplan", (Stage.IN_PLAN,), Stage.CHOSEN, RULE, "Take out of the plan"),
    Move("deliver", (Stage.IN_PLAN,), Stage.DELIVERED, RULE, "Say it’s done"),
    Move("reopen", (Stage.DELIVERED,), Stage.IN_PLAN, RULE, "Open the promise again"),
    Move("confirm", (Stage.DELIVERED,), Stage.CONFIRMED, RULE, "Say it happened"),
    Move("merge", (Stage.WAITING, Stage.OPEN), Stage.MERGED, Right.CHECK_IDEAS, "Join to an idea like it"),
    Move("unmerge", (Stage.MERGED,), WHERE_IT_WAS, Right.CHECK_IDEAS, "Undo the joining"),
    Move("stand_alone", (Stage.MERGED,), WHERE_IT_WAS, RULE, "Stand for itself again"),
    Move("withdraw", UNTIL_CHOSEN, Stage.WITHDRAWN, AUTHOR, "Take it back"),
)


def stages_seen_by(*whom: SeenBy) -> list[Stage]:
    """The stages whose ideas these see."""
    return [stage for stage, row in ALLOWS.items() if row.seen_by in whom]


IN_PUBLIC = tuple(stages_seen_by(SeenBy.ALL))
ON_THE_BOARD = tuple(stage for stage in IN_PUBLIC if stage is not Stage.MERGED)


def stages_that_allow(what: str) -> list[Stage]:
    """The stages whose row allows ``support``, ``edit``, ``comment``, ``decide`` or ``sound``."""
    return [stage for stage, row in ALLOWS.items() if getattr(row, what)]
