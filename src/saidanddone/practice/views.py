"""The practice library: what worked elsewhere. Open to everyone, and of no council."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.councils.models import Council
from saidanddone.missions.models import Mission
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.practice.models import practice_cards


@open_to(EVERYONE)
async def index(request: Request) -> Response:
    """Every card, or those of one mission; a mission that no card has is as if it were not asked for."""
    cards = await practice_cards()
    missions = {mission.ref: mission for card in cards for mission in card.missions}
    wanted = missions.get(request.query_params.get("mission", ""))
    return web.page(
        request,
        "practice/index.html",
        cards=[card for card in cards if wanted is None or wanted.id in _ids(card.missions)],
        missions=sorted(missions.values(), key=lambda one: (one.framework_id, one.position)),
        wanted=wanted,
        council=await _council_of(request),
        here="practice",
    )


def _ids(missions: list[Mission]) -> set[int]:
    return {mission.id for mission in missions}


async def _council_of(request: Request) -> Council | None:
    """The reader's own council, so that its doors stay at the head of the page."""
    person = request.scope["signed_in"]
    return await Council.get_or_none(id=person.council_id) if person and person.council_id else None
