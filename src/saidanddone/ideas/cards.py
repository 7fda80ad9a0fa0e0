"""What a card says of an idea: its missions, and under the join the newest that the council answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from saidanddone.councils.models import Council
from saidanddone.ideas.models import Decision, Idea, mission_labels
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import can_support, supported_by
from saidanddone.missions.models import Mission

PROMISED = (Stage.IN_PLAN, Stage.DELIVERED, Stage.CONFIRMED)


@dataclass(frozen=True)
class Vote:
    """The round that an idea is in. Nothing about its votes."""

    number: int
    closes_at: datetime


NEWS = ("number", "owner", "due", "said", "said_by", "said_at", "rating", "outcome")


@dataclass(frozen=True)
class News:
    """The newest on the promises made for an idea."""

    number: int
    owner: str
    due: date
    said: str
    said_by: str
    said_at: datetime | None
    rating: str
    reopened: bool


@dataclass(frozen=True)
class Card:
    idea: Idea
    missions: list[Mission]  # three at most, of one framework: two would number them twice
    decision: Decision | None
    vote: Vote | None
    news: News | None
    supported: bool
    can_support: bool


async def cards(ideas: list[Idea], *, person: Any, council: Council) -> list[Card]:
    """A card for each idea, as this person sees it; the number of queries does not depend on how many."""
    await mission_labels(ideas)
    wanted = await supported_by(person, ideas)
    decisions, votes, news = await _decisions(ideas), await _votes(ideas), await _news(ideas)
    return [
        Card(
            idea=idea,
            missions=[one for one in idea.missions if one.framework_id == idea.missions[0].framework_id][:3],
            decision=decisions.get(idea.id),
            vote=votes.get(idea.id),
            news=news.get(idea.id),
            supported=idea.id in wanted,
            can_support=can_support(idea, person),
        )
        for idea in ideas
    ]


async def _decisions(ideas: list[Idea]) -> dict[int, Decision]:
    asked = _ids(ideas, (Stage.CHOSEN, Stage.NOT_NOW, Stage.NO))
    return {one.idea_id: one for one in await Decision.filter(idea_id__in=asked).order_by("at", "id")}


async def _votes(ideas: list[Idea]) -> dict[int, Vote]:
    found = Idea.filter(id__in=_ids(ideas, (Stage.IN_ROUND,)), entries__round__state="open")
    rows = await found.values_list("id", "entries__round__number", "entries__round__closes_at")
    return {idea_id: Vote(number, closes_at) for idea_id, number, closes_at in rows}


async def _news(ideas: list[Idea]) -> dict[int, News]:
    action = "action_ideas__action__"
    rows = (
        await Idea.filter(id__in=_ids(ideas, PROMISED))
        .exclude(**{f"{action}status": "cancelled"})
        .order_by(f"{action}news_at")
        .values_list(
            "id",
            *(action + name for name in NEWS),
        )
    )
    return {
        idea_id: News(number, owner, due, said, said_by, said_at, str(rating or ""), outcome == "not-yet")
        for idea_id, number, owner, due, said, said_by, said_at, rating, outcome in rows
        if number is not None
    }


def _ids(ideas: Iterable[Idea], stages: tuple[Stage, ...]) -> list[int]:
    return [idea.id for idea in ideas if idea.stage in stages]
