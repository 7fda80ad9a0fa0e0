"""Writing an idea down for a young person who is there: it is theirs, and they see who wrote it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.ideas.forms import EntryForm
from saidanddone.ideas.models import Door, ShownAs
from saidanddone.ideas.proposing import enter, entered_before
from saidanddone.people.doors import open_to
from saidanddone.people.nicknames import young_person_called
from saidanddone.people.rights import Right

NOBODY = "No young person here has that nickname. Ask how it is written, or hand them an invitation."


@open_to(Right.ENTER_IDEAS)
async def new(request: Request) -> Response:
    return _writing(request, EntryForm())


@open_to(Right.ENTER_IDEAS)
async def create(request: Request) -> Response:
    form = await web.read(request, EntryForm)
    author = await young_person_called(request.scope["council"].id, form.nickname.data or "")
    if author is None and "nickname" not in form.problems:
        form.refuse("nickname", NOBODY)
    if author is None or form.problems or form.point_out():
        return _writing(request, form, status=422)
    what, why = form.what.data or "", form.why.data or ""
    idea = await entered_before(author, request.user, what, why) or await enter(
        author,
        by=request.user,
        what=what,
        why=why,
        shown_as=ShownAs(form.shown_as.data or ""),
        door=Door(form.door.data or ""),
        quotable=form.quote.data == "yes",
    )
    told = f"Sent as idea {idea.number}. {author.nickname} sees it on their own page, and can take it back."
    return web.back_to(request, "ideas:entry", notice=told)


def _writing(request: Request, form: EntryForm, *, status: int = 200) -> Response:
    facts: dict[str, Any] = {"form": form, "problems": form.problems}
    return web.page(request, "ideas/entry.html", block="form", status=status, here="moderation", **facts)
