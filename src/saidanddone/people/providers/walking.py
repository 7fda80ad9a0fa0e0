"""The way to the provider and back: walked once, within ten minutes, by the browser that set out."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from saidanddone import clock, database
from saidanddone.people.providers.faults import Fault, Misset, Silent, Stale, Untrue
from saidanddone.people.providers.models import Handshake, Provider
from saidanddone.people.providers.reading import Reading
from saidanddone.people.providers.secrets import unlock
from saidanddone.people.providers.tokens import LEEWAY, claims_of, client_of, token_for
from saidanddone.people.sessions import hashed
from saidanddone.settings import Settings

LASTS = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)  # rows of ways that are over, walked to their end or not
# What asks a provider to ask somebody again. With a greatest age it must say when they showed who they are;
# not 0, which some providers take for "never satisfied", and Microsoft ends its token that soon.
ASK_AGAIN = {"prompt": "login", "max_age": "300"}
NOT_ASKED = (
    "Your council’s sign-in did not ask you who you are just now, or does not tell us when it did. Try once "
    "more. If it stays so, whoever looks after that sign-in has to have it send “auth_time”."
)
START_AGAIN = "This sign-in is too old, or was begun in another browser. Begin again: that is fine."


@dataclass(frozen=True)
class Site:
    """What of this site a sign-in needs: its settings, what it read of providers, where people come back."""

    settings: Settings
    reading: Reading
    back: str


async def set_out(
    site: Site,
    provider: Provider,
    *,
    shared: bool = False,
    after: str = "",
    adding: int | None = None,
    again: bool = False,
) -> tuple[str, str]:
    """Begin a sign-in: the address to go to, and the value of the cookie that this browser comes back with.

    ``adding`` is the person who adds the account to their own. ``again``: the provider is to ask who they
    are, even if it knows. Raises Fault when the provider can't be asked.
    """
    metadata = await site.reading.metadata(provider.issuer)
    state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
    moment = clock.real_now()

    async def act() -> None:
        await Handshake.create(
            hash=hashed(state),
            browser_hash=hashed(browser),
            council_id=provider.council_id,
            issuer=provider.issuer,
            nonce=nonce,
            verifier=verifier,
            shared=shared,
            after=after,
            again=again,
            person_id=adding,
            ends_at=moment + LASTS,
        )

    await database.write(act)
    client = client_of(provider, metadata, "", site.back, site.settings.private_providers)
    async with client:
        address, _ = client.create_authorization_url(
            metadata.authorization,
            state=state,
            code_verifier=verifier,
            nonce=nonce,
            **(ASK_AGAIN if again else {}),
        )
    return address, browser


async def come_back(
    site: Site, provider: Provider, browser: str, sent: Mapping[str, str]
) -> tuple[Handshake, dict[str, Any]]:
    """What the provider says of whoever comes back. ``sent`` is what stands in the address they came by.

    Raises Fault. Whatever comes of it, this way can't be walked again.
    """
    walked = await _use_up(provider, browser, sent.get("state", ""))
    metadata = await site.reading.metadata(provider.issuer)
    named = sent.get("iss")
    if named != provider.issuer and (named is not None or metadata.names_itself):
        raise Untrue("This answer is from another provider than the one you went to.")
    if sent.get("error") or not sent.get("code"):
        raise _refusal(sent.get("error", ""))
    secret = unlock(site.settings, provider.council_id, provider.secret)
    client = client_of(provider, metadata, secret, site.back, site.settings.private_providers)
    token = await token_for(client, metadata, sent["code"], walked.verifier)
    claims = await claims_of(site.reading, provider, metadata, token, walked.nonce)
    if walked.again and not was_asked(walked, claims):  # what asked for it travelled through their browser
        raise Silent(NOT_ASKED)
    return walked, claims


def was_asked(walked: Handshake, claims: Mapping[str, Any]) -> bool:
    """Whether the provider says that somebody showed who they are since they set out from here."""
    at = claims.get("auth_time")
    if not isinstance(at, int | float) or isinstance(at, bool):
        return False
    set_out_at: datetime = walked.ends_at - LASTS
    return set_out_at.timestamp() - LEEWAY <= at <= clock.real_now().timestamp() + LEEWAY


async def delete_due() -> None:
    """Forget the ways that are over."""
    old = Handshake.filter(ends_at__lt=clock.real_now() - KEPT_FOR)
    if await old.exists():
        await database.write(old.delete)


async def _use_up(provider: Provider, browser: str, state: str) -> Handshake:
    live = Handshake.filter(council_id=provider.council_id, used_at=None, ends_at__gt=clock.real_now())
    found = await live.get_or_none(hash=hashed(state), issuer=provider.issuer)
    if found is None or not hmac.compare_digest(found.browser_hash, hashed(browser)):
        raise Stale(START_AGAIN)
    unused = Handshake.filter(id=found.id, used_at=None)
    # The row forgets what it held; this sign-in goes on with what was read of it above.
    if not await database.write(lambda: unused.update(used_at=clock.real_now(), verifier="", nonce="")):
        raise Stale(START_AGAIN)
    return found


def _refusal(code: str) -> Fault:
    if code in {"access_denied", "login_required", "interaction_required", "consent_required"}:
        return Stale("You were not signed in there. You can try again.")
    return Misset("The provider refuses to sign people in to this site.")
