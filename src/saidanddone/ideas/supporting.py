"""“I want this too”: given and taken back, each person counted once, also where ideas were joined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage, stages_that_allow
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for


class Support(Record):
    """“I want this too”, from one moment until it was taken back."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="support_rows", on_delete=fields.OnDelete.RESTRICT
    )
    idea_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="supports", on_delete=fields.OnDelete.RESTRICT
    )
    person_id: int
    given_at = fields.DatetimeField()
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "support"
        indexes = (("idea_id", "withdrawn_at", "person_id"), ("person_id", "withdrawn_at"))


IN_THE_VOTE = "This idea is in the vote now. You can vote for it there."


async def support(idea: Idea, *, by: Person) -> None:
    """Say “me too”. Saying it again changes nothing.

    Raises NotAllowed for staff, Refused for one's own idea and in stages that take no support.
    """
    if idea.is_by(by):
        raise Refused("This is your own idea. You are counted as the one who said it.")
    _check(idea, by)

    async def act() -> None:
        await _hold(idea)
        if not await supported_by(by, [idea]):
            await Support.create(idea=idea, person=by, given_at=clock.now())
            record(idea.council_id, "support", idea, by=by)
            await _count(idea)

    await database.write(act)


async def withdraw_support(idea: Idea, *, by: Person) -> None:
    """Take “me too” back. Where there is none, nothing changes."""
    _check(idea, by)

    async def act() -> None:
        await _hold(idea)
        standing = Support.filter(person_id=by.id, withdrawn_at=None, idea_id__in=await _joined(idea.id))
        if await standing.update(withdrawn_at=clock.now()):
            record(idea.council_id, "withdraw_support", idea, by=by)
            await _count(idea)

    await database.write(act)


async def recount(idea: Idea) -> None:
    """Make an idea's counter what it says: people with a standing support on it or on those joined to it."""

    async def act() -> None:
        await Idea.filter(id=idea.id).update(version=F("version") + 1)
        await _count(idea)

    await database.write(act)


async def supporters_of(idea: Idea) -> list[int]:
    """The ids of the people who want it now, also by an idea that was joined to it."""
    found = await Support.filter(idea_id__in=await _joined(idea.id), withdrawn_at=None).values_list(
        "person_id", flat=True
    )
    return sorted(set(found))  # type: ignore[arg-type]


async def people_behind(idea: Idea) -> list[int]:
    """The ids of all who asked for it beside its author: supporters, and who wrote what was joined to it."""
    authors = await _ids(Idea.filter(id__in=await _joined(idea.id)), "author_id")
    return sorted({*authors, *await supporters_of(idea)} - {idea.author_id})


async def supported_by(person: Any, ideas: Iterable[Idea]) -> set[int]:
    """The ids of those of these ideas that a person wants too, also by an idea that was joined to it."""
    if not person.id:
        return set()
    wanted = {idea.id for idea in ideas}
    found = set(await _ids(Support.filter(person_id=person.id, withdrawn_at=None), "idea_id"))
    step = found
    while step:
        step = set(await _ids(Idea.filter(id__in=step, stage=Stage.MERGED), "merged_into_id")) - found
        found |= step
    return wanted & found


def can_support(idea: Idea, person: Any) -> bool:
    """Whether a page offers this person the button."""
    return bool(idea.allows.support and person.can(Right.SUPPORT) and not idea.is_by(person))


def _check(idea: Idea, person: Person) -> None:
    says = "“Me too” is for young people. Staff can read an idea, and do something about it."
    only_for(person, Right.SUPPORT, idea.council_id, says)
    if idea.stage is Stage.IN_ROUND:
        raise Refused(IN_THE_VOTE)
    if not idea.allows.support:
        raise Refused(f"This idea is at “{idea.allows.words}” now, so “me too” is closed for it.")


async def _hold(idea: Idea) -> None:
    """Lock the idea's row, so that whoever counts next counts all; not if it has moved meanwhile."""
    still = Idea.filter(id=idea.id, stage__in=stages_that_allow("support"))
    if not await still.update(version=F("version") + 1):
        raise Refused("This idea has just moved on. Look again to see where it is.")


async def _count(idea: Idea) -> None:
    await Idea.filter(id=idea.id).update(supports=len(await supporters_of(idea)))
    await idea.refresh_from_db()


async def _joined(idea_id: int) -> set[int]:
    """This idea's id, and those of all that were joined to it, directly or by way of another."""
    found = step = {idea_id}
    while step:
        step = set(await _ids(Idea.filter(merged_into_id__in=step), "id")) - found
        found = found | step
    return found


async def _ids(rows: Any, column: str) -> list[int]:
    found: list[int] = await rows.values_list(column, flat=True)
    return found
