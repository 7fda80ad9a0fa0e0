"""What is shown to somebody who did a thing too often: how long to wait, and what they typed."""

from __future__ import annotations

import re
from math import ceil
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import spelling, web

SECRET = re.compile(r"pin|code|token|password|key|credential|secret", re.I)  # in the names of fields


async def wait_a_moment(request: Request, seconds: int) -> Response:
    """429, with Retry-After. Whoever is signed in gets their form back, to send it as it is."""
    council = request.scope.get("council")
    facts: dict[str, Any] = {
        "time": _said(seconds),
        "sent": await _sent(request),
        "home": f"/{council.slug}" if council is not None else "/",
        "form": request.method == "POST",
    }
    answer = web.page(request, "too_often.html", block="problem", status=429, **facts)
    answer.headers["Retry-After"] = str(seconds)
    return web.as_problem(request, answer)


def _said(seconds: int) -> str:
    """“40 seconds”, “3 minutes”, “1 hour”: never shorter than it is."""
    number, unit = seconds, "second"
    if seconds > 90:
        number, unit = ceil(seconds / 60), "minute"
    if number >= 60 and unit == "minute":
        number, unit = ceil(number / 60), "hour"
    words: str = spelling.count_of(number, unit)
    return words


async def _sent(request: Request) -> list[tuple[str, str]]:
    """What was typed into the form that was sent, without secrets; nothing where the page is still there."""
    if request.method != "POST" or request.scope["signed_in"] is None or web.is_htmx(request):
        return []
    try:
        form = await web.sent_fields(request)
    except HTTPException:
        return []
    typed = [(name, value) for name, value in form.multi_items() if not SECRET.search(name)]
    return [(name, value) for name, value in typed if isinstance(value, str)]
