"""Putting one’s own nickname right."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people import correcting, nicknames
from saidanddone.people.doors import SIGNED_IN, open_to
from saidanddone.people.forms import NicknameForm


@open_to(SIGNED_IN)
async def form(request: Request) -> Response:
    return await _page(request, NicknameForm(data={"nickname": request.user.nickname}))


@open_to(SIGNED_IN)
async def rename(request: Request) -> Response:
    council, typed = request.scope["council"], await web.read(request, NicknameForm)
    nickname = typed.nickname.data = typed.the_nickname
    person, sure = request.user, [typed.keep.data, typed.other.data, request.user.nickname]
    if fault := await nicknames.fault_to_mend(
        council, nickname, young=person.is_young_person, sure=sure, of=person.id
    ):
        typed.refuse("nickname", fault)
        keep = nickname if fault == nicknames.LIKE_A_FULL_NAME else ""
        return await _page(request, typed, keep=keep, status=422)
    await correcting.rename(request.user, nickname, by=request.user, council=council)
    return web.back_to(request, "people:correct", notice=f"You are {nickname} now, on every page.")


async def _page(request: Request, typed: NicknameForm, *, keep: str = "", status: int = 200) -> Response:
    other = []
    if "nickname" in typed.problems:
        other = await nicknames.suggestions(request.scope["council"], typed.nickname.data or "")
    facts: dict[str, Any] = {"form": typed, "problems": typed.problems, "other": other, "keep": keep}
    return web.page(request, "people/correct.html", here="me", status=status, **facts)
