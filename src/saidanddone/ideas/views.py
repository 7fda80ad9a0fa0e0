from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone.people.doors import EVERYONE, open_to


@open_to(EVERYONE)
async def board(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def propose(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def new(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def similar(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def support(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def withdraw_support(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def comment(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def withdraw(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def remove_name(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def wordings(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def reword(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def appeal(request: Request) -> Response:
    raise HTTPException(404)
