"""Adding the council's account to one's own, over the web: two presses, with the provider between them."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from wtforms import StringField

from saidanddone import web
from saidanddone.people.doors import SIGNED_IN, open_to
from saidanddone.people.forms import OWN
from saidanddone.people.passkeys import came_in_lately
from saidanddone.people.providers import adding, meeting
from saidanddone.people.providers.faults import Fault
from saidanddone.people.providers.views import come_in, provider_here, say
from saidanddone.people.second_step import check_may_add
from saidanddone.people.views import local_path
from saidanddone.rules import NotAllowed


class BeginForm(web.Form):
    device = StringField()
    next = StringField()


class AccountForm(web.Form):
    account = StringField()


@open_to(SIGNED_IN, with_one_step=True)
async def begin(request: Request) -> Response:
    """The way to the provider is a link on the page that answers: a form may not lead to another site."""
    provider, form = await provider_here(request), await web.read(request, BeginForm)
    await _check(request)
    facts: dict[str, Any] = {
        "token": await adding.begin(provider, request.scope["session_row"], by=request.user),
        "shared": form.device.data != OWN,
        "after": local_path(form.next.data),
    }
    return web.page(request, "people/providers/adding.html", here="sign-in", **facts)


@open_to(SIGNED_IN, with_one_step=True)
async def add(request: Request) -> Response:
    """They said that the account is theirs: it lets them in from now on, and does so at once."""
    provider, form = await provider_here(request), await web.read(request, AccountForm)
    await _check(request)
    person, device, settings = request.user, request.scope["session_row"], request.app.state.settings
    try:
        kept = await adding.opened(settings, provider, device, form.account.data or "", by=person)
        met = await meeting.meet(provider, request.scope["council"], kept["claims"], adding=person)
    except Fault as fault:
        return await say(request, fault)
    facts: dict[str, Any] = {"after": kept["after"], "shared": kept["shared"], "silent": False}
    return await come_in(request, provider, met, kept["claims"], **facts)


async def _check(request: Request) -> None:
    """Turns away all but staff who came in lately, owe no step they could take, and are awake."""
    person = request.user
    if not person.is_staff:
        raise HTTPException(404)
    if not came_in_lately(person):
        raise NotAllowed("You came in a while ago. Sign out, come in again, and add your account then.")
    await check_may_add(person, request.scope["council"], request.app.state.settings)
