"""The board, and saying what should change: pages that show ideas as cards, with what came of them."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.front.cards import cards
from saidanddone.ideas.finding import (
    GROUPS,
    SORTS,
    board_of,
    found_for,
    how_many,
    ideas_like,
    page_of,
    plain,
    same_words_waiting,
    wanted,
)
from saidanddone.ideas.forms import ProposeForm
from saidanddone.ideas.models import Door, ShownAs
from saidanddone.ideas.proposing import propose as send
from saidanddone.ideas.views import reading_day, sent_words
from saidanddone.missions.models import Mission, missions_of
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.rights import Right
from saidanddone.web import back_to, page, read


@open_to(EVERYONE)
async def board(request: Request) -> Response:
    council = request.scope["council"]
    if not request.user.reads_ideas:
        return _to_sign_in(request)
    wishes = await wanted(council, request.query_params)
    found = found_for(request.user, wishes)
    ideas, after = await page_of(found, wishes)
    more = urlencode(wishes.query(after=after), doseq=True) if after else ""
    facts: dict[str, Any] = {
        "wishes": wishes,
        "cards": await cards(ideas, person=request.user, council=council),
        "total": await how_many(board_of(request.user)),
        "fitting": await how_many(found),
        "more": more,
        "groups": [(key, words) for key, (words, _) in GROUPS.items()],
        "sorts": list(SORTS.items()),
        "frameworks": _by_framework(await missions_of(council)),
    }
    return page(request, "ideas/board.html", block="found", here="ideas", **facts)


@open_to(Right.PROPOSE)
async def new(request: Request) -> Response:
    return await _writing(request, ProposeForm())


@open_to(Right.PROPOSE)
async def propose(request: Request) -> Response:
    form = await read(request, ProposeForm)
    if form.problems or form.look.data or (not form.is_draft and form.point_out()):
        return await _writing(request, form, status=422 if form.problems else 200)
    if sent := await same_words_waiting(request.user, form.what.data or "", form.why.data or ""):
        return back_to(request, "ideas:show", number=sent.number, notice="We have this already.")
    idea = await send(
        request.user,
        what=form.what.data or "",
        why=form.why.data or "",
        title=form.title.data or "",
        shown_as=ShownAs(form.shown_as.data or ""),
        door=Door(form.door.data or ""),
        quotable=form.quote.data == "yes",
        draft=form.is_draft,
    )
    return back_to(request, "ideas:show", number=idea.number, notice=sent_words(request, form.is_draft))


@open_to(Right.PROPOSE)
async def similar(request: Request) -> Response:
    params = request.query_params
    q = plain(params.get("q") or params.get("what") or "")
    like = await _like(request, q)
    if web.is_htmx(request):
        return page(request, "ideas/like.html", block="like", q=q, like=like)
    return page(request, "ideas/similar.html", q=q, like=like, here="ideas")


def _to_sign_in(request: Request) -> Response:
    if request.scope["signed_in"] is not None:
        raise HTTPException(404)
    council = request.scope["council"]
    return web.go(request, f"/{council.slug}/sign-in?next={quote(request.url.path)}")


def _by_framework(missions: list[Mission]) -> list[tuple[str, list[tuple[str, str]]]]:
    named = groupby(missions, key=lambda mission: mission.framework.name)
    return [(name, [(mission.ref, mission.label) for mission in some]) for name, some in named]


async def _writing(request: Request, form: ProposeForm, *, status: int = 200) -> Response:
    council = request.scope["council"]
    what = form.what.data or ""
    facts: dict[str, Any] = {
        "form": form,
        "problems": form.problems,
        "q": plain(what),
        "asked": bool(form.look.data),
        "like": await _like(request, plain(what)),
        "reads_on": council.reads_on,
        "reading_day": reading_day(request),
        "dock": False,
    }
    return page(request, "ideas/new.html", block="form", status=status, **facts)


async def _like(request: Request, words: str) -> list[Any]:
    ideas = await ideas_like(request.user, words)
    return await cards(ideas, person=request.user, council=request.scope["council"])
