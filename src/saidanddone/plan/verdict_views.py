"""Young people's answers to “did it really happen?”, and the reading of their words."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.ideas import telltales
from saidanddone.ideas.forms import PublishWords
from saidanddone.moderation.forms import Hold
from saidanddone.moderation.views import HIDDEN, item_again, on
from saidanddone.people.doors import SIGNED_IN, open_to
from saidanddone.people.rights import Right
from saidanddone.plan import answering, worried
from saidanddone.plan.action_views import action_asked_for, show_action
from saidanddone.plan.forms import AnswerForm
from saidanddone.plan.models import Asking, VerdictAnswer
from saidanddone.plan.verdicts import Verdict
from saidanddone.rules import Refused


async def words_to_read(request: Request) -> VerdictAnswer:
    """The answer of this address, if it has words and is of the worker's council."""
    here = VerdictAnswer.filter(council_id=request.user.council_id).exclude(words="")
    found = await here.get_or_none(id=request.path_params["id"]).select_related("asking__action")
    if found is None or await worried.is_held(found.id):
        raise HTTPException(404)
    return found


def words_item(answer: VerdictAnswer) -> dict[str, Any]:
    """The words of an answer as a thing to read. ``answer`` is fetched with its action."""
    what, warnings = telltales.pieces(answer.words), telltales.warnings(answer.words)
    facts = {"kind": "words", "answer": answer, "action": answer.asking.action, "act": "", "form": None}
    return {**facts, "what": what, "warnings": warnings}


@open_to(Right.CHECK_IDEAS)
async def publish(request: Request) -> Response:
    answer, form = await words_to_read(request), await web.read(request, PublishWords)
    if form.asks_about(answer.words):
        return item_again(request, words_item(answer), "publication", form)
    await answering.publish_words(answer, by=request.user)
    return on(request, "Others can read these words, without a name.")


@open_to(Right.CHECK_IDEAS)
async def refuse(request: Request) -> Response:
    await answering.refuse_words(await words_to_read(request), by=request.user)
    return on(request, "These words stay unread by others. The answer counts.")


@open_to(Right.CHECK_IDEAS)
async def hold(request: Request) -> Response:
    answer = await words_to_read(request)
    form = await web.read(request, Hold)
    if form.problems:
        return item_again(request, words_item(answer), "hold", form)
    await worried.hold_words(answer, by=request.user, message=form.message.data or "")
    return on(request, HIDDEN)


@open_to(SIGNED_IN)
async def answer(request: Request) -> Response:
    action, form = await action_asked_for(request), await web.read(request, AnswerForm)
    asking = await Asking.filter(action_id=action.id).order_by("-number").first()
    if asking is None:
        raise Refused("Nobody is being asked about this promise now.")
    await answering.check_was_asked(asking, request.user)
    if asking.counted_at is None and not asking.is_open:
        await answering.count(asking)
    answering.check_is_open(asking)
    if form.problems or form.point_out():
        return await show_action(request, action, block="ask", status=422, answer_form=form)
    await answering.answer(
        asking, by=request.user, verdict=Verdict(form.verdict.data or ""), words=form.words.data or ""
    )
    notice = "Thank you. Your answer counts, and nobody sees that it is yours."
    otherwise = web.back_to(request, "plan:action", number=action.number, notice=notice)
    if asking.counted_at:
        return otherwise
    return await show_action(request, action, block="ask", otherwise=otherwise, saved_words=notice)
