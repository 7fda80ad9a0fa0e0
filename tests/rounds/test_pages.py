"""Votes on the site: who may open which page, what they read there, and what each is refused."""

import asyncio
import hashlib
import json
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.models import Idea
from saidanddone.rounds.models import Ballot, Choice, Round, RoundState
from saidanddone.rounds.running import close_due, close_round
from saidanddone.rounds.voting import vote
from saidanddone.web import day
from tests.people import town, young_people
from tests.rounds.votes import TITLES, after, ideas_of, opened_round, planned_round

ROUND = "/rivermead/rounds/1"


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


# Planning


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


# Opening and closing


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


# Voting


async def test_bo_votes_and_gets_a_receipt_and_nothing_is_ticked(site):
    there = await town()
    await opened_round(there)
    bo = await site.as_(there.bo)
    paper = await bo.get(ROUND)
    assert "Pick up to two ideas" in paper.text
    sent = await bo.post(f"{ROUND}/votes", data={"choice": ["1", "3"]})
    assert (sent.status_code, sent.headers["location"]) == (303, ROUND)
    shown = await bo.get(ROUND)
    receipt = shown.text.split('class="ref">')[1].split("<")[0]
    assert "You have voted." in shown.text
    assert "You can vote again until" in shown.text
    assert " checked" not in shown.text
    changed = await bo.post(f"{ROUND}/votes", data={"choice": "none"}, headers={"HX-Request": "true"})
    assert changed.status_code == 200
    assert receipt in changed.text
    assert " checked" not in changed.text
    assert "<html" not in changed.text
    assert await Choice.all().values_list("idea_id", flat=True) == [None]


async def test_the_paper_looks_the_same_whatever_was_picked(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    bo = await site.as_(there.bo)
    pages = set()
    for chosen in (ideas[:1], ideas[1:], []):
        await vote(found, by=there.bo, ideas=chosen)
        pages.add((await bo.get(ROUND)).text)
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ([], "Pick an idea"),
        (["1", "2", "3"], "Pick up to 2 ideas"),
        (["4"], "not in this vote"),
        (["1", "none"], "Not both"),
        (["one"], "not in this vote"),
        (["999999999999"], "not in this vote"),
    ],
)
async def test_a_ballot_that_can_not_be_counted_is_told_why(site, choice, sentence):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=4)
    await opened_round(there, ideas[:3])
    bo = await site.as_(there.bo)
    for headers in ({}, {"HX-Request": "true"}):
        told = await bo.post(f"{ROUND}/votes", data={"choice": choice}, headers=headers)
        assert told.status_code == 422
        assert sentence in told.text
    assert await Ballot.all().count() == 0


async def test_a_held_idea_is_taken_out_for_everyone_and_its_words_are_gone(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    await vote(found, by=there.bo, ideas=ideas[:2])
    await (await Idea.get(id=ideas[0].id)).make_move("hold", by=there.cass)
    bo = await site.as_(there.bo)
    told = await bo.post(f"{ROUND}/votes", data={"choice": "1"})
    assert told.status_code == 422
    assert "taken out for now" in told.text
    await close_round(found, by=there.cass)
    for person in (there.amina, there.bo, there.cass, there.hana, None):
        browser = await site.as_(person) if person else await site.client()
        for address in (ROUND, f"{ROUND}/results", f"{ROUND}/results.json"):
            shown = await browser.get(address)
            assert shown.status_code == 200
            assert TITLES[0] not in shown.text


async def test_who_may_not_vote(site):
    there = await town()
    await opened_round(there)
    for other in (there.cass, there.ellis, there.gus, there.fern, there.hana):
        refused = await (await site.as_(other)).post(f"{ROUND}/votes", data={"choice": "1"})
        assert refused.status_code == 403
    ivo = await site.as_(there.ivo)
    assert (await ivo.post(f"{ROUND}/votes", data={"choice": "1"})).status_code == 404
    assert (await ivo.post("/ashcombe/rounds/1/votes", data={"choice": "1"})).status_code == 404
    visitor = await site.client()
    assert (await visitor.post(f"{ROUND}/votes", data={"choice": "1"})).status_code == 303
    assert await Ballot.all().count() == 0


async def test_bo_is_told_why_a_closed_vote_takes_no_vote_and_it_is_closed_by_that(site):
    there = await town()
    found = await opened_round(there)
    bo = await site.as_(there.bo)
    with clock.at(after(found)):
        assert "being counted" in (await bo.get(ROUND)).text
        told = await bo.post(f"{ROUND}/votes", data={"choice": "1"})
        assert told.status_code == 409
        assert "Voting closed at" in told.text
        assert (await Round.get()).state is RoundState.CLOSED
        assert "See the results" in (await bo.get(ROUND)).text


async def test_a_vote_whose_time_has_come_is_open_without_the_runner(site):
    there = await town()
    found = await planned_round(there)
    bo = await site.as_(there.bo)
    with clock.at(found.opens_at):
        assert "Send my vote" in (await bo.get(ROUND)).text
        assert (await bo.post(f"{ROUND}/votes", data={"choice": "1"})).status_code == 303
    assert (await Round.get()).state is RoundState.OPEN


async def test_bo_presses_a_hundred_times_at_once_and_counts_once(site):
    there = await town()
    await opened_round(there)
    bo = await site.as_(there.bo)
    sets = [["1"], ["2", "3"], ["none"], ["3"]]
    answers = await asyncio.gather(
        *(bo.post(f"{ROUND}/votes", data={"choice": sets[number % 4]}) for number in range(100))
    )
    assert {answer.status_code for answer in answers} == {303}
    assert await Ballot.all().count() == 1
    kept = await Choice.all().prefetch_related("idea")
    assert sorted(str(choice.idea.number) if choice.idea else "none" for choice in kept) in sets


async def test_each_voter_has_an_order_of_their_own_that_stays(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=6)
    await opened_round(there, ideas)
    orders = set()
    for person in (there.amina, there.bo, *await young_people(there.rivermead, 4)):
        browser = await site.as_(person)
        first, again = [_order((await browser.get(ROUND)).text) for _ in range(2)]
        assert first == again
        assert sorted(first) == ["1", "2", "3", "4", "5", "6"]
        orders.add(tuple(first))
    assert len(orders) > 1


def _order(text):
    values = [piece.split('"')[0] for piece in text.split('name="choice" value="')[1:]]
    assert values[-1] == "none"
    return values[:-1]


# Nobody sees anything early; afterwards everyone sees the same


async def test_results_carry_the_day_that_voting_ended_however_late_they_were_counted(site):
    there = await town()
    found = await opened_round(there)
    with clock.at(found.closes_at + timedelta(days=2)):
        await close_due()
        bo = await site.as_(there.bo)
        for address in (f"{ROUND}/results", "/rivermead/rounds"):
            assert f"Closed on {day(found.closes_at)}" in (await bo.get(address)).text


async def test_nothing_is_known_before_the_closing(site):
    there = await town()
    others = await young_people(there.rivermead, 3)
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas, observer=there.gus)
    everyone = [there.amina, there.bo, there.cass, there.ellis, there.fern, there.gus, there.hana, None]
    browsers = [await site.as_(person) if person else await site.client() for person in everyone]
    addresses = (ROUND, "/rivermead/rounds", "/rivermead", "/rivermead/ideas")
    await vote(found, by=there.amina, ideas=[])
    before = [[(await browser.get(address)).text for address in addresses] for browser in browsers]
    for person in others:
        await vote(found, by=person, ideas=ideas[:1])
    for person, browser, pages in zip(everyone, browsers, before, strict=True):
        for address, shown in zip(addresses, pages, strict=True):
            assert (await browser.get(address)).text == shown, (person, address)
    for browser in browsers:
        for address in ("results", "results.json"):
            assert (await browser.get(f"{ROUND}/{address}")).status_code == 404
        assert (await browser.get(f"{ROUND}/sealed")).status_code in (303, 404)


async def test_the_results_are_there_for_all_who_may_read_ideas(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas, observer=there.gus)
    receipt = await vote(found, by=there.bo, ideas=ideas[:2])
    other = await vote(found, by=there.amina, ideas=ideas[1:2])
    await close_round(found, by=there.cass)
    for person in (there.amina, there.bo, there.cass, there.ellis, there.ivo, None):
        browser = await site.as_(person) if person else await site.client()
        shown = await browser.get(f"{ROUND}/results")
        assert shown.status_code == 200
        for words in ("2 votes counted", "What this can’t prove", receipt, other, TITLES[1]):
            assert words in shown.text
    data = (await browser.get(f"{ROUND}/results.json")).content
    facts = json.loads(data)
    assert data == json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    gus = await site.as_(there.gus)
    sealed = await gus.get(f"{ROUND}/sealed")
    assert hashlib.sha256(sealed.content).hexdigest() == facts["sealed_sha256"]
    assert "as observer" in (await gus.get(f"{ROUND}/results")).text
    for person in (there.cass, there.bo, there.fern):
        assert (await (await site.as_(person)).get(f"{ROUND}/sealed")).status_code == 404


async def test_the_results_say_that_the_council_decides_only_until_it_has(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    for person in (there.bo, *await young_people(there.rivermead, 3)):
        await vote(found, by=person, ideas=ideas[:1])
    await close_round(found, by=there.cass)
    visitor = await site.client()
    waits, answered = "Now the council decides about what won", "The council has answered what won"
    shown = (await visitor.get(f"{ROUND}/results")).text
    assert waits in shown
    assert answered not in shown
    await decide(await Idea.get(id=ideas[0].id), by=there.ellis, answer=Answer.YES, reason="It is fair.")
    shown = (await visitor.get(f"{ROUND}/results")).text
    assert answered in shown
    assert waits not in shown


async def test_a_small_vote_shows_its_order_and_no_number(site):
    there = await town(floor=6)
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    receipt = await vote(found, by=there.bo, ideas=ideas[:1])
    for person in await young_people(there.rivermead, 2):
        await vote(found, by=person, ideas=ideas[:1])
    await close_round(found, by=there.cass)
    visitor = await site.client()
    shown = (await visitor.get(f"{ROUND}/results")).text
    assert "Fewer than 6 people voted" in shown
    assert TITLES[0] in shown
    assert "Won the vote" in shown
    assert receipt not in shown
    assert "1 vote" not in shown
    facts = (await visitor.get(f"{ROUND}/results.json")).json()
    assert "ballots" not in facts
    assert all("votes" not in entry for entry in facts["entries"])


async def test_a_council_that_keeps_its_ideas_to_itself_keeps_its_votes_too(site):
    there = await town(ideas_open_to="council")
    await opened_round(there)
    visitor = await site.client()
    for address in ("/rivermead/rounds", ROUND, f"{ROUND}/results"):
        turned = await visitor.get(address)
        assert turned.status_code == 303
        assert "/rivermead/sign-in" in turned.headers["location"]
        assert (await (await site.as_(there.ivo)).get(address)).status_code == 404


async def test_a_page_asks_as_many_questions_for_two_ideas_as_for_twelve(site, queries):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=14)
    small = await opened_round(there, ideas[:2], picks=1)
    large = await opened_round(there, ideas[2:])
    bo = await site.as_(there.bo)
    counts = []
    for found in (small, large):
        await vote(found, by=there.bo, ideas=[])
        with queries() as asked:
            await bo.get(f"/rivermead/rounds/{found.number}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


async def test_an_empty_council_says_so(site):
    there = await town()
    for person in (there.bo, there.cass, there.ellis):
        assert "No vote yet." in (await (await site.as_(person)).get("/rivermead/rounds")).text
