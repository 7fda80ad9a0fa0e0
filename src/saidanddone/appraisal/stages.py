"""Where an appraisal stands, what each stage allows, and its moves.

The ways are written down, the weights agreed with young people, the ways scored, and then it is weighed.
Weights can't change once scoring has begun. All of it needs an idea that can still be answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from saidanddone.people.rights import Right
from saidanddone.rules import Move


class Weighing(StrEnum):
    """The stages of an appraisal."""

    WRITING = "writing"
    AGREED = "agreed"
    SCORING = "scoring"
    DONE = "done"


@dataclass(frozen=True)
class Allows:
    """One row: the words people read, and what may be done."""

    words: str
    score: bool = False
    show: bool = False


ALLOWS: dict[Weighing, Allows] = {
    Weighing.WRITING: Allows("Writing down the ways"),
    Weighing.AGREED: Allows("The weights are agreed"),
    Weighing.SCORING: Allows("Being scored", score=True),
    Weighing.DONE: Allows("Weighed", show=True),
}

MOVES = (
    Move(
        "agree",
        (Weighing.WRITING, Weighing.AGREED),
        Weighing.AGREED,
        Right.DECIDE,
        "Agree the weights",
    ),
    Move("rewrite", (Weighing.WRITING, Weighing.AGREED), Weighing.WRITING, Right.DECIDE, "Write the ways"),
    Move("open", (Weighing.AGREED,), Weighing.SCORING, Right.DECIDE, "Start the scoring"),
    Move("close", (Weighing.SCORING,), Weighing.DONE, Right.DECIDE, "End the scoring"),
)
