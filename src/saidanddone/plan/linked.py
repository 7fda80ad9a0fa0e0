"""How ideas follow the actions that answer them: one rule, whatever happened to an action."""

from __future__ import annotations

from collections.abc import Sequence

from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import MOVES, Stage
from saidanddone.plan.models import Action, ActionIdea
from saidanddone.plan.statuses import Status
from saidanddone.plan.verdicts import Outcome
from saidanddone.rules import RULE, find_move


def moves_towards(stage: Stage, actions: Sequence[tuple[Status, Outcome | None]]) -> list[str]:
    """The moves that bring an idea from ``stage`` to where the status and outcome of its actions put it.

    Cancelled actions don't count. None left: chosen again. All complete: delivered, and confirmed when each
    is. Else it is in the plan. An idea elsewhere stays there.
    """
    counted = [(status, outcome) for status, outcome in actions if status is not Status.CANCELLED]
    if stage not in (Stage.IN_PLAN, Stage.DELIVERED):
        return []
    if not counted:
        return ["unplan"] if stage is Stage.IN_PLAN else ["reopen", "unplan"]
    if any(status is not Status.COMPLETE for status, _ in counted):
        return ["reopen"] if stage is Stage.DELIVERED else []
    moves = ["deliver"] if stage is Stage.IN_PLAN else []
    if all(outcome is Outcome.CONFIRMED for _, outcome in counted):
        moves.append("confirm")
    return moves


async def ideas_of(action: Action) -> list[Idea]:
    """The ideas an action answers, held still so that two actions of one idea can't miss each other."""
    ids = await ActionIdea.filter(action_id=action.id).values_list("idea_id", flat=True)
    return await hold_ideas(ids)  # type: ignore[arg-type]


async def hold_ideas(ids: Sequence[int]) -> list[Idea]:
    """Ideas as they are now, their rows locked in order until the transaction ends."""
    return await Idea.select_for_update().filter(id__in=list(ids)).order_by("id")


async def move_ideas_of(action: Action) -> None:
    """Bring the ideas of an action to where all their actions now put them."""
    ideas = await ideas_of(action)
    links = await ActionIdea.filter(idea_id__in=[idea.id for idea in ideas]).select_related("action")
    for idea in ideas:
        standing = [(link.action.status, link.action.outcome) for link in links if link.idea_id == idea.id]
        if idea.stage is Stage.HELD and idea.was is not None:
            await _follow_while_held(idea, idea.was, standing)
        for name in moves_towards(idea.stage, standing):
            await idea.make_move(name, by=RULE)


async def _follow_while_held(idea: Idea, was: Stage, standing: list[tuple[Status, Outcome | None]]) -> None:
    """It stays hidden, and once released it stands where its actions have put it meanwhile."""
    ends = [find_move(MOVES, name).end for name in moves_towards(was, standing)]
    if ends:
        await Idea.filter(id=idea.id, stage=Stage.HELD, was=was).update(was=ends[-1])
