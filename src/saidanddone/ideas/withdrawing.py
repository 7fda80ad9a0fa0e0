"""What an author may take back: the idea, until it is chosen; their name, always."""

from __future__ import annotations

from tortoise.expressions import F

from saidanddone import database
from saidanddone.history.models import record
from saidanddone.ideas.joined import hold_with_joined, let_joined_go
from saidanddone.ideas.models import Idea, ShownAs
from saidanddone.ideas.recordings import delete_sound
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Person
from saidanddone.rules import NotAllowed, Refused


async def withdraw(idea: Idea, *, by: Person) -> None:
    """Take an idea back: only its author sees it, and its recording is deleted.

    What was joined to it stands for itself again.
    """
    if idea.is_by(by) and idea.stage is Stage.IN_ROUND:
        raise Refused(
            "Your idea is in the vote now, so it stays until that ends. You can take your name off it."
        )

    async def act() -> None:
        await hold_with_joined(idea)
        await idea.make_move("withdraw", by=by)
        await let_joined_go(idea)
        await delete_sound(idea, by=by)

    await database.write(act)
    await idea.refresh_from_db()


async def remove_name(idea: Idea, *, by: Person) -> None:
    """Show an idea without its author's name from now on. Doing it again changes nothing."""
    if not idea.is_by(by):
        raise NotAllowed("Only the person who said this can take their name off it.")

    async def act() -> None:
        named = Idea.filter(id=idea.id, shown_as=ShownAs.NICKNAME)
        if await named.update(shown_as=ShownAs.HIDDEN, version=F("version") + 1):
            record(idea.council_id, "remove_name", idea, by=by)
        await idea.refresh_from_db()

    await database.write(act)
