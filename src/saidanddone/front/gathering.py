"""What is known about some ideas, across the slices: one query for each kind of fact, however many ideas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from saidanddone.ideas.models import Appeal, Decision, Idea, StageMove, ideas_seen_by
from saidanddone.ideas.stages import Stage
from saidanddone.plan.answering import counts_of
from saidanddone.plan.help_models import made_with
from saidanddone.plan.models import Action, ActionIdea, Asking, Milestone
from saidanddone.plan.verdicts import Verdict
from saidanddone.rounds.models import Round, RoundEntry, RoundState

T = TypeVar("T")


@dataclass
class Promise:
    """An action with its milestones, its askings (oldest first) and how many said what in those counted.

    ``makers`` are the different young people who took part in helping with it.
    """

    action: Action
    milestones: list[Milestone] = field(default_factory=list)
    askings: list[Asking] = field(default_factory=list)
    answers: dict[int, dict[Verdict, int]] = field(default_factory=dict)
    makers: int = 0

    @property
    def asking(self) -> Asking | None:
        """The newest time that young people were asked."""
        return self.askings[-1] if self.askings else None

    def counts(self, asking: Asking) -> dict[Verdict, int]:
        """How many gave each answer."""
        return self.answers.get(asking.id, {})

    def marks(self, asking: Asking) -> tuple[int, int, int] | None:
        """How many said yes, partly and no: only once counted, and from the floor up."""
        counts = self.counts(asking)
        if asking.counted_at is None or sum(counts.values()) < asking.floor:
            return None
        return counts.get(Verdict.YES, 0), counts.get(Verdict.PARTLY, 0), counts.get(Verdict.NO, 0)

    @property
    def moved_at(self) -> datetime:
        """When anything last happened to it."""
        askings = [moment for one in self.askings for moment in (one.asked_at, one.counted_at) if moment]
        return max([self.action.moved_at, self.action.news_at, *askings])


@dataclass
class Known:
    """Facts by idea id; each list is oldest first."""

    moves: dict[int, list[StageMove]]
    decisions: dict[int, list[Decision]]
    promises: dict[int, list[Promise]]
    rounds: dict[int, Round]
    appeals: dict[int, Appeal]
    joined: dict[int, Idea]
    held: set[int]  # of the ideas that some were joined to, those taken out for now

    def moved_at(self, idea: Idea) -> datetime:
        """The newest movement of an idea or of a promise made for it."""
        return max([idea.moved_at, *(promise.moved_at for promise in self.promises[idea.id])])

    def moved_for_its_author(self, idea: Idea, since: datetime) -> bool:
        """Whether anybody else moved it since a moment."""
        others = [move.at for move in self.moves[idea.id] if move.by_id != idea.author_id]
        return max([*others, *(one.moved_at for one in self.promises[idea.id])], default=since) > since

    def last_move(self, idea: Idea, *names: str) -> StageMove | None:
        """Its newest move of one of these names."""
        return next((move for move in reversed(self.moves[idea.id]) if move.name in names), None)


async def gather(ideas: list[Idea], viewer: Any) -> Known:
    """All that the pages of the front say about these ideas. ``viewer`` must be one who may see them."""
    ids = [idea.id for idea in ideas]
    targets = [idea.merged_into_id for idea in ideas if idea.merged_into_id]
    entries = await RoundEntry.filter(idea_id__in=ids, round__state=RoundState.OPEN).select_related("round")
    held = await Idea.filter(id__in=targets, stage=Stage.HELD) if targets else []
    return Known(
        moves=by("idea_id", await StageMove.filter(idea_id__in=ids).order_by("at", "id")),
        decisions=by("idea_id", await Decision.filter(idea_id__in=ids).order_by("at", "id")),
        promises=await _promises(ids),
        rounds={entry.idea_id: entry.round for entry in entries},
        appeals={appeal.idea_id: appeal for appeal in await Appeal.filter(idea_id__in=ids)},
        joined={idea.id: idea for idea in await ideas_seen_by(viewer).filter(id__in=targets)},
        held={idea.id for idea in held},
    )


async def _promises(idea_ids: list[int]) -> dict[int, list[Promise]]:
    links = await ActionIdea.filter(idea_id__in=idea_ids).order_by("action_id").select_related("action")
    promises = {one.action.id: one for one in await promises_of([link.action for link in links])}
    found: dict[int, list[Promise]] = defaultdict(list)
    for link in links:
        found[link.idea_id].append(promises[link.action_id])
    return found


async def promises_of(actions: Iterable[Action]) -> list[Promise]:
    """The actions with what is known of each."""
    promises = {action.id: Promise(action) for action in actions}
    for action_id, people in (await made_with(list(promises))).items():
        promises[action_id].makers = people
    for milestone in await Milestone.filter(action_id__in=list(promises)).order_by("number"):
        promises[milestone.action_id].milestones.append(milestone)
    askings = await Asking.filter(action_id__in=list(promises)).order_by("number")
    answers = await counts_of([asking.id for asking in askings if asking.counted_at])
    for asking in askings:
        promise = promises[asking.action_id]
        promise.askings.append(asking)
        promise.answers[asking.id] = answers.get(asking.id, {})
    return list(promises.values())


def by(name: str, rows: Iterable[T]) -> dict[int, list[T]]:
    """Rows gathered by the id in one of their fields; an id without rows has none."""
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
