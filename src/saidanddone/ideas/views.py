"""What young people do with an idea that is there."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import spelling
from saidanddone.councils.models import Council
from saidanddone.ideas import appealing, commenting, quoting, supporting, withdrawing, wording
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.forms import AppealForm, CommentForm, WordingForm
from saidanddone.ideas.models import Idea, StageMove, Wording, ideas_seen_by
from saidanddone.ideas.returning import return_if_due
from saidanddone.people.doors import open_to
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
    notice = f"Sent. A worker reads it by {reading_day(request)}, and then others can."
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
async def withdraw_quote(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await quoting.withdraw_quote(idea, by=request.user)
    return back_to(request, "ideas:show", number=idea.number, notice="We will not quote it any more.")


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
    return back_to(request, "ideas:show", number=idea.number, notice=sent_words(request, form.is_draft))


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


def reading_day(request: Request) -> str:
    council: Council = request.scope["council"]
    words: str = spelling.week_day(council.next_reading())
    return words


def sent_words(request: Request, draft: bool) -> str:
    if draft:
        return "Kept. Only you can see it. Send it when you are ready."
    return f"Sent. A worker reads it by {reading_day(request)}. Nobody else sees it before that."


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
        "reading_day": reading_day(request),
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
