"""The council's settings and its reading days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import clock, spelling, web
from saidanddone.councils import reading
from saidanddone.councils.changing import OPEN_WORDS, SETTINGS, WHO_READS, change, changes_of
from saidanddone.councils.forms import DaysAwayForm, SettingsForm, WeekForm
from saidanddone.councils.models import WEEKDAYS, Council, DaysAway, OpenTo
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right

CHANGES_ON_A_PAGE = 20
COMING = 4


@open_to(Right.RUN_COUNCIL)
async def settings(request: Request) -> Response:
    return await _settings(request, SettingsForm())


@open_to(Right.RUN_COUNCIL)
async def change_settings(request: Request) -> Response:
    council, form = request.scope["council"], await web.read(request, SettingsForm)
    who = form.wanted.get(WHO_READS)
    if who in list(OpenTo) and who != council.ideas_open_to and form.sure.data != "yes":
        form.refuse("sure", "Read what changes, and tick that you have.")
    if form.problems:
        return await _settings(request, form, status=422)
    changed = await change(council, by=request.user, wanted=form.wanted)
    what = ", ".join(SETTINGS[name].words for name in changed)
    notice = f"Changed: {what}." if changed else "Kept as it is."
    return web.back_to(request, "councils:settings", notice=notice)


@open_to(Right.RUN_COUNCIL, Right.CHECK_IDEAS)
async def reading_days(request: Request) -> Response:
    return await _reading(request)


@open_to(Right.RUN_COUNCIL)
async def set_weekdays(request: Request) -> Response:
    council, form = request.scope["council"], await web.read(request, WeekForm)
    if form.problems:
        return await _reading(request, week=form, status=422)
    await reading.set_weekdays(council, by=request.user, weekdays=form.weekdays)
    return _read_next(request, council)


@open_to(Right.RUN_COUNCIL, Right.CHECK_IDEAS)
async def add_days_away(request: Request) -> Response:
    council, form = request.scope["council"], await web.read(request, DaysAwayForm)
    if form.problems or form.first is None or form.last is None:
        return await _reading(request, away=form, status=422)
    why = form.why.data or ""
    await reading.add_days_away(council, by=request.user, starts=form.first, ends=form.last, why=why)
    return _read_next(request, council)


@open_to(Right.RUN_COUNCIL, Right.CHECK_IDEAS)
async def take_back(request: Request) -> Response:
    council = request.scope["council"]
    span = await DaysAway.filter(council_id=council.id).get_or_none(id=request.path_params["id"])
    if span is None:
        raise HTTPException(404)
    await reading.take_back(span, council, by=request.user)
    return _read_next(request, council)


def _read_next(request: Request, council: Council) -> Response:
    notice = f"Whoever sends something now is told: by {spelling.week_day(council.next_reading())}."
    return web.back_to(request, "councils:reading", notice=notice)


async def _settings(request: Request, form: SettingsForm, *, status: int = 200) -> Response:
    council, place = request.scope["council"], web.whole_number(request.query_params.get("before")) or 0
    found = await changes_of(council, before=place, limit=CHANGES_ON_A_PAGE + 1)
    sent = form.wanted
    facts: dict[str, Any] = {
        "form": form,
        "problems": form.problems,
        "value": {name: sent.get(name, getattr(council, name)) for name in SETTINGS},
        "rules": SETTINGS,
        "open_words": OPEN_WORDS,
        "changes": found[:CHANGES_ON_A_PAGE],
        "more": found[CHANGES_ON_A_PAGE - 1].position if len(found) > CHANGES_ON_A_PAGE else None,
    }
    return web.page(request, "councils/settings.html", here="settings", status=status, **facts)


async def _reading(
    request: Request, week: WeekForm | None = None, away: DaysAwayForm | None = None, *, status: int = 200
) -> Response:
    council = request.scope["council"]
    spans, today = await reading.standing_spans(council), clock.today()
    chosen = week.weekdays if week else [WEEKDAYS.index(day) for day in council.reads_on]
    facts: dict[str, Any] = {
        "week": [(number, day) for number, day in enumerate(WEEKDAYS)],
        "chosen": chosen,
        "away": away or DaysAwayForm(),
        "problems": {**(week.problems if week else {}), **(away.problems if away else {})},
        "spans": [span for span in spans if span.ends >= today],
        "past": [span for span in spans if span.ends < today][-5:],
        "coming": _coming(council),
        "today": today,
    }
    return web.page(request, "councils/reading.html", here="reading", status=status, **facts)


def _coming(council: Council) -> list[date]:
    """The next few reading days."""
    days: list[date] = []
    after = clock.today() - timedelta(days=1)
    for _ in range(COMING):
        after = council.next_reading(after)
        days.append(after)
    return days
