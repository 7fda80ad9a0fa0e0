"""Paper votes on the site: slips and ballot papers to print, votes typed in one after another."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right
from saidanddone.rounds import slips
from saidanddone.rounds.forms import SLIPS_AT_ONCE, PaperForm, PrintForm, SlipsForm, TakeBackForm
from saidanddone.rounds.models import Round
from saidanddone.rounds.paper import lines_for
from saidanddone.rounds.views import ideas_chosen, round_asked_for
from saidanddone.rounds.voting import SpoiltBallot
from saidanddone.web import back_to, read, whole_number

COUNTED = "Counted. The next one, please."
TAKEN_BACK = "Taken back. You can type it in again."


@open_to(Right.RUN_ROUNDS)
async def show(request: Request) -> Response:
    return await _shown(request, await round_asked_for(request))


@open_to(Right.RUN_ROUNDS)
async def count(request: Request) -> Response:
    found, form = await round_asked_for(request), await read(request, PaperForm)
    ideas = await ideas_chosen(found, form)
    if form.problems:
        return await _shown(request, found, form=form, status=422)
    try:
        await slips.count_paper(found, by=request.user, slip=form.slip.data or "", ideas=ideas)
    except SpoiltBallot as why:
        form.refuse("slip" if isinstance(why, slips.WrongSlip) else "choice", str(why))
        return await _shown(request, found, form=form, status=422)
    otherwise = back_to(request, "rounds:paper", number=found.number, notice=COUNTED)
    return await _shown(request, found, otherwise=otherwise, saved_words=COUNTED)


@open_to(Right.RUN_ROUNDS)
async def take_back(request: Request) -> Response:
    found, form = await round_asked_for(request), await read(request, TakeBackForm)
    if not form.problems:
        try:
            await slips.take_back_paper(found, by=request.user, slip=form.slip.data or "")
        except slips.WrongSlip as why:
            form.refuse("slip", str(why))
    if form.problems:
        return await _shown(request, found, back_form=form, status=422)
    otherwise = back_to(request, "rounds:paper", number=found.number, notice=TAKEN_BACK)
    return await _shown(request, found, otherwise=otherwise, saved_words=TAKEN_BACK)


@open_to(Right.RUN_ROUNDS)
async def make(request: Request) -> Response:
    found, form = await round_asked_for(request), await read(request, SlipsForm)
    if form.problems:
        return await _shown(request, found, slips_form=form, status=422)
    first, last = await slips.make_slips(found, by=request.user, how_many=form.number)
    names = {"council": request.scope["council"].slug, "number": found.number}
    address = request.app.url_path_for("rounds:slips", **names)
    return web.go(request, f"{address}?{urlencode({'from': first, 'to': last})}")


@open_to(Right.RUN_ROUNDS)
async def sheets(request: Request) -> Response:
    """Which slips to print, and how. Only printing them shows their codes, and that is kept in history."""
    found, wanted = await round_asked_for(request), request.query_params
    first, last = _span(found, wanted.get("from", ""), wanted.get("to", ""))
    facts: dict[str, Any] = {"round": found, "first": first, "last": last}
    return web.page(request, "rounds/printing.html", here="vote", **facts)


@open_to(Right.RUN_ROUNDS)
async def print_slips(request: Request) -> Response:
    """Slips to cut out, or a ballot paper for each, as they are printed."""
    found, form = await round_asked_for(request), await read(request, PrintForm)
    first, last = _span(found, form.first.data or "", form.last.data or "")
    codes = await slips.print_slips(found, by=request.user, first=first, last=last)
    papers, large = form.kind.data in ("papers", "large"), form.kind.data == "large"
    return await _printed(request, found, codes, first=first, last=last, papers=papers, large=large)


@open_to(Right.RUN_ROUNDS)
async def ballot(request: Request) -> Response:
    """One ballot paper without a code, to copy."""
    return await _printed(request, await round_asked_for(request), [])


async def _printed(request: Request, found: Round, codes: list[str], **facts: Any) -> Response:
    shown = {
        "round": found,
        "lines": await lines_for(found, request.user),
        "codes": codes,
        "large": request.query_params.get("size") == "large",
        "papers": True,
        "first": 0,
        "last": 0,
    }
    return web.page(request, "rounds/sheets.html", here="vote", **{**shown, **facts})


async def _shown(
    request: Request,
    found: Round,
    *,
    form: PaperForm | None = None,
    back_form: TakeBackForm | None = None,
    slips_form: SlipsForm | None = None,
    saved_words: str = "",
    **answer: Any,
) -> Response:
    """The page for typing in. It never says how many came, nor what any of them picked."""
    facts: dict[str, Any] = {
        "round": found,
        "standing": found.standing,
        "lines": await lines_for(found, request.user),
        "form": form or PaperForm(),
        "back_form": back_form or TakeBackForm(),
        "slips_form": slips_form or SlipsForm(),
        "saved_words": saved_words,
    }
    return web.page(request, "rounds/paper.html", block="paper", here="vote", **facts, **answer)


def _span(found: Round, first: str, last: str) -> tuple[int, int]:
    """The first and the last slip that are asked for, not more of them than are printed at once."""
    start = max(_number(first, 1), 1)
    return start, min(_number(last, found.slips), found.slips, start + SLIPS_AT_ONCE - 1)


def _number(typed: str, otherwise: int) -> int:
    number = whole_number(typed, 5)
    return otherwise if number is None else number
