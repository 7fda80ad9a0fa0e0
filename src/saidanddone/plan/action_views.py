"""One promise: making it, its page, and what its owner says of it."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people.doors import EVERYONE, SIGNED_IN, open_to
from saidanddone.people.rights import Right
from saidanddone.plan import completing, desk, drafting, making, taking_back, updating
from saidanddone.plan.action_page import facts_of
from saidanddone.plan.forms import ActionForm, BackForm, CompletionForm, MilestoneForm, UpdateForm
from saidanddone.plan.mistakes import Mistake
from saidanddone.plan.models import Action, Milestone, Update, actions_seen_by


async def action_asked_for(request: Request) -> Action:
    """The action of this address, if it is there for this person."""
    action = await actions_seen_by(request.user).get_or_none(number=request.path_params["number"])
    if action is None:
        raise HTTPException(404)
    return action


async def action_to_report_on(request: Request) -> Action:
    """The action of this address, if this person answers for it and it is not over."""
    action = await action_asked_for(request)
    updating.check_may_report(action, request.user)
    return action


async def show_action(
    request: Request, action: Action, *, block: str = "", status: int = 200, **facts: Any
) -> Response:
    """Its page, or for htmx one block of it."""
    found = {**await facts_of(action, request.user, request.scope["council"]), **facts}
    return web.page(request, "plan/action.html", block=block, status=status, here="plan", **found)


@open_to(Right.KEEP_PLAN)
async def new(request: Request) -> Response:
    form = await drafting.first_draft(request.user, request.query_params.get("idea", ""))
    return await _drafting(request, form)


@open_to(Right.KEEP_PLAN)
async def create(request: Request) -> Response:
    form = await web.read(request, ActionForm)
    promise = await drafting.promise_in(form, request.user, request.scope["council"])
    if form.problems:
        return await _drafting(request, form, status=422)
    try:
        action = await making.make_action(request.scope["council"], by=request.user, **promise)
    except Mistake as mistake:
        form.refuse(mistake.field, str(mistake))
        return await _drafting(request, form, status=422)
    notice = "It is in the plan. Everyone can read it."
    return web.back_to(request, "plan:action", number=action.number, notice=notice)


async def _drafting(request: Request, form: ActionForm, *, status: int = 200) -> Response:
    facts = await drafting.facts_for(form, request.user, request.scope["council"])
    return web.page(request, "plan/new.html", block="form", status=status, here="plan", form=form, **facts)


@open_to(EVERYONE)
async def show(request: Request) -> Response:
    return await show_action(request, await action_asked_for(request))


@open_to(Right.KEEP_PLAN)
async def check_fit(request: Request) -> Response:
    action = await action_asked_for(request)
    await making.check_fit(action, by=request.user)
    return web.back_to(request, "plan:action", number=action.number, notice="Checked: no mission fits.")


@open_to(SIGNED_IN)
async def update(request: Request) -> Response:
    action, form = await action_to_report_on(request), await web.read(request, UpdateForm)
    if not form.problems and not form.asks_about_reach(action):
        try:
            await updating.update(action, by=request.user, **form.report_on(action))
        except Mistake as mistake:
            for one in mistake.all:
                form.refuse(one.field, str(one))
    if form.back.data == "desk":
        return await desk.after_report(request, action, form)
    if form.problems:
        return await show_action(request, action, block="update", status=422, update_form=form)
    return web.back_to(request, "plan:action", number=action.number, notice="Said. Everyone can read it.")


@open_to(SIGNED_IN)
async def take_back(request: Request) -> Response:
    action, form = await action_to_report_on(request), await web.read(request, BackForm)
    said = await Update.get_or_none(action_id=action.id, id=request.path_params["id"])
    if said is None:
        raise HTTPException(404)
    await taking_back.take_back(said, by=request.user)
    await action.refresh_from_db()
    words = f"Taken back. “{action.title}” is as it was."
    if form.back.data == "desk":
        return await desk.after_act(request, action, words)
    return web.back_to(request, "plan:action", number=action.number, notice=words)


@open_to(SIGNED_IN)
async def add_milestone(request: Request) -> Response:
    action, form = await action_to_report_on(request), await web.read(request, MilestoneForm)
    if form.problems:
        return await show_action(request, action, block="steps", status=422, step_form=form)
    await updating.add_milestone(action, by=request.user, title=form.title.data or "", due=form.due.data)
    return await _stepped(request, action, "The step is in the plan.")


@open_to(SIGNED_IN)
async def complete_milestone(request: Request) -> Response:
    action = await action_to_report_on(request)
    step = await Milestone.get_or_none(action_id=action.id, number=request.path_params["m"])
    if step is None:
        raise HTTPException(404)
    await updating.complete_milestone(step, by=request.user)
    return await _stepped(request, action, "Ticked. Everyone can see it.")


async def _stepped(request: Request, action: Action, words: str) -> Response:
    otherwise = web.back_to(request, "plan:action", number=action.number, notice=words)
    await action.refresh_from_db()
    return await show_action(request, action, block="steps", otherwise=otherwise, saved_words=words)


@open_to(SIGNED_IN)
async def complete(request: Request) -> Response:
    action, form = await action_to_report_on(request), await web.read(request, CompletionForm)
    if form.problems:
        return await show_action(request, action, block="completion", status=422, done_form=form)
    await completing.complete(action, by=request.user, said=form.said.data or "")
    notice = "The council says it is done. Now young people are asked whether it really happened."
    if not await action.askings.all().exists():
        notice = "The council says it is done."
    return web.back_to(request, "plan:action", number=action.number, notice=notice)
