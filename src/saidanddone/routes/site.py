"""What belongs to no council: files, health, the list of councils, the practice library, the programme."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from saidanddone import health
from saidanddone.front import programme
from saidanddone.front import views as front
from saidanddone.paths import STATIC
from saidanddone.people import views as people
from saidanddone.practice import views as practice
from saidanddone.routes.rows import get, post

ROUTES: list[BaseRoute] = [
    # Only files travel compressed: the length of a compressed page can give away what is secret in it.
    Mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)), name="static"),
    get("/favicon.ico", health.favicon, "favicon"),
    get("/healthz", health.healthz, "healthz"),
    get("/readyz", health.readyz, "readyz"),
    get("/", front.councils, "front:councils"),
    get("/practice", practice.index, "practice:index"),
    get("/programme", programme.figures, "front:programme"),
    get("/programme/sign-in/{token}", people.sign_in_link, "people:programme_link"),
    post("/programme/sign-in/{token}", people.use_sign_in_link, "people:use_programme_link"),
    post("/programme/sign-out", people.sign_out, "people:programme_sign_out"),
]
