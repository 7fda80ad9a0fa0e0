"""What is shown to somebody who did a thing too often: how long to wait, and what they typed."""

from __future__ import annotations

from math import ceil
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web

SECRET = ("pin", "code", "token", "password", "key", "passkey", "credential", "secret")


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
    if seconds <= 90:
        return web.count_of(seconds, "second")
    minutes = ceil(seconds / 60)
    return web.count_of(minutes, "minute") if minutes < 60 else web.count_of(ceil(minutes / 60), "hour")


async def _sent(request: Request) -> list[tuple[str, str]]:
    """What was typed into the form that was sent, without secrets; nothing where the page is still there."""
    if request.method != "POST" or request.scope["signed_in"] is None or web.is_htmx(request):
        return []
    try:
        form = await web.sent_fields(request)
    except HTTPException:
        return []
    typed = [(name, value) for name, value in form.multi_items() if name.lower() not in SECRET]
    return [(name, value) for name, value in typed if isinstance(value, str)]
