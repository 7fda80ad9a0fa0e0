"""Whoever the provider sent: who they are here, and which roles their groups give them today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.notices.models import tell
from saidanddone.people.door_news import account_added
from saidanddone.people.keeping import STAFF, end_sessions, end_what_is_beyond, forget_ways_in
from saidanddone.people.last_ones import is_the_last
from saidanddone.people.leads import announce
from saidanddone.people.models import Person, RoleGrant, look_alike, with_roles
from saidanddone.people.nicknames import AT_MOST
from saidanddone.people.providers.faults import Misset, Unknown
from saidanddone.people.providers.models import GroupRole, Identity, ProvidedGrant, Provider, Trust
from saidanddone.people.rights import RIGHTS, ROLE_WORDS, Right, Role

NAME_AT_MOST, TITLE_AT_MOST, GROUPS_AT_MOST = AT_MOST - 4, 80, 2000
TITLES = ("job_title", "jobTitle", "title")
SECOND_STEPS = frozenset({"mfa", "ngcmfa"})  # a single method, such as otp, may have been the only step
TOO_MANY_GROUPS = (
    "You are in more groups than your council’s sign-in can send, so we can’t tell what you may do here. "
    "Ask whoever looks after it to send only the groups assigned to this application."
)
NO_GROUP = "Your council’s sign-in knows you, but no group of yours may come in here."
ANOTHERS = "Somebody else comes in here with that account already. Ask the council’s admin whose it is."
SUSPENDED = "Your account here is suspended."


def groups_of(provider: Provider, claims: dict[str, Any]) -> set[str]:
    """The groups that the provider says somebody is in. Raises Misset when it says that it can't say."""
    elsewhere = claims.get("_claim_names")
    if claims.get("hasgroups") or (isinstance(elsewhere, dict) and provider.groups_claim in elsewhere):
        raise Misset(TOO_MANY_GROUPS)
    found = claims.get(provider.groups_claim)
    named = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return {one for one in named[:GROUPS_AT_MOST] if isinstance(one, str)}


async def roles_for(provider: Provider, claims: dict[str, Any]) -> set[Role]:
    """The roles that somebody's groups give."""
    groups = groups_of(provider, claims)
    rows = await GroupRole.filter(council_id=provider.council_id, ended_at=None)
    return {row.role for row in rows if row.group_name in groups and row.role in STAFF}


def took_two_steps(provider: Provider, claims: dict[str, Any]) -> bool:
    """Whether the sign-in at the provider counts as both steps."""
    if provider.trust is not Trust.WHEN_TOLD:
        return provider.trust is Trust.ALWAYS
    told = claims.get("amr")
    return isinstance(told, list) and any(one in SECOND_STEPS for one in told if isinstance(one, str))


async def meet(
    provider: Provider, council: Council, claims: dict[str, Any], *, adding: Person | None = None
) -> Person:
    """The person whom the provider sent, with the roles their groups give today.

    Somebody new is made only when a group lets them in. Somebody who is here already and is ``adding`` the
    account stays who they are, with the roles they hold by hand. Raises Unknown when nothing lets them in.
    """
    roles = await roles_for(provider, claims)

    async def act() -> Person | None:
        await Council.select_for_update().get(id=council.id)  # two first sign-ins at once make one person
        known = await Identity.get_or_none(
            council_id=council.id, issuer=provider.issuer, subject=claims["sub"]
        ).select_related("person")
        if adding is not None and known is not None and known.person_id != adding.id:
            raise Misset(ANOTHERS)
        if known is None and adding is not None:
            known = await _add(provider, council, claims, adding)
        if known is not None:
            return await _follow(known, roles)
        return await _welcome(provider, council, claims, roles) if roles else None

    person = await database.write(act)
    if person is not None and person.suspended_at is not None:
        raise Unknown(SUSPENDED)
    if person is None or not person.roles:
        raise Unknown(NO_GROUP)
    return person


async def _welcome(provider: Provider, council: Council, claims: dict[str, Any], roles: set[Role]) -> Person:
    ordered = [role for role in STAFF if role in roles]
    nickname = await _free_name(council, text_of(claims, ("name",))[:NAME_AT_MOST] or ROLE_WORDS[ordered[0]])
    title = text_of(claims, TITLES)[:TITLE_AT_MOST] or ROLE_WORDS[ordered[0]]
    person = await Person.join(council, nickname, job_title=title)
    identity = await _keep(provider, claims, person)
    record(council.id, "meet", identity, by=person)
    await _give(ordered, identity)
    return await with_roles(person)


async def _add(provider: Provider, council: Council, claims: dict[str, Any], person: Person) -> Identity:
    """The account becomes one more way in of somebody who is here; they are told, in case it wasn't them."""
    identity = await _keep(provider, claims, person)
    record(council.id, "add_account", identity, by=person)
    await account_added(person, clock.real_now())
    return identity


async def _keep(provider: Provider, claims: dict[str, Any], person: Person) -> Identity:
    return await Identity.create(
        council_id=provider.council_id,
        person=person,
        issuer=provider.issuer,
        subject=claims["sub"],
        first_at=clock.now(),
    )


async def _follow(identity: Identity, roles: set[Role]) -> Person:
    """Give the roles that groups give now, and end those that they gave before. Others stay as they are."""
    person = await with_roles(identity.person)
    if person.suspended_at is not None:
        return person
    # Those of a former provider too: from now on this one speaks for them.
    given = await ProvidedGrant.filter(identity__person_id=person.id, grant__ended_at=None).select_related(
        "grant"
    )
    await ProvidedGrant.filter(id__in=[one.id for one in given]).update(identity_id=identity.id)
    gone = await _but_the_last_admin([one.grant for one in given if one.grant.role not in roles], person)
    new = [role for role in STAFF if role in roles - person.roles]
    if new and not person.is_staff:
        await forget_ways_in(person)
    await _give(new, identity)  # first, so that whoever moves to another role was of the staff all along
    await end_provided(gone, identity)
    if gone or new:
        await end_sessions(person)
    return await with_roles(person)


async def _but_the_last_admin(gone: list[RoleGrant], person: Person) -> list[RoleGrant]:
    """A directory leaves no council without an admin: the last one stays, and is told so once."""
    kept = [grant for grant in gone if Right.RUN_COUNCIL in RIGHTS[grant.role]]
    if not kept or not await is_the_last(person, Right.RUN_COUNCIL):
        return gone
    assert person.council_id is not None
    for grant in kept:
        await tell(person.council_id, [person.id], "last_admin", grant, key="once")
    return [grant for grant in gone if grant not in kept]


async def end_provided(grants: Iterable[RoleGrant], identity: Identity) -> None:
    for grant in grants:
        if await RoleGrant.filter(id=grant.id, ended_at=None).update(ended_at=clock.now()):
            record(identity.council_id, "end_role", grant, start=grant.role)
            await announce(grant, identity.person, by=None, ended=True)
            await end_what_is_beyond(identity.person, None)


async def _give(roles: Iterable[Role], identity: Identity) -> None:
    for role in roles:
        grant = await RoleGrant.create(person_id=identity.person_id, role=role, given_at=clock.now())
        await ProvidedGrant.create(grant=grant, identity=identity)
        record(identity.council_id, "give_role", grant, end=role)
        await announce(grant, identity.person, by=None)


async def _free_name(council: Council, wanted: str) -> str:
    """The name, or the name with a number: two people may have one name, two nicknames must differ."""
    plain = wanted if len(wanted) > 1 and look_alike(wanted) else "Colleague"
    for number in range(1, 1000):
        name = plain if number == 1 else f"{plain} {number}"
        if not await Person.exists(council_id=council.id, nickname_key=look_alike(name)):
            return name
    raise Misset("There are too many people of that name here.")


def text_of(claims: dict[str, Any], names: Iterable[str]) -> str:
    """The first of these claims that is a text, without what doesn't show."""
    for name in names:
        found = claims.get(name)
        if isinstance(found, str):
            plain = "".join(sign if sign.isprintable() else " " for sign in found)
            if text := " ".join(plain.split()):
                return text
    return ""
