"""An action's life: its statuses, every move between them, and the ratings said or found by rule.

The table is the specification: the model enforces it, pages draw only the moves it allows, tests walk it, and
docs/rules.md is printed from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from saidanddone.people.rights import Right
from saidanddone.rules import OWNER, RULE, Move


class Status(StrEnum):
    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    PAUSED = "paused"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class Rating(StrEnum):
    """What the owner says of an action in progress."""

    ON_TRACK = "on-track"
    NEEDS_HELP = "needs-help"
    OFF_TRACK = "off-track"


class Sign(StrEnum):
    """What a rule finds; never stored, shown beside the rating."""

    NO_NEWS = "no-news"
    OVERDUE = "overdue"
    NO_OWNER = "no-owner"


@dataclass(frozen=True)
class Look:
    """How a status, rating or sign is drawn: the chip's kind, its icon and its words."""

    kind: str
    icon: str
    words: str


LOOKS: dict[Status | Rating | Sign, Look] = {
    Status.NOT_STARTED: Look("idle", "pause", "Not started"),
    Status.IN_PROGRESS: Look("", "go", "In progress"),
    Status.PAUSED: Look("idle", "pause", "Paused"),
    Status.COMPLETE: Look("fin", "tick", "Complete"),
    Status.CANCELLED: Look("idle", "cross", "Cancelled"),
    Rating.ON_TRACK: Look("track", "track", "On track"),
    Rating.NEEDS_HELP: Look("help", "help", "Needs help"),
    Rating.OFF_TRACK: Look("off", "off", "Off track"),
    Sign.NO_NEWS: Look("quiet", "quiet", "No news"),
    Sign.OVERDUE: Look("late", "late", "Overdue"),
    Sign.NO_OWNER: Look("quiet", "nobody", "No owner"),
}

NEED_A_NEXT_STEP = (Rating.NEEDS_HELP, Rating.OFF_TRACK)
LIVE = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.PAUSED)

MOVES = (
    Move("start", (Status.NOT_STARTED,), Status.IN_PROGRESS, OWNER, "Start it"),
    Move("unstart", (Status.IN_PROGRESS,), Status.NOT_STARTED, RULE, "Undo the start"),
    Move("pause", (Status.IN_PROGRESS,), Status.PAUSED, OWNER, "Pause it"),
    Move("resume", (Status.PAUSED,), Status.IN_PROGRESS, OWNER, "Go on with it"),
    Move("complete", (Status.NOT_STARTED, Status.IN_PROGRESS), Status.COMPLETE, OWNER, "Say it’s done"),
    Move("cancel", LIVE, Status.CANCELLED, Right.KEEP_PLAN, "Cancel it"),
    Move("reopen", (Status.COMPLETE,), Status.IN_PROGRESS, RULE, "Open it again"),
)
