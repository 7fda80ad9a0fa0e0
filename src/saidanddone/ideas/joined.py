"""Ideas that were joined to another, when that one goes: they stand for themselves again."""

from __future__ import annotations

from tortoise.expressions import Q

from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import recount
from saidanddone.rules import RULE


async def hold_with_joined(idea: Idea) -> None:
    """Lock an idea and those joined to it, in one order, until the transaction ends."""
    await Idea.filter(Q(id=idea.id) | Q(merged_into_id=idea.id)).order_by("id").select_for_update()


async def let_joined_go(idea: Idea) -> None:
    """Ideas joined to one that was declined or taken back go where they were, and both are counted anew."""
    joined = await Idea.filter(merged_into_id=idea.id, stage=Stage.MERGED).order_by("id")
    for one in joined:
        await one.make_move("stand_alone", by=RULE, merged_into_id=None)
        await recount(one)
    if joined:
        await recount(idea)
