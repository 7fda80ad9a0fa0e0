"""Giving the council's answer beside what the weighing came to, and seeing it first as young people will."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import clock, web
from saidanddone.appraisal.choosing import WHICH, way_for
from saidanddone.appraisal.choosing import decide as give
from saidanddone.appraisal.forms import WeighedForm
from saidanddone.appraisal.models import Way
from saidanddone.appraisal.showing import Weighed, weighed_of
from saidanddone.ideas import deciding, undeciding
from saidanddone.ideas.awaiting import answer_clock
from saidanddone.ideas.deciding import Answer, Decision
from saidanddone.ideas.models import UNDO_FOR, Idea
from saidanddone.ideas.views import idea_asked_for
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right

OUT = (
    "Your answer is out. Young people can read it now. "
    f"Those who asked for it are told in {UNDO_FOR // timedelta(minutes=1)} minutes."
)
BACK = "Your answer is taken back. The idea stands where it stood, and nobody was told."


@open_to(Right.DECIDE)
async def form(request: Request) -> Response:
    idea = await _idea_to_decide(request)
    return await _answering(request, idea, WeighedForm())


@open_to(Right.DECIDE)
async def decide(request: Request) -> Response:
    idea = await _idea_to_decide(request)
    sent = await web.read(request, WeighedForm)
    way = _picked(await weighed_of(idea, request.user), sent)
    if sent.problems or sent.the_answer is None:
        return await _answering(request, idea, sent, block="form", status=422)
    reason = await _reason(idea, sent)
    if not reason:
        sent.refuse("reason", "Give the reason. Young people read it as you write it.")
        return await _answering(request, idea, sent, block="form", status=422)
    await give(
        idea,
        by=request.user,
        answer=sent.the_answer,
        reason=reason,
        kind=sent.the_kind,
        else_can=sent.else_can.data or "",
        return_on=sent.day,
        way=way,
    )
    return web.back_to(request, "ideas:show", number=idea.number, notice=OUT)


@open_to(Right.DECIDE)
async def preview(request: Request) -> Response:
    """What young people will read. It changes nothing; what isn't written yet shows as a gap."""
    idea = await _idea_to_decide(request)
    sent = await web.read(request, WeighedForm)
    return await _answering(request, idea, sent, block="preview", only_look=True)


@open_to(Right.DECIDE)
async def take_back(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await undeciding.take_back(idea, by=request.user)
    return web.back_to(request, "ideas:show", number=idea.number, notice=BACK)


async def _idea_to_decide(request: Request) -> Idea:
    idea = await idea_asked_for(request)
    deciding.may_be_decided(idea, request.user)
    return idea


async def _reason(idea: Idea, sent: WeighedForm) -> str:
    """The council's sentences that were ticked, and then the officer's own words."""
    said = await deciding.ready_not_now(idea.council_id) if sent.ticked else {}
    return " ".join([*(said[code] for code in said if code in sent.ticked), sent.reason.data or ""]).strip()


def _picked(weighed: Weighed | None, sent: WeighedForm) -> Way | None:
    """The way that was chosen. Where ways were weighed, a yes without one is a mistake beside its field."""
    if weighed is None or not weighed.shown.done or sent.the_answer is None:
        return None
    found = way_for(weighed.shown.ways, sent.the_answer, sent.way_number)
    if found is None:
        sent.refuse("way", WHICH)
    return found


async def _answering(
    request: Request,
    idea: Idea,
    sent: WeighedForm,
    *,
    block: str = "",
    status: int = 200,
    only_look: bool = False,
) -> Response:
    weighed = await weighed_of(idea, request.user)
    facts: dict[str, Any] = {
        "idea": idea,
        "form": sent,
        "problems": {} if only_look else sent.problems,
        "decision": await _as_written(request, idea, sent),
        "left": answer_clock(idea, request.scope["council"]),
        "because": list((await deciding.because_in(idea.council_id)).items()),
        "ready": list((await deciding.ready_not_now(idea.council_id)).items()),
        "weighing": weighed,
        "weighed": _as_chosen(weighed, sent),
        "here": "desk",
    }
    return web.page(request, "appraisal/decide.html", block=block, status=status, **facts)


async def _as_written(request: Request, idea: Idea, sent: WeighedForm) -> Decision | None:
    answer = sent.the_answer
    if answer is None:
        return None
    said_no = answer is Answer.NO and sent.the_kind is not None
    words = await deciding.because_in(idea.council_id) if said_no else {}
    return Decision(
        idea_id=idea.id,
        answer=answer,
        reason=await _reason(idea, sent),
        because=words.get(sent.the_kind or "", ""),
        kind=sent.the_kind if answer is Answer.NO else None,
        else_can=(sent.else_can.data or "") if answer is Answer.NO else "",
        return_on=sent.day if answer is Answer.NOT_NOW else None,
        by_title=request.user.signed,
        at=clock.now(),
    )


def _as_chosen(weighed: Weighed | None, sent: WeighedForm) -> Weighed | None:
    """What the answer will say of the weighing, as far as it is written."""
    if weighed is None or not weighed.shown.done:
        return None
    way = way_for(weighed.shown.ways, sent.the_answer, sent.way_number) if sent.the_answer else None
    return replace(weighed, way=way, place=weighed.shown.result.place_of(way.id) if way else 0)
