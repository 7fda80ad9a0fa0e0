from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone.people.doors import EVERYONE, open_to


@open_to(EVERYONE)
async def new(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def create(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def show(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def update(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def add_milestone(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def complete_milestone(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def complete(request: Request) -> Response:
    raise HTTPException(404)
