"""The site as it is served, with one address beside it, /bare: a line of text from the same server."""

import socket
import sys

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from saidanddone.serving import SERVED, site

BARE = "/bare"


def with_bare_text(app: ASGIApp) -> ASGIApp:
    """What a request costs before anything of ours has looked at it."""

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        bare = scope["type"] == "http" and scope["path"] == BARE
        await (PlainTextResponse("ok") if bare else app)(scope, receive, send)

    return either


def main() -> None:
    """Serve on the socket whose number is given, until told to stop."""
    held = socket.socket(fileno=int(sys.argv[1]))
    uvicorn.Server(uvicorn.Config(with_bare_text(site()), **SERVED)).run(sockets=[held])


if __name__ == "__main__":
    main()
