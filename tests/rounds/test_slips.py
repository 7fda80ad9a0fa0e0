"""Paper votes: slips are printed, votes typed in one after another, a mistake taken back unseen."""

import asyncio
import json
import re

import pytest

from saidanddone import database
from saidanddone.history.models import HistoryRow
from saidanddone.rounds.models import Ballot, Choice, Round
from saidanddone.rounds.results import results_of
from saidanddone.rounds.running import close_round
from saidanddone.rounds.slips import IN_ALL, codes_of, count_paper, make_slips, take_back_paper
from saidanddone.rounds.voting import vote
from saidanddone.rules import NotAllowed, Refused
from tests.people import town, young_people
from tests.rounds.votes import TITLES, ideas_of, opened_round, planned_round

PAPER = "/rivermead/rounds/1/paper"
HTMX = {"HX-Request": "true"}


async def with_slips(there, how_many=5):
    found = await opened_round(there)
    await make_slips(found, by=there.cass, how_many=how_many)
    return found, codes_of(found, 1, how_many)


async def test_slips_are_made_printed_and_printed_again(site, there):
    found = await planned_round(there)
    cass = await site.as_(there.cass)
    sent = await cass.post(f"{PAPER}/slips", data={"how_many": "3"})
    assert sent.headers["location"] == f"{PAPER}/slips?from=1&to=3"
    found = await Round.get()
    codes = codes_of(found, 1, 3)
    before = (await cass.get(sent.headers["location"])).text
    assert "Slips 1 to 3" in before
    assert not any(code in before for code in codes), "looking leaves no trace, so it shows no code"
    page = (
        await cass.post(f"{PAPER}/slips/printing", data={"first": "1", "last": "3", "kind": "slips"})
    ).text
    assert re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}", page) == codes
    assert len(set(codes)) == 3
    await cass.post(f"{PAPER}/slips", data={"how_many": "2"})
    more = {"first": "1", "last": "99999", "kind": "large"}
    again = (await cass.post(f"{PAPER}/slips/printing", data=more)).text
    for code in codes_of(await Round.get(), 1, 5):
        assert code in again
    assert again.count('class="paper large"') == 5
    assert again.count(TITLES[0]) == 5
    one = (await cass.get(f"{PAPER}/ballot")).text
    assert one.count('class="paper"') == 1
    assert codes[0] not in one
    made = await HistoryRow.filter(act="make_slips").values_list("end", flat=True)
    assert made == ["3", "2"]
    printed = await HistoryRow.filter(act="print_slips").order_by("position").values_list("start", "end")
    assert [tuple(row) for row in printed] == [("1", "3"), ("1", "5")]
    assert {row.who_id for row in await HistoryRow.filter(act="print_slips")} == {there.cass.id}
    for wrong in ({"first": "9"}, {"first": "3", "last": "2"}):
        assert (await cass.post(f"{PAPER}/slips/printing", data=wrong)).status_code == 409


@pytest.mark.parametrize("how_many", ["0", "201", "x", ""])
async def test_a_number_of_slips_that_cant_be_made(site, there, how_many):
    await planned_round(there)
    cass = await site.as_(there.cass)
    told = await cass.post(f"{PAPER}/slips", data={"how_many": how_many})
    assert told.status_code == 422
    assert "from 1 to 200" in told.text
    assert (await Round.get()).slips == 0


async def test_slips_end_at_five_thousand_and_not_before(site, there):
    found = await planned_round(there)
    nearly = IN_ALL - 3
    await database.write(lambda: Round.filter(id=found.id).update(slips=nearly))
    assert await make_slips(found, by=there.cass, how_many=2) == (4998, 4999)
    with pytest.raises(Refused, match="No more slips"):
        await make_slips(found, by=there.cass, how_many=2)
    answers = await asyncio.gather(
        *(make_slips(found, by=there.cass, how_many=1) for _ in range(3)), return_exceptions=True
    )
    assert sorted(map(str, answers))[0] == "(5000, 5000)"
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    told = await (await site.as_(there.cass)).post(f"{PAPER}/slips", data={"how_many": "1"})
    assert (told.status_code, "5000 at most" in told.text) == (409, True)
    assert (await Round.get()).slips == 5000


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
async def test_paper_votes_are_typed_in_one_after_another(site, there, headers):
    _, codes = await with_slips(there)
    cass = await site.as_(there.cass)
    for code, choice in ((codes[0], ["1", "2"]), (codes[1].lower().replace("-", " "), ["none"])):
        sent = await cass.post(PAPER, data={"slip": code, "choice": choice}, headers=headers)
        assert sent.status_code == (200 if headers else 303)
        page = sent.text if headers else (await cass.get(PAPER)).text
        assert "Counted. The next one, please." in page
        assert " checked" not in page
        assert code not in page
    assert await Ballot.filter(channel="paper", person_id=None).count() == 2
    assert not await HistoryRow.filter(kind="ballot").exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"slip": "", "choice": ["1"]}, "Type in the code"),
        ({"slip": "AAAA-AAAA", "choice": ["1"]}, "on no slip of this vote"),
        ({"slip": "CODE", "choice": []}, "Pick an idea"),
        ({"slip": "CODE", "choice": ["1", "2", "3"]}, "Pick up to 2 ideas"),
        ({"slip": "CODE", "choice": ["1", "none"]}, "Not both"),
        ({"slip": "CODE", "choice": ["77"]}, "not in this vote"),
    ],
)
async def test_what_cant_be_counted_comes_back_as_it_was_typed(site, there, sent, sentence):
    _, codes = await with_slips(there)
    slip = sent["slip"].replace("CODE", codes[0])
    cass = await site.as_(there.cass)
    told = await cass.post(PAPER, data={**sent, "slip": slip}, headers=HTMX)
    assert told.status_code == 422
    assert sentence in told.text
    assert f'value="{slip}"' in told.text
    known = {"1", "2", "3", "none"} & set(sent["choice"])
    assert told.text.count(" checked") == len(known)
    assert await Ballot.all().count() == 0


async def test_a_slip_counts_once_also_when_typed_twice_at_once(site, there):
    _, codes = await with_slips(there)
    browsers = [await site.as_(there.cass), await site.as_(there.col)]
    answers = await asyncio.gather(
        *(one.post(PAPER, data={"slip": codes[0], "choice": ["1"]}) for one in browsers)
    )
    assert sorted(one.status_code for one in answers) == [303, 422]
    assert await Ballot.all().count() == await Choice.all().count() == 1


async def test_a_mistake_is_taken_back_unseen_and_typed_again(site, there):
    _, codes = await with_slips(there)
    cass = await site.as_(there.cass)
    await cass.post(PAPER, data={"slip": codes[0], "choice": ["1"]})
    back = await cass.post(f"{PAPER}/withdrawal", data={"slip": codes[0]}, headers=HTMX)
    assert back.status_code == 200
    assert "Taken back." in back.text
    assert " checked" not in back.text
    assert await Ballot.all().count() == await Choice.all().count() == 0
    again = await cass.post(f"{PAPER}/withdrawal", data={"slip": codes[0]})
    assert again.status_code == 422
    assert "No paper vote was counted under that code." in again.text
    assert (await cass.post(PAPER, data={"slip": codes[0], "choice": ["2"]})).status_code == 303
    taken = await HistoryRow.get(act="take_back_paper")
    assert (taken.kind, taken.who_id, taken.start, taken.end, taken.digest) == (
        "round",
        there.cass.id,
        "",
        "",
        "",
    )


async def test_nobody_elses_vote_is_taken_back_and_none_once_it_is_closed(there):
    found, codes = await with_slips(there)
    await vote(found, by=there.bo, ideas=[])
    with pytest.raises(Refused):
        await take_back_paper(found, by=there.cass, slip="")
    await count_paper(found, by=there.cass, slip=codes[0], ideas=[])
    for person in (there.bo, there.dev, there.ellis):
        with pytest.raises(NotAllowed):
            await take_back_paper(found, by=person, slip=codes[0])
    await close_round(found, by=there.cass)
    with pytest.raises(Refused, match="Voting closed"):
        await take_back_paper(found, by=there.cass, slip=codes[0])
    with pytest.raises(Refused, match="No more slips"):
        await make_slips(found, by=there.cass, how_many=1)
    assert await Ballot.all().count() == 2


async def test_taking_back_and_closing_at_once(there):
    found, codes = await with_slips(there)
    for code in codes[:4]:
        await count_paper(found, by=there.cass, slip=code, ideas=[])
    other = await Round.get()
    await asyncio.gather(
        take_back_paper(found, by=there.col, slip=codes[0]),
        close_round(other, by=there.cass),
        return_exceptions=True,
    )
    closed = await Round.get()
    assert len(json.loads(closed.sealed)["ballots"]) == await Ballot.all().count()


async def test_paper_is_for_those_who_run_votes(site, there):
    await with_slips(there)
    for person in (there.amina, there.ellis, there.gus, there.dev):
        browser = await site.as_(person)
        for address in (PAPER, f"{PAPER}/slips", f"{PAPER}/ballot"):
            assert (await browser.get(address)).status_code == 404
        for address in (PAPER, f"{PAPER}/slips", f"{PAPER}/slips/printing", f"{PAPER}/withdrawal"):
            assert (await browser.post(address, data={"slip": "x"})).status_code in {403, 404}


@pytest.mark.parametrize(("loose", "told"), [(0, 0), (1, None), (3, 3)])
async def test_results_say_how_many_came_on_paper_without_a_slip(site, loose, told):
    there = await town(floor=2)
    found = await opened_round(there)
    for number in range(loose):
        await count_paper(found, by=there.cass, slip=f"OURS-{number}", ideas=[])
    await make_slips(found, by=there.cass, how_many=4)
    for code in codes_of(await Round.get(), 1, 4):
        await count_paper(found, by=there.cass, slip=code, ideas=[])
    await close_round(found, by=there.cass)
    assert results_of(found)["paper_without_slip"] == told
    page = (await (await site.client()).get("/rivermead/rounds/1/results")).text
    assert ("without a slip of this vote" in page) is (loose > 0)
    assert ("3 votes on paper came without a slip" in page) is (loose == 3)


# With one or two ballots


@pytest.mark.parametrize("voters", [0, 1, 2])
async def test_with_one_or_two_votes_not_even_the_order_is_told(site, voters):
    there = await town(floor=6)
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas, observer=there.gus)
    for person in [there.amina, there.bo][:voters]:
        await vote(found, by=person, ideas=ideas[1:2])
    await close_round(found, by=there.cass)
    facts = results_of(found)
    assert not facts["enough_for_order"]
    assert {(entry["place"], entry["won"], entry["taken_out"]) for entry in facts["entries"]} == {
        (None, False, False)
    }
    assert [entry["idea"] for entry in facts["entries"]] == [1, 2, 3]
    assert json.loads(found.sealed)["ballots"] == [], "the observer would know what they picked"
    assert await Choice.all().count() == 0
    visitor = await site.client()
    page = (await visitor.get("/rivermead/rounds/1/results")).text
    assert "Fewer than three people voted." in page
    assert "Won the vote" not in page
    story = (await visitor.get("/rivermead/ideas/2")).text
    assert "Fewer than three people voted" in story
    assert "taken out" not in story


async def test_with_three_votes_the_order_is_told(there):
    there.rivermead.floor = 6
    await there.rivermead.save()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    for person in [there.amina, there.bo, *await young_people(there.rivermead, 1)]:
        await vote(found, by=person, ideas=ideas[1:2])
    await close_round(found, by=there.cass)
    facts = results_of(found)
    assert facts["enough_for_order"]
    assert not facts["enough_ballots"]
    assert facts["entries"][0]["won"]
