"""Together we did this: what young people confirmed, and what the council says is done."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q

from saidanddone import web
from saidanddone.councils.models import Council
from saidanddone.front.finished import claimed_in, confirmed_in, with_voices
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.plan.models import Action

SHOWN, CLAIMS_SHOWN = 12, 12


@open_to(EVERYONE)
async def together(request: Request) -> Response:
    council, viewer = request.scope["council"], request.user
    after = await _after(council, request.query_params.get("after", ""))
    confirmed = await _confirmed(council, after)
    more = confirmed[SHOWN - 1].number if len(confirmed) > SHOWN else 0
    claims = [] if after else await claimed_in(council).order_by("-moved_at", "-id").limit(CLAIMS_SHOWN)
    done = await with_voices([*confirmed[:SHOWN], *claims], council, viewer)
    return web.page(
        request,
        "front/together.html",
        here="together",
        confirmed=[one for one in done if one.is_confirmed],
        claims=[one for one in done if not one.is_confirmed],
        kept=await confirmed_in(council).count(),
        more=more,
        later=after is not None,
    )


async def _confirmed(council: Council, after: Action | None) -> list[Action]:
    """One more than is shown, newest first, so that the page knows whether there are more."""
    found = confirmed_in(council)
    if after is not None:
        found = found.filter(Q(moved_at__lt=after.moved_at) | Q(moved_at=after.moved_at, id__lt=after.id))
    return await found.order_by("-moved_at", "-id").limit(SHOWN + 1)


async def _after(council: Council, typed: str) -> Action | None:
    number = web.whole_number(typed)
    return None if number is None else await confirmed_in(council).get_or_none(number=number)
