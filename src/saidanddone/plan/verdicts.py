"""Did it really happen? How young people's answers are counted, as a table."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Outcome(StrEnum):
    """What the answers say once they are counted."""

    CONFIRMED = "confirmed"
    NOT_YET = "not-yet"
    NOT_ENOUGH = "not-enough"


OUTCOME_WORDS = {
    Outcome.CONFIRMED: "Young people say: yes, it happened",
    Outcome.NOT_YET: "Young people say: not yet",
    Outcome.NOT_ENOUGH: "Not enough answers yet",
}


def outcome(*, yes: int, answered: int, asked: int, floor: int) -> Outcome:
    """The outcome of ``answered`` answers, ``yes`` of them yes, out of ``asked`` people.

    ``floor`` is the fewest answers that count; where fewer people were asked, all of them must have answered.
    More than half saying yes confirms.
    """
    if answered == 0 or answered < min(floor, asked):
        return Outcome.NOT_ENOUGH
    return Outcome.CONFIRMED if yes * 2 > answered else Outcome.NOT_YET
