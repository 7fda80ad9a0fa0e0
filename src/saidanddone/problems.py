"""What people are answered when something goes wrong: not there, refused, hung up, crashed."""

from __future__ import annotations

import logging
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from saidanddone import logs, web
from saidanddone.guards import strict_headers, too_long
from saidanddone.rules import Refused

log = logging.getLogger("saidanddone")


async def not_as_asked(request: Request, error: Exception) -> Response:
    """Addresses that are not there, or not for this person: the same page for both."""
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == 404 and request.method == "GET" and path.endswith("/") and path.strip("/"):
        return RedirectResponse("/" + quote(path.strip("/")), status_code=307)
    if error.status_code == 413:
        return too_long(request)
    if error.status_code != 404:
        response = web.problem(
            request, error.status_code, "That did not work", "Go back and try it another way."
        )
        response.headers.update(error.headers or {})
        return response
    return web.problem(
        request, 404, "That page is not here", "It may have moved, or it may not be for you to see."
    )


async def refused(request: Request, error: Exception) -> Response:
    """A refused move says why and what can be done."""
    assert isinstance(error, Refused)
    title = "That is not yours to do" if error.status == 403 else "That can’t be done now"
    return web.problem(request, error.status, title, str(error))


async def hung_up(request: Request, error: Exception) -> Response:
    """Nobody is there any more to be answered: it is no crash."""
    return Response(status_code=400)


async def crashed(request: Request, error: Exception) -> Response:
    """A kind page with the request's id; the log has the same id beside what happened.

    It is sent from outside the middleware, so it puts on itself what that would put on.
    """
    reference = request.scope["request_id"]
    logs.crash(log, error, "crash", route=getattr(request.scope.get("route"), "path", "-"))
    error.told = True  # type: ignore[attr-defined]  # the server need not tell it again
    words = "Something broke on our side. Nothing you sent was half kept. Try again in a minute."
    answer = web.problem(request, 500, "Something broke", words, reference=reference)
    answer.headers.update(strict_headers(request.app.state.settings) | {"Cache-Control": "no-store"})
    answer.headers["X-Request-Id"] = reference
    return answer


HANDLERS = {
    HTTPException: not_as_asked,
    Refused: refused,
    ClientDisconnect: hung_up,
    Exception: crashed,
}
