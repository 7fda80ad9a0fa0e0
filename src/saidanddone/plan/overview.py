"""The whole plan on one page: promises in groups, and the gaps between them in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from saidanddone.councils.models import Council
from saidanddone.ideas.models import Door, Idea, IdeaMission, ideas_seen_by
from saidanddone.ideas.stages import Stage
from saidanddone.missions.models import Framework, Mission, ended_frameworks, missions_of
from saidanddone.plan.changes import changes_in
from saidanddone.plan.models import actions_seen_by
from saidanddone.plan.narrowing import Line, Wishes, lines_of, wishes_in
from saidanddone.plan.over_time import OverTime, by_month, told_of
from saidanddone.plan.shown import MARK_WORDS, Promise, promises_of, told
from saidanddone.spelling import count_of, in_words, short_day

EACH, IN_ALL, ON_A_PAGE = 6, 60, 20  # told in full: in each group, in all groups, when one group is asked for
TALLIED = (
    ("confirmed", "tick", "kept: young people say yes"),
    ("claim", "half", "the council says is done"),
    ("on-track", "track", "on track"),
    ("in-progress", "flag", "in progress"),
    ("needs-help", "help", "needs help"),
    ("not-yet", "back", "young people say: not yet"),
    ("off-track", "off", "off track"),
    ("overdue", "late", "overdue"),
    ("no-news", "quiet", "without news"),
    ("paused", "pause", "paused"),
    ("not-started", "idle", "not started"),
    ("cancelled", "cross", "cancelled"),
)


@dataclass
class Group:
    """A section of the plan. ``also`` are promises told under an earlier mission.

    ``promises`` are those of its ``lines`` that are told in full; the rest is at the address of ``query``.
    """

    key: str
    heading: str
    number: int | None = None
    mission: Mission | None = None
    lines: list[Line] = field(default_factory=list)
    also: list[Line] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    query: dict[str, str] = field(default_factory=dict)
    coming: str = ""
    gap: str = ""

    @property
    def all(self) -> list[Line]:
        return [*self.lines, *self.also]

    @property
    def more(self) -> int:
        """How many of its promises are not told in full."""
        return len(self.lines) - len(self.promises)

    @property
    def tell(self) -> str:
        """What is promised here, and when nothing is, what is on its way."""
        return told(self.all) + (f" {self.coming}" if self.coming else "")


@dataclass
class Ended:
    """A framework that is over, with those of its missions that promises still carry."""

    framework: Framework
    last_day: date
    groups: list[Group] = field(default_factory=list)


@dataclass
class Overview:
    """The plan's page: ``main`` are the missions of the first framework, ``rest`` those of all others.

    ``ended`` are frameworks that are over: the page says so, so that no mission changes without a word.
    ``groups`` is everything in sections, ``fitting`` how many promises fit the wishes, ``next`` the address
    where a long list goes on.
    """

    wishes: Wishes
    lines: list[Line]
    missions: list[Mission]
    main: list[Group] = field(default_factory=list)
    rest: dict[Framework, list[Group]] = field(default_factory=dict)
    others: Group = field(default_factory=lambda: Group("others", "Other promises"))
    ended: list[Ended] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    fitting: int = 0
    next: Mapping[str, str] | None = None
    months: OverTime | None = None
    changed: str = ""

    @property
    def headline(self) -> tuple[str, str]:
        """“Nine promises.”, “One kept so far.”"""
        counted = [line for line in self.lines if line.mark != "cancelled"]
        kept = sum(line.mark == "confirmed" for line in counted)
        if not counted:
            return "No promises yet.", ""
        promised = f"{in_words(len(counted)).capitalize()} {'promise' if len(counted) == 1 else 'promises'}."
        return promised, f"{in_words(kept).capitalize()} kept so far." if kept else "None kept so far."

    @property
    def tally(self) -> list[tuple[str, int, str]]:
        marks = Counter(line.mark for line in self.lines)
        return [(icon, marks[mark], words) for mark, icon, words in TALLIED if marks[mark]]

    @property
    def key(self) -> list[tuple[str, str]]:
        """What the marks of its lines mean, those that occur."""
        there = {line.mark for line in self.lines}
        return [(mark, words.capitalize()) for mark, _, words in TALLIED if mark in there]

    @property
    def waiting(self) -> int:
        """How many promises need attention, whatever was asked for."""
        return sum(line.needs_attention for line in self.lines)


async def overview_for(person: Any, council: Council, params: Mapping[str, str]) -> Overview:
    """The plan as this person may see it: promises are public, ideas named in a gap only if they see them."""
    actions = await actions_seen_by(person).order_by("due", "id")
    lines, missions = await lines_of(actions, council), await missions_of(council)
    carried = {mission.id: mission for line in lines for mission in line.missions}
    found = Overview(wishes_in(params, [*missions, *carried.values()]), lines, missions)
    fitting = [line for line in lines if found.wishes.fit(line)]
    found.fitting = len(fitting)
    found.ended = await _ended(council, carried)
    if found.wishes.is_all:
        dated = await told_of(actions)
        found.months = by_month(actions, dated, council)
        found.changed = changes_in(actions, dated).words if actions else ""
    if found.wishes.by == "mission":
        await _by_mission(found, fitting, person)
    else:
        found.groups = grouped(fitting, found.wishes)
    await _tell(found, council)
    return found


async def _by_mission(found: Overview, fitting: Sequence[Line], person: Any) -> None:
    """Sections by mission: each promise in full under its first mission, and named under its others."""
    wanted = found.wishes.mission
    groups = {mission.id: _group(mission) for mission in found.missions}
    former = {group.mission.id: group for one in found.ended for group in one.groups if group.mission}
    for line in fitting:
        homes = [groups[mission.id] for mission in line.missions if mission.id in groups]
        homes += [former[mission.id] for mission in line.missions if mission.id in former]
        if wanted:
            homes = [home for home in homes if home.mission and home.mission.id == wanted.id]
        homes = homes or [found.others]
        homes[0].lines.append(line)
        for home in homes[1:]:
            home.also.append(line)
    if found.wishes.is_all:
        await _say_gaps(person, [group for group in groups.values() if not group.all])
    for mission in found.missions:
        found.rest.setdefault(mission.framework, []).append(groups[mission.id])
    found.main = found.rest.pop(found.missions[0].framework) if found.missions else []
    ended = [group for one in found.ended for group in one.groups]
    found.groups = [*groups.values(), *ended, found.others]
    if not found.wishes.is_all:
        found.groups = [group for group in found.groups if group.lines]


async def _tell(found: Overview, council: Council) -> None:
    """Fill the sections with promises told in full, as many as a page bears, in one go for all of them."""
    filled = [group for group in found.groups if group.lines]
    told_here: dict[str, list[Line]] = {}
    if len(filled) == 1:
        (group,) = filled
        numbers = [line.action.number for line in group.lines]
        start = numbers.index(found.wishes.after) + 1 if found.wishes.after in numbers else 0
        told_here[group.key] = group.lines[start : start + ON_A_PAGE]
        if start + ON_A_PAGE < len(group.lines):
            found.next = found.wishes.query(after=str(numbers[start + ON_A_PAGE - 1]))
    else:
        room = IN_ALL
        for group in filled:
            told_here[group.key] = group.lines[: min(EACH, room)]
            room -= len(told_here[group.key])
    chosen = [line for those in told_here.values() for line in those]
    missions = {line.action.id: line.missions for line in chosen}
    shown = await promises_of(council, [line.action for line in chosen], missions)
    by_id = {promise.action.id: promise for promise in shown}
    for group in filled:
        group.promises = [by_id[line.action.id] for line in told_here[group.key]]
        given = {"mission": group.mission.ref} if group.mission else {}
        group.query = {**found.wishes.query(**given), **group.query}


async def _ended(council: Council, carried: Mapping[int, Mission]) -> list[Ended]:
    """Frameworks that are over, each with the missions that promises were made for."""
    days = await ended_frameworks(council)
    found = [Ended(framework, days[framework.id]) for framework in await Framework.filter(id__in=list(days))]
    for one in found:
        missions = [mission for mission in carried.values() if mission.framework_id == one.framework.id]
        one.groups = [_group(mission) for mission in sorted(missions, key=lambda mission: mission.position)]
    return sorted(found, key=lambda one: one.last_day, reverse=True)


def _group(mission: Mission) -> Group:
    return Group(f"m{mission.id}", mission.label, mission.position, mission)


async def _say_gaps(person: Any, gaps: list[Group]) -> None:
    """Say what is on its way to a mission without a promise. Few ideas are chosen or in a vote at once."""
    links = (
        await IdeaMission.filter(
            idea__council_id=person.council_id,
            idea__stage__in=[Stage.CHOSEN, Stage.IN_ROUND, Stage.WON],
            idea__door=Door.EVERYONE,
            mission_id__in=[group.mission.id for group in gaps if group.mission],
        )
        .order_by("idea__stage_since")
        .select_related("idea")
    )
    named = ideas_seen_by(person).filter(id__in=[link.idea_id for link in links])
    seen: set[int] = set(await named.values_list("id", flat=True)) if links else set()  # type: ignore[arg-type]
    for group in gaps:
        ideas = [link.idea for link in links if group.mission and link.mission_id == group.mission.id]
        group.coming = what_is_coming(ideas)
        group.gap = _gap([idea for idea in ideas if idea.id in seen])


def what_is_coming(ideas: Sequence[Idea]) -> str:
    """What is on its way to a mission without a promise: “1 idea chosen. 2 ideas in the vote.”"""
    told = ((Stage.CHOSEN, "chosen"), (Stage.WON, "won the vote"), (Stage.IN_ROUND, "in the vote"))
    counted = [(sum(idea.stage is stage for idea in ideas), words) for stage, words in told]
    return " ".join(f"{count_of(number, 'idea')} {words}." for number, words in counted if number)


def _gap(ideas: Sequence[Idea]) -> str:
    for idea in ideas:
        if idea.stage is Stage.CHOSEN:
            return f"“{idea.heading}” was chosen on {short_day(idea.stage_since)}. It is not in the plan yet."
    for idea in ideas:
        now = "is in the vote now" if idea.stage is Stage.IN_ROUND else "won the vote and waits for an answer"
        return f"“{idea.heading}” {now}."
    return ""


def grouped(lines: Sequence[Line], wishes: Wishes) -> list[Group]:
    """The same promises by owner or by how they go."""
    found: dict[str, Group] = {}
    for line in lines:
        name = line.action.owner if wishes.by == "owner" else line.mark
        if name not in found:
            heading = name if wishes.by == "owner" else MARK_WORDS[name].capitalize()
            found[name] = Group(f"g{len(found) + 1}", heading, query={wishes.by: name})
        found[name].lines.append(line)
    order = list(MARK_WORDS)
    return [found[name] for name in sorted(found, key=order.index if wishes.by == "rating" else str.casefold)]
