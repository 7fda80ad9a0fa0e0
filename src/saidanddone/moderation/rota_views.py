"""The page of the safeguarding rota."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from wtforms import StringField

from saidanddone import clock, web
from saidanddone.councils.forms import SpanForm
from saidanddone.councils.models import WEEKDAYS
from saidanddone.moderation import rota
from saidanddone.moderation.models import RotaAway, RotaDay
from saidanddone.people.doors import open_to
from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right


class WeekForm(web.Form):
    day0, day1, day2, day3, day4, day5, day6 = (StringField(default="") for _ in range(7))

    @property
    def picked(self) -> dict[int, str]:
        return {number: self._fields[f"day{number}"].data or "" for number in range(7)}


class AwayForm(SpanForm):
    person = StringField()
    cover = StringField()


@open_to(Right.RUN_COUNCIL, Right.SAFEGUARD)
async def index(request: Request) -> Response:
    return await _index(request)


@open_to(Right.RUN_COUNCIL, Right.SAFEGUARD)
async def set_week(request: Request) -> Response:
    council, form, leads = request.scope["council"], await web.read(request, WeekForm), await _leads(request)
    for number, typed in form.picked.items():
        if typed and typed not in leads:
            form.refuse(f"day{number}", "Pick a safeguarding lead from the list.")
    if form.problems:
        return await _index(request, week=form, status=422)
    names = {number: leads.get(typed) for number, typed in form.picked.items()}
    await rota.name_for_week(council, by=request.user, names=names)
    return web.back_to(request, "moderation:rota", notice="The rota is set. It counts from now on.")


@open_to(Right.RUN_COUNCIL, Right.SAFEGUARD)
async def go_away(request: Request) -> Response:
    council, form, leads = request.scope["council"], await web.read(request, AwayForm), await _leads(request)
    person, cover = leads.get(form.person.data or ""), leads.get(form.cover.data or "")
    if person is None:
        form.refuse("person", "Pick who is away.")
    if form.cover.data and cover is None:
        form.refuse("cover", "Pick a safeguarding lead from the list.")
    elif cover is not None and person is not None and cover.id == person.id:
        form.refuse("cover", "Pick somebody else to stand in.")
    if form.problems or person is None or form.first is None or form.last is None:
        return await _index(request, away=form, status=422)
    await rota.go_away(
        council, by=request.user, person=person, starts=form.first, ends=form.last, cover=cover
    )
    notice = f"{cover.signed} stands in." if cover else "Nobody stands in. Those days are a gap now."
    return web.back_to(request, "moderation:rota", notice=notice)


@open_to(Right.RUN_COUNCIL, Right.SAFEGUARD)
async def be_back(request: Request) -> Response:
    council = request.scope["council"]
    away = await RotaAway.filter(council_id=council.id).get_or_none(id=request.path_params["id"])
    if away is None:
        raise HTTPException(404)
    await rota.be_back(away, by=request.user, council=council)
    return web.back_to(request, "moderation:rota", notice="Taken back. They are on the rota on those days.")


async def _leads(request: Request) -> dict[str, Person]:
    ids = await people_who_can(Right.SAFEGUARD, request.scope["council"].id)
    return {str(person.id): person for person in await Person.filter(id__in=ids).order_by("nickname_key")}


async def _index(
    request: Request, week: WeekForm | None = None, away: AwayForm | None = None, *, status: int = 200
) -> Response:
    council, leads = request.scope["council"], await _leads(request)
    weeks, today = await rota.next_weeks(council.id), clock.today()
    standing = await RotaDay.filter(council_id=council.id, ended_at=None)
    named = {row.weekday: str(row.person_id) for row in standing}
    to_come = [duty for days in weeks for duty in days if duty.day >= today]
    facts: dict[str, Any] = {
        "weeks": weeks,
        "gaps": [duty for duty in to_come if duty.person is None],
        "ahead": len(to_come),
        "duty": to_come[0],
        "today": today,
        "weekdays": list(enumerate(WEEKDAYS)),
        "picked": week.picked if week else named,
        "leads": [(key, person.signed) for key, person in leads.items()],
        "aways": [row for row in await rota.standing_away(council.id) if row.ends >= today],
        "away": away or AwayForm(),
        "problems": {**(week.problems if week else {}), **(away.problems if away else {})},
    }
    return web.page(request, "moderation/rota.html", here="rota", status=status, **facts)
