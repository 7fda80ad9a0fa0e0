"""The worker's list of young people: who was met face to face, and a new card for who lost theirs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from saidanddone import web
from saidanddone.people import come_back_cards as cards
from saidanddone.people import meeting
from saidanddone.people.card_views import show_card
from saidanddone.people.doors import open_to
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Right, Role

ON_A_PAGE = 15


@open_to(Right.INVITE)
async def index(request: Request) -> Response:
    q = " ".join(request.query_params.get("q", "").split())[:40]
    here, to_meet = young_people(request.scope["council"].id), _to_meet(request)
    wanted = here.filter(confirmed_at=None).order_by("-id") if to_meet else here.order_by("nickname_key")
    found = wanted.filter(nickname__icontains=q) if q and q.isprintable() else wanted
    after = web.whole_number(request.query_params.get("after"))
    last = await here.get_or_none(id=after) if after is not None else None
    if last:
        found = found.filter(id__lt=last.id) if to_meet else found.filter(nickname_key__gt=last.nickname_key)
    people = await found.limit(ON_A_PAGE + 1)
    shown = people[:ON_A_PAGE]
    facts: dict[str, Any] = {
        "people": shown,
        "q": q,
        "to_meet": to_meet,
        "after": last.id if last else None,
        "more": shown[-1].id if len(people) > ON_A_PAGE else None,
        "met": await here.filter(confirmed_at__isnull=False).count(),
        "all": await here.count(),
    }
    return web.page(request, "people/young_people.html", here="young-people", **facts)


@open_to(Right.INVITE)
async def meet(request: Request) -> Response:
    person = await _asked_for(request)
    await meeting.meet(person, by=request.user)
    return _back(request, f"{person.nickname} is confirmed. They see it on their own page.")


@open_to(Right.INVITE)
async def unmeet(request: Request) -> Response:
    person = await _asked_for(request)
    await meeting.unmeet(person, by=request.user)
    return _back(request, f"{person.nickname} is not confirmed any more.")


@open_to(Right.INVITE)
async def new_card(request: Request) -> Response:
    """The code can't be looked up later, so the card is the answer itself."""
    _, code = await cards.make_for(await _asked_for(request), by=request.user)
    return show_card(request, code, to_hand_over=True)


def young_people(council_id: int) -> QuerySet[Person]:
    """The young people of a council who may come in, and are no staff."""
    young = RoleGrant.filter(role=Role.YOUNG_PERSON, ended_at=None).values("person_id")
    staff = RoleGrant.filter(ended_at=None).exclude(role=Role.YOUNG_PERSON).values("person_id")
    here = Person.filter(council_id=council_id, suspended_at=None)
    return here.filter(id__in=Subquery(young)).exclude(id__in=Subquery(staff))


async def _asked_for(request: Request) -> Person:
    here = young_people(request.scope["council"].id)
    person = await here.get_or_none(id=request.path_params["id"])
    if person is None:
        raise HTTPException(404)
    person.hold([Role.YOUNG_PERSON])
    return person


def _to_meet(request: Request) -> bool:
    """Whether only those whom nobody met yet are listed: after a session, they are the ones to confirm."""
    return request.query_params.get("met") == "no"


def _back(request: Request, notice: str) -> Response:
    address = request.app.url_path_for("people:young_people", council=request.scope["council"].slug)
    then = web.whole_number(request.query_params.get("then"))  # the next row: nobody starts at the top again
    kept = {"met": "no"} if _to_meet(request) else {}
    if (after := web.whole_number(request.query_params.get("after"))) is not None:
        kept["after"] = str(after)
    place = f"#row-{then}" if then is not None else ""
    return web.go(request, f"{address}{'?' if kept else ''}{urlencode(kept)}{place}", notice=notice)
