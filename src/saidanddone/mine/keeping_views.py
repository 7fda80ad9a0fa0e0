"""The admin's page of how long things are kept, with what goes next."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.mine.keeping import FIXED, KEPT, WARNED, days_kept, fault_of, keep_for
from saidanddone.mine.retaining import next_to_go, would_be_warned
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right
from saidanddone.spelling import count_of, full_day


class DaysForm(web.Form):
    """One field for each kind of thing; empty means: as it is."""


@open_to(Right.RUN_COUNCIL)
async def index(request: Request) -> Response:
    return await _page(request)


@open_to(Right.RUN_COUNCIL)
async def change(request: Request) -> Response:
    await web.read(request, DaysForm)  # for its checks of how the form came
    sent = await request.form()
    typed = {code: str(sent[code]).strip() for code in KEPT if str(sent.get(code, "")).strip()}
    numbers = {code: web.whole_number(text, 5) for code, text in typed.items()}
    problems = {
        code: "Write a number of days." if days is None else fault_of(code, days)
        for code, days in numbers.items()
    }
    problems = {code: sentence for code, sentence in problems.items() if sentence}
    if problems:
        return await _page(request, typed, problems, status=422)
    wanted = {code: days for code, days in numbers.items() if days is not None}
    standing = await days_kept(request.scope["council"].id)
    shorter = {code: days for code, days in wanted.items() if days < standing[code]}
    if shorter and sent.get("sure") != "yes":
        return await _sure(request, wanted, shorter, standing)
    changed = await keep_for(request.scope["council"], wanted, by=request.user)
    told = [
        f"{KEPT[code].short} now go after {wanted[code]} days. It was {was}." for code, was in changed.items()
    ]
    return web.back_to(request, "mine:retention", notice=" ".join(told) or "Nothing was changed.")


async def _sure(
    request: Request, wanted: dict[str, int], shorter: dict[str, int], standing: dict[str, int]
) -> Response:
    """What was sent, asked about before it counts: what is kept for a shorter time is not fetched back."""
    council_id = request.scope["council"].id
    facts: dict[str, Any] = {
        "wanted": wanted,
        "shorter": [
            (KEPT[code], days, about(days), standing[code], await would_be_warned(council_id, code, days))
            for code, days in shorter.items()
        ],
        "warned": WARNED.days,
    }
    return web.page(request, "mine/shorter.html", here="settings", **facts)


def about(days: int) -> str:
    """So many days as people say it: “6 months”, “2 years”."""
    months = max(1, round(days * 12 / 365))
    words: str = count_of(months // 12, "year") if months % 12 == 0 else count_of(months, "month")
    return words


async def _page(
    request: Request,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    council_id = request.scope["council"].id
    days, soon = await days_kept(council_id), await next_to_go(council_id)
    facts: dict[str, Any] = {
        "kept": [
            (code, kept, (typed or {}).get(code, days[code]), _going(soon[code]))
            for code, kept in KEPT.items()
        ],
        "fixed": FIXED,
        "warned": WARNED.days,
        "problems": problems or {},
    }
    return web.page(request, "mine/retention.html", here="settings", status=status, **facts)


def _going(dates: list[str]) -> str:
    if not dates:
        return ""
    first = full_day(date.fromisoformat(dates[0]))
    return f"{count_of(len(dates), 'goes', 'go')} next, the first on {first}. Those it concerns were told."
