"""``open_to``: the one place where a route says who it is for, and where everyone else is turned away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import wraps
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone.councils.models import Council
from saidanddone.people.models import Person
from saidanddone.people.rights import Right, Role, rights_of
from saidanddone.people.second_step import owes_it
from saidanddone.people.waiting import wait_a_moment
from saidanddone.rules import NotAllowed
from saidanddone.web import address, at_programme, go, is_a_name

View = Callable[[Request], Awaitable[Response]]


class Who(StrEnum):
    """Those who need no right."""

    EVERYONE = "everyone"
    SIGNED_IN = "whoever is signed in there"
    READERS = "everyone the council lets read its ideas"


EVERYONE, SIGNED_IN, READERS = Who.EVERYONE, Who.SIGNED_IN, Who.READERS


class Visitor:
    """Someone who isn't signed in to this council."""

    id = None
    nickname = job_title = signed = ""
    is_young_person = is_staff = False
    roles: frozenset[Role] = frozenset()
    rights: frozenset[Right] = frozenset()

    def __init__(self, council: Council) -> None:
        self.council_id = council.id
        self.reads_ideas = council.open_to_all

    def can(self, _right: Right | str) -> bool:
        return False


_lookers: list[Callable[[Person], Awaitable[None]]] = []


def looks_up(look: Callable[[Person], Awaitable[None]]) -> Callable[[Person], Awaitable[None]]:
    """Have something looked up about whoever asks for a page, which its frame shows."""
    _lookers.append(look)
    return look


def open_to(*whom: Right | Who, with_one_step: bool = False) -> Callable[[View], View]:
    """Let in people with any of these rights (or EVERYONE, or everyone SIGNED_IN here).

    The view then finds ``request.user`` (a Person of this council, or a Visitor) and
    ``request.scope["council"]``; at the programme's own doors a Person of the programme, or None.

    Others: not signed in, to the sign-in page; someone of another council, 404;
    without the right, 404 for a page and 403 for a form. Staff who came in with one step where two are asked
    for are sent to take the other, unless this is part of it (``with_one_step``); so are those whose roles
    wait for a sign-in at their council's provider.
    """

    def guard(view: View) -> View:
        @wraps(view)
        async def guarded(request: Request) -> Response:
            await _come_in(request)
            owing = not with_one_step and (owes_a_step(request) or waits_for_provider(request, whom))
            turned_away = _to_the_step(request) if owing else _turn_away(request, whom)
            if turned_away is None and (seconds := await request.app.state.limits.wait(request)):
                turned_away = await wait_a_moment(request, seconds)
            if turned_away is None and request.method == "GET" and isinstance(request.user, Person):
                for look in _lookers:
                    await look(request.user)
            return turned_away if turned_away is not None else await view(request)

        guarded.open_to = whom  # type: ignore[attr-defined]
        return guarded

    return guard


async def _come_in(request: Request) -> None:
    slug, person = request.path_params.get("council"), request.scope["signed_in"]
    if slug is None:
        if at_programme(request) and person is not None and person.council_id is not None:
            request.scope["user"] = None  # a council's people are nobody there
        return
    council = await Council.get_or_none(slug=slug) if is_a_name(slug) else None
    if council is None:
        raise HTTPException(404)
    request.scope["council"] = council
    if not (isinstance(person, Person) and person.council_id == council.id):
        request.scope["user"] = Visitor(council)


def _turn_away(request: Request, whom: tuple[Right | Who, ...]) -> Response | None:
    user: Any = request.user
    if EVERYONE in whom or (READERS in whom and user.reads_ideas):
        return None
    if not isinstance(user, Person):
        if request.scope["signed_in"] is not None:
            raise HTTPException(404)
        return _to_sign_in(request)
    if SIGNED_IN in whom or any(user.can(right) for right in whom):
        return None
    if request.method in {"GET", "HEAD"}:
        raise HTTPException(404)
    raise NotAllowed("That is for somebody else to do. Your own account can’t do it.")


def owes_a_step(request: Request) -> bool:
    """Whether whoever asks is of its staff here, and came in with one step where two are asked for."""
    person, council = request.scope.get("user"), request.scope.get("council")
    if not isinstance(person, Person) or (council is None and not at_programme(request)):
        return False
    return owes_it(person, council, request.app.state.settings)


def waits_for_provider(request: Request, whom: tuple[Right | Who, ...] = ()) -> bool:
    """Whether whoever asks has no role that is awake, or none that opens this, and has one that would."""
    person: Any = request.user
    if not isinstance(person, Person) or not person.asleep:
        return False
    rights = rights_of(person.asleep)
    return not person.roles or any(right in rights and not person.can(right) for right in whom)


def _to_the_step(request: Request) -> Response:
    return go(request, address(request, "people:second_step") + _back(request))


def _to_sign_in(request: Request) -> Response:
    if request.scope.get("council") is None and not at_programme(request):
        raise HTTPException(404)
    return go(request, address(request, "people:sign_in") + _back(request))


def _back(request: Request) -> str:
    return f"?next={quote(request.url.path)}" if request.method == "GET" else ""
