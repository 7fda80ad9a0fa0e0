"""Giving the council's answer, and seeing it first as young people will."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import clock, web
from saidanddone.ideas import deciding
from saidanddone.ideas.awaiting import answer_clock
from saidanddone.ideas.forms import DecisionForm
from saidanddone.ideas.models import Answer, Decision, Idea
from saidanddone.ideas.views import idea_asked_for
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right

OUT = "Your answer is out. Young people can read it now."


@open_to(Right.DECIDE)
async def form(request: Request) -> Response:
    idea = await _idea_to_decide(request)
    return await _answering(request, idea, DecisionForm())


@open_to(Right.DECIDE)
async def decide(request: Request) -> Response:
    idea = await _idea_to_decide(request)
    sent = await web.read(request, DecisionForm)
    if sent.problems or sent.the_answer is None:
        return await _answering(request, idea, sent, block="form", status=422)
    reason = await _reason(idea, sent)
    if not reason:
        sent.refuse("reason", "Give the reason. Young people read it as you write it.")
        return await _answering(request, idea, sent, block="form", status=422)
    await deciding.decide(
        idea,
        by=request.user,
        answer=sent.the_answer,
        reason=reason,
        kind=sent.the_kind,
        else_can=sent.else_can.data or "",
        return_on=sent.day,
    )
    return web.back_to(request, "ideas:show", number=idea.number, notice=OUT)


@open_to(Right.DECIDE)
async def preview(request: Request) -> Response:
    """What young people will read. It changes nothing; what isn't written yet shows as a gap."""
    idea = await _idea_to_decide(request)
    sent = await web.read(request, DecisionForm)
    return await _answering(request, idea, sent, block="preview", only_look=True)


async def _idea_to_decide(request: Request) -> Idea:
    idea = await idea_asked_for(request)
    deciding.may_be_decided(idea, request.user)
    return idea


async def _reason(idea: Idea, sent: DecisionForm) -> str:
    """The council's sentences that were ticked, and then the officer's own words."""
    said = await deciding.ready_not_now(idea.council_id) if sent.ticked else {}
    return " ".join([*(said[code] for code in said if code in sent.ticked), sent.reason.data or ""]).strip()


async def _answering(
    request: Request,
    idea: Idea,
    sent: DecisionForm,
    *,
    block: str = "",
    status: int = 200,
    only_look: bool = False,
) -> Response:
    facts: dict[str, Any] = {
        "idea": idea,
        "form": sent,
        "problems": {} if only_look else sent.problems,
        "decision": await _as_written(request, idea, sent),
        "left": answer_clock(idea, request.scope["council"]),
        "because": await deciding.because_in(idea.council_id),
        "ready": list((await deciding.ready_not_now(idea.council_id)).items()),
        "here": "desk",
    }
    return web.page(request, "ideas/decide.html", block=block, status=status, **facts)


async def _as_written(request: Request, idea: Idea, sent: DecisionForm) -> Decision | None:
    answer = sent.the_answer
    if answer is None:
        return None
    said_no = answer is Answer.NO and sent.the_kind is not None
    words = dict(await deciding.because_in(idea.council_id)) if said_no else {}
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
