"""How the site is served: one process here, or several workers."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

import uvicorn
from starlette.applications import Starlette

from saidanddone import logs
from saidanddone.protocol import Contained, open_many_files
from saidanddone.settings import Settings

# Addresses and what people typed into them stay out of logs: logs.py tells of requests, not the server.
SERVED: dict[str, Any] = {
    "http": Contained,
    "ws": "none",
    "access_log": False,
    "log_config": None,
    "log_level": "warning",
    "server_header": False,
}


def site() -> Starlette:
    """The site as the environment says, for every worker. Never the demo, which lets anyone in."""
    from saidanddone.app import build

    settings = Settings.from_environment(demo=False)
    logs.start(settings)
    open_many_files()
    return build(settings)


def serve(settings: Settings, host: str, port: int, *, workers: int) -> None:
    """Serve until told to stop."""
    logs.start(settings)
    uvicorn.run(
        "saidanddone.serving:site", factory=True, host=host, port=port, workers=workers, **_served(settings)
    )


def _served(settings: Settings) -> dict[str, Any]:
    return SERVED | {"forwarded_allow_ips": settings.proxies}


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

    logs.start(settings)
    open_many_files()
    with contextlib.closing(held):
        uvicorn.Server(uvicorn.Config(build(settings), **_served(settings))).run(sockets=[held])
