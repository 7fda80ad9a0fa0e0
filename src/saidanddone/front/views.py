"""Pages that stand on their own: the councils, help now, who sees what."""

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.councils.models import Council
from saidanddone.people.doors import EVERYONE, open_to


@open_to(EVERYONE)
async def councils(request: Request) -> Response:
    """Every council, or straight to the only one."""
    found = await Council.all().order_by("name")
    if len(found) == 1:
        return web.back_to(request, "front:home", council=found[0].slug)
    return web.page(request, "front/councils.html", councils=found)


@open_to(EVERYONE)
async def help_now(request: Request) -> Response:
    return web.page(request, "front/help.html", here="help")


@open_to(EVERYONE)
async def who_sees(request: Request) -> Response:
    return web.page(request, "front/who_sees.html")
