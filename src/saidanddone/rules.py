"""What every rule table is made of: moves, who makes them, and a refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from saidanddone.people.rights import Right


class Maker(StrEnum):
    """Makers of moves that are not a right."""

    AUTHOR = "the author"
    OWNER = "the action owner"
    CLOCK = "the clock"
    RULE = "a rule"


AUTHOR, OWNER, CLOCK, RULE = Maker.AUTHOR, Maker.OWNER, Maker.CLOCK, Maker.RULE


class Refused(Exception):
    """The right person at the wrong moment: a sentence that says why, and what can be done."""

    status = 409


class NotAllowed(Refused):
    """Someone who may see it but may not do it."""

    status = 403


def can_here(person: Any, right: Right, council_id: int | None) -> bool:
    """Whether somebody has a right in this council: with it in another one they are a stranger here."""
    return council_id is not None and person.council_id == council_id and bool(person.can(right))


def only_for(by: Any, right: Right | Collection[Right], council_id: int | None, says: str) -> int:
    """The id of the thing's council, for whoever has the right (or one of these) there.

    Raises NotAllowed with the sentence for anybody else, whatever found the thing for them.
    """
    rights = [right] if isinstance(right, Right) else right
    if council_id is None or not any(can_here(by, one, council_id) for one in rights):
        raise NotAllowed(says)
    return council_id


class WhereItWas:
    """The end of a move that puts a thing back where it was."""

    def __repr__(self) -> str:
        return "where it was"


WHERE_IT_WAS = WhereItWas()


@dataclass(frozen=True)
class Move:
    """One row of a rule table.

    ``start`` are the states it may begin in, ``end`` the one it leads to, ``by`` a Right or a Maker, ``says``
    the words of its button and, in lower case, of its refusal ("You can't … now"). ``undoes`` names the move
    that it takes back: only who made that one may, while it is the newest, and for some minutes. A move made
    ``quietly`` tells nobody by itself.
    """

    name: str
    start: Collection[Any]
    end: Any
    by: Right | Maker
    says: str
    undoes: str = ""
    quietly: bool = False

    def may_be_made_by(self, person: Any, *, on: Any, owns: bool) -> bool:
        """Whether ``person`` (or a Maker) may make it on a thing; ``owns`` says whether that is theirs."""
        if isinstance(person, Maker):
            return self.by is person
        if self.by in (AUTHOR, OWNER):
            return owns
        return isinstance(self.by, Right) and can_here(person, self.by, on.council_id)


def find_move(moves: Collection[Move], name: str) -> Move:
    """The row of that name. Raises KeyError for a name that no row has."""
    for move in moves:
        if move.name == name:
            return move
    raise KeyError(name)


def moves_now(moves: Collection[Move], state: Any, person: Any, *, on: Any, owns: bool) -> list[Move]:
    """The rows that ``person`` could make on a thing at ``state``: a page draws these and no others."""
    found = (move for move in moves if state in move.start)
    return [move for move in found if move.may_be_made_by(person, on=on, owns=owns)]
