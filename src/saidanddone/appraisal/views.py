"""Ways to do an idea: the open page, writing them, agreeing the weights, starting and ending the scoring."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.appraisal import scoring, writing
from saidanddone.appraisal.criteria import ALL, AS_NOW, MOST_CRITERIA, MOST_WAYS, SCALE, STARTS, SURE
from saidanddone.appraisal.forms import WaysForm, WeightsForm
from saidanddone.appraisal.models import Appraisal, Score, agreement_of, ways_of
from saidanddone.appraisal.reasons import is_kept_safe, publish_reason, refuse_reason, unread_reasons
from saidanddone.appraisal.showing import may_do, shown_to
from saidanddone.appraisal.writing import Written
from saidanddone.ideas.deciding import may_be_decided
from saidanddone.ideas.forms import PublishWords
from saidanddone.ideas.models import Idea
from saidanddone.ideas.views import idea_asked_for
from saidanddone.people.doors import READERS, open_to
from saidanddone.people.rights import Right
from saidanddone.practice.models import practice_cards


async def appraisal_asked_for(request: Request) -> tuple[Idea, Appraisal]:
    """The idea of this address and the weighing of its ways; not found where there is none."""
    idea = await idea_asked_for(request)
    appraisal = await Appraisal.get_or_none(idea_id=idea.id)
    if appraisal is None:
        raise HTTPException(404)
    return idea, appraisal


def to_ways(request: Request, idea: Idea, notice: str = "") -> Response:
    return web.back_to(request, "appraisal:show", number=idea.number, notice=notice)


@open_to(READERS)
async def show(request: Request) -> Response:
    """Everyone who may see the idea may read how it is weighed."""
    idea = await idea_asked_for(request)
    appraisal = await Appraisal.get_or_none(idea_id=idea.id)
    if appraisal is None:
        if request.user.can(Right.DECIDE) and idea.allows.decide:
            return web.back_to(request, "appraisal:new", number=idea.number)
        raise HTTPException(404)
    return await draw(request, idea, appraisal)


async def draw(
    request: Request,
    idea: Idea,
    appraisal: Appraisal,
    *,
    status: int = 200,
    worry: web.Form | None = None,
    asked: web.Form | None = None,
    about: int = 0,
) -> Response:
    """The page of the ways; ``worry`` is what was typed about the reason of score ``about``.

    ``asked`` asks whether to publish that reason although something in it could lead to somebody.
    """
    shown = await shown_to(request.user, appraisal, idea, request.scope["council"])
    may = may_do(shown, request.user)
    facts: dict[str, Any] = {
        "idea": idea,
        "shown": shown,
        "may": may,
        "worry": worry,
        "asked": asked,
        "about": about,
        "kept_safe": await is_kept_safe(appraisal, request.user),
        "unread": await unread_reasons(appraisal) if "read" in may else [],
        "scale": SCALE,
        "sure_scale": SURE,
        "here": "ideas",
    }
    return web.page(request, "appraisal/ways.html", status=status, **facts)


# The ways


@open_to(Right.DECIDE)
async def new(request: Request) -> Response:
    idea = await idea_asked_for(request)
    may_be_decided(idea, request.user)
    appraisal = await Appraisal.get_or_none(idea_id=idea.id)
    return await _writing(request, idea, await _as_written(appraisal) if appraisal else WaysForm())


@open_to(Right.DECIDE)
async def write(request: Request) -> Response:
    """Write the ways down, for the first time or anew."""
    idea = await idea_asked_for(request)
    form = await web.read(request, WaysForm)
    if form.problems:
        return await _writing(request, idea, form, status=422)
    cards = {card.slug: card for card in await practice_cards()}
    ways = [
        Written(
            form.said("name", row) or AS_NOW,
            form.said("what", row),
            form.said("cost", row),
            [cards[slug] for slug in dict.fromkeys(form.cards(row)) if slug in cards],
        )
        for row in form.rows
    ]
    await writing.write_ways(idea, by=request.user, as_now=ways[0], ways=ways[1:])
    notice = "The ways are written down. Now agree with young people what counts."
    return web.back_to(request, "appraisal:weights", number=idea.number, notice=notice)


async def _as_written(appraisal: Appraisal) -> WaysForm:
    form = WaysForm()
    for way in await ways_of(appraisal):
        said = {
            "name": way.name,
            "what": way.what,
            "cost": way.cost,
            "card": [card.slug for card in way.cards],
        }
        for field, words in said.items():
            form[f"{field}_{way.number}"].data = words
    return form


async def _writing(request: Request, idea: Idea, form: WaysForm, *, status: int = 200) -> Response:
    facts: dict[str, Any] = {"idea": idea, "form": form, "cards": await practice_cards(), "as_now": AS_NOW}
    rows = range(1, MOST_WAYS + 1)
    return web.page(
        request, "appraisal/new.html", block="form", status=status, rows=rows, here="desk", **facts
    )


# The weights


@open_to(Right.DECIDE)
async def weights(request: Request) -> Response:
    idea, appraisal = await appraisal_asked_for(request)
    may_be_decided(idea, request.user)
    agreement, form = await agreement_of(appraisal), WeightsForm()
    starts = [(one.name, one.weight) for one in (agreement.criteria if agreement else STARTS)]
    for row, (name, weight) in enumerate(starts, start=1):
        form[f"name_{row}"].data, form[f"weight_{row}"].data = name, str(weight)
    return _weighing(request, idea, form)


@open_to(Right.DECIDE)
async def agree(request: Request) -> Response:
    idea, appraisal = await appraisal_asked_for(request)
    form = await web.read(request, WeightsForm)
    if form.problems:
        return _weighing(request, idea, form, status=422)
    await writing.agree(appraisal, by=request.user, criteria=form.criteria, young_people=form.people or 0)
    return to_ways(request, idea, "The weights are agreed. They stand once the scoring starts.")


def _weighing(request: Request, idea: Idea, form: WeightsForm, *, status: int = 200) -> Response:
    rows = range(1, MOST_CRITERIA + 1)
    facts: dict[str, Any] = {"idea": idea, "form": form, "rows": rows, "total": ALL, "here": "desk"}
    return web.page(request, "appraisal/weights.html", block="form", status=status, **facts)


# Starting and ending


@open_to(Right.DECIDE)
async def open_scoring(request: Request) -> Response:
    idea, appraisal = await appraisal_asked_for(request)
    await scoring.open_scoring(appraisal, by=request.user)
    return to_ways(request, idea, "The scoring is open. The weights can’t change any more.")


@open_to(Right.DECIDE)
async def close_scoring(request: Request) -> Response:
    idea, appraisal = await appraisal_asked_for(request)
    await scoring.close_scoring(appraisal, by=request.user)
    return to_ways(request, idea, "The ways are weighed. Everyone can see what came of it.")


# What a worker reads


@open_to(Right.CHECK_IDEAS)
async def publish(request: Request) -> Response:
    idea, score = await reason_asked_for(request)
    form = await web.read(request, PublishWords)
    if form.asks_about(score.reason):
        return await draw(request, idea, score.appraisal, status=422, asked=form, about=score.id)
    await publish_reason(score, by=request.user)
    return to_ways(request, idea, "Published. It is shown without a name when the scoring has ended.")


@open_to(Right.CHECK_IDEAS)
async def refuse(request: Request) -> Response:
    idea, score = await reason_asked_for(request)
    await refuse_reason(score, by=request.user)
    return to_ways(request, idea, "Not published. The score itself stands.")


async def reason_asked_for(request: Request) -> tuple[Idea, Score]:
    idea, appraisal = await appraisal_asked_for(request)
    young = Score.filter(appraisal_id=appraisal.id, young=True, replaced_at=None, worry=False)
    waiting = young.exclude(reason="").select_related("appraisal")
    score = await waiting.get_or_none(id=request.path_params["id"])
    if score is None:
        raise HTTPException(404)
    return idea, score
