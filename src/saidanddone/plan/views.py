"""The action plan that everyone can read, and the officer's desk."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people.doors import EVERYONE, SIGNED_IN, open_to
from saidanddone.plan.desk import show_desk
from saidanddone.plan.narrowing import GROUPINGS
from saidanddone.plan.overview import overview_for
from saidanddone.plan.shown import MARK_WORDS


@open_to(EVERYONE)
async def plan(request: Request) -> Response:
    overview = await overview_for(request.user, request.scope["council"], request.query_params)
    facts: dict[str, Any] = {
        "plan": overview,
        "wishes": overview.wishes,
        "groupings": GROUPINGS,
        "mark_words": MARK_WORDS,
    }
    return web.page(request, "plan/plan.html", here="plan", **facts)


@open_to(SIGNED_IN)
async def desk(request: Request) -> Response:
    return await show_desk(request)
