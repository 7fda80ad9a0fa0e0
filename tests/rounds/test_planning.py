"""Votes are planned, by those who run them."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.people import keeping
from saidanddone.rounds.models import Round, RoundEntry, RoundState
from saidanddone.rounds.planning import plan_round
from saidanddone.rules import NotAllowed, Refused
from tests.people import town
from tests.rounds.votes import TITLES, ideas_of, planned_round

ROUND = "/rivermead/rounds/1"


async def stages(ideas):
    return [(await Idea.get(id=idea.id)).stage for idea in ideas]


def local(moment):
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")


def filled(**other):
    now = clock.now()
    return {
        "question": "What should we do first?",
        "opens": local(now + timedelta(days=1)),
        "closes": local(now + timedelta(days=8)),
        "picks": "1",
        "idea": ["1", "2"],
        **other,
    }


async def test_planning_shortlists_open_ideas(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    await ideas[0].make_move("shortlist", by=there.col)
    found = await planned_round(there, ideas)
    assert (found.number, found.state) == (1, RoundState.PLANNED)
    assert await stages(ideas) == [Stage.SHORTLISTED] * 3


async def test_what_may_not_be_planned(site):
    there = await town()
    now = clock.now()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    team = await propose(there.amina, what="Only for the team", door=Door.TEAM)
    await team.make_move("publish", by=there.cass, title="Only for the team")
    unread = await propose(there.amina, what="Not read yet")
    week = now + timedelta(days=7)
    rules = {"question": "Which?", "opens_at": now, "closes_at": week, "picks": 1, "ideas": ideas}
    for wrong in (
        {"closes_at": now, "opens_at": week},
        {"opens_at": now - timedelta(days=2), "closes_at": now - timedelta(days=1)},
        {"ideas": ideas[:1]},
        {"ideas": [ideas[0], ideas[0]]},
        {"picks": 0},
        {"picks": 4},
        {"ideas": [ideas[0], team]},
        {"ideas": [ideas[0], unread]},
        {"observer": there.ivo},
        {"observer": there.cass},
    ):
        with pytest.raises(Refused):
            await plan_round(there.rivermead, by=there.cass, **{**rules, **wrong})
    for wrong in (there.amina, there.ellis, there.dev):
        with pytest.raises(NotAllowed):
            await plan_round(there.rivermead, by=wrong, **rules)
    assert await Round.all().count() == 0
    assert await stages(ideas) == [Stage.OPEN] * 3
    await plan_round(there.rivermead, by=there.cass, **rules)
    with pytest.raises(Refused, match="in vote 1 already"):
        await plan_round(there.rivermead, by=there.cass, **rules)


async def test_two_votes_planned_at_once_share_no_idea(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    for idea in ideas:
        await idea.make_move("shortlist", by=there.cass)
    told = await asyncio.gather(*(planned_round(there, ideas) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(answer, Refused) for answer in told) == 3
    assert await Round.all().count() == 1
    assert await RoundEntry.all().count() == 3


async def test_cass_plans_a_vote(site):
    there = await town()
    await ideas_of(there.amina, checked_by=there.cass)
    cass = await site.as_(there.cass)
    form = await cass.get("/rivermead/rounds/new")
    assert form.status_code == 200
    assert all(title in form.text for title in TITLES)
    sent = await cass.post("/rivermead/rounds", data=filled(observer="gus", picks="2", idea=["1", "2", "3"]))
    assert (sent.status_code, sent.headers["location"]) == (303, ROUND)
    made = await Round.get()
    assert (made.picks, made.observer_id, made.state) == (2, there.gus.id, RoundState.PLANNED)
    shown = await cass.get(ROUND)
    assert f"{ROUND}/opening" not in shown.text, "it can't be undone, so it is asked twice"
    assert f'href="{ROUND}?open=now"' in shown.text
    sure = (await cass.get(f"{ROUND}?open=now")).text
    assert "Open this vote now?" in sure
    assert f'action="{ROUND}/opening"' in sure
    assert "Gus" in shown.text or "Personal Adviser" in shown.text


async def test_a_planned_vote_says_which_of_its_ideas_stay_out_and_when_it_cant_open(site):
    there = await town()
    planned, cass = await planned_round(there, picks=1), await site.as_(there.cass)
    bo = await site.as_(there.bo)
    out = "Not put forward now. It stays out when the vote opens."
    for number, left in ((1, 2), (2, 1)):
        assert (await cass.get(ROUND)).text.count(out) == number - 1
        undone = await cass.post(f"/rivermead/moderation/ideas/{number}/shortlisting/undo", data={})
        assert undone.status_code == 303
        shown = (await cass.get(ROUND)).text
        assert shown.count(out) == number
        assert ("Open it sooner" in shown) is (left > 1)
        assert ("It can’t open as it is." in shown) is (left < 2)
        assert out not in (await bo.get(ROUND)).text
    assert (await cass.post(f"{ROUND}/opening", data={})).status_code == 409
    await planned.refresh_from_db()
    assert planned.state is RoundState.PLANNED


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"question": ""}, "Write the question"),
        ({"question": "x" * 201}, "too long"),
        ({"opens": "soon"}, "Write the day and time when it opens"),
        ({"closes": ""}, "Write the day and time when it closes"),
        ({"closes": "2020-01-01T10:00"}, "still to come"),
        ({"opens": "2090-01-01T10:00"}, "after the opening"),
        ({"idea": ["1"]}, "at least two"),
        ({"idea": []}, "at least two"),
        ({"idea": ["1", "2", "77"]}, "can’t be put to a vote"),
        ({"idea": ["1", "2", "; drop"]}, "can’t be found"),
        ({"picks": "2"}, "from 1 to 1"),
        ({"picks": "0"}, "from 1 to 1"),
        ({"picks": "many"}, "from 1 to 1"),
        ({"observer": "Ivo"}, "Nobody here has that name"),
        ({"observer": "Cass"}, "somebody else"),
    ],
)
async def test_a_mistake_in_the_plan_is_told_and_what_was_typed_stays(site, wrong, sentence):
    there = await town()
    await ideas_of(there.amina, checked_by=there.cass)
    cass = await site.as_(there.cass)
    told = await cass.post("/rivermead/rounds", data=filled(**wrong))
    assert told.status_code == 422
    assert sentence in told.text
    if "question" not in wrong:
        assert "What should we do first?" in told.text
    if "idea" not in wrong:
        assert told.text.count(" checked") == 2
    assert await Round.all().count() == 0


async def test_nobody_who_is_suspended_observes_a_vote(site):
    there = await town()
    await ideas_of(there.amina, checked_by=there.cass)
    await keeping.suspend(there.gus, by=there.fern)
    cass = await site.as_(there.cass)
    for named in ("Gus", str(there.gus.id)):
        told = await cass.post("/rivermead/rounds", data=filled(observer=named))
        assert (told.status_code, "Nobody here has that name" in told.text) == (422, True)
    assert await Round.all().count() == 0
    await keeping.let_back(there.gus, by=there.fern)
    assert (await cass.post("/rivermead/rounds", data=filled(observer=str(there.gus.id)))).status_code == 303
    assert (await Round.get()).observer_id == there.gus.id


async def test_only_those_who_run_votes_plan_them(site):
    there = await town()
    await ideas_of(there.amina, checked_by=there.cass)
    for other in (there.amina, there.ellis, there.gus, there.fern, there.hana):
        browser = await site.as_(other)
        assert (await browser.get("/rivermead/rounds/new")).status_code == 404
        for address in ("/rivermead/rounds", f"{ROUND}/opening", f"{ROUND}/closing"):
            assert (await browser.post(address, data=filled())).status_code == 403
    dev = await site.as_(there.dev)
    assert (await dev.post("/rivermead/rounds", data=filled())).status_code == 404
    visitor = await site.client()
    assert (await visitor.post("/rivermead/rounds", data=filled())).headers["location"].endswith("/sign-in")
    assert await Round.all().count() == 0


async def test_a_planned_vote_is_seen_only_by_those_who_run_votes(site):
    there = await town()
    await planned_round(there, question="What comes first?")
    for other in (there.amina, there.ellis, there.hana):
        browser = await site.as_(other)
        assert (await browser.get(ROUND)).status_code == 404
        assert "What comes first?" not in (await browser.get("/rivermead/rounds")).text
    visitor = await site.client()
    assert (await visitor.get(ROUND)).status_code == 404
    cass = await site.as_(there.cass)
    assert "What comes first?" in (await cass.get("/rivermead/rounds")).text
    assert (await cass.get("/rivermead/rounds/2147483648")).status_code == 404
