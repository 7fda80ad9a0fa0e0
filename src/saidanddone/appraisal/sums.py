"""The sums: what each way comes to, its place, and whether the first place would hold with equal weights.

All of it in whole hundredths of a point, as shown, so that what looks equal is equal. Whoever has not scored
every way on every criterion is left out of the sums, and counted apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Sheet = Mapping[tuple[int, int], int]  # (way, criterion) → 0 to 5


@dataclass(frozen=True)
class Line:
    """What one way comes to, in hundredths of a point: 0 to 500. ``place`` is shared by those that tie."""

    way: int
    place: int
    total: int
    lowest: int
    highest: int
    by_criterion: dict[int, int]


@dataclass(frozen=True)
class Result:
    """Lines in the order of their places. ``equal_first`` are the first ways if all weights were equal."""

    lines: list[Line] = field(default_factory=list)
    scorers: list[int] = field(default_factory=list)
    begun: int = 0
    equal_first: list[int] = field(default_factory=list)

    @property
    def first(self) -> list[int]:
        """The way that came first; several when they tie."""
        return [line.way for line in self.lines if line.place == 1]

    @property
    def holds(self) -> bool:
        """Whether the same way (or ways) would be first with equal weights."""
        return set(self.first) == set(self.equal_first)

    def tied(self, line: Line) -> bool:
        """Whether another way has the same place."""
        return sum(other.place == line.place for other in self.lines) > 1

    def place_of(self, way: int) -> int:
        return next(line.place for line in self.lines if line.way == way)


def weigh(weights: Mapping[int, int], ways: Sequence[int], sheets: Mapping[int, Sheet]) -> Result:
    """Weigh the ways by these weights (criterion → weight) from everyone's sheet (person → sheet)."""
    asked = [(way, criterion) for way in ways for criterion in weights]
    whole = {person: sheet for person, sheet in sheets.items() if all(pair in sheet for pair in asked)}
    begun = sum(1 for person, sheet in sheets.items() if sheet and person not in whole)
    if not whole:
        return Result(begun=begun)
    totals = _totals(weights, ways, whole)
    equal = _totals(dict.fromkeys(weights, 1), ways, whole)
    lines = [
        Line(
            way,
            1 + sum(other > totals[way] for other in totals.values()),
            totals[way],
            *_range(weights, way, whole),
            {one: _totals({one: 1}, [way], whole)[way] for one in weights},
        )
        for way in ways
    ]
    return Result(
        sorted(lines, key=lambda line: line.place),
        list(whole),
        begun,
        [way for way in ways if equal[way] == max(equal.values())],
    )


def _totals(weights: Mapping[int, int], ways: Sequence[int], sheets: Mapping[int, Sheet]) -> dict[int, int]:
    """The weighted average of each way over all scorers."""
    parts = sum(weights.values()) * len(sheets)
    return {way: hundredths(sum(_points(weights, way, s) for s in sheets.values()), parts) for way in ways}


def _range(weights: Mapping[int, int], way: int, sheets: Mapping[int, Sheet]) -> tuple[int, int]:
    """The lowest and the highest that one scorer gave a way."""
    each = [hundredths(_points(weights, way, sheet), sum(weights.values())) for sheet in sheets.values()]
    return min(each), max(each)


def _points(weights: Mapping[int, int], way: int, sheet: Sheet) -> int:
    return sum(weight * sheet[way, criterion] for criterion, weight in weights.items())


def hundredths(points: int, parts: int) -> int:
    """A quotient in hundredths, halves up: (7, 2) is 350."""
    return (200 * points + parts) // (2 * parts)
