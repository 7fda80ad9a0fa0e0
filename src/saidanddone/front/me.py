"""My own page: what I have done. It has no address for anybody else's: it is always the reader's own."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from wtforms import StringField

from saidanddone import web
from saidanddone.front import record_files
from saidanddone.front.record import Record, record_of
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right
from saidanddone.plan.help_models import Help
from saidanddone.plan.omitting import leave_out, put_back

BOM = "\ufeff"  # without it a spreadsheet takes “£” for two other signs


class LineForm(web.Form):
    line = StringField(default="")


async def _mine(request: Request) -> Record:
    return await record_of(request.user, request.scope["council"])


def _choices(request: Request) -> tuple[bool, bool]:
    """(say that it had to do with care, show vouchers), as chosen for a download."""
    return request.query_params.get("care") != "out", request.query_params.get("vouchers") == "in"


@open_to(Right.OFFER_HELP)
async def show(request: Request) -> Response:
    return web.page(request, "front/me.html", here="me", record=await _mine(request), saved_words="")


@open_to(Right.OFFER_HELP)
async def to_print(request: Request) -> Response:
    care, vouchers = _choices(request)
    shown = (await _mine(request)).shown()
    return web.page(
        request,
        "front/record.html",
        record=shown,
        lines=[
            (line, record_files.said(line, care=care), record_files.confirmed(line, care=care))
            for line in shown.helps
        ],
        ideas=[(line, record_files.said(line, care=care)) for line in shown.ideas],
        work_with=record_files.work_with(shown, care=care),
        vouchers=vouchers,
        dock=False,
    )


@open_to(Right.OFFER_HELP)
async def as_text(request: Request) -> Response:
    care, vouchers = _choices(request)
    text = record_files.as_text(await _mine(request), care=care, vouchers=vouchers)
    return _file(text, "text/plain", "record.txt")


@open_to(Right.OFFER_HELP)
async def as_table(request: Request) -> Response:
    care, vouchers = _choices(request)
    table = record_files.as_table(await _mine(request), care=care, vouchers=vouchers)
    return _file(BOM + table, "text/csv", "record.csv")


def _file(text: str, kind: str, name: str) -> Response:
    saved_as = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type=kind, headers=saved_as)


@open_to(Right.OFFER_HELP)
async def omit(request: Request) -> Response:
    await leave_out(await _line_asked_for(request), by=request.user)
    return await _again(request, "Left out of downloads. It still stands here.")


@open_to(Right.OFFER_HELP)
async def undo_omission(request: Request) -> Response:
    await put_back(await _line_asked_for(request), by=request.user)
    return await _again(request, "Put back. Downloads hold it again.")


async def _again(request: Request, words: str) -> Response:
    return web.page(
        request,
        "front/me.html",
        block="lines",
        otherwise=web.back_to(request, "front:me", notice=words),
        record=await _mine(request),
        saved_words="",  # the line itself says it, and the keyboard stays on its button
    )


async def _line_asked_for(request: Request) -> Help | Idea:
    """The thing that a line of the reader's own record tells of; of others there is no trace."""
    form = await web.read(request, LineForm)
    kind, _, typed = (form.line.data or "").partition("-")
    id_ = web.whole_number(typed)
    found: Help | Idea | None = None
    if id_ is not None:
        if kind == "help":
            theirs = Help.filter(council_id=request.user.council_id, attendance__person_id=request.user.id)
            found = await theirs.filter(id=id_).first()
        elif kind == "idea":
            found = await ideas_seen_by(request.user).get_or_none(id=id_, author_id=request.user.id)
    if found is None:
        raise HTTPException(404)
    return found
