"""How long a role that a group gave opens without the provider: who left the directory is out in a day."""

from __future__ import annotations

from datetime import timedelta

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from saidanddone import clock
from saidanddone.people.models import Person, Proof, RoleGrant, Session
from saidanddone.people.providers.models import provider_of
from saidanddone.people.rights import Role
from saidanddone.people.session_limits import PROVIDED
from saidanddone.rules import NotAllowed

BY_PROVIDER = (Proof.PROVIDER, Proof.PROVIDER_ONE)


async def put_to_sleep(person: Person, device: Session) -> None:
    """Take from whoever asks, for now, the roles that their provider has not spoken for lately.

    They stay of the staff (``is_staff``), with less that they may do. Nothing is ended: at their next sign-in
    there, the roles are awake again or end. Roles that an admin gave by hand stay, and where the council's
    sign-in is turned off, so do all.
    """
    if device.proof in BY_PROVIDER or not person.provided or not (waiting := await _unspoken_for(person)):
        return
    person.asleep = frozenset(waiting)
    person.hold(person.roles - person.asleep)


def asleep_for(long: timedelta) -> QuerySet[RoleGrant]:
    """The roles that a group gave, and of which the council's directory has said nothing for so long."""
    lately = Session.filter(proof__in=BY_PROVIDER, started_at__gt=clock.real_now() - long)
    given = RoleGrant.filter(ended_at=None, given_at__lt=clock.now() - long, provided__id__isnull=False)
    on = given.filter(person__council__provider__id__isnull=False, person__council__provider__off_at=None)
    return on.exclude(person_id__in=Subquery(lately.values("person_id")))


def check_awake(person: Person) -> None:
    """Raises NotAllowed while a role of theirs sleeps: no way in is made that would open it later."""
    if person.asleep:
        raise NotAllowed("Come in with your council account first: then you can change how you come in here.")


async def _unspoken_for(person: Person) -> set[Role]:
    provider = await provider_of(person.council_id)
    if provider is None:
        return set()
    lately = Session.filter(
        person_id=person.id, proof__in=BY_PROVIDER, started_at__gt=clock.real_now() - PROVIDED
    )
    if not await lately.exists():
        return set(person.provided)
    return {role for role, issuer in person.provided.items() if issuer != provider.issuer}
