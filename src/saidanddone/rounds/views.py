"""Votes on the site: planning one, the ballot paper, opening and closing, the results."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.queryset import QuerySet

from saidanddone.ideas.models import Door, Idea, ideas_seen_by
from saidanddone.people.doors import READERS, SIGNED_IN, open_to
from saidanddone.people.models import Person, look_alike
from saidanddone.people.rights import Right
from saidanddone.rounds import planning, running, voting
from saidanddone.rounds.forms import RoundForm, VoteForm
from saidanddone.rounds.models import Round, RoundState, Standing, may_vote, rounds_seen_by
from saidanddone.rounds.paper import lines_for, own_receipt, paper_for, voted_in
from saidanddone.rounds.results import how_early, results_of
from saidanddone.rules import Refused
from saidanddone.web import back_to, page, read

PAST_AT_ONCE, RECEIPTS_AT_ONCE, IDEAS_AT_ONCE = 20, 300, 100


async def round_asked_for(request: Request, *, closed: bool = False) -> Round:
    """The vote of this address, if this person may see it (and, where that is asked, it has closed)."""
    seen = rounds_seen_by(request.user).select_related("observer")
    found = await seen.get_or_none(number=request.path_params["number"])
    if found is None or (closed and found.state is not RoundState.CLOSED):
        raise HTTPException(404)
    return found


@open_to(READERS)
async def index(request: Request) -> Response:
    before = request.query_params.get("after", "")
    seen = rounds_seen_by(request.user)
    live = await seen.exclude(state=RoundState.CLOSED).order_by("closes_at", "number")
    past = seen.filter(state=RoundState.CLOSED).order_by("-number").limit(PAST_AT_ONCE + 1)
    if before.isascii() and before.isdigit() and len(before) < 10:
        past = past.filter(number__lt=int(before))
    closed = await past
    facts: dict[str, Any] = {
        "open_now": [one for one in live if one.standing is Standing.OPEN],
        "counting": [one for one in live if one.standing is Standing.COUNTING],
        "planned": [one for one in live if one.standing in (Standing.PLANNED, Standing.MISSED)],
        "past": closed[:PAST_AT_ONCE],
        "after": closed[PAST_AT_ONCE - 1].number if len(closed) > PAST_AT_ONCE else None,
        "voted": await voted_in(live, request.user),
        "votes_here": may_vote(request.user),
    }
    return page(request, "rounds/index.html", here="vote", **facts)


@open_to(Right.RUN_ROUNDS)
async def new(request: Request) -> Response:
    return await _planning(request, RoundForm.suggested())


@open_to(Right.RUN_ROUNDS)
async def create(request: Request) -> Response:
    form = await read(request, RoundForm)
    ideas = await _ideas_put_in(request).filter(number__in=form.ideas)
    if len(ideas) < len(form.ideas):
        form.refuse("idea", "One of those ideas can’t be put to a vote now. Pick again.")
    observer = await _observer(request, form)
    if not form.problems:
        try:
            made = await _plan(request, form, ideas, observer)
            return back_to(request, "rounds:show", number=made.number, notice="The vote is planned.")
        except Refused as why:
            form.refuse("idea", str(why))
    return await _planning(request, form, status=422)


@open_to(READERS)
async def show(request: Request) -> Response:
    return await _shown(request, await round_asked_for(request), VoteForm())


@open_to(Right.RUN_ROUNDS)
async def open_now(request: Request) -> Response:
    found = await round_asked_for(request)
    await running.open_round(found, by=request.user)
    return back_to(request, "rounds:show", number=found.number, notice="The vote is open.")


@open_to(Right.RUN_ROUNDS)
async def close_now(request: Request) -> Response:
    found = await round_asked_for(request)
    await running.close_round(found, by=request.user)
    return back_to(request, "rounds:results", number=found.number, notice="The vote is closed and counted.")


@open_to(Right.VOTE)
async def vote(request: Request) -> Response:
    found, form = await round_asked_for(request), await read(request, VoteForm)
    on_paper = {line.entry.idea.number: line.entry.idea for line in await lines_for(found, request.user)}
    if not form.problems and not set(form.chosen) <= set(on_paper):
        form.refuse("choice", "One of those ideas is not in this vote. Pick again.")
    if not form.problems:
        try:
            await voting.vote(found, by=request.user, ideas=[on_paper[number] for number in form.chosen])
            return await _shown(request, found, VoteForm(), otherwise=_after_voting(request, found))
        except voting.SpoiltBallot as why:
            form.refuse("choice", str(why))
    return await _shown(request, found, form, status=422)


@open_to(READERS)
async def results(request: Request) -> Response:
    found = await round_asked_for(request, closed=True)
    facts = results_of(found)
    lines = {line.entry.idea.number: line.idea for line in await lines_for(found, request.user)}
    shown: dict[str, Any] = {
        "round": found,
        "facts": facts,
        "rows": [(entry, lines.get(entry["idea"])) for entry in facts["entries"]],
        "most": max((entry.get("votes") or 0 for entry in facts["entries"]), default=0),
        "receipt": await own_receipt(found, request.user),
        "receipts": facts.get("receipts", [])[:RECEIPTS_AT_ONCE],
        "early": how_early(found) if found.closed_early_by else "",
        "observes": request.user.id is not None and request.user.id == found.observer_id,
    }
    return page(request, "rounds/results.html", here="vote", **shown)


@open_to(READERS)
async def results_json(request: Request) -> Response:
    found = await round_asked_for(request, closed=True)
    return Response((found.results or "").encode(), media_type="application/json")


@open_to(SIGNED_IN)
async def sealed(request: Request) -> Response:
    found = await round_asked_for(request, closed=True)
    if found.observer_id != request.user.id:
        raise HTTPException(404)
    name = f"sealed-{request.scope['council'].slug}-{found.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(bytes(found.sealed or b""), media_type="application/json", headers=headers)


async def _shown(request: Request, found: Round, form: VoteForm, **answer: Any) -> Response:
    paper = paper_for if may_vote(request.user) else lines_for
    facts: dict[str, Any] = {
        "round": found,
        "standing": found.standing,
        "lines": await paper(found, request.user),
        "receipt": await own_receipt(found, request.user),
        "votes_here": may_vote(request.user),
        "dock": not may_vote(request.user) or found.standing is not Standing.OPEN,
        "ends_early": request.query_params.get("close") == "early",
        "problems": form.problems,
        "sent": "otherwise" in answer,
    }
    return page(request, "rounds/show.html", block="ballot", here="vote", **facts, **answer)


def _after_voting(request: Request, found: Round) -> Response:
    return back_to(request, "rounds:show", number=found.number, notice="Your vote is in.")


# Planning


async def _planning(request: Request, form: RoundForm, *, status: int = 200) -> Response:
    numbers = form.ideas
    chosen = await _ideas_put_in(request).filter(number__in=numbers)
    others = _ideas_put_in(request).exclude(number__in=numbers) if numbers else _ideas_put_in(request)
    facts: dict[str, Any] = {
        "form": form,
        "problems": form.problems,
        "choosable": [*chosen, *await others.limit(IDEAS_AT_ONCE)],
        "chosen": numbers,
        "most": IDEAS_AT_ONCE,
    }
    return page(request, "rounds/new.html", block="form", status=status, here="vote", **facts)


async def _plan(request: Request, form: RoundForm, ideas: list[Idea], observer: Person | None) -> Round:
    assert form.opens_at is not None
    assert form.closes_at is not None
    return await planning.plan_round(
        request.scope["council"],
        by=request.user,
        question=form.question.data or "",
        opens_at=form.opens_at,
        closes_at=form.closes_at,
        picks=form.pick_number,
        ideas=sorted(ideas, key=lambda idea: form.ideas.index(idea.number)),
        observer=observer,
    )


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
    if found is None and typed.isascii() and typed.isdigit() and len(typed) < 10:
        found = await here.get_or_none(id=int(typed))
    if found is None:
        form.refuse("observer", "Nobody here has that name. Check how it is spelt.")
    elif found.id == request.user.id:
        form.refuse("observer", "Pick somebody else: you plan this vote.")
    return found
