"""Votes open and close: by the clock, or early and openly."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import HistoryRow
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.rounds.models import Round, RoundEntry, RoundState
from saidanddone.rounds.running import close_due, close_round, open_due, open_round
from saidanddone.rules import CLOCK, NotAllowed, Refused
from tests.people import town
from tests.rounds.votes import after, ideas_of, opened_round, planned_round

ROUND = "/rivermead/rounds/1"


async def stages(ideas):
    return [(await Idea.get(id=idea.id)).stage for idea in ideas]


async def test_a_vote_opens_by_the_clock_and_only_what_is_still_put_forward_goes_in(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await planned_round(there, ideas, picks=1)
    await open_due()
    assert (await Round.get()).state is RoundState.PLANNED
    await (await Idea.get(id=ideas[0].id)).make_move("withdraw", by=there.amina)
    with clock.at(found.opens_at + timedelta(minutes=1)):
        await open_due()
        await open_due()
    assert (await Round.get()).state is RoundState.OPEN
    assert await stages(ideas) == [Stage.WITHDRAWN, Stage.IN_ROUND, Stage.IN_ROUND]
    assert await RoundEntry.all().count() == 2


async def test_a_vote_with_one_idea_left_does_not_open(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=2)
    found = await planned_round(there, ideas, picks=1)
    await (await Idea.get(id=ideas[0].id)).make_move("withdraw", by=there.amina)
    with pytest.raises(Refused, match="fewer than two"):
        await open_round(found, by=there.cass)
    with clock.at(found.opens_at + timedelta(minutes=1)):
        await open_due()
    assert (await Round.get()).state is RoundState.PLANNED


async def test_two_workers_open_and_close_at_once_and_one_of_them_is_told(site):
    there = await town()
    found = await planned_round(there)
    for act, name in ((open_round, "open_round"), (close_round, "close_round")):
        copies = [await Round.get(id=found.id) for _ in range(2)]
        told = await asyncio.gather(
            act(copies[0], by=there.cass), act(copies[1], by=there.col), return_exceptions=True
        )
        assert sorted(type(answer) for answer in told if answer) == [Refused]
        assert await HistoryRow.filter(act=name).count() == 1


async def test_only_those_who_run_votes_open_and_close_them(site):
    there = await town()
    found = await planned_round(there)
    for other in (there.amina, there.ellis, there.gus, there.dev):
        for act in (open_round, close_round):
            with pytest.raises(NotAllowed):
                await act(found, by=other)
    with pytest.raises(Refused, match="not opened yet"):
        await close_round(found, by=there.cass)


async def test_the_clock_closes_on_time_and_not_before(site):
    there = await town()
    found = await opened_round(there)
    await close_due()
    assert (await Round.get()).state is RoundState.OPEN
    with pytest.raises(Refused):
        await close_round(found, by=CLOCK)
    with clock.at(after(found)):
        await close_due()
        await close_due()
    found = await Round.get()
    assert (found.state, found.closed_early_by) == (RoundState.CLOSED, "")
    assert await HistoryRow.filter(act="close_round").count() == 1


async def test_cass_opens_early_and_closes_early_and_it_is_said(site):
    there = await town()
    found = await planned_round(there, closes_at=clock.now() + timedelta(days=3, hours=1))
    cass = await site.as_(there.cass)
    assert (await cass.post(f"{ROUND}/opening")).status_code == 303
    again = await cass.post(f"{ROUND}/opening")
    assert again.status_code == 409
    assert "opened already" in again.text
    assert "Close this vote early?" in (await cass.get(f"{ROUND}?close=early")).text
    closed = await cass.post(f"{ROUND}/closing")
    assert (closed.status_code, closed.headers["location"]) == (303, f"{ROUND}/results")
    assert (await cass.post(f"{ROUND}/closing")).status_code == 409
    visitor = await site.client()
    words = (await visitor.get(f"{ROUND}/results")).text
    assert "Closed 3 days early by the Participation Worker." in words
    assert (await visitor.get(f"{ROUND}/results.json")).json()["closed_early_by"] == "Participation Worker"
    assert (await Round.get(id=found.id)).closed_early_by == "Participation Worker"
