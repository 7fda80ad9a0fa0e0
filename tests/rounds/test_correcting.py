"""Until it opens, a vote can be corrected or called off; then nothing about it changes."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import first_fault
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import Notice
from saidanddone.rounds.correcting import cancel_round, correct_round
from saidanddone.rounds.models import Round, RoundEntry, RoundState
from saidanddone.rounds.running import open_due, open_round
from saidanddone.rounds.states import MOVES
from saidanddone.rounds.voting import vote
from saidanddone.rules import NotAllowed, Refused
from tests.rounds.votes import ideas_of, planned_round

ROUND = "/rivermead/rounds/1"


def typed(**other):
    now = clock.now()
    local = lambda moment: clock.local(moment).strftime("%Y-%m-%dT%H:%M")  # noqa: E731 — said once, used twice
    given = {
        "question": "What comes first in 2027?",
        "opens": local(now + timedelta(days=2)),
        "closes": local(now + timedelta(days=9)),
        "picks": "1",
        "idea": ["1", "3"],
    }
    return {**given, **other}


async def stages():
    return [idea.stage for idea in await Idea.all().order_by("number")]


async def test_cass_corrects_a_planned_vote_and_ideas_go_in_and_out(site, there):
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    await ideas[1].make_move("shortlist", by=there.cass)  # put forward before, so it stays so
    await planned_round(there, ideas, picks=2)
    fourth = await propose(there.bo, what="A fourth")
    await fourth.make_move("publish", by=there.cass, title="A fourth")
    cass = await site.as_(there.cass)
    form = (await cass.get(f"{ROUND}/correction")).text
    assert 'value="What should we do first?"' in form
    assert form.count(" checked") == 3
    sent = await cass.post(f"{ROUND}/correction", data=typed(idea=["4", "1"]))
    assert (sent.status_code, sent.headers["location"]) == (303, ROUND)
    found = await Round.get()
    assert (found.question, found.picks, found.state) == ("What comes first in 2027?", 1, RoundState.PLANNED)
    order = await RoundEntry.all().order_by("position").values_list("idea__number", flat=True)
    assert order == [4, 1]
    assert await stages() == [Stage.SHORTLISTED, Stage.SHORTLISTED, Stage.OPEN, Stage.SHORTLISTED]
    told = await Notice.filter(what="vote_corrected").values_list("person_id", flat=True)
    assert sorted(told) == [there.amina.id, there.bo.id]
    assert await first_fault(there.rivermead.id) is None


async def test_a_mistake_in_the_correction_keeps_what_was_typed(site, there):
    await planned_round(there)
    cass = await site.as_(there.cass)
    for wrong, sentence in (
        ({"picks": "2"}, "fewer than the ideas"),
        ({"idea": ["1", "99"]}, "can’t be put"),
    ):
        told = await cass.post(f"{ROUND}/correction", data=typed(**wrong))
        assert told.status_code == 422
        assert sentence in told.text
        assert 'value="What comes first in 2027?"' in told.text
    elsewhere = [await propose(there.bo, what=f"Elsewhere {number}") for number in range(2)]
    for idea in elsewhere:
        await idea.make_move("publish", by=there.cass, title="Elsewhere")
    await planned_round(there, elsewhere, picks=1)
    told = await cass.post(f"{ROUND}/correction", data=typed(idea=["1", "4"]))
    assert (told.status_code, "in vote 2 already" in told.text) == (422, True)
    assert 'value="What comes first in 2027?"' in told.text
    assert told.text.count(" checked") == 2
    assert (await Round.get(number=1)).question == "What should we do first?"


async def test_a_vote_is_called_off_and_its_ideas_are_open_again(site, there):
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    await ideas[1].make_move("shortlist", by=there.cass)
    found = await planned_round(there, ideas)
    cass, bo = await site.as_(there.cass), await site.as_(there.bo)
    assert "Call this vote off?" in (await cass.get(f"{ROUND}?call=off")).text
    assert (await cass.post(f"{ROUND}/cancellation", data={})).status_code == 303
    assert await stages() == [Stage.OPEN, Stage.SHORTLISTED, Stage.OPEN]
    assert await Notice.filter(what="vote_called_off", person_id=there.amina.id).count() == 1
    assert "Called off on" in (await cass.get(ROUND)).text
    assert "Called off" in (await cass.get("/rivermead/rounds")).text
    assert (await bo.get(ROUND)).status_code == 404
    with clock.at(found.opens_at + timedelta(minutes=1)):
        await open_due()
        assert (await Round.get()).state is RoundState.CANCELLED
        with pytest.raises(Refused, match="called off"):
            await vote(await Round.get(), by=there.bo, ideas=[])
    for act in ("cancellation", "opening", "closing", "correction"):
        assert (await cass.post(f"{ROUND}/{act}", data=typed())).status_code == 409, act
    assert (await cass.get(f"{ROUND}/correction")).status_code == 409
    await planned_round(there, ideas[:2], picks=1)  # they can be put to another vote


async def test_once_open_nothing_can_be_changed(there):
    found = await planned_round(there)
    rules = {"question": "Else?", "opens_at": found.opens_at, "closes_at": found.closes_at, "picks": 1}
    ideas = await Idea.all()
    with clock.at(found.opens_at + timedelta(minutes=1)):  # its time has come, though nobody came by yet
        for refused in (
            correct_round(found, by=there.cass, ideas=ideas, **rules),
            cancel_round(found, by=there.cass),
        ):
            with pytest.raises(Refused, match="has opened"):
                await refused
    await open_round(found, by=there.cass)
    with pytest.raises(Refused, match="has opened"):
        await cancel_round(found, by=there.cass)


async def test_only_those_who_run_votes_change_one(site, there):
    found = await planned_round(there)
    for person, status in ((there.amina, 403), (there.ellis, 403), (there.dev, 404)):
        browser = await site.as_(person)
        for act in ("correction", "cancellation"):
            assert (await browser.post(f"{ROUND}/{act}", data=typed())).status_code == status
        assert (await browser.get(f"{ROUND}/correction")).status_code == 404
    with pytest.raises(NotAllowed):
        await cancel_round(found, by=there.dev)


async def test_opening_and_calling_off_at_once(there):
    found = await planned_round(there)
    other = await Round.get()
    await asyncio.gather(
        open_round(found, by=there.cass), cancel_round(other, by=there.col), return_exceptions=True
    )
    state = (await Round.get()).state
    assert set(await stages()) == {Stage.IN_ROUND if state is RoundState.OPEN else Stage.OPEN}


async def test_where_all_would_win_it_does_not_open(there):
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    with pytest.raises(Refused, match="fewer than there are"):
        await planned_round(there, ideas, picks=3)
    found = await planned_round(there, ideas, picks=2)
    await (await Idea.get(id=ideas[0].id)).make_move("withdraw", by=there.amina)
    with pytest.raises(Refused, match="All would win"):
        await open_round(found, by=there.cass)
    left = [await Idea.get(id=idea.id) for idea in ideas[1:]]
    rules = {"question": "Else?", "opens_at": found.opens_at, "closes_at": found.closes_at, "picks": 1}
    await correct_round(found, by=there.cass, ideas=left, **rules)
    await open_round(found, by=there.cass)
    assert (await Round.get()).state is RoundState.OPEN


def test_every_state_is_reached_and_left_by_a_move_of_its_own_name():
    assert len({move.name for move in MOVES}) == len(MOVES)
    assert {move.end for move in MOVES} == set(RoundState)
    over = {RoundState.CLOSED, RoundState.CANCELLED}
    assert not any(over & set(move.start) for move in MOVES)


async def test_a_refused_vote_comes_back_with_its_ticks(site, there):
    found = await planned_round(there)
    await open_round(found, by=there.cass)
    bo = await site.as_(there.bo)
    told = await bo.post(f"{ROUND}/votes", data={"choice": ["1", "2", "3"]})
    assert told.status_code == 422
    assert told.text.count(" checked") == 3
    assert " checked" not in (await bo.get(ROUND)).text
    await bo.post(f"{ROUND}/votes", data={"choice": ["1"]})
    assert " checked" not in (await bo.get(ROUND)).text, "a vote that is in is never shown back"


async def test_an_old_vote_says_its_year(site, there):
    with clock.at(clock.now() - timedelta(days=500)):
        found = await planned_round(there)
        await open_round(found, by=there.cass)
    assert str(clock.local(found.closes_at).year) in (await (await site.client()).get(ROUND)).text
