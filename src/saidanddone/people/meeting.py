"""Confirming face to face: a worker met this young person, so this account is a person and no other's."""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.notices.models import tell, untell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, Refused, only_for


async def meet(person: Person, *, by: Person) -> None:
    """Say that somebody was met. Their votes count as those of a confirmed voter."""
    council_id = _may(by, person)

    async def act() -> None:
        if not await Person.filter(id=person.id, confirmed_at=None).update(confirmed_at=clock.now()):
            raise Refused(f"{person.nickname} was confirmed already.")
        record(council_id, "meet", person, by=by)
        await tell(council_id, [person.id], "met", person)

    await database.write(act)


async def unmeet(person: Person, *, by: Person) -> None:
    """Take that back: it was the wrong line, say. Votes that were counted stay as they were."""
    council_id = _may(by, person)

    async def act() -> None:
        if not await Person.filter(id=person.id, confirmed_at__isnull=False).update(confirmed_at=None):
            raise Refused(f"{person.nickname} is not confirmed.")
        record(council_id, "unmeet", person, by=by)
        await untell(person, "met")

    await database.write(act)


def _may(by: Person, person: Person) -> int:
    says = "Confirming young people is for those who invite them."
    council_id = only_for(by, Right.INVITE, person.council_id, says)
    if by.id == person.id:
        raise NotAllowed("You can’t confirm yourself. Ask a colleague.")
    if not person.is_young_person or person.is_staff:
        raise NotAllowed("Only young people are confirmed face to face.")
    return council_id
