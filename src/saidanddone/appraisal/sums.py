"""The sums: what each way comes to, its place, and whether the first place would hold with equal weights.

All of it in whole hundredths of a point, as shown, so that what looks equal is equal. Each criterion is
averaged over those who scored every way on it. Staff score every way on every criterion; of young people the
one that is theirs is enough. Whoever has given less is left out of the sums, and counted apart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

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
    """Lines in the order of their places. ``equal_first`` are the first ways if all weights were equal.

    ``whole`` is how many of the scorers scored every way on every criterion.
    """

    lines: list[Line] = field(default_factory=list)
    scorers: list[int] = field(default_factory=list)
    begun: int = 0
    whole: int = 0
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


def weigh(
    weights: Mapping[int, int],
    ways: Sequence[int],
    sheets: Mapping[int, Sheet],
    *,
    own: int = 0,
    young: Collection[int] = (),
) -> Result:
    """Weigh the ways by these weights (criterion → weight) from everyone's sheet (person → sheet).

    Of those who are ``young``, scores for the criterion ``own`` are enough.
    """
    givers = {one: [who for who in sheets if _gave(sheets[who], ways, one)] for one in weights}
    whole = [who for who in sheets if all(who in gave for gave in givers.values())]
    scorers = [who for who in sheets if who in whole or (who in young and who in givers.get(own, []))]
    begun = sum(1 for who, sheet in sheets.items() if sheet and who not in scorers)
    if not whole:
        return Result(scorers=scorers, begun=begun)
    averages = {
        (way, one): Fraction(
            sum(sheets[who][way, one] for who in gave if who in scorers), sum(who in scorers for who in gave)
        )
        for way in ways
        for one, gave in givers.items()
    }
    totals = {way: _together(weights, way, averages) for way in ways}
    equal = {way: _together(dict.fromkeys(weights, 1), way, averages) for way in ways}
    full = {who: sheets[who] for who in whole}
    lines = [
        Line(
            way,
            1 + sum(other > totals[way] for other in totals.values()),
            totals[way],
            *_range(weights, way, full),
            {one: _together({one: 1}, way, averages) for one in weights},
        )
        for way in ways
    ]
    return Result(
        sorted(lines, key=lambda line: line.place),
        scorers,
        begun,
        len(whole),
        [way for way in ways if equal[way] == max(equal.values())],
    )


def _gave(sheet: Sheet, ways: Sequence[int], criterion: int) -> bool:
    return all((way, criterion) in sheet for way in ways)


def _together(weights: Mapping[int, int], way: int, averages: Mapping[tuple[int, int], Fraction]) -> int:
    """The weighted average of a way over its criteria, in hundredths."""
    total = sum((weight * averages[way, one] for one, weight in weights.items()), Fraction(0))
    total /= sum(weights.values())
    return hundredths(total.numerator, total.denominator)


def _range(weights: Mapping[int, int], way: int, sheets: Mapping[int, Sheet]) -> tuple[int, int]:
    """The lowest and the highest that one scorer gave a way."""
    each = [hundredths(_points(weights, way, sheet), sum(weights.values())) for sheet in sheets.values()]
    return min(each), max(each)


def _points(weights: Mapping[int, int], way: int, sheet: Sheet) -> int:
    return sum(weight * sheet[way, criterion] for criterion, weight in weights.items())


def hundredths(points: int, parts: int) -> int:
    """A quotient in hundredths, halves up: (7, 2) is 350."""
    return (200 * points + parts) // (2 * parts)
