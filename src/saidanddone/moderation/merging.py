"""Joining an idea to one like it: supporters of both are counted together, each once, until it is undone."""

from __future__ import annotations

from saidanddone import database
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import ON_THE_BOARD
from saidanddone.ideas.supporting import recount
from saidanddone.moderation.checking import as_it_was_read
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.rules import Refused


async def merge(idea: Idea, *, into: Idea, by: Person, read: int | None = None) -> None:
    """Join ``idea`` to another, whose count then holds the supporters of both.

    ``read`` is the number of the wording that was read: joining publishes it too.
    """

    async def act() -> None:
        await _may_be_joined(idea, into)
        await idea.make_move("merge", by=by, merged_into_id=into.id)
        await as_it_was_read(idea, read)
        await recount(into)
        if not idea.is_by(by):
            await tell(idea.council_id, [idea.author_id], "merge", idea)

    await database.write(act)
    await into.refresh_from_db()


async def _may_be_joined(idea: Idea, into: Idea) -> None:
    if idea.id == into.id or idea.council_id != into.council_id:
        raise Refused("Join it to another idea of this council.")
    target = next(row for row in await _held(idea.id, into.id) if row.id == into.id)
    if target.stage not in ON_THE_BOARD:
        raise Refused(
            f"Idea {into.number} is at “{target.allows.words}” now. Join it to one that people can see."
        )
    if await Idea.filter(merged_into_id=idea.id).exists():
        raise Refused(
            f"Other ideas are joined to idea {idea.number}. Join the other one to this one instead."
        )


async def _held(*ids: int) -> list[Idea]:
    """Both rows, locked in one order: two workers can't join two ideas to each other, nor wait in a ring."""
    return await Idea.filter(id__in=ids).order_by("id").select_for_update()


async def unmerge(idea: Idea, *, by: Person) -> None:
    """Undo a joining: the idea goes back to where it was, and both counts are as they were."""

    async def act() -> None:
        target_id = idea.merged_into_id
        await _held(idea.id, target_id or idea.id)
        await idea.make_move("unmerge", by=by, merged_into_id=None)
        await recount(idea)
        if target_id is not None:
            await recount(await Idea.get(id=target_id))

    await database.write(act)
    await idea.refresh_from_db()
