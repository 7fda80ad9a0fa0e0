"""Planning a vote, correcting it and calling it off, until it opens."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tortoise.queryset import QuerySet

from saidanddone import clock
from saidanddone.ideas.models import Door, Idea, ideas_seen_by
from saidanddone.people.doors import open_to
from saidanddone.people.models import Person, look_alike
from saidanddone.people.rights import Right
from saidanddone.rounds import correcting, planning
from saidanddone.rounds.forms import MOMENT, RoundForm
from saidanddone.rounds.models import Round, RoundState
from saidanddone.rounds.running import entries_of
from saidanddone.rounds.views import round_asked_for
from saidanddone.rules import Refused
from saidanddone.web import back_to, page, read, whole_number

IDEAS_AT_ONCE = 100


@open_to(Right.RUN_ROUNDS)
async def new(request: Request) -> Response:
    return await _planning(request, RoundForm.suggested())


@open_to(Right.RUN_ROUNDS)
async def create(request: Request) -> Response:
    form = await read(request, RoundForm)
    rules = await _rules_in(request, form)
    if not form.problems:
        try:
            made = await planning.plan_round(request.scope["council"], by=request.user, **rules)
            return back_to(request, "rounds:show", number=made.number, notice="The vote is planned.")
        except Refused as why:
            form.refuse("idea", str(why))
    return await _planning(request, form, status=422)


@open_to(Right.RUN_ROUNDS)
async def correction(request: Request) -> Response:
    found = await round_asked_for(request)
    if found.state is not RoundState.PLANNED:
        raise Refused(correcting.HAS_OPENED)
    return await _planning(request, await _as_planned(found), correcting=found)


@open_to(Right.RUN_ROUNDS)
async def correct(request: Request) -> Response:
    found, form = await round_asked_for(request), await read(request, RoundForm)
    if found.state is not RoundState.PLANNED:
        raise Refused(correcting.HAS_OPENED)
    rules = await _rules_in(request, form)
    if not form.problems:
        try:
            await correcting.correct_round(found, by=request.user, **rules)
            notice = "Corrected. Those whose ideas are in it have been told."
            return back_to(request, "rounds:show", number=found.number, notice=notice)
        except Refused as why:
            if str(why) == correcting.HAS_OPENED:
                raise
            form.refuse("idea", str(why))
    return await _planning(request, form, status=422, correcting=found)


@open_to(Right.RUN_ROUNDS)
async def cancel(request: Request) -> Response:
    found = await round_asked_for(request)
    await correcting.cancel_round(found, by=request.user)
    notice = "Called off. Those whose ideas were in it have been told."
    return back_to(request, "rounds:show", number=found.number, notice=notice)


async def _as_planned(found: Round) -> RoundForm:
    """The form with a vote's rules as they are."""
    return RoundForm(
        data={
            "question": found.question,
            "opens": clock.local(found.opens_at).strftime(MOMENT),
            "closes": clock.local(found.closes_at).strftime(MOMENT),
            "picks": str(found.picks),
            "idea": [str(entry.idea.number) for entry in await entries_of(found)],
            "observer": found.observer.nickname if found.observer else "",
        }
    )


async def _planning(
    request: Request, form: RoundForm, *, status: int = 200, correcting: Round | None = None
) -> Response:
    numbers = form.ideas
    chosen = await _ideas_put_in(request).filter(number__in=numbers)
    others = _ideas_put_in(request).exclude(number__in=numbers) if numbers else _ideas_put_in(request)
    facts: dict[str, Any] = {
        "form": form,
        "problems": form.problems,
        "choosable": [*chosen, *await others.limit(IDEAS_AT_ONCE)],
        "chosen": numbers,
        "most": IDEAS_AT_ONCE,
        "round": correcting,
    }
    return page(request, "rounds/new.html", block="form", status=status, here="vote", **facts)


async def _rules_in(request: Request, form: RoundForm) -> dict[str, Any]:
    """The rules of a vote as they were typed; ``form.problems`` says what can't be."""
    ideas = await _ideas_put_in(request).filter(number__in=form.ideas)
    if len(ideas) < len(form.ideas):
        form.refuse("idea", "One of those ideas can’t be put to a vote now. Pick again.")
    return {
        "question": form.question.data or "",
        "opens_at": form.opens_at,
        "closes_at": form.closes_at,
        "picks": form.pick_number,
        "ideas": sorted(ideas, key=lambda idea: form.ideas.index(idea.number)),
        "observer": await _observer(request, form),
    }


def _ideas_put_in(request: Request) -> QuerySet[Idea]:
    """The ideas that can be put to a vote; those put forward come first ("shortlisted" > "open")."""
    stages = list(planning.MAY_BE_PUT_IN)
    seen = ideas_seen_by(request.user).filter(stage__in=stages, door=Door.EVERYONE)
    return seen.order_by("-stage", "-moved_at", "-id")


async def _observer(request: Request, form: RoundForm) -> Person | None:
    typed = form.observer.data or ""
    if not typed or "observer" in form.problems:
        return None
    here = Person.filter(council_id=request.scope["council"].id, suspended_at=None)
    found = await here.get_or_none(nickname_key=look_alike(typed))
    number = whole_number(typed)
    if found is None and number is not None:
        found = await here.get_or_none(id=number)
    if found is None:
        form.refuse("observer", "Nobody here has that name. Check how it is spelt.")
    elif found.id == request.user.id:
        form.refuse("observer", "Pick somebody else: you plan this vote.")
    return found
