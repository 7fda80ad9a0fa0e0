"""Where the marks of a picture stand: pure sums, without colours, words of a page or the database.

Every picture is ``WIDE`` units wide and grows downwards. A template draws it; CSS gives it its colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

WIDE = 320.0
EDGE = 14.0  # from the frame to the middle of the first and the last mark
MARK = 22.0  # the side of a mark
LINE, BELOW, FEET = 66.0, 118.0, 142.0  # how far down: the line, what hangs from it, the words at its foot
ROUND = 20.0  # how far round the way goes where it goes back


@dataclass(frozen=True)
class Mark:
    """One dated mark; ``x`` and ``y`` are its middle."""

    day: date
    kind: str
    words: str
    x: float
    y: float = LINE
    size: float = MARK


@dataclass(frozen=True)
class Hop:
    """A date that moved: from here to there, in an arc above the line."""

    start: float
    end: float
    top: float
    words: str

    @property
    def path(self) -> str:
        middle = (self.start + self.end) / 2
        return f"M{self.start:.1f} {LINE - 12:.1f}Q{middle:.1f} {self.top:.1f} {self.end:.1f} {LINE - 12:.1f}"


@dataclass(frozen=True)
class Label:
    """Words at the foot of a picture. ``hold`` is start, middle or end."""

    x: float
    day: date
    hold: str


@dataclass(frozen=True)
class Event:
    """What a timeline is made of: a day, its kind, its words; for a date that moved, from and to."""

    day: date
    kind: str
    words: str
    start: date | None = None
    end: date | None = None


@dataclass
class Timeline:
    """From the first day to the last: what was said on the line, loops and steps below it, dates above."""

    said: list[Mark] = field(default_factory=list)
    steps: list[Mark] = field(default_factory=list)
    loops: list[Mark] = field(default_factory=list)
    dates: list[Mark] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    begins: float = EDGE
    now: float = EDGE
    ends: float = WIDE - EDGE

    @property
    def marks(self) -> list[Mark]:
        return [*self.said, *self.steps, *self.loops, *self.dates]

    @property
    def high(self) -> float:
        return FEET + 8

    @property
    def today(self) -> str:
        """On which side of its line “today” is written, so that it stays inside."""
        return "end" if self.now > WIDE / 2 else "start"


SAID, STEP, LOOP, DUE, MOVED = "said", "step", "loop", "due", "moved"


def spread(wanted: Sequence[float], *, apart: float, low: float, high: float) -> list[float]:
    """These places, in the same order, pushed so far apart that marks can be told from one another.

    When there are too many for that, they share the room between ``low`` and ``high`` evenly.
    """
    if not wanted:
        return []
    gap = min(apart, (high - low) / max(len(wanted) - 1, 1))
    placed: list[float] = []
    for place in wanted:
        placed.append(max(place, placed[-1] + gap if placed else low))
    limit = high
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - gap
    return [min(max(place, low), high) for place in placed]


def along(day: date, first: date, last: date) -> float:
    """How far along a picture a day stands."""
    days = (last - first).days
    share = (day - first).days / days if days else 0.0
    return EDGE + min(max(share, 0.0), 1.0) * (WIDE - 2 * EDGE)


def timeline(begins: date, due: date, today: date, events: Sequence[tuple[str, Event]]) -> Timeline:
    """The way of one promise from its beginning to its date. ``events`` are (where they stand, event)."""
    days = [begins, due, today]
    for _, event in events:
        days += [one for one in (event.day, event.start, event.end) if one is not None]
    first, last = min(days), max(days)

    def marks(place: str, y: float, size: float = MARK, edge: float = EDGE) -> list[Mark]:
        those = sorted((event for where, event in events if where == place), key=lambda event: event.day)
        wanted = [along(event.day, first, last) for event in those]
        places = spread(wanted, apart=size + 2, low=edge, high=WIDE - edge)
        return [
            Mark(event.day, event.kind, event.words, x, y, size)
            for event, x in zip(those, places, strict=True)
        ]

    found = Timeline(
        said=marks(SAID, LINE),
        loops=marks(LOOP, LINE + ROUND, 18, ROUND + 2),
        steps=marks(STEP, BELOW, 14),
        dates=marks(DUE, LINE - 30, 18),
        begins=along(begins, first, last),
        now=along(today, first, last),
        ends=along(due, first, last),
    )
    moved = [event for where, event in events if where == MOVED and event.start and event.end]
    for number, event in enumerate(moved):
        assert event.start
        assert event.end
        top = max(4.0, 26.0 - 8 * (number % 3))
        hop = Hop(along(event.start, first, last), along(event.end, first, last), top, event.words)
        found.hops.append(hop)
    found.labels = [Label(EDGE - 12, first, "start"), Label(WIDE - EDGE + 12, last, "end")]
    return found


@dataclass(frozen=True)
class StepLine:
    """People reached as a line of steps, against the number that was planned."""

    path: str
    points: list[tuple[float, float]]
    planned: float | None
    labels: list[Label]
    high: float = 120.0


def step_line(points: Sequence[tuple[date, int]], planned: int | None, begins: date, today: date) -> StepLine:
    """How many people were reached by when; the number stays until the next report. Points are in order."""
    last = max([today, *(day for day, _ in points)])
    first = min([begins, *(day for day, _ in points)])
    most = max([planned or 0, 1, *(number for _, number in points)])
    foot, top = 98.0, 22.0

    def down(number: int) -> float:
        return foot - (foot - top) * number / most

    placed = [(along(day, first, last), down(number)) for day, number in points]
    path = f"M{along(first, first, last):.1f} {foot:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in placed)
    labels = [Label(EDGE - 12, first, "start"), Label(WIDE - EDGE + 12, last, "end")]
    line = f"{path}H{along(last, first, last):.1f}"
    return StepLine(line, placed, down(planned) if planned else None, labels)


@dataclass(frozen=True)
class Bar:
    """One count of one month: its place, and how tall it is drawn."""

    x: float
    y: float
    wide: float
    high: float
    count: int


@dataclass(frozen=True)
class Strip:
    """One kind of promise over the months, as a row of bars."""

    kind: str
    words: str
    y: float
    foot: float
    bars: list[Bar]


STRIP, TALLEST, OVER = 62.0, 24.0, 36.0  # a strip's height, its tallest bar, and the room above its bars


def strips(rows: Sequence[tuple[str, str, Sequence[int]]]) -> list[Strip]:
    """Counts by month, one strip under the other; all are drawn to one measure."""
    most = max([1, *(count for _, _, counts in rows for count in counts)])
    found = []
    for number, (kind, words, counts) in enumerate(rows):
        top = STRIP * number
        foot = top + OVER + TALLEST
        room = WIDE / max(len(counts), 1)
        bars = []
        for month, count in enumerate(counts):
            high = TALLEST * count / most
            bars.append(Bar(month * room + 2, foot - high, room - 4, high, count))
        found.append(Strip(kind, words, top, foot, bars))
    return found
