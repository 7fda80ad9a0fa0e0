"""Keeping a council's missions: adding its own pledges, retiring frameworks, checking their wording.

An admin acts for their own council only: a framework that all councils share is retired, brought back and
checked by each of them for itself, and nobody changes its words here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.missions.models import (
    Framework,
    Mission,
    Retirement,
    WordingCheck,
    is_over,
    last_day_of,
    wording_checks,
)
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for

MISSIONS_AT_MOST, LABEL_AT_MOST, TEXT_AT_MOST = 20, 80, 600


@dataclass
class Kept:
    """A framework as a council uses it. ``used`` are the ids of missions that ideas or actions carry."""

    framework: Framework
    missions: list[Mission]
    retirement: Retirement | None
    used: set[int] = field(default_factory=set)

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in force here; none while no end is set."""
        return last_day_of(self.framework, self.retirement.last_day if self.retirement else None)

    @property
    def over(self) -> bool:
        return is_over(self.framework, self.last_day)


async def kept_by(council: Council, *, with_missions: bool = True) -> list[Kept]:
    """Every framework that this council uses or used, in order, with its missions if asked."""
    frameworks = await Framework.filter(Q(council_id=None) | Q(council_id=council.id)).order_by(
        "position", "id"
    )
    ids = [framework.id for framework in frameworks]
    missions = await Mission.filter(framework_id__in=ids).order_by("position") if with_missions else []
    retired = await Retirement.filter(council_id=council.id, undone_at=None)
    await wording_checks(council, frameworks)
    used = await _used([mission.id for mission in missions]) if missions else set()
    return [
        Kept(
            framework,
            [mission for mission in missions if mission.framework_id == framework.id],
            next((row for row in retired if row.framework_id == framework.id), None),
            used,
        )
        for framework in frameworks
    ]


async def add_framework(
    council: Council,
    *,
    by: Person,
    name: str,
    missions: list[tuple[str, str]],
    starts: date | None = None,
    ends: date | None = None,
) -> Framework:
    """Add the council's own pledges: a framework with missions, each a (label, text)."""
    _may(by, council)
    if not missions or len(missions) > MISSIONS_AT_MOST:
        raise Refused(f"Write 1 to {MISSIONS_AT_MOST} pledges, one to a line.")
    if starts and ends and ends < starts:
        raise Refused("The last day can’t come before the first.")

    async def act() -> Framework:
        last = await Framework.all().order_by("-position").first()
        framework = await Framework.create(
            slug=await _free_slug(council, name),
            council=council,
            name=name,
            publisher=council.name,
            starts=starts,
            ends=ends,
            position=(last.position if last else 0) + 1,
        )
        for position, (label, text) in enumerate(missions, start=1):
            await Mission.create(
                framework=framework, code=str(position), position=position, label=label, text=text
            )
        record(council.id, "add_framework", framework, by=by, text=name)
        return framework

    try:
        return await database.write(act)
    except IntegrityError:
        raise Refused("Somebody has just added pledges of that name. Look again.") from None


async def relabel(mission: Mission, *, by: Person, council: Council, label: str, text: str = "") -> None:
    """Word one of the council's own pledges anew, until an idea or an action carries it."""
    _may(by, council)
    framework = await Framework.get(id=mission.framework_id)
    if framework.council_id != council.id:
        raise Refused("These words are shared by all councils, so they can’t be changed here.")
    if not 0 < len(label) <= LABEL_AT_MOST or len(text) > TEXT_AT_MOST:
        raise Refused(f"Give it a short label: up to {LABEL_AT_MOST} letters.")

    async def act() -> None:
        await Mission.select_for_update().get(id=mission.id)
        if await _used([mission.id]):
            raise Refused("Ideas or promises carry this pledge already, so its words stay as they are.")
        await Mission.filter(id=mission.id).update(label=label, text=text)
        record(council.id, "relabel", mission, by=by, text=label)

    await database.write(act)


async def retire(framework: Framework, *, by: Person, council: Council, last_day: date) -> None:
    """Stop using it in this council after a day. What carries its missions keeps them; their pages stay."""
    _may(by, council)
    if last_day < clock.today() - timedelta(days=1):
        raise Refused("It can’t have ended before yesterday: what was said since then stays true.")

    async def act() -> None:
        row = await Retirement.create(
            framework=framework, council=council, last_day=last_day, by=by, at=clock.now()
        )
        record(council.id, "retire", row, by=by, end=last_day.isoformat())

    try:
        await database.write(act)
    except IntegrityError:
        raise Refused("Its last day here is set already. Bring it back first to choose another.") from None


async def bring_back(framework: Framework, *, by: Person, council: Council) -> None:
    """Use a retired framework again."""
    _may(by, council)

    async def act() -> None:
        standing = Retirement.filter(framework_id=framework.id, council_id=council.id, undone_at=None)
        row = await standing.first()
        if row is None or not await standing.filter(id=row.id).update(undone_at=clock.now()):
            raise Refused("It is in use already.")
        record(council.id, "bring_back", row, by=by)

    await database.write(act)


async def check_wording(framework: Framework, *, by: Person, council: Council) -> None:
    """Say that its wording was compared with what was published. It counts for the admin's own council."""
    _may(by, council)

    async def act() -> None:
        row = await WordingCheck.create(framework=framework, council=council, by=by, at=clock.now())
        record(council.id, "check_wording", row, by=by)

    try:
        await database.write(act)
    except IntegrityError:
        raise Refused("Its wording has been checked already.") from None


async def _used(ids: list[int]) -> set[int]:
    """Which of these missions an idea or an action carries."""
    here = Mission.filter(id__in=ids)
    ideas = await here.filter(idea_missions__id__isnull=False).distinct().values_list("id", flat=True)
    actions = await here.filter(action_missions__id__isnull=False).distinct().values_list("id", flat=True)
    return {*ideas, *actions}  # type: ignore[arg-type]


async def _free_slug(council: Council, name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", re.sub("[’']", "", name.casefold())).strip("-")[:34] or "pledges"
    taken = Framework.filter(Q(council_id=None) | Q(council_id=council.id), slug__startswith=plain)
    slugs: list[str] = await taken.values_list("slug", flat=True)  # type: ignore[assignment]
    free = (name for name in (plain, *(f"{plain}-{number}" for number in range(2, 999))) if name not in slugs)
    return next(free)


def _may(by: Person, council: Council) -> None:
    only_for(by, Right.RUN_COUNCIL, council.id, "Looking after missions is for the council’s admin.")
