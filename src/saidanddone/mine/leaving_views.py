"""Leaving for good, in two steps: what becomes of my words, then what exactly happens, and when."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import clock, web
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import Support
from saidanddone.mine import leaving as leaving_
from saidanddone.mine.erasing import BACK_FROM, UNREAD
from saidanddone.mine.forms import AskedForm, OwnLeavingForm
from saidanddone.mine.models import LeavingWay
from saidanddone.people import sessions
from saidanddone.people.doors import SIGNED_IN, open_to
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.people.views import WIPE


@open_to(SIGNED_IN)
async def leaving(request: Request) -> Response:
    asked = request.query_params.get("way", "")
    return await _page(request, LeavingWay(asked) if asked in [*LeavingWay] else None)


@open_to(SIGNED_IN)
async def leave(request: Request) -> Response:
    form = await web.read(request, OwnLeavingForm)
    if form.problems:
        known = form.way.data in [*LeavingWay]
        return await _page(request, form.the_way if known else None, form.problems, status=422)
    now = form.when.data == "now"
    await leaving_.ask_to_leave(request.user, by=request.user, way=form.the_way, now=now)
    if not now:
        notice = "You leave in a week. Until then you can stay after all."
        return web.back_to(request, "mine:leaving", notice=notice)
    notice = "You have left. Thank you for all you said. If you come back one day, you are welcome."
    answer = web.back_to(request, "front:home", notice=notice)
    answer.headers["Clear-Site-Data"] = WIPE
    return sessions.forget(answer, request.app.state.settings)


@open_to(SIGNED_IN)
async def stay(request: Request) -> Response:
    await leaving_.stay(request.user, by=request.user)
    return web.back_to(request, "mine:leaving", notice="You stay. Nothing has changed.")


@open_to(Right.RUN_COUNCIL)
async def asked(request: Request) -> Response:
    """The step for somebody whom an admin looks after."""
    return await _asked_page(request, await _person(request))


@open_to(Right.RUN_COUNCIL)
async def take_away(request: Request) -> Response:
    person, form = await _person(request), await web.read(request, AskedForm)
    if form.problems:
        return await _asked_page(request, person, form, status=422)
    await leaving_.ask_to_leave(
        person,
        by=request.user,
        way=form.the_way,
        now=form.when.data == "now",
        asked_how=form.asked.data or "",
    )
    if form.when.data == "now":
        return web.back_to(request, "people:index", notice="Done. Nothing is kept of them but a number.")
    return web.back_to(
        request, "people:person", id=person.id, notice="They leave in a week. They can call it off."
    )


async def _person(request: Request) -> Person:
    here = Person.filter(council_id=request.scope["council"].id, left_at=None).exclude(id=request.user.id)
    person = await here.get_or_none(id=request.path_params["id"])
    if person is None:
        raise HTTPException(404)
    return person


async def _asked_page(
    request: Request, person: Person, form: AskedForm | None = None, *, status: int = 200
) -> Response:
    facts: dict[str, Any] = {
        "one": person,
        "form": form,
        "problems": form.problems if form else {},
        "how": list(leaving_.HOW_ASKED.items()),
    }
    return web.page(request, "mine/asked.html", here="people", status=status, **facts)


async def _page(
    request: Request,
    way: LeavingWay | None,
    problems: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    facts: dict[str, Any] = {
        "way": way,
        "problems": problems or {},
        "standing": await leaving_.standing_leaving(request.user),
        "count": await _counts(request.user) if way else {},
        "last_day": clock.local(clock.now() + leaving_.LATER),
        "dock": False,
    }
    return web.page(request, "mine/leaving.html", here="me", status=status, **facts)


async def _counts(person: Person) -> dict[str, int]:
    """How many things of each kind the second step speaks of."""
    ideas = Idea.filter(author_id=person.id)
    back = [*BACK_FROM, Stage.WITHDRAWN]
    return {
        "ideas": await ideas.count(),
        "gone": await ideas.filter(stage__in=back).count(),
        "unread": await ideas.filter(stage__in=UNREAD).count(),
        "titles": await ideas.exclude(stage__in=[*back, Stage.HELD]).count(),
        "added": await Comment.filter(author_id=person.id, withdrawn_at=None).count(),
        "wants": await Support.filter(person_id=person.id, withdrawn_at=None).count(),
    }
