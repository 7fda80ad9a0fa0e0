"""How the site is served: one process here, or several workers."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

import uvicorn
from starlette.applications import Starlette

from saidanddone.settings import Settings

# Addresses and what people typed into them stay out of logs, so there is no access log.
QUIET: dict[str, Any] = {"access_log": False, "log_level": "warning", "server_header": False}


def site() -> Starlette:
    """The site as the environment says, for every worker. Never the demo, which lets anyone in."""
    from saidanddone.app import build

    return build(Settings.from_environment(demo=False))


def serve(host: str, port: int, *, workers: int) -> None:
    """Serve until told to stop."""
    uvicorn.run("saidanddone.serving:site", factory=True, host=host, port=port, workers=workers, **QUIET)


def door(host: str, port: int) -> socket.socket | None:
    """A socket that holds the port; none when another program has it."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((host, port))
    except OSError:
        held.close()
        return None
    return held


def serve_here(settings: Settings, held: socket.socket) -> None:
    """Serve on a socket that is held already, in this process, until told to stop."""
    from saidanddone.app import build

    with contextlib.closing(held):
        uvicorn.Server(uvicorn.Config(build(settings), **QUIET)).run(sockets=[held])
