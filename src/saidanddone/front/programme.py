"""The programme's page: the councils' figures side by side, and never their people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from saidanddone import clock, web
from saidanddone.councils.models import Council
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.stages import ON_THE_BOARD, Stage
from saidanddone.notices.models import Notice
from saidanddone.notices.tellings import TELLINGS
from saidanddone.people.doors import open_to
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Right, Role
from saidanddone.plan.models import Action
from saidanddone.plan.statuses import LIVE, Status
from saidanddone.rounds.models import Round, RoundState

LATELY, AT_MOST = timedelta(days=90), 10
YES = (Stage.CHOSEN, Stage.IN_PLAN, Stage.DELIVERED, Stage.CONFIRMED)


@dataclass
class Figures:
    """What one council did, in numbers that its own pages show too. ``members`` may be a few words."""

    council: Council
    members: str = ""
    votes: int = 0
    overdue: int = 0
    stages: Counter[Stage] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)

    @property
    def ideas(self) -> int:
        return self.stages.total()

    @property
    def answered_yes(self) -> int:
        return sum(self.stages[stage] for stage in YES)

    @property
    def answered_otherwise(self) -> int:
        """Not now, and no."""
        return self.stages[Stage.NOT_NOW] + self.stages[Stage.NO]

    @property
    def waiting_for_an_answer(self) -> int:
        return self.stages[Stage.WON]

    @property
    def promises(self) -> int:
        return self.statuses.total() - self.statuses[Status.CANCELLED]

    @property
    def confirmed(self) -> int:
        """Ideas of which young people said: yes, it happened."""
        return self.stages[Stage.CONFIRMED]


@open_to(Right.SEE_FIGURES)
async def figures(request: Request) -> Response:
    found, told = await figures_of_all(), await told_of(request.user)
    return web.page(request, "front/programme.html", here="programme", all=found, told=told)


async def told_of(person: Person) -> list[tuple[datetime, int, str]]:
    """When, of which council, what: of acts that nobody of it could be told of. Nobody is named."""
    lately = Notice.filter(person_id=person.id, made_at__gte=clock.now() - LATELY).order_by("-made_at", "-id")
    found = await lately.filter(what__in=list(TELLINGS)).limit(AT_MOST)
    return [(one.made_at, one.council_id, TELLINGS[one.what].says(young=False)) for one in found]


async def figures_of_all() -> list[Figures]:
    """The figures of all councils, in as many queries however many there are."""
    found = {council.id: Figures(council) for council in await Council.all().order_by("name")}
    here = list(found)
    ideas = Idea.filter(council_id__in=here, stage__in=ON_THE_BOARD, door=Door.EVERYONE)
    for council_id, stage, number in await _counted(ideas, "council_id", "stage"):
        found[council_id].stages[stage] = number
    actions = Action.filter(council_id__in=here)
    for council_id, status, number in await _counted(actions, "council_id", "status"):
        found[council_id].statuses[status] = number
    late = actions.filter(status__in=LIVE, due__lt=clock.today())
    for council_id, number in await _counted(late, "council_id"):
        found[council_id].overdue = number
    votes = Round.filter(council_id__in=here, state=RoundState.CLOSED)
    for council_id, number in await _counted(votes, "council_id"):
        found[council_id].votes = number
    young = RoleGrant.filter(role=Role.YOUNG_PERSON, ended_at=None, person__suspended_at=None)
    numbers = dict(await _counted(young.filter(person__council_id__in=here), "person__council_id"))
    for each in found.values():
        each.members = _members(numbers.get(each.council.id, 0), each.council.floor)
    return list(found.values())


async def _counted(rows: QuerySet[Any], *by: str) -> list[tuple[Any, ...]]:
    return await rows.annotate(number=Count("id")).group_by(*by).values_list(*by, "number")


def _members(number: int, floor: int) -> str:
    """How many are here; a few are not counted, so that nobody is found by the number."""
    return str(number) if number >= floor else "none yet" if not number else f"fewer than {floor}"
