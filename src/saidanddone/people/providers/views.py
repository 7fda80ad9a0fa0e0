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
from saidanddone.people.passkeys import came_in_lately
from saidanddone.people.providers import meeting, walking
from saidanddone.people.providers.faults import Fault, Stale, Unknown
from saidanddone.people.providers.models import Handshake, Identity, Provider, provider_of
from saidanddone.people.providers.walking import LASTS, Site
from saidanddone.people.second_step import check_may_add
from saidanddone.people.views import local_path
from saidanddone.rules import NotAllowed
from saidanddone.settings import Settings

ASK_AT_MOST = 3


@open_to(EVERYONE, with_one_step=True)
async def set_out(request: Request) -> Response:
    """Off to the provider, by a link: a form may not lead to another site. One elsewhere begins nothing."""
    provider, asked = await _provider(request), request.query_params
    shared, after = asked.get("device") != OWN, local_path(asked.get("next"))[:300]
    adding = await _adding(request, provider) if asked.get("mine") == "yes" else None
    if not _from_here(request):
        there = str(request.app.url_path_for("people:sign_in", council=request.scope["council"].slug))
        return web.go(request, f"{there}?next={quote(after)}" if after else there)
    try:
        address, browser = await walking.set_out(
            site_of(request),
            provider,
            shared=shared,
            after=after,
            adding=adding,
            again=asked.get("again") == "yes",
        )
    except Fault as fault:
        return await _say(request, fault)
    answer = RedirectResponse(address, status_code=303)
    settings: Settings = request.app.state.settings
    return WAY.keep(answer, settings, browser, LASTS)


@open_to(EVERYONE, with_one_step=True)
async def come_back(request: Request) -> Response:
    provider, settings = await _provider(request), request.app.state.settings
    browser = WAY.of(request, settings)
    try:
        walked, claims = await walking.come_back(site_of(request), provider, browser, request.query_params)
        adding = await _still_adding(request, walked)
        person = await meeting.meet(provider, request.scope["council"], claims, adding=adding)
    except Fault as fault:
        return await _say(request, fault)
    proof = Proof.PROVIDER if meeting.took_two_steps(provider, claims) else Proof.PROVIDER_ONE
    start = web.go(request, walked.after) if walked.after else web.back_to(request, "front:home")
    silent = not walking.was_asked(walked, claims)
    answer = await sessions.sign_in(request, start, person, shared=walked.shared, proof=proof, silent=silent)
    return WAY.drop(answer, settings)


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


async def _provider(request: Request) -> Provider:
    found = await provider_of(request.scope["council"].id)
    if found is None:
        raise HTTPException(404)
    return found


async def _adding(request: Request, provider: Provider) -> int | None:
    """Who adds the account to their own: staff who came in lately. Nobody, when it is theirs already."""
    person = request.user
    if not (isinstance(person, Person) and person.is_staff):
        raise HTTPException(404)
    if await Identity.exists(person_id=person.id, issuer=provider.issuer):
        return None
    if request.headers.get("sec-fetch-site") != "same-origin":  # a link elsewhere adds nobody's account
        raise NotAllowed("Open this from your own page of devices.")
    if not came_in_lately(person):
        raise NotAllowed("You came in a while ago. Sign out, come in again, and add your account then.")
    await check_may_add(person, request.scope["council"], request.app.state.settings)
    return person.id


async def _still_adding(request: Request, walked: Handshake) -> Person | None:
    if walked.person_id is None:
        return None
    if walked.person_id != request.user.id:
        raise Stale(walking.START_AGAIN)
    adding: Person = request.user
    await check_may_add(adding, request.scope["council"], request.app.state.settings)
    return adding


async def _say(request: Request, fault: Fault) -> Response:
    """A kind page; whoever the provider knows, and no group lets in, is told whom to ask."""
    council_id = request.scope["council"].id
    people = await Person.filter(id__in=await admins(council_id)) if isinstance(fault, Unknown) else []
    ask = sorted({person.signed for person in people})[:ASK_AT_MOST]
    facts: dict[str, Any] = {"fault": fault.sentence, "ask": ask, "here": "sign-in"}
    return web.page(request, "people/providers/fault.html", status=fault.status, **facts)
