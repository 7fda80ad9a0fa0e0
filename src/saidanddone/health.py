"""Whether the site answers, for what watches it; and the picture that browsers ask for unasked."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from saidanddone import database, logs, templating
from saidanddone.people.doors import EVERYONE, open_to

log = logging.getLogger("saidanddone")


@open_to(EVERYONE)
async def healthz(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


@open_to(EVERYONE)
async def readyz(request: Request) -> Response:
    """The database answers too."""
    try:
        await database.rows("SELECT 1 AS one")
    except Exception as error:
        logs.crash(log, error, "not ready")
        return PlainTextResponse("the database does not answer", status_code=503)
    return PlainTextResponse("ready")


@open_to(EVERYONE)
async def favicon(request: Request) -> Response:
    return RedirectResponse(templating.static("img/favicon.svg"), status_code=301)
