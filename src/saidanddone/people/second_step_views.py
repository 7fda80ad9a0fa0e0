"""The page that says which step is left. Nothing else opens for staff until it is taken."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people import passkeys
from saidanddone.people.doors import SIGNED_IN, open_to, owes_a_step
from saidanddone.people.providers.models import has_account
from saidanddone.people.rights import ROLE_WORDS
from saidanddone.people.views import local_path


@open_to(SIGNED_IN, with_one_step=True)
async def show(request: Request) -> Response:
    if request.user.asleep:
        return _asked_back(request)
    if not owes_a_step(request):
        return web.back_to(request, "front:home")
    return await step_page(request)


def _asked_back(request: Request) -> Response:
    """Roles that a group gave wait for a sign-in at the council's provider; others go on working."""
    person = request.user
    facts: dict[str, Any] = {
        "who": person.signed,
        "asleep": [ROLE_WORDS[role] for role in sorted(person.asleep)],
        "others": bool(person.roles) and not owes_a_step(request),
        "after": local_path(request.query_params.get("next")),
        "shared": request.scope["session_row"].shared,
    }
    if not person.roles:  # nothing else is open, so its frame offers nothing
        facts |= {"person": None, "can": lambda _right: False}
    return web.page(request, "people/providers/again.html", here="sign-in", **facts)


async def step_page(request: Request, *, status: int = 200, **facts: Any) -> Response:
    """The step that is left: a passkey used, or the first one made. Its frame offers nothing that is shut."""
    person = request.user
    given: dict[str, Any] = {
        "who": person.signed,
        "person": None,
        "can": lambda _right: False,
        "has_one": bool(await passkeys.passkeys_of(person)),
        "may_make": passkeys.came_in_lately(person),
        "own_account": await has_account(person),
        "passkeys_at": passkeys.named_address(request),
        "typed": request.scope["session_row"].device,
        "shared": request.scope["session_row"].shared,
        "after": local_path(request.query_params.get("next")),
        "problems": {},
        **facts,
    }
    return web.page(request, "people/second_step.html", status=status, here="sign-in", **given)
