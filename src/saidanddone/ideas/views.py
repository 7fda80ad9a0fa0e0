"""The board, saying what should change, and what young people do with an idea."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.councils.models import Council
from saidanddone.ideas import appealing, commenting, supporting, withdrawing, wording
from saidanddone.ideas.cards import cards
from saidanddone.ideas.finding import (
    GROUPS,
    SORTS,
    board_of,
    found_for,
    how_many,
    ideas_like,
    page_of,
    plain,
    wanted,
)
from saidanddone.ideas.forms import AppealForm, CommentForm, ProposeForm, WordingForm
from saidanddone.ideas.models import Comment, Door, Idea, ShownAs, StageMove, Wording, ideas_seen_by
from saidanddone.ideas.models import propose as send
from saidanddone.ideas.returning import return_if_due
from saidanddone.missions.models import Mission, missions_of
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.rights import Right
from saidanddone.rules import Refused
from saidanddone.web import back_to, page, read

MENDED = "Mended. Both wordings are kept. Read it once more."


async def idea_asked_for(request: Request) -> Idea:
    """The idea of this address, if this person may see it; a “not now” whose day has come is open again."""
    seen = ideas_seen_by(request.user)
    idea = await seen.get_or_none(number=request.path_params["number"])
    if idea is None:
        raise HTTPException(404)
    return await return_if_due(idea) if request.method == "POST" else idea


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
    return back_to(request, "ideas:show", number=idea.number, notice=_sent(request, form.is_draft))


@open_to(Right.PROPOSE)
async def similar(request: Request) -> Response:
    params = request.query_params
    q = plain(params.get("q") or params.get("what") or "")
    like = await _like(request, q)
    if web.is_htmx(request):
        return page(request, "ideas/like.html", block="like", q=q, like=like)
    return page(request, "ideas/similar.html", q=q, like=like, here="ideas")


@open_to(Right.SUPPORT)
async def support(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await supporting.support(idea, by=request.user)
    return _support_block(request, idea, supported=True)


@open_to(Right.SUPPORT)
async def withdraw_support(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await supporting.withdraw_support(idea, by=request.user)
    return _support_block(request, idea, supported=False)


@open_to(Right.COMMENT)
async def comment(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await read(request, CommentForm)
    if form.problems or form.point_out():
        facts: dict[str, Any] = {"idea": idea, "comment_form": form, "appeal_form": None}
        return page(request, "ideas/words.html", block="comment", status=422, **facts)
    await commenting.comment(idea, by=request.user, text=form.text.data or "")
    notice = f"Sent. A worker reads it by {_reading_day(request)}, and then others can."
    return back_to(request, "ideas:show", number=idea.number, notice=notice)


@open_to(Right.COMMENT)
async def withdraw_comment(request: Request) -> Response:
    idea = await idea_asked_for(request)
    own = Comment.filter(idea_id=idea.id, author_id=request.user.id)
    said = await own.get_or_none(id=request.path_params["id"])
    if said is None:
        raise HTTPException(404)
    await commenting.withdraw_comment(said, by=request.user)
    return back_to(request, "ideas:show", number=idea.number, notice="Your words are taken back.")


@open_to(Right.PROPOSE)
async def withdraw(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await withdrawing.withdraw(idea, by=request.user)
    return back_to(request, "ideas:show", number=idea.number, notice="Taken back. Only you can see it now.")


@open_to(Right.PROPOSE)
async def remove_name(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await withdrawing.remove_name(idea, by=request.user)
    return back_to(request, "ideas:show", number=idea.number, notice="Your name is off it.")


@open_to(Right.PROPOSE)
async def wordings(request: Request) -> Response:
    idea = await _idea_with_wordings(request)
    return await _wordings_page(request, idea, WordingForm(data={"what": idea.what, "why": idea.why}))


@open_to(Right.PROPOSE)
async def reword(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await read(request, WordingForm)
    wording.may_be_reworded(idea, request.user)
    own = idea.is_by(request.user)
    if form.problems or (own and not form.is_draft and form.point_out()):
        return await _wordings_page(request, idea, form, status=422)
    why = (form.why.data or "") if form.why.raw_data else idea.why
    await wording.reword(idea, by=request.user, what=form.what.data or "", why=why, send=not form.is_draft)
    if not own:
        return back_to(request, "moderation:queue", notice=MENDED)
    return back_to(request, "ideas:show", number=idea.number, notice=_sent(request, form.is_draft))


@open_to(Right.PROPOSE)
async def appeal(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await read(request, AppealForm)
    if idea.is_by(request.user) and (form.problems or form.point_out()):
        facts: dict[str, Any] = {"idea": idea, "appeal_form": form, "comment_form": None}
        return page(request, "ideas/words.html", block="appeal", status=422, **facts)
    await appealing.appeal(idea, by=request.user, text=form.text.data or "")
    notice = "Sent. Somebody else than before reads your idea again."
    return back_to(request, "ideas:show", number=idea.number, notice=notice)


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
        "reading_day": _reading_day(request),
        "dock": False,
    }
    return page(request, "ideas/new.html", block="form", status=status, **facts)


async def _like(request: Request, words: str) -> list[Any]:
    ideas = await ideas_like(request.user, words)
    return await cards(ideas, person=request.user, council=request.scope["council"])


def _reading_day(request: Request) -> str:
    council: Council = request.scope["council"]
    words: str = web.week_day(council.next_reading())
    return words


def _sent(request: Request, draft: bool) -> str:
    if draft:
        return "Kept. Only you can see it. Send it when you are ready."
    return f"Sent. A worker reads it by {_reading_day(request)}. Nobody else sees it before that."


def _support_block(request: Request, idea: Idea, *, supported: bool) -> Response:
    facts: dict[str, Any] = {"idea": idea, "supported": supported, "can_support": True}
    notice = "You said me too. It counts." if supported else "Your “me too” is taken back."
    home = back_to(request, "ideas:show", number=idea.number, notice=notice)
    return page(request, "ideas/support.html", block="support", otherwise=home, **facts)


async def _idea_with_wordings(request: Request) -> Idea:
    """Old wordings may hold what was taken out for safety, so only the author and the readers see them."""
    idea = await idea_asked_for(request)
    if not (idea.is_by(request.user) or request.user.can(Right.CHECK_IDEAS)):
        raise HTTPException(404)
    return idea


async def _wordings_page(request: Request, idea: Idea, form: WordingForm, *, status: int = 200) -> Response:
    said_back = StageMove.filter(idea_id=idea.id, name="return").order_by("-at", "-id")
    facts: dict[str, Any] = {
        "idea": idea,
        "form": form,
        "problems": form.problems,
        "wordings": await Wording.filter(idea_id=idea.id).order_by("-number").select_related("by"),
        "said_back": await said_back.first(),
        "reading_day": _reading_day(request),
        "may_write": _may_write(idea, request.user),
        "dock": False,
    }
    return page(request, "ideas/wordings.html", block="form", status=status, **facts)


def _may_write(idea: Idea, person: Any) -> bool:
    try:
        wording.may_be_reworded(idea, person)
    except Refused:
        return False
    return True
