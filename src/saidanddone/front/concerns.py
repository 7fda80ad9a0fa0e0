"""The safeguarding lead's page: every open worry, newest first."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tortoise.queryset import QuerySet

from saidanddone import web
from saidanddone.ideas.recordings import recordings_kept
from saidanddone.moderation.items import for_whom
from saidanddone.moderation.models import Concern
from saidanddone.moderation.seeing import see
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right
from saidanddone.plan.models import VerdictAnswer

ON_A_PAGE = 20


@open_to(Right.SAFEGUARD)
async def concerns(request: Request) -> Response:
    council = request.scope["council"]
    still_open = Concern.filter(council_id=council.id, closed_at=None)
    found = await _page(still_open, request.query_params.get("after", ""))
    more = found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None
    shown = found[:ON_A_PAGE]
    await see(shown, by=request.user)
    facts: dict[str, Any] = {"concerns": shown, "count": await still_open.count(), "more": more}
    facts["answers"] = await _answers(shown)
    facts["heard"] = await recordings_kept([one.idea_id for one in shown if one.idea_id])
    web.needs(request, web.Need.PLAYER)
    return web.page(request, "moderation/concerns.html", here="concerns", for_whom=for_whom, **facts)


async def _answers(concerns: list[Concern]) -> dict[int, VerdictAnswer]:
    """The answers whose words somebody was worried about, by their ids."""
    ids = [concern.words_id for concern in concerns if concern.words_id]
    if not ids:
        return {}
    found = await VerdictAnswer.filter(id__in=ids).select_related("asking__action", "person")
    return {answer.id: answer for answer in found}


async def _page(concerns: QuerySet[Concern], after: str) -> list[Concern]:
    place = web.whole_number(after)
    if place is not None:
        concerns = concerns.filter(id__lt=place)
    related = ("seen_by", "idea__author", "comment__idea", "comment__author", "raised_by")
    return await concerns.order_by("-id").limit(ON_A_PAGE + 1).select_related(*related)
