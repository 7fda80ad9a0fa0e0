"""Templates, and what they may call: addresses by their names, files, and what else is taught them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.routing import Route, Router

from saidanddone.paths import IN_CHECKOUT, STATIC, TEMPLATES

PROGRAMME = "programme:"  # begins the names of its routes: routes/programme.py
templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=IN_CHECKOUT,
    trim_blocks=True,
    lstrip_blocks=True,
)


def of_programme(name: str) -> str:
    """What the programme's own door is called that a council has by this name."""
    return PROGRAMME + name.partition(":")[2]


def teach(router: Router) -> None:
    """Give templates the addresses of a site's routes, each found by its name: pages ask for hundreds."""
    named = {route.name: route for route in router.routes if isinstance(route, Route)}

    @pass_context
    def url(context: Context, name: str, **params: Any) -> str:
        """The address of a named route, of the council at hand; where none is, of the programme."""
        council = context.get("council")
        route = named[name]
        if "council" in route.param_convertors and "council" not in params:
            if council is not None:
                params["council"] = council.slug
            else:
                route = named[of_programme(name)]
                name = route.name
        return str(route.url_path_for(name, **params))

    templates.globals["url"] = url


Taught = TypeVar("Taught", bound=Callable[..., Any])


def teaches(name: str) -> Callable[[Taught], Taught]:
    """Let templates call a function by this name."""

    def keep(function: Taught) -> Taught:
        templates.globals[name] = function
        return function

    return keep


@teaches("static")
def static(path: str) -> str:
    """The address of a file under static/, with its content's hash so that it may be kept for good."""
    return f"/static/{path}?v={_fingerprint(path)}"


@lru_cache
def _fingerprint(path: str) -> str:
    file = STATIC / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "none"
