from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone.people.doors import EVERYONE, open_to


@open_to(EVERYONE)
async def councils(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def help_now(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def who_sees(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def how(request: Request) -> Response:
    raise HTTPException(404)
