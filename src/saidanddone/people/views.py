from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone.people.doors import EVERYONE, open_to


@open_to(EVERYONE)
async def sign_in(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def sign_in_link(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def use_sign_in_link(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def sign_out(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def leave(request: Request) -> Response:
    raise HTTPException(404)
