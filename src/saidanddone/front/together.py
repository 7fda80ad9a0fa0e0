from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone.people.doors import EVERYONE, open_to


@open_to(EVERYONE)
async def together(request: Request) -> Response:
    raise HTTPException(404)
