"""What a passkey is asked to sign: made once, for one browser, used once, within five minutes."""

from __future__ import annotations

import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from saidanddone import clock, database
from saidanddone.cookies import KEY
from saidanddone.people.models import Person
from saidanddone.people.passkey_models import KeyChallenge
from saidanddone.people.sessions import hashed
from saidanddone.settings import Settings

LASTS = timedelta(minutes=5)


async def ask(request: Request, person: Person | None) -> tuple[bytes, str]:
    """A challenge (for a new passkey of ``person``), and the token of the browser that asks.

    It is for this council, or for the programme. What this browser was asked before is forgotten.
    """
    challenge, browser, moment = secrets.token_bytes(64), secrets.token_urlsafe(32), clock.real_now()
    before = KEY.of(request, request.app.state.settings)

    async def act() -> None:
        await KeyChallenge.filter(browser_hash=hashed(before)).delete()
        await KeyChallenge.create(
            challenge=bytes_to_base64url(challenge),
            browser_hash=hashed(browser),
            council_id=council_of(request),
            person_id=person.id if person else None,
            ends_at=moment + LASTS,
        )

    await database.write(act)
    return challenge, browser


def bind(answer: Response, settings: Settings, browser: str) -> Response:
    """Have the browser that asked keep its token, so that only it can answer."""
    return KEY.keep(answer, settings, browser, LASTS)


async def answered(request: Request, person: Person | None) -> bytes | None:
    """What this browser was asked here (for this person) and nobody answered yet; it is used up now."""
    browser = KEY.of(request, request.app.state.settings)
    if not browser:
        return None
    asked = KeyChallenge.filter(
        browser_hash=hashed(browser), council_id=council_of(request), ends_at__gt=clock.real_now()
    )
    mine = asked.filter(person_id=person.id) if person else asked.filter(person_id=None)
    found = await mine.first()
    if found is None or not await database.write(lambda: KeyChallenge.filter(id=found.id).delete()):
        return None
    return base64url_to_bytes(found.challenge)


def council_of(request: Request) -> int | None:
    """The id of the council that is asked for a page; none is the programme."""
    council = request.scope.get("council")
    return council.id if council is not None else None


async def delete_due() -> None:
    """Forget what was asked and never answered."""
    old = KeyChallenge.filter(ends_at__lte=clock.real_now())
    if await old.exists():
        await database.write(old.delete)
