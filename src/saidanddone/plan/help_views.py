"""Help make this: asking, offering, and saying who took part."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people.doors import SIGNED_IN, open_to
from saidanddone.plan import asking_for_help, offering, taking_part
from saidanddone.plan.action_views import action_asked_for, show_action
from saidanddone.plan.help_forms import AttendanceForm, CallOffForm, HelpForm, OfferForm
from saidanddone.plan.help_models import (
    TEAM_ONLY,
    Attendance,
    Help,
    HelpTerms,
    Offer,
    is_on_team,
)
from saidanddone.plan.help_shown import SHOWN, WORKS, helps_after, to_say_for, wanted_for
from saidanddone.plan.mistakes import Mistake
from saidanddone.rules import NotAllowed


async def help_asked_for(request: Request) -> Help:
    """The help of this address, with its action; its place and time are for signed-in people alone."""
    action = await action_asked_for(request)
    help_ = await Help.get_or_none(action_id=action.id, number=request.path_params["h"])
    if help_ is None:
        raise HTTPException(404)
    help_.action = action
    return help_


async def help_of_my_team(request: Request) -> Help:
    """The same, for the team of its action: others find no page, and may not change it."""
    help_ = await help_asked_for(request)
    if not is_on_team(help_.action, request.user):
        if request.method == "GET":
            raise HTTPException(404)
        raise NotAllowed(TEAM_ONLY)
    return help_


@open_to(SIGNED_IN)
async def index(request: Request) -> Response:
    """All that is asked for now; the one whose offers end first at the front."""
    council, after = request.scope["council"], request.query_params.get("after", "")
    found = await helps_after(council.id, after)
    wanted = await wanted_for(request.user, found[:SHOWN])
    more = found[SHOWN - 1].id if len(found) > SHOWN else 0
    to_say = await to_say_for(request.user).limit(SHOWN) if request.user.is_staff else []
    return web.page(request, "plan/help_wanted.html", here="help", wanted=wanted, more=more, to_say=to_say)


@open_to(SIGNED_IN)
async def ask(request: Request) -> Response:
    action, form = await action_asked_for(request), await web.read(request, HelpForm)
    if not is_on_team(action, request.user):
        raise NotAllowed(TEAM_ONLY)
    if not form.problems:
        try:
            asked = await asking_for_help.ask_for_help(action, by=request.user, terms=form.terms)
        except Mistake as mistake:
            _refuse(form, mistake)
        else:
            notice = "Asked. Young people can offer from now on."
            return web.back_to(request, "plan:help", number=action.number, h=asked.number, notice=notice)
    return await show_action(request, action, block="help", status=422, help_form=form)


def _refuse(form: web.Form, mistake: Mistake) -> None:
    for one in mistake.all:
        form.refuse(one.field, str(one))


@open_to(SIGNED_IN)
async def show(request: Request) -> Response:
    return await _show(request, await help_of_my_team(request))


async def _show(
    request: Request, help_: Help, *, block: str = "", status: int = 200, **facts: Any
) -> Response:
    """The team's page: who offered, who took part, and what can be changed."""
    (wanted,) = await wanted_for(request.user, [help_])
    offers = await _offers(help_)
    said = {row.person_id: row for row in await Attendance.filter(help_id=help_.id, replaced_at=None)}
    given: dict[str, Any] = {
        "wanted": wanted,
        "offers": offers,
        "said": said,
        "corrections": await Attendance.filter(help_id=help_.id, replaced_at__isnull=False)
        .order_by("-id")
        .select_related("person"),
        "terms": await HelpTerms.filter(help_id=help_.id).order_by("-id"),
        "moves": {move.name for move in help_.moves_for(request.user)},
        "works": WORKS,
        "help_form": HelpForm.of(help_),
        "call_off_form": CallOffForm(),
        "attendance_form": AttendanceForm.standing(offers, said),
        "saved_words": "",
        **facts,
    }
    return web.page(request, "plan/help.html", block=block, status=status, here="plan", **given)


async def _offers(help_: Help) -> list[Offer]:
    return await Offer.filter(help_id=help_.id, withdrawn_at=None).order_by("id").select_related("person")


def _back(request: Request, help_: Help, notice: str) -> Response:
    return web.back_to(request, "plan:help", number=help_.action.number, h=help_.number, notice=notice)


@open_to(SIGNED_IN)
async def change(request: Request) -> Response:
    help_, form = await help_of_my_team(request), await web.read(request, HelpForm)
    if not form.problems:
        try:
            changed = await asking_for_help.change_help(help_, by=request.user, terms=form.terms)
        except Mistake as mistake:
            _refuse(form, mistake)
        else:
            notice = "Changed. Those who offered see it." if changed else "Nothing has changed."
            return _back(request, help_, notice)
    return await _show(request, help_, block="change", status=422, help_form=form)


@open_to(SIGNED_IN)
async def close(request: Request) -> Response:
    help_ = await help_of_my_team(request)
    await asking_for_help.close_help(help_, by=request.user)
    return _back(request, help_, "No more offers are taken. Those who offered still come.")


@open_to(SIGNED_IN)
async def open_again(request: Request) -> Response:
    help_ = await help_of_my_team(request)
    await asking_for_help.open_help_again(help_, by=request.user)
    return _back(request, help_, "Offers are taken again.")


@open_to(SIGNED_IN)
async def call_off(request: Request) -> Response:
    help_, form = await help_of_my_team(request), await web.read(request, CallOffForm)
    if form.problems:
        return await _show(request, help_, block="call_off", status=422, call_off_form=form)
    await asking_for_help.call_off(help_, by=request.user, why=form.why.data or "")
    return _back(request, help_, "Called off. Those who offered are told why.")


@open_to(SIGNED_IN)
async def offer(request: Request) -> Response:
    help_, form = await help_asked_for(request), await web.read(request, OfferForm)
    offering.check_may_offer(help_, request.user)
    if form.problems:
        return await _card(request, help_, form, "", offer_form=form)
    await offering.offer(help_, by=request.user, note=form.note.data or "")
    return await _card(request, help_, form, "Thank you. Only the team of this promise sees your name.")


@open_to(SIGNED_IN)
async def withdraw_offer(request: Request) -> Response:
    help_, form = await help_asked_for(request), await web.read(request, OfferForm)
    await offering.withdraw_offer(help_, by=request.user)
    return await _card(request, help_, form, "Taken back. That is fine, and nobody needs a reason.")


async def _card(request: Request, help_: Help, form: OfferForm, words: str, **facts: Any) -> Response:
    """The card drawn again; without script, the page that the form was on."""
    wrong = bool(form.problems)
    if form.back.data == "list":
        otherwise = web.back_to(request, "plan:help_wanted", notice=words)
    else:
        otherwise = web.back_to(request, "plan:action", number=help_.action.number, notice=words)
    help_ = await help_asked_for(request)
    (wanted,) = await wanted_for(request.user, [help_])
    given: dict[str, Any] = {"offer_form": None, "back": form.back.data, "titled": form.back.data == "list"}
    return web.page(
        request,
        "plan/help_card.html",
        block="card",
        status=422 if wrong else 200,
        otherwise=None if wrong else otherwise,
        wanted=wanted,
        saved_words=words,
        **{**given, **facts},
    )


@open_to(SIGNED_IN)
async def attendance(request: Request) -> Response:
    help_ = await help_of_my_team(request)
    taking_part.check_may_say(help_, request.user)
    offers = await _offers(help_)
    form = await web.read(request, AttendanceForm.about(offers))
    parts = form.parts(offers)
    if offers and not parts and not form.problems:
        form.refuse(f"came-{offers[0].id}", "Say of somebody whether they took part.")
    if form.problems:
        return await _show(request, help_, block="attendance", status=422, attendance_form=form)
    new = await taking_part.say_who_took_part(help_, by=request.user, parts=parts)
    notice = "Saved. It stands in their own records now." if new else "Nothing has changed."
    otherwise = _back(request, help_, notice)
    return await _show(request, help_, block="attendance", otherwise=otherwise, saved_words=notice)
