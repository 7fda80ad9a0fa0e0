"""Where a call for help can stand, who may move it, and what kinds of help there are."""

from __future__ import annotations

from enum import StrEnum

from saidanddone.rules import OWNER, Move


class HelpState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called-off"


class Work(StrEnum):
    """What somebody does who helps: a fixed list, so that it can be told without saying what it was about."""

    WORKSHOP = "workshop"
    TRYING_OUT = "trying-out"
    CHOOSING = "choosing"
    INTERVIEWING = "interviewing"
    SPEAKING = "speaking"
    WRITING = "writing"
    HANDS_ON = "hands-on"


# The button on the form; then the same as a line of a CV that gives nothing else away.
WORK_WORDS: dict[Work, tuple[str, str]] = {
    Work.WORKSHOP: ("Talk it through in a workshop", "Took part in a workshop to improve a public service"),
    Work.TRYING_OUT: ("Try something out", "Tested something new for a public service and gave feedback"),
    Work.CHOOSING: ("Help choose", "Helped a public service decide between options"),
    Work.INTERVIEWING: ("Interview people for a job", "Sat on an interview panel for a public service"),
    Work.SPEAKING: ("Speak to a group", "Spoke to a group about improving a public service"),
    Work.WRITING: ("Write or check words", "Wrote and checked plain words for a public service"),
    Work.HANDS_ON: ("Make or fix something", "Helped with hands-on work for a public service"),
}

STATE_WORDS: dict[HelpState, str] = {
    HelpState.OPEN: "Help is wanted",
    HelpState.CLOSED: "No more offers are taken",
    HelpState.CALLED_OFF: "Called off",
}

# The owner of the action, senior officers and participation workers: its team.
MOVES = (
    Move("close", (HelpState.OPEN,), HelpState.CLOSED, OWNER, "Take no more offers"),
    Move("open_again", (HelpState.CLOSED,), HelpState.OPEN, OWNER, "Take offers again"),
    Move("call_off", (HelpState.OPEN, HelpState.CLOSED), HelpState.CALLED_OFF, OWNER, "Call it off"),
)
