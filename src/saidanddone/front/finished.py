"""Promises that are finished: those young people confirmed, and those the council says are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from saidanddone.councils.models import Council
from saidanddone.database import by
from saidanddone.front.words import author_of
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.plan.models import Action, ActionIdea, Asking, Respondent
from saidanddone.plan.shown import Promise, promises_of
from saidanddone.plan.statuses import Status
from saidanddone.plan.verdicts import Outcome


@dataclass
class Finished:
    """``ideas`` are those that the viewer may see; ``people`` stood behind it when it was done."""

    promise: Promise
    ideas: list[Idea] = field(default_factory=list)
    people: int = 0

    @property
    def action(self) -> Action:
        return self.promise.action

    @property
    def asking(self) -> Asking | None:
        return self.promise.asking

    @property
    def is_confirmed(self) -> bool:
        return self.action.outcome is Outcome.CONFIRMED

    @property
    def author(self) -> str:
        """How whoever said it first is shown, when the idea may be seen."""
        return author_of(self.ideas[0]) if self.ideas else ""

    @property
    def when(self) -> datetime:
        """When young people said yes, or when the council said it was done."""
        asking = self.asking
        return (
            asking.counted_at
            if self.is_confirmed and asking and asking.counted_at
            else self.action.status_since
        )


def confirmed_in(council: Council) -> QuerySet[Action]:
    """Promises that young people say were kept."""
    return Action.filter(council_id=council.id, status=Status.COMPLETE, outcome=Outcome.CONFIRMED)


def claimed_in(council: Council) -> QuerySet[Action]:
    """Promises that only the council says are done."""
    not_confirmed = Q(outcome=None) | Q(outcome__not=Outcome.CONFIRMED)
    return Action.filter(not_confirmed, council_id=council.id, status=Status.COMPLETE)


async def finished_in(council: Council, viewer: Any, *, limit: int) -> list[Finished]:
    """The newest finished promises, those that young people confirmed first."""
    confirmed = await confirmed_in(council).order_by("-moved_at", "-id").limit(limit)
    left = limit - len(confirmed)
    claimed = await claimed_in(council).order_by("-moved_at", "-id").limit(left) if left else []
    return await with_voices([*confirmed, *claimed], council, viewer)


async def with_voices(actions: Sequence[Action], council: Council, viewer: Any) -> list[Finished]:
    """Finished promises with the ideas behind them and how many young people stood behind those."""
    done = [Finished(promise) for promise in await promises_of(council, actions)]
    links = by("action_id", await ActionIdea.filter(action_id__in=[one.action.id for one in done]))
    wanted = [link.idea_id for rows in links.values() for link in rows]
    seen = {
        idea.id: idea for idea in await ideas_seen_by(viewer).filter(id__in=wanted).select_related("author")
    }
    asked = await _asked([one.asking.id for one in done if one.asking])
    for one in done:
        one.ideas = [seen[link.idea_id] for link in links[one.action.id] if link.idea_id in seen]
        one.people = asked.get(one.asking.id, 0) if one.asking else 0
    return done


async def _asked(askings: list[int]) -> dict[int, int]:
    rows = (
        await Respondent.filter(asking_id__in=askings)
        .annotate(people=Count("id"))
        .group_by("asking_id")
        .values("asking_id", "people")
    )
    return {row["asking_id"]: row["people"] for row in rows}
