"""The whole plan on one page: promises in groups, and the gaps between them in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from saidanddone.councils.models import Council
from saidanddone.ideas.models import Door, Idea, IdeaMission, ideas_seen_by
from saidanddone.ideas.stages import Stage
from saidanddone.missions.models import Framework, Mission, ended_frameworks, missions_of
from saidanddone.plan.models import actions_seen_by
from saidanddone.plan.shown import MARK_WORDS, Promise, promises_of, told
from saidanddone.web import count_of, in_words, short_day

GROUPINGS = {"mission": "Mission", "owner": "Owner", "rating": "How it goes"}
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
    """A section of the plan. ``also`` are promises told in full under an earlier mission."""

    key: str
    heading: str
    number: int | None = None
    mission: Mission | None = None
    promises: list[Promise] = field(default_factory=list)
    also: list[Promise] = field(default_factory=list)
    coming: str = ""
    gap: str = ""

    @property
    def tell(self) -> str:
        """What is promised here, and when nothing is, what is on its way."""
        return told([*self.promises, *self.also]) + (f" {self.coming}" if self.coming else "")


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
    """

    promises: list[Promise]
    main: list[Group]
    rest: dict[Framework, list[Group]]
    others: Group
    ended: list[Ended] = field(default_factory=list)

    @property
    def headline(self) -> tuple[str, str]:
        """“Nine promises.”, “One kept so far.”"""
        counted = [promise for promise in self.promises if promise.mark != "cancelled"]
        kept = sum(promise.mark == "confirmed" for promise in counted)
        if not counted:
            return "No promises yet.", ""
        promised = f"{in_words(len(counted)).capitalize()} {'promise' if len(counted) == 1 else 'promises'}."
        return promised, f"{in_words(kept).capitalize()} kept so far." if kept else "None kept so far."

    @property
    def tally(self) -> list[tuple[str, int, str]]:
        marks = Counter(promise.mark for promise in self.promises)
        return [(icon, marks[mark], words) for mark, icon, words in TALLIED if marks[mark]]


async def overview_for(person: Any, council: Council) -> Overview:
    """The plan as this person may see it: promises are public, ideas named in a gap only if they see them."""
    actions = await actions_seen_by(person).order_by("due", "id")
    promises = await promises_of(council, actions)
    missions = await missions_of(council)
    groups = {mission.id: _group(mission) for mission in missions}
    ended = await _ended(council, promises)
    former = {group.mission.id: group for one in ended for group in one.groups if group.mission}
    others = Group("others", "Other promises")
    for promise in promises:
        homes = [groups[mission.id] for mission in promise.missions if mission.id in groups]
        homes += [former[mission.id] for mission in promise.missions if mission.id in former]
        homes = homes or [others]
        homes[0].promises.append(promise)
        for home in homes[1:]:
            home.also.append(promise)
    await _say_gaps(person, [group for group in groups.values() if not group.promises and not group.also])
    rest: dict[Framework, list[Group]] = {}
    for mission in missions:
        rest.setdefault(mission.framework, []).append(groups[mission.id])
    main = rest.pop(missions[0].framework) if missions else []
    return Overview(promises, main, rest, others, ended)


async def _ended(council: Council, promises: Sequence[Promise]) -> list[Ended]:
    """Frameworks that are over, each with the missions that promises were made for."""
    days = await ended_frameworks(council)
    carried = {mission.id: mission for promise in promises for mission in promise.missions}
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
        group.coming = _coming(ideas)
        group.gap = _gap([idea for idea in ideas if idea.id in seen])


def _coming(ideas: Sequence[Idea]) -> str:
    chosen = sum(idea.stage is Stage.CHOSEN for idea in ideas)
    voted = len(ideas) - chosen
    parts = [f"{count_of(chosen, 'idea')} chosen."] if chosen else []
    return " ".join([*parts, f"{count_of(voted, 'idea')} in the vote."] if voted else parts)


def _gap(ideas: Sequence[Idea]) -> str:
    for idea in ideas:
        if idea.stage is Stage.CHOSEN:
            return f"“{idea.heading}” was chosen on {short_day(idea.stage_since)}. It is not in the plan yet."
    for idea in ideas:
        now = "is in the vote now" if idea.stage is Stage.IN_ROUND else "won the vote and waits for an answer"
        return f"“{idea.heading}” {now}."
    return ""


def grouped(promises: Sequence[Promise], by: str) -> list[Group]:
    """The same promises by owner or by how they go."""
    name: Callable[[Promise], str] = (
        (lambda promise: promise.action.owner)
        if by == "owner"
        else (lambda promise: MARK_WORDS[promise.mark].capitalize())
    )
    found: dict[str, Group] = {}
    for promise in promises:
        heading = name(promise)
        found.setdefault(heading, Group(f"g{len(found) + 1}", heading)).promises.append(promise)
    order = [words.capitalize() for words in MARK_WORDS.values()]
    return sorted(found.values(), key=lambda group: order.index(group.heading) if by == "rating" else 0)
