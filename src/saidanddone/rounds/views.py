"""Votes on the site: the ballot paper, opening and closing, the results."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.queryset import QuerySet

from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.people.doors import READERS, SIGNED_IN, open_to
from saidanddone.people.rights import Right
from saidanddone.rounds import running, voting
from saidanddone.rounds.forms import VoteForm
from saidanddone.rounds.models import Round, RoundState, Standing, may_vote, rounds_seen_by
from saidanddone.rounds.paper import lines_for, own_receipt, paper_for, voted_in
from saidanddone.rounds.results import how_early, results_of
from saidanddone.rounds.running import can_open, entries_of
from saidanddone.rounds.states import MOVES
from saidanddone.rules import moves_now
from saidanddone.web import back_to, page, read, whole_number

PAST_AT_ONCE, RECEIPTS_AT_ONCE, CALLED_OFF_AT_ONCE = 20, 300, 5


async def round_asked_for(request: Request, *, closed: bool = False) -> Round:
    """The vote of this address, if this person may see it (and, where that is asked, it has closed)."""
    seen = rounds_seen_by(request.user).select_related("observer")
    found = await seen.get_or_none(number=request.path_params["number"])
    if found is None or (closed and found.state is not RoundState.CLOSED):
        raise HTTPException(404)
    return found


@open_to(READERS)
async def index(request: Request) -> Response:
    before = whole_number(request.query_params.get("after"))
    seen = rounds_seen_by(request.user)
    over = [RoundState.CLOSED, RoundState.CANCELLED]
    live = await seen.exclude(state__in=over).order_by("closes_at", "number")
    past = seen.filter(state=RoundState.CLOSED).order_by("-number").limit(PAST_AT_ONCE + 1)
    if before is not None:
        past = past.filter(number__lt=before)
    closed = await past
    facts: dict[str, Any] = {
        "open_now": [one for one in live if one.standing is Standing.OPEN],
        "counting": [one for one in live if one.standing is Standing.COUNTING],
        "planned": [one for one in live if one.standing in (Standing.PLANNED, Standing.MISSED)],
        "past": closed[:PAST_AT_ONCE],
        "after": closed[PAST_AT_ONCE - 1].number if len(closed) > PAST_AT_ONCE else None,
        "voted": await voted_in(live, request.user),
        "votes_here": may_vote(request.user, request.scope["council"].id),
        "called_off": await _called_off(seen) if request.user.can(Right.RUN_ROUNDS) else [],
    }
    return page(request, "rounds/index.html", here="vote", **facts)


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


async def ideas_chosen(found: Round, form: VoteForm) -> list[Idea]:
    """The ideas of this vote that a form names; one that isn't in it is a mistake of the form."""
    on_paper = {entry.idea.number: entry.idea for entry in await entries_of(found)}
    if not form.problems and not set(form.chosen) <= set(on_paper):
        form.refuse("choice", "One of those ideas is not in this vote. Pick again.")
    return [on_paper[number] for number in form.chosen if number in on_paper]


@open_to(Right.VOTE)
async def vote(request: Request) -> Response:
    found, form = await round_asked_for(request), await read(request, VoteForm)
    ideas = await ideas_chosen(found, form)
    if not form.problems:
        try:
            await voting.vote(found, by=request.user, ideas=ideas)
            return await _shown(request, found, VoteForm(), otherwise=_after_voting(request, found))
        except voting.SpoiltBallot as why:
            form.refuse("choice", str(why))
    return await _shown(request, found, form, status=422)


@open_to(READERS)
async def results(request: Request) -> Response:
    found = await round_asked_for(request, closed=True)
    facts = results_of(found)
    lines = {line.entry.idea.number: line.idea for line in await lines_for(found, request.user)}
    rows = [(entry, lines.get(entry["idea"])) for entry in facts["entries"]]
    shown: dict[str, Any] = {
        "round": found,
        "facts": facts,
        "rows": rows,
        "most": max((entry.get("votes") or 0 for entry in facts["entries"]), default=0),
        "receipt": await own_receipt(found, request.user),
        "receipts": facts.get("receipts", [])[:RECEIPTS_AT_ONCE],
        "early": how_early(found) if found.closed_early_by else "",
        "still_waiting": any(not idea or idea.stage == Stage.WON for entry, idea in rows if entry["won"]),
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
    paper = paper_for if may_vote(request.user, found.council_id) else lines_for
    lines = await paper(found, request.user)
    entries = [line.entry for line in lines]
    facts: dict[str, Any] = {
        "round": found,
        "standing": found.standing,
        "lines": lines,
        "receipt": await own_receipt(found, request.user),
        "votes_here": may_vote(request.user, found.council_id),
        "dock": not may_vote(request.user, found.council_id) or found.standing is not Standing.OPEN,
        "ends_early": request.query_params.get("close") == "early",
        "opens_now": request.query_params.get("open") == "now",
        "calls_off": request.query_params.get("call") == "off",
        "moves": _moves(found, request.user),
        "can_open": can_open(found, entries),
        "ticked": form.choice.data or [] if form.problems else [],
        "problems": form.problems,
        "sent": "otherwise" in answer,
    }
    return page(request, "rounds/show.html", block="ballot", here="vote", **facts, **answer)


def _after_voting(request: Request, found: Round) -> Response:
    return back_to(request, "rounds:show", number=found.number, notice="Your vote is in.")


def _moves(found: Round, person: Any) -> set[str]:
    """The moves of the table that this person could make now."""
    return {move.name for move in moves_now(MOVES, found.state, person, on=found, owns=False)}


async def _called_off(seen: QuerySet[Round]) -> list[Round]:
    return await seen.filter(state=RoundState.CANCELLED).order_by("-number").limit(CALLED_OFF_AT_ONCE)
