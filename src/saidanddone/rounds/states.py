"""A vote's life: every move between its states.

The table is the specification: verbs ask it, tests walk it, and docs/rules.md is printed from it.
"""

from __future__ import annotations

from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rounds.models import Round, RoundState
from saidanddone.rules import CLOCK, Maker, Move, NotAllowed, find_move

MOVES = (
    Move("open", (RoundState.PLANNED,), RoundState.OPEN, Right.RUN_ROUNDS, "Open the vote now"),
    Move("open_on_time", (RoundState.PLANNED,), RoundState.OPEN, CLOCK, "Open"),
    Move("correct", (RoundState.PLANNED,), RoundState.PLANNED, Right.RUN_ROUNDS, "Correct it"),
    Move("cancel", (RoundState.PLANNED,), RoundState.CANCELLED, Right.RUN_ROUNDS, "Call it off"),
    Move("close", (RoundState.OPEN,), RoundState.CLOSED, Right.RUN_ROUNDS, "Close the vote now"),
    Move("close_on_time", (RoundState.OPEN,), RoundState.CLOSED, CLOCK, "Close"),
)


def check_may(round_: Round, name: str, by: Person | Maker) -> Move:
    """The move of that name. Raises NotAllowed when it isn't for this person."""
    move = find_move(MOVES, f"{name}_on_time" if by is CLOCK else name)
    if not move.may_be_made_by(by, on=round_, owns=False):
        raise NotAllowed(f"“{move.says}” is for those who run votes here.")
    return move
