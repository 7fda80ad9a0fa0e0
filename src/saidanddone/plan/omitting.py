"""What somebody leaves out of what they download of their own record. Nothing is deleted by it."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.plan.help_models import Attendance, Help, Omission
from saidanddone.rules import Refused


async def leave_out(thing: Help | Idea, *, by: Person) -> None:
    """Leave a line of one's own record out of every download. Again: nothing changes."""

    async def act() -> None:
        if not await _standing(thing, by).exists():
            mine = {"help": thing} if isinstance(thing, Help) else {"idea": thing}
            await Omission.create(person=by, made_at=clock.now(), **mine)

    await _check_is_theirs(thing, by)
    try:
        await database.write(act)
    except IntegrityError:  # twice at once: one of the two stands
        return


async def put_back(thing: Help | Idea, *, by: Person) -> None:
    """Put a line back into the downloads: the undo."""
    await _check_is_theirs(thing, by)

    async def act() -> None:
        await _standing(thing, by).update(ended_at=clock.now())

    await database.write(act)


def _standing(thing: Help | Idea, person: Person) -> QuerySet[Omission]:
    mine = {"help_id": thing.id} if isinstance(thing, Help) else {"idea_id": thing.id}
    return Omission.filter(person_id=person.id, ended_at=None, **mine)


async def _check_is_theirs(thing: Help | Idea, person: Person) -> None:
    if isinstance(thing, Help):
        theirs = Attendance.filter(help_id=thing.id, person_id=person.id, replaced_at=None, took_part=True)
        if await theirs.exists():
            return
    elif thing.is_by(person):
        return
    raise Refused("That line is not in your record now.")
