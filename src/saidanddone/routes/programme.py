"""The programme's page, and the doors that it has too: a council's own, where no council is."""

from __future__ import annotations

from itertools import chain

from starlette.routing import BaseRoute, Route

from saidanddone.front import programme
from saidanddone.routes import doors, me
from saidanddone.routes.rows import get
from saidanddone.templating import of_programme

# The same views and the same pages: whoever opens them belongs to no council.
TOO = frozenset(
    {
        "people:add_passkey",
        "people:ask_new_passkey",
        "people:ask_passkey",
        "people:devices",
        "people:remove_passkey",
        "people:rename_passkey",
        "people:second_step",
        "people:sign_in",
        "people:sign_in_link",
        "people:sign_out",
        "people:sign_out_device",
        "people:sign_out_others",
        "people:use_passkey",
        "people:use_sign_in_link",
        "people:was_me",
    }
)


def _there(row: Route) -> Route:
    path = row.path.replace("/{council}/me", "/programme").replace("/{council}", "/programme")
    return Route(path, row.endpoint, methods=list(row.methods or ()), name=of_programme(row.name))


ROUTES: list[BaseRoute] = [
    get("/programme", programme.figures, of_programme("front:home")),
    *[_there(row) for row in chain(doors.ROUTES, me.ROUTES) if isinstance(row, Route) and row.name in TOO],
]
