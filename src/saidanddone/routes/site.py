"""What belongs to no council: files, health, the list of councils, the practice library."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from saidanddone import health
from saidanddone.front import views as front
from saidanddone.paths import STATIC
from saidanddone.practice import views as practice
from saidanddone.routes.rows import get

ROUTES: list[BaseRoute] = [
    # Only files travel compressed: the length of a compressed page can give away what is secret in it.
    Mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)), name="static"),
    get("/favicon.ico", health.favicon, "favicon"),
    get("/healthz", health.healthz, "healthz"),
    get("/readyz", health.readyz, "readyz"),
    get("/", front.councils, "front:councils"),
    get("/practice", practice.index, "practice:index"),
]
