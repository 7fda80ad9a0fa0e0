"""A field of a form that can’t be as it was typed, found where only the database could tell."""

from __future__ import annotations

from collections.abc import Iterable

from saidanddone.rules import Refused


class Mistake(Refused):
    """A sentence that belongs beside one field; a view puts it there, and the others found with it."""

    status = 422

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.others: list[Mistake] = []

    @property
    def all(self) -> list[Mistake]:
        """This one and the others found with it."""
        return [self, *self.others]


def raise_all(found: Iterable[Mistake]) -> None:
    """Raise what was found wrong, if anything was: the first, which carries the others."""
    mistakes = [*found]
    if mistakes:
        mistakes[0].others = mistakes[1:]
        raise mistakes[0]
