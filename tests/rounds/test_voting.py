"""Voting: once, changeable, never shown back; and what is refused."""

import asyncio
import json

import pytest

from saidanddone import clock, database
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Person, RoleGrant, with_roles
from saidanddone.people.rights import Role
from saidanddone.rounds import receipts
from saidanddone.rounds.models import Ballot, Choice, Round, RoundState
from saidanddone.rounds.results import results_of
from saidanddone.rounds.running import close_round
from saidanddone.rounds.slips import count_paper
from saidanddone.rounds.voting import SpoiltBallot, vote
from saidanddone.rules import NotAllowed, Refused
from tests.people import town, young_people
from tests.rounds.votes import TITLES, after, ideas_of, opened_round, planned_round

ROUND = "/rivermead/rounds/1"


async def stages(ideas):
    return [(await Idea.get(id=idea.id)).stage for idea in ideas]


def _order(text):
    values = [piece.split('"')[0] for piece in text.split('name="choice" value="')[1:]]
    assert values[-1] == "none"
    return values[:-1]


async def test_bo_votes_changes_and_says_the_same_again(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    receipt = await vote(found, by=there.bo, ideas=ideas[:2])
    ballot = await Ballot.get().select_related("round")
    assert (ballot.version, receipts.receipt(ballot.round.key, ballot.id)) == (1, receipt)
    assert len(receipt) == 14
    assert await vote(found, by=there.bo, ideas=ideas[1::-1]) == receipt
    assert (await Ballot.get()).version == 1
    assert await vote(found, by=there.bo, ideas=[]) == receipt
    assert (await Ballot.get()).version == 2
    assert await Choice.all().values_list("idea_id", flat=True) == [None]
    assert await vote(found, by=there.bo, ideas=[]) == receipt
    assert (await Ballot.get()).version == 2


async def test_staff_and_other_councils_do_not_vote(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    both = await Person.join(there.rivermead, "Both", Role.YOUNG_PERSON, Role.PERSONAL_ADVISER)
    for other in (there.cass, there.ellis, there.gus, there.fern, there.hana, there.ivo, there.jo, both):
        with pytest.raises(NotAllowed):
            await vote(found, by=other, ideas=ideas[:1])
    assert await Ballot.all().count() == 0


async def test_what_a_ballot_may_not_hold(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=4)
    found = await opened_round(there, ideas[:3])
    await vote(found, by=there.bo, ideas=[ideas[1]])
    held = await Idea.get(id=ideas[0].id)
    await held.make_move("hold", by=there.cass)
    for wrong in (ideas[:3], [ideas[3]], [ideas[0]]):
        with pytest.raises(SpoiltBallot):
            await vote(found, by=there.bo, ideas=wrong)
    assert await Choice.all().values_list("idea_id", flat=True) == [ideas[1].id]


async def test_a_vote_on_time_opens_the_round_and_a_late_one_closes_it(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await planned_round(there, ideas)
    with pytest.raises(Refused, match="Voting opens at"):
        await vote(found, by=there.bo, ideas=ideas[:1])
    with clock.at(found.opens_at):
        await asyncio.gather(
            vote(await Round.get(), by=there.bo, ideas=ideas[:1]),
            vote(await Round.get(), by=there.amina, ideas=ideas[:1]),
        )
    assert await stages(ideas) == [Stage.IN_ROUND] * 3
    stale = await Round.get()
    with clock.at(found.closes_at):
        for _ in range(2):
            with pytest.raises(Refused, match=r"^Voting closed at .+ on .+\.$"):
                await vote(stale, by=there.bo, ideas=ideas[1:2])
    assert (await Round.get()).state is RoundState.CLOSED
    assert results_of(await Round.get())["ballots"] == 2


async def test_bo_votes_a_hundred_times_at_once_and_counts_once(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    sets = [ideas[:2], ideas[1:], ideas[2:], []]
    receipts = await asyncio.gather(
        *(vote(found, by=there.bo, ideas=sets[number % len(sets)]) for number in range(100))
    )
    assert len(set(receipts)) == 1
    assert await Ballot.all().count() == 1
    kept = set(await Choice.all().values_list("idea_id", flat=True))
    assert kept in [{idea.id for idea in chosen} or {None} for chosen in sets]


async def test_closing_under_writers_counts_exactly_the_votes_that_were_accepted(site):
    there = await town()
    people = await young_people(there.rivermead, 40)
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    voted = [vote(found, by=person, ideas=ideas[at % 3 : at % 3 + 1]) for at, person in enumerate(people)]
    voted.insert(20, close_round(await Round.get(), by=there.cass))
    answers = await asyncio.gather(*voted, return_exceptions=True)
    accepted = [answer for answer in answers if isinstance(answer, str)]
    assert all(isinstance(answer, str | Refused) or answer is None for answer in answers)
    facts = results_of(await Round.get())
    if facts["enough_ballots"]:
        assert facts["ballots"] == len(accepted) == sum(entry["votes"] for entry in facts["entries"])
        assert facts["receipts"] == sorted(accepted)
    assert await Ballot.all().count() == len(accepted)
    assert len(json.loads((await Round.get()).sealed)["ballots"]) == len(accepted)


async def test_a_paper_slip_counts_once(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    await count_paper(found, by=there.cass, slip="k7qp 2x", ideas=ideas[:1])
    told = await asyncio.gather(
        *(count_paper(found, by=there.col, slip=slip, ideas=[]) for slip in ("K7QP2X", "new 1", "new1")),
        return_exceptions=True,
    )
    assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "WrongSlip", "WrongSlip"]
    with pytest.raises(NotAllowed):
        await count_paper(found, by=there.bo, slip="mine", ideas=[])
    with pytest.raises(SpoiltBallot):
        await count_paper(found, by=there.cass, slip=" ", ideas=[])
    with pytest.raises(SpoiltBallot):
        await count_paper(found, by=there.cass, slip="third", ideas=ideas)
    await close_round(found, by=there.cass)
    with pytest.raises(Refused, match="Voting closed"):
        await count_paper(found, by=there.cass, slip="late", ideas=[])
    assert await Ballot.filter(person_id=None, channel="paper").count() == 2


async def test_somebody_who_became_staff_does_not_vote_any_more(site):
    there = await town()
    found = await opened_round(there)
    await database.write(
        lambda: RoleGrant.create(person_id=there.bo.id, role=Role.PERSONAL_ADVISER, given_at=clock.now())
    )
    with pytest.raises(NotAllowed):
        await vote(found, by=await with_roles(await Person.get(id=there.bo.id)), ideas=[])


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
