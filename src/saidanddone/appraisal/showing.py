"""What an appraisal's page tells, to whom: nobody sees what others gave before the scoring has ended.

Below the council's floor of scorers only the order is told, as with votes: of three people, two could work
out what the third gave.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from saidanddone.appraisal.criteria import FEWEST_SCORERS
from saidanddone.appraisal.models import (
    Agreement,
    Appraisal,
    Confidence,
    Score,
    Way,
    WayChosen,
    agreement_of,
    ways_of,
)
from saidanddone.appraisal.scoring import weighed_from
from saidanddone.appraisal.stages import MOVES
from saidanddone.appraisal.sums import Line, Result, hundredths
from saidanddone.councils.models import Council
from saidanddone.ideas.models import Idea
from saidanddone.people.rights import Right
from saidanddone.rules import moves_now
from saidanddone.spelling import count_of, in_words
from saidanddone.templating import teaches

PLACES = ("", "first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True)
class Sure:
    """How sure people are of a way: averages in hundredths, and of how many. None where too few said."""

    staff: int | None
    young: int | None


@dataclass
class Shown:
    """All that is known of an appraisal, for one reader. ``result`` is empty until this reader may see it."""

    idea: Idea
    appraisal: Appraisal
    ways: list[Way]
    agreement: Agreement | None
    result: Result = field(default_factory=Result)
    floor: int = 0
    scored: int = 0
    few: bool = False
    titles: list[str] = field(default_factory=list)
    young: int = 0
    few_young: bool = False
    sure: dict[int, Sure] = field(default_factory=dict)
    reasons: dict[int, list[tuple[str, int, str]]] = field(default_factory=dict)
    mine: set[int] = field(default_factory=set)
    said_sure: bool = False
    choices: dict[int, WayChosen] = field(default_factory=dict)

    @property
    def way(self) -> dict[int, Way]:
        return {way.id: way for way in self.ways}

    @property
    def done(self) -> bool:
        return self.appraisal.allows.show

    @property
    def headline(self) -> str:
        """“Four ways to do it, weighed.”"""
        ways = f"{in_words(len(self.ways)).capitalize()} ways to do it"
        return f"{ways}, weighed." if self.done else f"{ways}."

    @property
    def first(self) -> str:
        """Which way came first, in a sentence; ties are said as ties."""
        names = [f"“{self.way[way].name}”" for way in self.result.first]
        if len(names) == 1:
            return f"{names[0]} came first."
        return f"{listed(names)} came first together: a tie."

    @property
    def steady(self) -> str:
        """Whether the first place would hold if everything counted the same."""
        if self.result.holds:
            return "Would the first place hold if all weights were equal? Yes."
        names = [f"“{self.way[way].name}”" for way in self.result.equal_first]
        then = f"{names[0]} would be first" if len(names) == 1 else f"{listed(names)} would tie for first"
        return f"Would the first place hold if all weights were equal? No: {then}."

    @property
    def took_part(self) -> str:
        """Who scored: job titles and how many young people, and neither while those are below the floor.

        With how many scored in all, each title would say how many young people there were.
        """
        if self.few_young:
            return "staff and young people" if self.titles else "young people"
        young = count_of(self.young, "young person", "young people") if self.young else ""
        return listed([*self.titles, *([young] if young else [])])

    def place(self, line: Line) -> str:
        """“First”, “Second, a tie”."""
        words = PLACES[line.place].capitalize()
        return f"{words}, a tie" if self.result.tied(line) else words


def listed(words: list[str]) -> str:
    """“a, b and c”."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


async def shown_to(viewer: Any, appraisal: Appraisal, idea: Idea, council: Council) -> Shown:
    """The page's facts. The number of queries depends on no number of ways, scores or people."""
    shown, rows = await _in_short(viewer, appraisal, idea, await ways_of(appraisal), council.floor)
    floor = shown.floor
    if shown.agreement is None or not (appraisal.allows.score or shown.done):
        return shown
    sure = await Confidence.filter(appraisal_id=appraisal.id, replaced_at=None)
    shown.said_sure = any(one.person_id == viewer.id for one in sure)
    if shown.done:
        _who_took_part(shown, [row for row in rows if row.person_id in shown.result.scorers], floor)
        shown.sure = {way.id: _sure_of(way, sure, floor) for way in shown.ways}
        shown.reasons = _reasons(rows, {one.id: one.name for one in shown.agreement.criteria})
    return shown


async def _in_short(
    viewer: Any, appraisal: Appraisal, idea: Idea, ways: list[Way], floor: int
) -> tuple[Shown, list[Score]]:
    """What every page tells: the ways, the weights, what it came to, and which way was chosen."""
    floor = appraisal.floor or floor  # what it opened with; the council's before that
    shown = Shown(idea, appraisal, ways, await agreement_of(appraisal), floor=floor)
    if shown.agreement is None or not (appraisal.allows.score or shown.done):
        return shown, []
    rows = await Score.filter(appraisal_id=appraisal.id, replaced_at=None).order_by("at", "id")
    result = weighed_from(shown.agreement, ways, rows)
    shown.scored = len(result.scorers)
    shown.mine = {row.way_id for row in rows if row.person_id == viewer.id}
    if shown.done:
        shown.result, shown.few = result, result.whole < floor
        chosen = await WayChosen.filter(way_id__in=list(shown.way), decision__taken_back_at=None).order_by(
            "at", "id"
        )
        shown.choices = {one.decision_id: one for one in chosen}
    return shown, rows


def _who_took_part(shown: Shown, rows: Iterable[Score], floor: int) -> None:
    titles = {row.person_id: row.by_title or "Staff" for row in rows if not row.young}
    shown.titles = [
        title if many == 1 else f"{title} ({many})"
        for title, many in sorted(Counter(titles.values()).items())
    ]
    shown.young = len({row.person_id for row in rows if row.young})
    shown.few_young = 0 < shown.young < floor


def _sure_of(way: Way, rows: Iterable[Confidence], floor: int) -> Sure:
    of_way = [row for row in rows if row.way_id == way.id]
    staff = [row.value for row in of_way if not row.young]
    young = [row.value for row in of_way if row.young]
    return Sure(_average(staff, FEWEST_SCORERS), _average(young, floor))


def _average(values: list[int], fewest: int) -> int | None:
    return hundredths(sum(values), len(values)) if len(values) >= max(fewest, 1) else None


def _reasons(rows: Iterable[Score], names: Mapping[int, str]) -> dict[int, list[tuple[str, int, str]]]:
    """Way → (criterion, value, words): those that may be read, and no names."""
    found: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for row in rows:
        if row.reason and row.published_at:
            found[row.way_id].append((names[row.criterion_id], row.value, row.reason))
    return {way: sorted(said) for way, said in found.items()}


def may_do(shown: Shown, viewer: Any) -> set[str]:
    """What this reader may do now: any of the moves, score, read."""
    appraisal = shown.appraisal
    may = {"read"} if viewer.can(Right.CHECK_IDEAS) else set()
    if not shown.idea.allows.decide:
        return may
    if viewer.can(Right.SCORE) and appraisal.allows.score:
        may.add("score")
    moves = moves_now(MOVES, appraisal.stage, viewer, on=appraisal, owns=False)
    return may | {move.name for move in moves}


# What other pages tell of it


@dataclass(frozen=True)
class Weighed:
    """An appraisal in a sentence, for the idea's page and beside its decision."""

    appraisal: Appraisal
    shown: Shown
    way: Way | None = None
    place: int = 0

    def chosen_by(self, decision_id: int) -> Weighed:
        """The same, with the way that a decision chose."""
        choice = self.shown.choices.get(decision_id)
        if choice is None:
            return self
        return replace(self, way=self.shown.way[choice.way_id], place=choice.place)

    @property
    def words(self) -> str:
        """“Weighed openly: 4 ways, 6 people.”"""
        if not self.shown.done:
            ways = f"{in_words(len(self.shown.ways)).capitalize()} ways to do it"
            if not self.shown.idea.allows.decide:
                return f"{ways} were written down, and not weighed to the end."
            return f"{ways} are being weighed openly."
        people = count_of(self.shown.scored, "person", "people")
        return f"Weighed openly: {len(self.shown.ways)} ways, {people}."

    @property
    def choice(self) -> str:
        """Which way the council chose, and its place; empty before it chose one."""
        if self.way is None:
            return ""
        chose = "carries on as now" if self.way.as_now else f"chose “{self.way.name}”"
        others = [f"“{self.shown.way[one].name}”" for one in self.shown.result.first if one != self.way.id]
        if self.place == 1:
            tie = f", together with {listed(others)}" if others else ""
            return f"The council {chose}. It came first{tie}."
        came = "came" if len(others) == 1 else "tied for"
        place = f"It came {PLACES[self.place]}; {listed(others)} {came} first."
        return f"The council {chose}. {place} The reason says why."


async def weighed_of(idea: Idea, viewer: Any) -> Weighed | None:
    """The weighing of an idea's ways, with the way that was chosen last; none where there is none."""
    ways = Way.filter(appraisal__idea_id=idea.id, dropped_at=None).order_by("number")
    found = await ways.select_related("appraisal__idea__council")
    if not found:
        return None
    appraisal = found[0].appraisal
    shown, _ = await _in_short(viewer, appraisal, idea, found, appraisal.idea.council.floor)
    newest = list(shown.choices)[-1] if shown.choices else 0
    return Weighed(appraisal, shown).chosen_by(newest)


@teaches("points")
def points(value: int) -> str:
    """Hundredths as people read them: 385 is “3.85”."""
    return f"{value // 100}.{value % 100:02}"
