"""Why something isn't published: the fixed list, with the words that its writer is told.

A council may put its own sentence in place of each (``wordings``); the codes stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    ABOUT_A_PERSON = "about-a-person"
    UNSAFE = "unsafe"
    NOT_ABOUT_SERVICES = "not-about-services"
    ALREADY_ANSWERED = "already-answered"
    OTHER = "other"


DECLINE, RETURN = "decline", "return"


@dataclass(frozen=True)
class Words:
    """``short`` is what the worker picks from, ``told`` what the writer reads."""

    short: str
    told: str


REASONS: dict[Reason, Words] = {
    Reason.ABOUT_A_PERSON: Words(
        "It is about one person",
        "It is about one person that others could recognise. We can’t put that where people read it.",
    ),
    Reason.UNSAFE: Words(
        "It could put somebody at risk",
        "Putting it up could put you or somebody else at risk.",
    ),
    Reason.NOT_ABOUT_SERVICES: Words(
        "It isn’t about services for care leavers",
        "It isn’t about something that this council does for care leavers.",
    ),
    Reason.ALREADY_ANSWERED: Words(
        "The council has answered this already",
        "The council has already answered an idea like this one.",
    ),
    Reason.OTHER: Words("Another reason", "There is another reason. The worker wrote it below."),
}

# Sentences a worker may send an idea back with, in front of their own.
READY_TO_RETURN = {
    "say-more": "Say a bit more, so that others know what you mean.",
    "take-out": "Take out what could tell people who or where somebody is.",
    "one-at-a-time": "There are two ideas in this. Send them one at a time, so that each gets an answer.",
    "own-1": "",
    "own-2": "",
}
