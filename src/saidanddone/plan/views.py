"""The action plan that everyone can read, and the officer's desk."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people.doors import EVERYONE, SIGNED_IN, open_to
from saidanddone.plan.desk import show_desk
from saidanddone.plan.overview import GROUPINGS, grouped, overview_for


@open_to(EVERYONE)
async def plan(request: Request) -> Response:
    overview = await overview_for(request.user, request.scope["council"])
    wanted = request.query_params.get("by", "")
    by = wanted if wanted in GROUPINGS else "mission"
    groups = [] if by == "mission" else grouped(overview.promises, by)
    facts: dict[str, Any] = {"plan": overview, "by": by, "groups": groups, "groupings": GROUPINGS}
    return web.page(request, "plan/plan.html", here="plan", **facts)


@open_to(SIGNED_IN)
async def desk(request: Request) -> Response:
    return await show_desk(request)
