"""Staff who lost every way in: an admin makes them a link that works once, and those who must know are told.

Whoever has the link could come in as that person. So it is for nobody who has a way in, whose second step a
link must not go round, and for nobody who was ever a young person here: whoever looks after roles must not
get into a young person's account by changing them.
"""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, record
from saidanddone.notices.models import tell
from saidanddone.people import sessions
from saidanddone.people.leads import announce_link
from saidanddone.people.models import Person, RoleGrant, SignInLink, people_who_can, with_roles
from saidanddone.people.passkey_models import Passkey
from saidanddone.people.providers.models import has_account
from saidanddone.people.rights import Right, Role
from saidanddone.rules import Refused, only_for


async def make_link(person: Person, *, by: Person) -> str:
    """A one-time token for somebody of staff without a way in. Raises Refused for anybody else."""
    only_for(by, Right.RUN_COUNCIL, person.council_id, "Letting people in again is for the council’s admin.")

    async def act() -> str:
        here = await with_roles(await Person.select_for_update().get(id=person.id))
        if why := await why_not(here, by):
            raise Refused(why)
        await sessions.end_links(here)
        token = await sessions.make_link(here)
        assert here.council_id is not None
        record(here.council_id, "make_link", here, by=by)
        await _announce(here, by)
        return token

    return await database.write(act)


async def end_links_made_by(person: Person) -> None:
    """What somebody made for others must not outlive their right: they may have kept it. Inside a write.

    The record knows who made one.
    """
    out = SignInLink.filter(used_at=None, ends_at__gt=clock.real_now(), person__council_id=person.council_id)
    made = HistoryRow.filter(council_id=person.council_id, act="make_link", who_id=person.id)
    for link in await out.select_related("person"):
        if await made.filter(kind=Person._meta.db_table, thing_id=link.person_id).exists():
            await sessions.end_links(link.person)


async def why_not(person: Person, by: Person) -> str:
    """Why no link is made for somebody, who knows their roles; empty when one may be."""
    if person.id == by.id:
        return "You are in already. Should you lose your passkey, another admin makes you a link."
    if person.suspended_at:
        return f"{person.signed} is suspended. Let them back first."
    if not person.is_staff:
        return "A link is only for staff. A young person comes back by a card: their worker makes a new one."
    if await RoleGrant.exists(person_id=person.id, role=Role.YOUNG_PERSON):
        return "They were a young person here, so nobody gets a link to their account. Invite them anew."
    if await Passkey.exists(person_id=person.id):
        return f"{person.signed} has a passkey. If its device is lost, remove their passkeys first."
    if await has_account(person):
        return f"{person.signed} comes in with the council’s account."
    return ""


async def _announce(person: Person, by: Person) -> None:
    council_id = person.council_id
    assert council_id is not None
    await tell(council_id, [person.id], "link_to_me", person)
    if person.can(Right.SAFEGUARD):
        await announce_link(person, by=by)
    else:
        others = {*await people_who_can(Right.RUN_COUNCIL, council_id)} - {by.id, person.id}
        await tell(council_id, sorted(others), "link_made", person)
