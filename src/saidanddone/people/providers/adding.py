"""The council's account as one more way in of somebody who is here: begun and ended by a press of their own.

No link does either. What begins it is bound to the signed-in device and good once. Of the account that the
provider then sends, they are asked first whether it is theirs: this browser may be somebody else there.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from saidanddone import clock, database
from saidanddone.people.models import Person, Session
from saidanddone.people.providers import meeting
from saidanddone.people.providers.faults import Misset, Stale
from saidanddone.people.providers.keeping import groups_that_count
from saidanddone.people.providers.models import Handshake, Identity, Provider
from saidanddone.people.providers.secrets import lock, unlock
from saidanddone.people.providers.walking import LASTS, START_AGAIN
from saidanddone.people.sessions import hashed
from saidanddone.rules import Refused
from saidanddone.settings import Settings

CALLED = ("preferred_username", "upn", "email")


@dataclass(frozen=True)
class Pending:
    """An account that somebody is asked about. ``sealed`` says to this site alone what the provider said."""

    sealed: str
    name: str
    called: str


async def begin(provider: Provider, device: Session, *, by: Person) -> str:
    """What this device sets out with, once, within ten minutes. Raises Refused when they have an account."""
    if await Identity.exists(person_id=by.id, issuer=provider.issuer):
        raise Refused("Your council account is added already. Come in with it.")
    return await _intend(provider, device, by)


async def used(provider: Provider, device: Session | None, person_id: int, token: str) -> bool:
    """Whether this device began to add an account with this, just now; it is used up."""
    if device is None:
        return False
    begun = Handshake.filter(
        hash=hashed(token),
        browser_hash=hashed(device.hash),
        council_id=provider.council_id,
        issuer=provider.issuer,
        person_id=person_id,
        used_at=None,
        ends_at__gt=clock.real_now(),
    )
    return bool(await database.write(lambda: begun.update(used_at=clock.real_now())))


async def ask_about(
    settings: Settings,
    provider: Provider,
    device: Session,
    walked: Handshake,
    claims: dict[str, Any],
    *,
    by: Person,
) -> Pending:
    """The account that came back, to be asked about. Raises Misset when it is somebody else's here."""
    known = await Identity.get_or_none(
        council_id=provider.council_id, issuer=provider.issuer, subject=claims["sub"]
    )
    if known is not None and known.person_id != by.id:
        raise Misset(meeting.ANOTHERS)
    count = {row.group_name for row in await groups_that_count(provider.council_id)}
    said = {
        "sub": claims["sub"],
        provider.groups_claim: sorted(count & meeting.groups_of(provider, claims)),
        "amr": claims.get("amr"),
    }
    kept = {
        "token": await _intend(provider, device, by),
        "claims": said,
        "after": walked.after,
        "shared": walked.shared,
    }
    sealed = lock(settings, provider.council_id, json.dumps(kept))
    return Pending(
        sealed, meeting.text_of(claims, ("name",)), meeting.text_of(claims, CALLED) or claims["sub"]
    )


async def opened(
    settings: Settings, provider: Provider, device: Session, sealed: str, *, by: Person
) -> dict[str, Any]:
    """What was sealed for this device, once. Raises Stale for anything else."""
    try:
        kept: dict[str, Any] = json.loads(unlock(settings, provider.council_id, sealed))
        token = str(kept["token"])
    except (ValueError, TypeError, KeyError, Misset):
        raise Stale(START_AGAIN) from None
    if not await used(provider, device, by.id, token):
        raise Stale(START_AGAIN)
    return kept


async def _intend(provider: Provider, device: Session, by: Person) -> str:
    token = secrets.token_urlsafe(32)

    async def act() -> None:
        await Handshake.create(
            hash=hashed(token),
            browser_hash=hashed(device.hash),
            council_id=provider.council_id,
            issuer=provider.issuer,
            nonce="",
            verifier="",
            person_id=by.id,
            ends_at=clock.real_now() + LASTS,
        )

    await database.write(act)
    return token
