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


def only_for(by: Any, right: Right | Collection[Right], council_id: int | None, says: str) -> int:
    """The id of the thing's council, for whoever has the right (or one of these) there.

    Raises NotAllowed with the sentence for anybody else, whatever found the thing for them.
    """
    rights = [right] if isinstance(right, Right) else right
    if council_id is None or by.council_id != council_id or not any(by.can(one) for one in rights):
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

    def may_be_made_by(self, person: Any, *, owns: bool) -> bool:
        """Whether ``person`` (or a Maker) may make it; ``owns`` says whether the thing is theirs."""
        if isinstance(person, Maker):
            return self.by is person
        if self.by in (AUTHOR, OWNER):
            return owns
        return isinstance(self.by, Right) and bool(person.can(self.by))


def find_move(moves: Collection[Move], name: str) -> Move:
    """The row of that name. Raises KeyError for a name that no row has."""
    for move in moves:
        if move.name == name:
            return move
    raise KeyError(name)
