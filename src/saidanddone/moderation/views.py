from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone.people.doors import EVERYONE, open_to


@open_to(EVERYONE)
async def publish(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def send_back(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def decline(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def hear_appeal(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def shortlist(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def put_back(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def merge(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def unmerge(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def hold(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def release(request: Request) -> Response:
    raise HTTPException(404)


@open_to(EVERYONE)
async def concerns(request: Request) -> Response:
    raise HTTPException(404)
