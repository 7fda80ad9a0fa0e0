"""Joining with a code. Opening it changes nothing; the button lets you in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.councils.models import Council
from saidanddone.how_often import WRONG_CODES
from saidanddone.limiting import address_of
from saidanddone.people import joining, nicknames, sessions
from saidanddone.people.come_back_cards import ComeBackCard, open_card
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.forms import SHARED, CodeForm, JoinForm, StaffJoinForm
from saidanddone.people.inviting import in_groups, invitation_of, is_open, plain_code
from saidanddone.people.models import Invitation, Person, Proof
from saidanddone.people.rights import Right, Role, rights_of

NOTHING = (
    "This code opens nothing here. Look at your card, letter by letter. If it is used or too old, "
    "ask for a new one. After many wrong tries, wait a minute first."
)
USED = "This card was used to join. Use your come-back card, or meet your worker."

T = TypeVar("T")


@open_to(EVERYONE)
async def code(request: Request) -> Response:
    return web.page(request, "people/code.html", form=CodeForm(), problems={}, here="sign-in")


@open_to(EVERYONE)
async def type_code(request: Request) -> Response:
    """The code of either card: the one somebody joins with, and the one they come back with."""
    form = await web.read(request, CodeForm)
    typed = in_groups(plain_code(form.code.data or ""))
    found = await look_up(request, typed, _either) if not form.problems else None
    if found is None or _is_used(found):
        if not form.problems:
            form.refuse("code", NOTHING if found is None else USED)
        return web.page(
            request, "people/code.html", status=422, form=form, problems=form.problems, here="sign-in"
        )
    opens = "people:card" if isinstance(found, ComeBackCard) else "people:join"
    return web.back_to(request, opens, code=typed)


@open_to(EVERYONE)
async def join(request: Request) -> Response:
    found = await _opened(request, request.path_params["code"])
    if found is None or _is_used(found):
        return _no_such_code(request, used=found is not None)
    return _asking(request, found, _form_for(found)())


@open_to(EVERYONE)
async def come_in(request: Request) -> Response:
    council, typed = request.scope["council"], request.path_params["code"]
    found = await _opened(request, typed)
    if found is None or _is_used(found):
        return _no_such_code(request, used=found is not None)
    form = await web.read(request, _form_for(found))
    nickname = form.nickname.data = form.the_nickname
    young = found.role is Role.YOUNG_PERSON
    if fault := await nicknames.fault_to_mend(
        council, nickname, young=young, sure=[form.keep.data, form.other.data]
    ):
        form.refuse("nickname", fault)
    if form.problems:
        return await _mend(request, found, form, nickname)
    title = form.job_title.data or "" if isinstance(form, StaffJoinForm) else ""
    try:
        person = await joining.join(council, typed, nickname=nickname, job_title=title)
    except joining.NoSuchCode:
        return _no_such_code(request)
    except joining.Taken:
        form.refuse("nickname", "Somebody has just taken that name. Pick another.")
        return await _mend(request, found, form, nickname)
    answer = web.go(request, _first_page(request, person), notice=f"You are in, {nickname}. Welcome.")
    return await sessions.sign_in(
        request, answer, person, shared=form.device.data == SHARED, proof=Proof.INVITATION
    )


def _first_page(request: Request, person: Person) -> str:
    """Where somebody new begins: young people with a way to come back, admins with what is to be set up."""
    name = "front:settings" if person.can(Right.RUN_COUNCIL) else "front:home"
    alone = person.is_young_person and not person.is_staff
    path = request.app.url_path_for(
        "people:my_card" if alone else name, council=request.scope["council"].slug
    )
    return f"{path}?new=yes" if alone else str(path)


async def look_up(
    request: Request, typed: str, find: Callable[[Council, str], Awaitable[T | None]]
) -> T | None:
    """What a code opens here now. From where too many were wrong lately, a right one must wait as well."""
    limits, address = request.app.state.limits, address_of(request)
    if await limits.is_reached(WRONG_CODES, address):
        return None
    found = await find(request.scope["council"], typed)
    if found is None:
        await limits.count(WRONG_CODES, address)
    return found


async def _opened(request: Request, typed: str) -> Invitation | None:
    return await look_up(request, typed, invitation_of)


async def _either(council: Council, typed: str) -> Invitation | ComeBackCard | None:
    return await open_card(council, typed) or await invitation_of(council, typed)


def _is_used(found: object) -> bool:
    """Whether it is a joining card that lets nobody in any more, of which only its bearer is told that."""
    return isinstance(found, Invitation) and not is_open(found)


def _no_such_code(request: Request, *, used: bool = False) -> Response:
    return web.page(request, "people/no_code.html", status=404, here="sign-in", used=used)


def _form_for(found: Invitation) -> type[JoinForm]:
    return JoinForm if found.role is Role.YOUNG_PERSON else StaffJoinForm


async def _mend(request: Request, found: Invitation, form: JoinForm, nickname: str) -> Response:
    other = (
        await nicknames.suggestions(request.scope["council"], nickname) if "nickname" in form.problems else []
    )
    full = nicknames.looks_like_a_full_name(nickname) and found.role is Role.YOUNG_PERSON
    may_keep = full and not await nicknames.fault_of(request.scope["council"], nickname)
    return _asking(request, found, form, status=422, other=other, keep=nickname if may_keep else "")


def _asking(
    request: Request, found: Invitation, form: JoinForm, *, status: int = 200, **more: Any
) -> Response:
    facts: dict[str, Any] = {
        "form": form,
        "problems": form.problems,
        "code": in_groups(plain_code(request.path_params["code"])),
        "new_voice": found.role is Role.YOUNG_PERSON,
        "role": found.role,
        "may": rights_of([found.role]),
        "other": [],
        "keep": "",
        "here": "sign-in",
        **more,
    }
    return web.page(request, "people/join.html", status=status, **facts)
