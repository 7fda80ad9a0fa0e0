"""What a card says of an idea: its missions, and under the join the newest that the council answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saidanddone.councils.models import Council
from saidanddone.ideas.deciding import Decision
from saidanddone.ideas.models import Idea, mission_labels
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import can_support, supported_by
from saidanddone.missions.models import Mission
from saidanddone.plan.models import Action, ActionIdea
from saidanddone.plan.statuses import Status
from saidanddone.rounds.models import RoundEntry, RoundState

PROMISED = (Stage.IN_PLAN, Stage.DELIVERED, Stage.CONFIRMED)


@dataclass(frozen=True)
class Vote:
    """The round that an idea is in. Nothing about its votes."""

    number: int
    closes_at: datetime


@dataclass(frozen=True)
class Card:
    idea: Idea
    missions: list[Mission]  # three at most, of one framework: two would number them twice
    decision: Decision | None
    vote: Vote | None
    news: Action | None
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
    standing = Decision.filter(idea_id__in=asked, taken_back_at=None)
    return {one.idea_id: one for one in await standing.order_by("at", "id")}


async def _votes(ideas: list[Idea]) -> dict[int, Vote]:
    entries = RoundEntry.filter(idea_id__in=_ids(ideas, (Stage.IN_ROUND,)), round__state=RoundState.OPEN)
    return {
        entry.idea_id: Vote(entry.round.number, entry.round.closes_at)
        for entry in await entries.select_related("round")
    }


async def _news(ideas: list[Idea]) -> dict[int, Action]:
    """For each idea the promise that was last spoken of, among those that stand."""
    links = ActionIdea.filter(idea_id__in=_ids(ideas, PROMISED)).exclude(action__status=Status.CANCELLED)
    rows = await links.order_by("action__news_at").select_related("action")
    return {link.idea_id: link.action for link in rows}


def _ids(ideas: Iterable[Idea], stages: tuple[Stage, ...]) -> list[int]:
    return [idea.id for idea in ideas if idea.stage in stages]
