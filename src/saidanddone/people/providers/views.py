"""Signing in with the council's own account. Coming back is the one GET that signs somebody in."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from saidanddone import web
from saidanddone.cookies import WAY
from saidanddone.people import sessions
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.forms import OWN
from saidanddone.people.keeping import admins
from saidanddone.people.models import Person, Proof
from saidanddone.people.providers import adding, meeting, walking
from saidanddone.people.providers.faults import Fault, Stale, Unknown
from saidanddone.people.providers.models import Handshake, Provider, provider_of
from saidanddone.people.providers.walking import LASTS, Site
from saidanddone.people.second_step import check_may_add
from saidanddone.people.views import local_path
from saidanddone.rules import NotAllowed
from saidanddone.settings import Settings

ASK_AT_MOST = 3


@open_to(EVERYONE, with_one_step=True)
async def set_out(request: Request) -> Response:
    """Off to the provider, by a link: a form may not lead to another site. One elsewhere begins nothing."""
    provider, asked = await provider_here(request), request.query_params
    shared, after = asked.get("device") != OWN, local_path(asked.get("next"))[:300]
    if not _from_here(request):
        there = str(request.app.url_path_for("people:sign_in", council=request.scope["council"].slug))
        return web.go(request, f"{there}?next={quote(after)}" if after else there)
    adds = await _adding(request, provider, asked["mine"]) if "mine" in asked else None
    again = asked.get("again") == "yes" or adds is not None
    try:
        address, browser = await walking.set_out(
            site_of(request), provider, shared=shared, after=after, adding=adds, again=again
        )
    except Fault as fault:
        return await say(request, fault)
    answer = RedirectResponse(address, status_code=303)
    settings: Settings = request.app.state.settings
    return WAY.keep(answer, settings, browser, LASTS)


@open_to(EVERYONE, with_one_step=True)
async def come_back(request: Request) -> Response:
    provider, settings = await provider_here(request), request.app.state.settings
    browser = WAY.of(request, settings)
    try:
        walked, claims = await walking.come_back(site_of(request), provider, browser, request.query_params)
        if walked.person_id is not None:
            return WAY.drop(await _ask_about(request, provider, walked, claims), settings)
        person = await meeting.meet(provider, request.scope["council"], claims)
    except Fault as fault:
        return await say(request, fault)
    silent = not walking.was_asked(walked, claims)
    facts: dict[str, Any] = {"after": walked.after, "shared": walked.shared, "silent": silent}
    return WAY.drop(await come_in(request, provider, person, claims, **facts), settings)


async def come_in(
    request: Request, provider: Provider, person: Person, claims: dict[str, Any], *, after: str, **how: bool
) -> Response:
    """Sign in whoever the provider sent, on the way to where they wanted."""
    proof = Proof.PROVIDER if meeting.took_two_steps(provider, claims) else Proof.PROVIDER_ONE
    start = web.go(request, after) if after else web.back_to(request, "front:home")
    return await sessions.sign_in(request, start, person, proof=proof, **how)


def site_of(request: Request) -> Site:
    """What of this site a sign-in needs, for the council of this address."""
    path = request.app.url_path_for("people:provider_back", council=request.scope["council"].slug)
    settings: Settings = request.app.state.settings
    return Site(settings, request.app.state.providers, settings.origin + str(path))


def _from_here(request: Request) -> bool:
    """Whether a page of this site led here. Older browsers don't say that, but which page it was."""
    settings: Settings = request.app.state.settings
    came_from = request.headers.get("sec-fetch-site")
    if came_from is None:
        return request.headers.get("referer", "").startswith(f"{settings.origin}/")
    return came_from == "same-origin"


async def provider_here(request: Request) -> Provider:
    found = await provider_of(request.scope["council"].id)
    if found is None:
        raise HTTPException(404)
    return found


async def _adding(request: Request, provider: Provider, token: str) -> int:
    """Who adds the account to their own: whoever pressed for it here just now. No link alone does it."""
    person, device = request.user, request.scope["session_row"]
    if not isinstance(person, Person) or not await adding.used(provider, device, person.id, token):
        raise NotAllowed("Begin on your own page of devices: press “Add my council account” there.")
    return person.id


async def _ask_about(
    request: Request, provider: Provider, walked: Handshake, claims: dict[str, Any]
) -> Response:
    """Nothing is added before they say that this account is theirs."""
    if walked.person_id != request.user.id:
        raise Stale(walking.START_AGAIN)
    person, settings = request.user, request.app.state.settings
    await check_may_add(person, request.scope["council"], settings)
    device = request.scope["session_row"]
    pending = await adding.ask_about(settings, provider, device, walked, claims, by=person)
    facts: dict[str, Any] = {"pending": pending, "who": person.signed}
    return web.page(request, "people/providers/is_yours.html", here="sign-in", **facts)


async def say(request: Request, fault: Fault) -> Response:
    """A kind page; whoever the provider knows, and no group lets in, is told whom to ask."""
    council_id = request.scope["council"].id
    people = await Person.filter(id__in=await admins(council_id)) if isinstance(fault, Unknown) else []
    ask = sorted({person.signed for person in people})[:ASK_AT_MOST]
    facts: dict[str, Any] = {"fault": fault.sentence, "ask": ask, "here": "sign-in"}
    return web.page(request, "people/providers/fault.html", status=fault.status, **facts)
