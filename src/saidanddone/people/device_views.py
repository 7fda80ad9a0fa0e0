"""My devices: where I am signed in, signing each of them out, and my passkeys."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people import door_news, passkeys, sessions
from saidanddone.people.doors import SIGNED_IN, open_to
from saidanddone.people.models import PROOF_WORDS, Session
from saidanddone.people.passkey_place import place_of
from saidanddone.people.providers.models import has_account


@open_to(SIGNED_IN)
async def devices(request: Request) -> Response:
    return await devices_page(request)


@open_to(SIGNED_IN)
async def sign_out(request: Request) -> Response:
    """Sign out one of the reader's own devices; of others' there is no trace."""
    mine = Session.filter(person_id=request.user.id, ended_at=None)
    found = await mine.get_or_none(id=request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    if found.id == request.scope["session_row"].id:
        await sessions.end(found)
        answer = web.back_to(request, "people:sign_in", notice="You are signed out.")
        return sessions.forget(answer, request.app.state.settings)
    await sessions.end_from_afar(found)
    told = "That device is signed out. If you don’t know it, tell somebody you trust on the team."
    return web.back_to(request, "people:devices", notice=told)


@open_to(SIGNED_IN)
async def sign_out_others(request: Request) -> Response:
    await sessions.end_others(request.scope["session_row"])
    return web.back_to(request, "people:devices", notice="You are signed out everywhere else.")


@open_to(SIGNED_IN)
async def was_me(request: Request) -> Response:
    await door_news.was_me(request.scope["session_row"])
    return web.back_to(request, "front:home", notice="Good. We won’t ask about that again here.")


async def devices_page(request: Request, *, status: int = 200, **facts: Any) -> Response:
    """The page of devices and passkeys, with what went wrong on it."""
    person, here = request.user, request.scope["session_row"]
    live = await sessions.live_of(person)
    given: dict[str, Any] = {
        "problems": {},
        "typed": here.device,
        "here_now": here,
        "others": [one for one in live if one.id != here.id],
        "passkeys": await passkeys.passkeys_of(person),
        "place": place_of(request.app.state.settings),
        "passkeys_at": passkeys.named_address(request),
        "own_account": await has_account(person) if person.is_staff else None,
        "proofs": PROOF_WORDS,
        "may_change": passkeys.came_in_lately(person),
        **facts,
    }
    return web.page(request, "people/devices.html", status=status, here="devices", **given)
