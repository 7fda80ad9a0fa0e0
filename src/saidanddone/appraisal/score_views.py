"""Scoring: one way at a time, and then how sure one is of each."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tortoise.queryset import QuerySet

from saidanddone import web
from saidanddone.appraisal import scoring
from saidanddone.appraisal.criteria import SCALE, STARTS, SURE, plain_of
from saidanddone.appraisal.forms import ScoreForm, SureForm, number_in
from saidanddone.appraisal.models import Appraisal, Confidence, Criterion, Score, Way, agreement_of, ways_of
from saidanddone.appraisal.views import appraisal_asked_for, to_ways
from saidanddone.ideas.models import Idea
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right

PICK = "pick a number from 0 to 5."
PICK_SURE = "pick how sure you are."


@open_to(Right.SCORE)
async def form(request: Request) -> Response:
    """The way that was asked for, else the first that this person has not scored."""
    idea, appraisal = await appraisal_asked_for(request)
    await scoring.check_may_score(appraisal, request.user)
    ways, mine = await ways_of(appraisal), await _mine(appraisal, request)
    wanted = number_in(request.query_params.get("way"), 1, len(ways))
    way = next((one for one in ways if one.number == wanted), None) or _first_open(ways, mine)
    sheet = ScoreForm()
    criteria = await _criteria(appraisal)
    for row, criterion in enumerate(criteria, start=1):
        if before := mine.get((way.id, criterion.id)):
            sheet[f"score_{row}"].data, sheet[f"reason_{row}"].data = str(before.value), before.reason
    if said := await _sure_of(appraisal, request, way_id=way.id).first():
        sheet["sure"].data = str(said.value)
    return _sheet(request, idea, ways, criteria, way, sheet, mine)


@open_to(Right.SCORE)
async def score(request: Request) -> Response:
    """Keep one way's scores, and go on to the next that is open."""
    idea, appraisal = await appraisal_asked_for(request)
    await scoring.check_may_score(appraisal, request.user)
    sent = await web.read(request, ScoreForm)
    ways, criteria = await ways_of(appraisal), await _criteria(appraisal)
    way = next((one for one in ways if str(one.number) == sent.way.data), None)
    given = {row: number_in(sent.said("score", row), 0, 5) for row in range(1, len(criteria) + 1)}
    own, sure = _own_row(request, criteria), number_in(sent.sure.data, 1, 5)
    for row in (row for row, value in given.items() if value is None):
        if not own or row == own or sent.said("score", row) or sent.said("reason", row):
            words = plain_of(criteria[row - 1].name) if own else criteria[row - 1].name
            sent.refuse(f"score_{row}", f"{words}: {PICK}")
    if sure is None and sent.sure.data:
        sent.refuse("sure", PICK_SURE.capitalize())
    if sent.problems or way is None:
        mine = await _mine(appraisal, request)
        return _sheet(request, idea, ways, criteria, way or ways[0], sent, mine, status=422)
    kept = {
        criteria[row - 1].id: (value, sent.said("reason", row))
        for row, value in given.items()
        if value is not None
    }
    await scoring.score(appraisal, by=request.user, way=way, given=kept, sure=sure)
    return await _onwards(request, idea, appraisal, ways, way)


async def _onwards(
    request: Request, idea: Idea, appraisal: Appraisal, ways: list[Way], scored: Way
) -> Response:
    mine = await _mine(appraisal, request)
    saved = f"Saved: “{scored.name}”."
    if any(not _has_scored(way, mine) for way in ways):
        return web.back_to(
            request,
            "appraisal:score_form",
            number=idea.number,
            notice=f"{saved} Here is the next.",
            inside=True,
        )
    if await _sure_of(appraisal, request).count() < len(ways):
        return web.back_to(request, "appraisal:sure_form", number=idea.number, notice=saved)
    return to_ways(request, idea, f"{saved} You have scored every way.")


@open_to(Right.SCORE)
async def sure_form(request: Request) -> Response:
    idea, appraisal = await appraisal_asked_for(request)
    await scoring.check_may_score(appraisal, request.user)
    ways, sent = await ways_of(appraisal), SureForm()
    values = {one.way_id: one.value for one in await _sure_of(appraisal, request)}
    for way in ways:
        sent[f"sure_{way.number}"].data = str(values.get(way.id, ""))
    return _sure(request, idea, ways, sent)


@open_to(Right.SCORE)
async def be_sure(request: Request) -> Response:
    idea, appraisal = await appraisal_asked_for(request)
    await scoring.check_may_score(appraisal, request.user)
    ways, sent = await ways_of(appraisal), await web.read(request, SureForm)
    sure = {way: number_in(sent.said("sure", way.number), 1, 5) for way in ways}
    for way in (way for way, value in sure.items() if value is None):
        sent.refuse(f"sure_{way.number}", f"{way.name}: {PICK_SURE}")
    if sent.problems:
        return _sure(request, idea, ways, sent, status=422)
    kept = {way.id: value or 0 for way, value in sure.items()}
    await scoring.be_sure(appraisal, by=request.user, sure=kept)
    return to_ways(
        request, idea, "Thank you. What you gave is kept. You can change it until the scoring ends."
    )


def _sure(request: Request, idea: Idea, ways: list[Way], sent: SureForm, *, status: int = 200) -> Response:
    facts: dict[str, Any] = {"idea": idea, "ways": ways, "form": sent, "scale": SURE, "here": "ideas"}
    return web.page(request, "appraisal/sure.html", block="sheet", status=status, dock=False, **facts)


def _sheet(
    request: Request,
    idea: Idea,
    ways: list[Way],
    criteria: list[Criterion],
    way: Way,
    sent: ScoreForm,
    mine: dict[tuple[int, int], Score],
    *,
    status: int = 200,
) -> Response:
    facts: dict[str, Any] = {
        "idea": idea,
        "ways": ways,
        "way": way,
        "scored": {one.id for one in ways if _has_scored(one, mine)},
        "criteria": criteria,
        "form": sent,
        "own": _own_row(request, criteria),
        "scale": SCALE,
        "sure_scale": SURE,
        "inside": web.is_htmx(request),
        "here": "ideas",
        "dock": False,
    }
    return web.page(request, "appraisal/scores.html", block="sheet", status=status, **facts)


async def _criteria(appraisal: Appraisal) -> list[Criterion]:
    agreement = await agreement_of(appraisal)
    return agreement.criteria if agreement else []


async def _mine(appraisal: Appraisal, request: Request) -> dict[tuple[int, int], Score]:
    """This person's own scores as they stand."""
    rows = Score.filter(appraisal_id=appraisal.id, person_id=request.user.id, replaced_at=None)
    return {(row.way_id, row.criterion_id): row for row in await rows}


def _own_row(request: Request, criteria: list[Criterion]) -> int:
    """The row of the one thing that a young person is asked; none for staff, who are asked all."""
    if not request.user.is_young_person:
        return 0
    return next((row for row, one in enumerate(criteria, 1) if one.name == STARTS[0].name), 1)


def _sure_of(appraisal: Appraisal, request: Request, **of: int) -> QuerySet[Confidence]:
    """How sure this person said they are, as it stands."""
    mine = {"appraisal_id": appraisal.id, "person_id": request.user.id}
    return Confidence.filter(replaced_at=None, **mine, **of)


def _has_scored(way: Way, mine: dict[tuple[int, int], Score]) -> bool:
    return any(scored == way.id for scored, _ in mine)


def _first_open(ways: list[Way], mine: dict[tuple[int, int], Score]) -> Way:
    return next((way for way in ways if not _has_scored(way, mine)), ways[0])
