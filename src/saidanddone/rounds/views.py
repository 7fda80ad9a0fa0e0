from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone.people.doors import EVERYONE, open_to


@open_to(EVERYONE)
async def index(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def create(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def new(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def show(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def open_now(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def close_now(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def vote(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def results(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def results_json(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def sealed(request: Request) -> Response:
    raise HTTPException(404)
