"""The safeguarding lead's page: every open worry, newest first."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tortoise.queryset import QuerySet

from saidanddone import web
from saidanddone.moderation.items import for_whom
from saidanddone.moderation.models import Concern
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right

ON_A_PAGE = 20


@open_to(Right.SAFEGUARD)
async def concerns(request: Request) -> Response:
    council = request.scope["council"]
    still_open = Concern.filter(council_id=council.id, closed_at=None)
    found = await _page(still_open, request.query_params.get("after", ""))
    more = found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None
    facts: dict[str, Any] = {"concerns": found[:ON_A_PAGE], "count": await still_open.count(), "more": more}
    return web.page(request, "moderation/concerns.html", here="concerns", for_whom=for_whom, **facts)


async def _page(concerns: QuerySet[Concern], after: str) -> list[Concern]:
    if after.isascii() and after.isdigit() and len(after) < 10:
        concerns = concerns.filter(id__lt=int(after))
    related = ("idea__author", "comment__idea", "comment__author", "raised_by")
    return await concerns.order_by("-id").limit(ON_A_PAGE + 1).select_related(*related)
