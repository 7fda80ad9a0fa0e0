"""Looking after people: the roles they hold, and who may come in at all. Every change is a dated row."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.notices import letters
from saidanddone.people import come_back_cards, contacts, letting_in, passkeys, reaching, sessions
from saidanddone.people.come_back_cards import ComeBackCard
from saidanddone.people.contacts import Contact
from saidanddone.people.inviting import may_invite
from saidanddone.people.last_ones import is_the_last
from saidanddone.people.leads import announce
from saidanddone.people.models import Invitation, Person, RoleGrant, Session, people_who_can, with_roles
from saidanddone.people.rights import OF_A_COUNCIL, ROLE_WORDS, Right, Role
from saidanddone.rules import Refused, only_for

STAFF = tuple(role for role in OF_A_COUNCIL if role is not Role.YOUNG_PERSON)
LAST_ADMIN = "This is the last council admin. Make somebody else one first: without one, nobody can do this."


async def give_role(person: Person, role: Role, *, by: Person) -> None:
    """Let someone hold a role from now on. They come in again with it: what was signed in before, is not.

    A role that they hold by a group of the council's directory ends there, and is theirs by hand.
    """
    _may(by, person)
    if role not in OF_A_COUNCIL:
        raise Refused("A council can’t give that role.")

    async def act() -> None:
        await _hold_council(person)
        before = await RoleGrant.filter(person_id=person.id, ended_at=None).values_list("role", flat=True)
        await _end_provided(person, role, by)
        grant = await RoleGrant.create(person_id=person.id, role=role, given_at=clock.now())
        if role in STAFF and not set(STAFF) & {*before}:
            await forget_ways_in(person)
        await end_sessions(person)
        record(_council(person), "give_role", grant, by=by, end=role)
        await announce(grant, person, by=by)

    try:
        await database.write(act)
    except IntegrityError:
        raise Refused(f"{person.signed} is a {ROLE_WORDS[role].lower()} already.") from None


async def end_role(person: Person, role: Role, *, by: Person) -> None:
    """End a role. Wherever they are signed in, they are signed out. Raises Refused for the last admin.

    Their open invitations that they could make no more end: nobody comes back in by a card of their own.
    """
    _may(by, person)

    async def act() -> None:
        await _hold_council(person)
        standing = await RoleGrant.filter(person_id=person.id, role=role, ended_at=None).first()
        if standing is None:
            raise Refused(f"{person.signed} is no {ROLE_WORDS[role].lower()} any more.")
        if role is Role.ADMIN:
            await _somebody_else_runs_it(person)
        await RoleGrant.filter(id=standing.id, ended_at=None).update(ended_at=clock.now())
        await end_sessions(person)
        await end_what_is_beyond(person, by)
        record(_council(person), "end_role", standing, by=by, start=role)
        await announce(standing, person, by=by, ended=True)

    await database.write(act)


async def suspend(person: Person, *, by: Person, reason: str = "") -> None:
    """Keep someone out until they are let back, and whoever would come in by what they made: their
    invitations, links and cards that nobody used yet. The rest stays.

    What they answer for in the plan stays theirs: the page says so beforehand. ``reason`` is on the record.
    """
    _may(by, person)
    if person.id == by.id:
        raise Refused("You can’t keep yourself out. Ask another admin.")

    async def act() -> None:
        await _hold_council(person)
        await _somebody_else_runs_it(person)
        here = Person.filter(id=person.id, suspended_at=None)
        if not await here.update(suspended_at=clock.now()):
            raise Refused(f"{person.signed} is suspended already.")
        await _know_nothing_of(person)
        await letters.forget(person.id)
        await _end_invitations(person, by, *OF_A_COUNCIL)
        await letting_in.end_links_made_by(person)
        await come_back_cards.end_unused_of(person, by=by)
        record(_council(person), "suspend", person, by=by, text=reason)

    await database.write(act)


async def let_back(person: Person, *, by: Person) -> None:
    """Let a suspended person sign in again, with the roles they held."""
    _may(by, person)

    async def act() -> None:
        back = Person.filter(id=person.id, suspended_at__isnull=False, left_at=None)
        if not await back.update(suspended_at=None):
            raise Refused(f"{person.signed} is not suspended.")
        record(_council(person), "let_back", person, by=by)

    await database.write(act)


async def sign_out_everywhere(person: Person, *, by: Person, passkeys_too: bool = False) -> None:
    """Sign someone out of every device, on the record; where a device is lost, forget their passkeys too."""
    _may(by, person)

    async def act() -> None:
        await _know_nothing_of(person)
        record(_council(person), "sign_out_everywhere", person, by=by)
        if passkeys_too:
            await passkeys.forget_all(person)
            record(_council(person), "remove_passkeys", person, by=by)

    await database.write(act)


async def begin_anew(person: Person) -> None:
    """A programme admin lost their device: forget their passkeys, and sign them out everywhere.

    For the keyboard of the machine alone: the programme has nobody who looks after its people.
    """

    async def act() -> None:
        await end_sessions(person)
        await passkeys.forget_all(person)

    await database.write(act)


async def end_sessions(person: Person) -> None:
    """Sign someone out of every device. A link that was made for them opens nothing either."""
    await Session.filter(person_id=person.id, ended_at=None).update(ended_at=clock.real_now())
    await sessions.end_links(person)


async def forget_ways_in(person: Person) -> None:
    """Whoever becomes staff comes in by staff's ways: what was made in one step is worth no second one.

    Inside a write.
    """
    await passkeys.forget_all(person)
    await ComeBackCard.filter(person_id=person.id, ended_at=None).update(ended_at=clock.now())
    await Contact.filter(person_id=person.id).delete()
    await letters.forget(person.id)


async def _know_nothing_of(person: Person) -> None:
    """Sign someone out everywhere, and know none of their browsers: wherever they come in again is new."""
    await end_sessions(person)
    await Session.filter(person_id=person.id).exclude(browser_hash="").update(browser_hash="")


async def end_what_is_beyond(person: Person, by: Person | None) -> None:
    """Once a role ended, take back what went with it, inside a write.

    That is what waits to be sent to this person, where whoever is no staff any more was written to about
    work, and what they have out to roles that they may invite to no more. A young person's own card stands:
    it is in their hands already. One that several share doesn't. Nor does a link that lets staff in again.
    """
    await contacts.end_work(await with_roles(person))
    await reaching.forget_beyond(person)
    if not person.can(Right.RUN_COUNCIL):
        await letting_in.end_links_made_by(person)
    beyond = set(OF_A_COUNCIL) - {*may_invite(person)}
    await _end_invitations(person, by, *beyond, but=Q(role=Role.YOUNG_PERSON, uses_at_most=1))


async def _end_provided(person: Person, role: Role, by: Person) -> None:
    given = RoleGrant.filter(person_id=person.id, role=role, ended_at=None, provided__id__isnull=False)
    for grant in await given:
        await RoleGrant.filter(id=grant.id, ended_at=None).update(ended_at=clock.now())
        record(_council(person), "end_role", grant, by=by, start=role)


async def _end_invitations(person: Person, by: Person | None, *roles: Role, but: Q | None = None) -> None:
    """Take back what this person still has out to these roles: a code must not outlive its maker's right."""
    out = Invitation.filter(made_by_id=person.id, role__in=list(roles), revoked_at=None)
    if but is not None:
        out = out.filter(~but)
    for invitation in await out.filter(ends_at__gt=clock.now()).order_by("id"):
        await Invitation.filter(id=invitation.id, revoked_at=None).update(revoked_at=clock.now())
        record(invitation.council_id, "revoke", invitation, by=by)


async def admins(council_id: int) -> set[int]:
    """The ids of those who run the council now."""
    return set(await people_who_can(Right.RUN_COUNCIL, council_id))


async def _somebody_else_runs_it(person: Person) -> None:
    if await is_the_last(person, Right.RUN_COUNCIL):
        raise Refused(LAST_ADMIN)


async def _hold_council(person: Person) -> None:
    """Two changes of roles take turns, so that two admins can't end each other at once and leave none."""
    await Council.select_for_update().get(id=_council(person))


def _council(person: Person) -> int:
    assert person.council_id is not None
    return person.council_id


def _may(by: Person, person: Person) -> None:
    only_for(by, Right.RUN_COUNCIL, person.council_id, "Looking after people is for the council’s admin.")
