"""Joining with a code. Opening it changes nothing; the button lets you in."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.limiting import WRONG_CODES, address_of
from saidanddone.people import joining, nicknames, sessions
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.forms import CodeForm, JoinForm, StaffJoinForm
from saidanddone.people.inviting import in_groups, open_invitation, plain_code
from saidanddone.people.models import Invitation, Proof
from saidanddone.people.rights import Right, Role, rights_of

NOTHING = (
    "This code opens nothing here. Look at your card, letter by letter. If it is used or too old, "
    "ask for a new one. After five wrong tries, wait a minute first."
)


@open_to(EVERYONE)
async def code(request: Request) -> Response:
    return web.page(request, "people/code.html", form=CodeForm(), problems={}, here="sign-in")


@open_to(EVERYONE)
async def type_code(request: Request) -> Response:
    form = await web.read(request, CodeForm)
    if not form.problems and await _opened(request, form.code.data or "") is None:
        form.refuse("code", NOTHING)
    if form.problems:
        return web.page(
            request, "people/code.html", status=422, form=form, problems=form.problems, here="sign-in"
        )
    return web.back_to(request, "people:join", code=in_groups(plain_code(form.code.data or "")))


@open_to(EVERYONE)
async def join(request: Request) -> Response:
    found = await _opened(request, request.path_params["code"])
    return _no_such_code(request) if found is None else _asking(request, found, _form_for(found)())


@open_to(EVERYONE)
async def come_in(request: Request) -> Response:
    council, typed = request.scope["council"], request.path_params["code"]
    found = await _opened(request, typed)
    if found is None:
        return _no_such_code(request)
    form = await web.read(request, _form_for(found))
    nickname = " ".join((form.nickname.data or "").split())
    if fault := await nicknames.fault_of(council, nickname):
        form.refuse("nickname", fault)
    elif (
        found.role is Role.YOUNG_PERSON
        and form.keep.data != nickname
        and nicknames.looks_like_a_full_name(nickname)
    ):
        form.refuse(
            "nickname", "That looks like a full name. Others will see it. Is there one you like better?"
        )
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
    start = "front:settings" if person.can(Right.RUN_COUNCIL) else "front:home"
    answer = web.back_to(request, start, notice=f"You are in, {nickname}. Welcome.")
    return await sessions.sign_in(
        request, answer, person, shared=form.device.data == "shared", proof=Proof.INVITATION
    )


async def _opened(request: Request, typed: str) -> Invitation | None:
    """The invitation a code opens here now. Whoever was wrong too often must wait, even with a right code."""
    limits, address = request.app.state.limits, address_of(request)
    found = await open_invitation(request.scope["council"], typed)
    if await limits.is_reached(WRONG_CODES, address):
        return None
    if found is None:
        await limits.count(WRONG_CODES, address)
    return found


def _no_such_code(request: Request) -> Response:
    return web.page(request, "people/no_code.html", status=404, here="sign-in")


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
