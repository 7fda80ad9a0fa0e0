"""A field of a form that can’t be as it was typed, found where only the database could tell."""

from __future__ import annotations

from saidanddone.rules import Refused


class Mistake(Refused):
    """A sentence that belongs beside one field; a view puts it there."""

    status = 422

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
