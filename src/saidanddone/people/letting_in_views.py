"""Letting somebody of staff in again: their one-time link, shown to the admin once."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people import letting_in
from saidanddone.people.doors import open_to
from saidanddone.people.people_views import asked_for
from saidanddone.people.rights import Right
from saidanddone.people.sessions import LINK_LASTS


@open_to(Right.RUN_COUNCIL)
async def make_link(request: Request) -> Response:
    """The link can't be looked up later, so it is the answer itself."""
    person = await asked_for(request)
    token = await letting_in.make_link(person, by=request.user)
    facts: dict[str, Any] = {
        "one": person,
        "address": request.app.state.settings.origin
        + web.address(request, "people:sign_in_link", token=token),
        "minutes": LINK_LASTS.seconds // 60,
    }
    return web.page(request, "people/link_made.html", here="people", **facts)
