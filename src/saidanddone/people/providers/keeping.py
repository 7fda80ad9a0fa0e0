"""Setting up a council's own sign-in, and trying it before anybody needs it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.people.keeping import STAFF
from saidanddone.people.models import Person
from saidanddone.people.providers import network
from saidanddone.people.providers.faults import Down, Misset
from saidanddone.people.providers.models import GroupRole, Provider, Trust, provider_of
from saidanddone.people.providers.reading import Metadata
from saidanddone.people.providers.secrets import NO_KEY, can_lock, lock, unlock
from saidanddone.people.providers.tokens import client_of, is_entra
from saidanddone.people.providers.walking import Site
from saidanddone.people.rights import Right, Role
from saidanddone.rules import Refused, only_for
from saidanddone.settings import Settings

GROUPS_AT_MOST = 60

NO_SECRET = "Type the secret that belongs to this address and number."


@dataclass(frozen=True)
class Wanted:
    """What an admin sets. An empty ``secret`` leaves the one that is kept."""

    issuer: str
    client_id: str
    secret: str
    groups_claim: str
    trust: Trust


async def set_provider(council: Council, wanted: Wanted, settings: Settings, *, by: Person) -> Provider:
    """Let a council's staff sign in with their own provider. Raises Refused without a secret for it."""
    _may(by, council)
    if wanted.secret and not can_lock(settings):
        raise Refused(NO_KEY)
    locked = lock(settings, council.id, wanted.secret) if wanted.secret else ""

    async def act() -> Provider:
        await Council.select_for_update().get(id=council.id)
        standing = await Provider.get_or_none(council_id=council.id)
        # A secret goes to the address it was given for, and to no other.
        same = standing is not None and (standing.issuer, standing.client_id) == (
            wanted.issuer,
            wanted.client_id,
        )
        secret = locked or (standing.secret if standing is not None and same else "")
        if not secret:
            raise Refused(NO_SECRET)
        facts: dict[str, Any] = {
            "issuer": wanted.issuer,
            "client_id": wanted.client_id,
            "secret": secret,
            "groups_claim": wanted.groups_claim,
            "trust": wanted.trust,
            "set_at": clock.now(),
            "off_at": None,
        }
        if standing is None:
            kept = await Provider.create(council_id=council.id, **facts)
        else:
            await Provider.filter(id=standing.id).update(**facts)
            kept = await Provider.get(id=standing.id)
        record(council.id, "set_provider", kept, by=by, end=wanted.trust, text=wanted.issuer)
        return kept

    return await database.write(act)


async def turn_off(council: Council, *, by: Person) -> None:
    """Let nobody in by the provider from now on; its secret is forgotten, its groups are kept."""
    _may(by, council)

    async def act() -> None:
        standing = await provider_of(council.id)
        if standing is None:
            raise Refused("It is off already.")
        await Provider.filter(id=standing.id).update(off_at=clock.now(), secret="")
        record(council.id, "turn_off_provider", standing, by=by)

    await database.write(act)


async def add_group(council: Council, group: str, role: Role, *, by: Person) -> GroupRole:
    """Say what being in a group makes of somebody, from their next sign-in on."""
    _may(by, council)
    if role not in STAFF:
        raise Refused("A group can give the roles of staff only.")

    async def act() -> GroupRole:
        if await GroupRole.filter(council_id=council.id, ended_at=None).count() >= GROUPS_AT_MOST:
            raise Refused(f"There are {GROUPS_AT_MOST} groups already. Take one out first.")
        kept = await GroupRole.create(
            council_id=council.id, group_name=group, role=role, given_at=clock.now()
        )
        record(council.id, "add_group", kept, by=by, end=role)
        return kept

    try:
        return await database.write(act)
    except IntegrityError:
        raise Refused("That group gives that role already.") from None


async def take_group_out(row: GroupRole, *, by: Person) -> None:
    """A group gives its role no more. Whoever has it loses it when they next sign in."""
    only_for(by, Right.RUN_COUNCIL, row.council_id, NOT_YOURS)

    async def act() -> None:
        if not await GroupRole.filter(id=row.id, ended_at=None).update(ended_at=clock.now()):
            raise Refused("It was taken out already.")
        record(row.council_id, "take_group_out", row, by=by, start=row.role)

    await database.write(act)


async def groups_that_count(council_id: int) -> list[GroupRole]:
    """What each group gives now."""
    return await GroupRole.filter(council_id=council_id, ended_at=None).order_by("group_name", "id")


async def try_it(site: Site, provider: Provider) -> str:
    """Ask the provider all that can be asked without a person; gives a sentence. Raises Fault."""
    metadata = await site.reading.metadata(provider.issuer, anew=True)
    await site.reading.keys(metadata, anew=True)
    await _try_secret(site, provider, metadata)
    if not await GroupRole.exists(council_id=provider.council_id, ended_at=None):
        return "The provider answers and takes the secret. Now say which group gives which role."
    return "The provider answers, its keys can be read, and it takes the secret."


async def _try_secret(site: Site, provider: Provider, metadata: Metadata) -> None:
    """Offer a code that can't be one: who refuses it for being no code has taken the secret."""
    secret = unlock(site.settings, provider.council_id, provider.secret)
    client = client_of(provider, metadata, secret, site.back, site.settings.private_providers)
    asked = {"grant_type": "authorization_code", "code": "a-try", "code_verifier": "a" * 43}
    if is_entra(provider.issuer):  # which looks at the code first, so ask it for the application itself
        asked = {"grant_type": "client_credentials", "scope": f"{provider.client_id}/.default"}
    try:
        async with asyncio.timeout(network.SECONDS), client:
            await client.fetch_token(metadata.token, **asked)
    except AuthlibBaseError as refused:
        if refused.error in {"invalid_client", "unauthorized_client"}:
            raise Misset(
                "The provider answers, but refuses the secret. Look whether it is the secret itself, not its "
                "number, and whether it is still good."
            ) from None
    except (httpx2.HTTPError, TimeoutError, ValueError):
        raise Down("The provider answers, but not where it says that tokens are given.") from None


NOT_YOURS = "Setting up how staff sign in is for the council’s admin."


def _may(by: Person, council: Council) -> None:
    only_for(by, Right.RUN_COUNCIL, council.id, NOT_YOURS)
