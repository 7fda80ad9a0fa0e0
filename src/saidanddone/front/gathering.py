"""What is known about some ideas, across the slices: one query for each kind of fact, however many ideas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saidanddone.councils.models import Council
from saidanddone.database import by
from saidanddone.ideas.appealing import Appeal
from saidanddone.ideas.deciding import Decision
from saidanddone.ideas.models import Idea, StageMove, ideas_seen_by
from saidanddone.ideas.stages import Stage
from saidanddone.plan.models import Action, ActionIdea
from saidanddone.plan.shown import Promise, promises_of
from saidanddone.rounds.models import Round, RoundEntry, RoundState


@dataclass
class Known:
    """Facts by idea id; each list is oldest first."""

    moves: dict[int, list[StageMove]]
    decisions: dict[int, list[Decision]]
    taken_back: dict[int, list[Decision]]  # answers that were taken back a moment after they were given
    promises: dict[int, list[Promise]]
    made: dict[int, Promise]  # the same promises by the id of their action, with those asked for besides
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


async def gather(
    ideas: list[Idea], viewer: Any, council: Council, *, besides: Sequence[Action] = ()
) -> Known:
    """All that the pages of the front say about these ideas, which ``viewer`` must be one who may see.

    ``besides`` are actions that a page tells of for themselves.
    """
    ids = [idea.id for idea in ideas]
    targets = [idea.merged_into_id for idea in ideas if idea.merged_into_id]
    entries = await RoundEntry.filter(idea_id__in=ids, round__state=RoundState.OPEN).select_related("round")
    held = await Idea.filter(id__in=targets, stage=Stage.HELD) if targets else []
    promises, made = await _promises(ids, council, besides)
    decisions = await Decision.filter(idea_id__in=ids).order_by("at", "id")
    return Known(
        moves=by("idea_id", await StageMove.filter(idea_id__in=ids).order_by("at", "id")),
        decisions=by("idea_id", (one for one in decisions if one.taken_back_at is None)),
        taken_back=by("idea_id", (one for one in decisions if one.taken_back_at)),
        promises=promises,
        made=made,
        rounds={entry.idea_id: entry.round for entry in entries},
        appeals={appeal.idea_id: appeal for appeal in await Appeal.filter(idea_id__in=ids)},
        joined={idea.id: idea for idea in await ideas_seen_by(viewer).filter(id__in=targets)},
        held={idea.id for idea in held},
    )


async def _promises(
    idea_ids: list[int], council: Council, besides: Sequence[Action]
) -> tuple[dict[int, list[Promise]], dict[int, Promise]]:
    links = await ActionIdea.filter(idea_id__in=idea_ids).order_by("action_id").select_related("action")
    actions = {action.id: action for action in [*(link.action for link in links), *besides]}
    made = {one.action.id: one for one in await promises_of(council, list(actions.values()))}
    found: dict[int, list[Promise]] = defaultdict(list)
    for link in links:
        found[link.idea_id].append(made[link.action_id])
    return found, made
