"""The council's own wording of reasons."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired

from saidanddone import web
from saidanddone.moderation import wordings
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right


class WhichForm(web.Form):
    kind = StringField(validators=[AnyOf([*wordings.SHIPPED], message="Pick a sentence from the page.")])
    code = StringField()


class WordsForm(WhichForm):
    text = StringField(
        validators=[
            InputRequired("Write the sentence. To go back to ours, use “Say it as it was”."),
            web.shorter_than(wordings.AT_MOST),
        ]
    )


@open_to(Right.RUN_COUNCIL)
async def index(request: Request) -> Response:
    return await _index(request)


@open_to(Right.RUN_COUNCIL)
async def say_it(request: Request) -> Response:
    council, form = request.scope["council"], await web.read(request, WordsForm)
    if form.problems:
        return await _index(request, form, status=422)
    kind, code, text = form.kind.data or "", form.code.data or "", form.text.data or ""
    await wordings.say_it(council, by=request.user, kind=kind, code=code, text=text)
    return web.back_to(
        request, "moderation:words", notice="Said your way from now on. What was told before stays."
    )


@open_to(Right.RUN_COUNCIL)
async def put_back(request: Request) -> Response:
    council, form = request.scope["council"], await web.read(request, WhichForm)
    if form.problems:
        return await _index(request, form, status=422)
    await wordings.put_back(council, by=request.user, kind=form.kind.data or "", code=form.code.data or "")
    return web.back_to(request, "moderation:words", notice="It is said as it was.")


async def _index(request: Request, form: Any = None, *, status: int = 200) -> Response:
    facts: dict[str, Any] = {
        "kinds": await wordings.all_sentences(request.scope["council"]),
        "headings": wordings.HEADINGS,
        "most": wordings.AT_MOST,
        "form": form,
        "problems": form.problems if form else {},
        "at": f"{form.kind.data}-{form.code.data}" if form else "",
    }
    return web.page(request, "moderation/words.html", here="settings", status=status, **facts)
