"""The one page that an outside owner's link opens, and reading what came by it. GET changes nothing."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.rights import Right
from saidanddone.plan import outside
from saidanddone.plan.action_page import RATINGS
from saidanddone.plan.action_views import action_asked_for, show_action
from saidanddone.plan.desk import after_reading
from saidanddone.plan.forms import OwnerWordsForm
from saidanddone.plan.mistakes import Mistake
from saidanddone.plan.outside_models import OwnerLink, OwnerWords
from saidanddone.plan.shown import promises_of


@open_to(EVERYONE)
async def show(request: Request) -> Response:
    link = await _opened(request)
    return _opens_nothing(request) if link is None else await _owners_page(request, link, OwnerWordsForm())


@open_to(EVERYONE)
async def say(request: Request) -> Response:
    link, form = await _opened(request), await web.read(request, OwnerWordsForm)
    if link is None:
        return _opens_nothing(request)
    if not form.problems:
        try:
            await outside.say(link, **form.words)
        except Mistake as mistake:
            for one in mistake.all:
                form.refuse(one.field, str(one))
        except outside.LinkEnded:
            return _opens_nothing(request)
    if form.problems:
        return await _owners_page(request, link, form, status=422)
    token, words = request.path_params["token"], "Sent. The team reads it first. Then everyone can."
    otherwise = web.back_to(request, "plan:owner", token=token, notice=words)
    return await _owners_page(request, link, OwnerWordsForm(), otherwise=otherwise, saved_words=words)


@open_to(Right.KEEP_PLAN)
async def make_link(request: Request) -> Response:
    """The link can't be looked up later, so the action's page with it is the answer itself."""
    action, council = await action_asked_for(request), request.scope["council"]
    _, token = await outside.make_link(action, by=request.user)
    path = str(request.app.url_path_for("plan:owner", council=council.slug, token=token))
    address = request.app.state.settings.origin + path
    return await show_action(request, action, block="owner_link", link_address=address)


@open_to(Right.KEEP_PLAN)
async def end_link(request: Request) -> Response:
    action = await action_asked_for(request)
    link = await OwnerLink.get_or_none(action_id=action.id, id=request.path_params["id"])
    if link is None:
        raise HTTPException(404)
    await outside.end_link(link, by=request.user)
    words = "Ended. The link opens nothing now."
    otherwise = web.back_to(request, "plan:action", number=action.number, notice=words)
    return await show_action(request, action, block="owner_link", otherwise=otherwise, saved_words=words)


@open_to(Right.UPDATE_ACTIONS)
async def accept(request: Request) -> Response:
    words = await _words_to_read(request)
    await outside.accept(words, by=request.user)
    return await after_reading(request, "It is in the plan. Everyone can read it.")


@open_to(Right.UPDATE_ACTIONS)
async def leave_out(request: Request) -> Response:
    words = await _words_to_read(request)
    await outside.leave_out(words, by=request.user)
    return await after_reading(request, "Left out. Nobody else can read it.")


async def _opened(request: Request) -> OwnerLink | None:
    try:
        return await outside.open_link(request.scope["council"], request.path_params["token"])
    except outside.LinkEnded:
        return None


def _opens_nothing(request: Request) -> Response:
    """One page for ended, old, mistyped and another council's: it says whom to ask, and of no promise."""
    return web.page(request, "plan/no_owner_link.html", status=404, here="plan")


async def _words_to_read(request: Request) -> OwnerWords:
    action = await action_asked_for(request)
    found = await OwnerWords.get_or_none(action_id=action.id, id=request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    return found


async def _owners_page(
    request: Request,
    link: OwnerLink,
    form: OwnerWordsForm,
    *,
    status: int = 200,
    otherwise: Response | None = None,
    saved_words: str = "",
) -> Response:
    council = request.scope["council"]
    facts: dict[str, Any] = {
        "action": link.action,
        "promise": (await promises_of(council, [link.action]))[0],
        "link": link,
        "waiting": await OwnerWords.filter(link_id=link.id, read_at=None).order_by("id"),
        "token": request.path_params["token"],
        "form": form,
        "ratings": RATINGS,
        "saved_words": saved_words,
    }
    return web.page(
        request, "plan/owner.html", block="owner", status=status, otherwise=otherwise, dock=False, **facts
    )
