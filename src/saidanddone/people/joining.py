"""Joining: a code is used up, and somebody new is here."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.people.inviting import open_invitation
from saidanddone.people.leads import announce
from saidanddone.people.models import Invitation, Joining, Person, RoleGrant


class Taken(Exception):
    """Somebody took that nickname first."""


class NoSuchCode(Exception):
    """A code that opens nothing here now: wrong, used, old, taken back or another council's."""


async def join(council: Council, code: str, *, nickname: str, job_title: str = "") -> Person:
    """Use a code up and let its bearer in. Raises NoSuchCode, or Taken when the nickname has just gone."""
    found = await open_invitation(council, code)
    if found is None:
        raise NoSuchCode

    async def act() -> Person:
        left = Invitation.filter(
            id=found.id, revoked_at=None, ends_at__gt=clock.now(), uses__lt=F("uses_at_most")
        )
        if not await left.update(uses=F("uses") + 1):
            raise NoSuchCode
        person = await Person.join(council, nickname, found.role, job_title=job_title)
        await Joining.create(invitation=found, person=person, at=clock.now())
        record(council.id, "use_invitation", found, by=person)
        for grant in await RoleGrant.filter(person_id=person.id, ended_at=None):
            await announce(grant, person, by=None)
        return person

    try:
        return await database.write(act)
    except IntegrityError:
        raise Taken from None
