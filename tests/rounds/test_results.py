"""Results: nothing early, then the same for everyone, and no group too small."""

import hashlib
import json
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.councils.changing import change
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.rounds.models import RoundEntry
from saidanddone.rounds.results import results_of
from saidanddone.rounds.running import close_due, close_round
from saidanddone.rounds.slips import count_paper
from saidanddone.rounds.voting import vote
from saidanddone.rules import Refused
from saidanddone.spelling import day
from tests.people import town, young_people
from tests.rounds.votes import TITLES, ideas_of, opened_round

ROUND = "/rivermead/rounds/1"


async def stages(ideas):
    return [(await Idea.get(id=idea.id)).stage for idea in ideas]


async def counted(there, how, *, ideas=None, picks=1, floor_people=()):
    """A closed round; ``how`` is one list of positions for each voter."""
    ideas = ideas or await ideas_of(there.amina, checked_by=there.cass, how_many=4)
    found = await opened_round(there, ideas, picks=picks)
    for person, chosen in zip(await young_people(there.rivermead, len(how)), how, strict=True):
        await vote(found, by=person, ideas=[ideas[at] for at in chosen])
    await close_round(found, by=there.cass)
    return found, ideas


async def test_equals_share_a_place_and_all_at_the_last_place_win(site):
    there = await town()
    found, ideas = await counted(there, [[0, 1], [0, 2], [0], [1], [2], []], picks=2)
    facts = results_of(found)
    assert [(e["idea"], e["place"], e["votes"], e["won"]) for e in facts["entries"]] == [
        (1, 1, 3, True),
        (2, 2, 2, True),
        (3, 2, 2, True),
        (4, 4, 0, False),
    ]
    assert (facts["ballots"], facts["none_of_these"]) == (6, 1)
    assert await stages(ideas) == [Stage.WON] * 3 + [Stage.OPEN]


async def test_an_idea_that_nobody_chose_can_not_win(site):
    there = await town()
    found, ideas = await counted(there, [[], []], picks=2)
    assert await stages(ideas) == [Stage.OPEN] * 4
    assert not any(entry["won"] for entry in results_of(found)["entries"])


async def test_a_held_idea_can_not_win_and_comes_back_open(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=4)
    found = await opened_round(there, ideas, picks=1)
    await vote(found, by=there.amina, ideas=ideas[:1])
    await vote(found, by=there.bo, ideas=ideas[1:2])
    held = await Idea.get(id=ideas[0].id)
    await held.make_move("hold", by=there.cass)
    await close_round(found, by=there.cass)
    entries = {entry["idea"]: entry for entry in results_of(found)["entries"]}
    assert entries[1] == {"idea": 1, "place": None, "won": False, "taken_out": True, "votes": 1}
    assert entries[2]["won"]
    await held.refresh_from_db()
    await held.make_move("release", by=there.hana)
    assert await stages(ideas) == [Stage.OPEN, Stage.WON, Stage.OPEN, Stage.OPEN]


async def test_an_idea_released_as_its_vote_closes_is_not_left_in_it(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=3)
    found = await opened_round(there, ideas)
    await (await Idea.get(id=ideas[0].id)).make_move("hold", by=there.cass)
    as_hana_saw_it = await Idea.get(id=ideas[0].id)
    await close_round(found, by=there.cass)
    with pytest.raises(Refused, match="got there first"):
        await as_hana_saw_it.make_move("release", by=there.hana)
    await (await Idea.get(id=ideas[0].id)).make_move("release", by=there.hana)
    assert (await Idea.get(id=ideas[0].id)).stage is Stage.OPEN


async def test_below_the_floor_only_the_order_is_known(site):
    there = await town(floor=6)
    found, _ = await counted(there, [[0], [0], [1]])
    facts = results_of(found)
    assert [(entry["idea"], entry["place"], entry["won"]) for entry in facts["entries"]][:2] == [
        (1, 1, True),
        (2, 2, False),
    ]
    assert not {"ballots", "paper", "confirmed", "receipts", "none_of_these"} & set(facts)
    assert all("votes" not in entry for entry in facts["entries"])
    assert await RoundEntry.exclude(votes=None).count() == 0


async def test_a_vote_keeps_the_floor_it_opened_with(site):
    there = await town(floor=6)
    found = await opened_round(there)
    for person in await young_people(there.rivermead, 5):
        await vote(found, by=person, ideas=[])
    await change(there.rivermead, by=there.fern, wanted={"floor": 5})
    await close_round(found, by=there.cass)
    assert "ballots" not in results_of(found)


async def test_small_parts_of_those_who_voted_are_not_told(site):
    there = await town(floor=3)
    found = await opened_round(there)
    people = [there.amina, there.bo, *await young_people(there.rivermead, 6)]  # only Amina is confirmed
    for person in people:
        await vote(found, by=person, ideas=[])
    await count_paper(found, by=there.cass, slip="one", ideas=[])
    await close_round(found, by=there.cass)
    facts = results_of(found)
    assert (facts["ballots"], facts["paper"], facts["confirmed"]) == (9, None, None)


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
