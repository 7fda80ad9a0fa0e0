"""“Me too”: counted once, taken back, closed when it is closed."""

import asyncio
import random

import pytest

from saidanddone import database
from saidanddone.history.models import HistoryRow
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import Support, recount, support, supported_by, withdraw_support
from saidanddone.rules import NotAllowed, Refused
from tests.ideas.steps import in_the_vote, open_idea, stand
from tests.people import town, young_people


async def counted(idea):
    return (await Idea.get(id=idea.id)).supports


async def test_bo_says_me_too_and_takes_it_back(site):
    there = await town()
    idea, bo = await open_idea(there), await site.as_(there.bo)
    answer = await bo.post("/rivermead/ideas/1/support")
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/ideas/1")
    assert await counted(idea) == 1
    await bo.post("/rivermead/ideas/1/support/withdrawal")
    assert await counted(idea) == 0
    assert await Support.all().count() == 1, "what was given and taken back stays on record"
    assert [row.act for row in await HistoryRow.filter(act__contains="support").order_by("position")] == [
        "support",
        "withdraw_support",
    ]


async def test_htmx_gets_the_button_alone(site):
    there = await town()
    await open_idea(there)
    bo = await site.as_(there.bo)
    answer = await bo.post("/rivermead/ideas/1/support", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "<b>1</b> wants this too" in answer.text
    assert 'aria-pressed="true"' in answer.text
    assert "/rivermead/ideas/1/support/withdrawal" in answer.text
    answer = await bo.post("/rivermead/ideas/1/support/withdrawal", headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in answer.text


async def test_bo_supports_twice_at_once_and_counts_once(site):
    there = await town()
    idea, bo = await open_idea(there), await site.as_(there.bo)
    answers = await asyncio.gather(*(bo.post("/rivermead/ideas/1/support") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert await counted(idea) == await Support.filter(withdrawn_at=None).count() == 1


async def test_many_at_once_are_all_counted(site):
    there = await town()
    idea = await open_idea(there)
    await asyncio.gather(*(support(idea, by=one) for one in await young_people(there.rivermead, 12)))
    assert await counted(idea) == 12


async def test_amina_is_told_that_her_own_idea_counts_her_already(site):
    there = await town()
    await open_idea(there)
    answer = await (await site.as_(there.amina)).post("/rivermead/ideas/1/support")
    assert answer.status_code == 409
    assert "your own idea" in answer.text


@pytest.mark.parametrize("name", ["cass", "ellis", "gus", "fern", "hana"])
async def test_staff_never_support(site, name):
    there = await town()
    idea = await open_idea(there)
    browser = await site.as_(getattr(there, name))
    assert (await browser.post("/rivermead/ideas/1/support")).status_code == 403
    assert (await browser.post("/rivermead/ideas/1/support/withdrawal")).status_code == 403
    with pytest.raises(NotAllowed):
        await support(idea, by=getattr(there, name))


async def test_in_the_vote_bo_is_told_to_vote(site):
    there = await town()
    await in_the_vote(there)
    bo = await site.as_(there.bo)
    for act in ("support", "support/withdrawal"):
        answer = await bo.post(f"/rivermead/ideas/1/{act}")
        assert answer.status_code == 409
        assert "in the vote" in answer.text


async def test_what_bo_does_not_see_is_not_there(site):
    there = await town()
    await propose(there.amina, what="Waiting")
    await open_idea(there, door=Door.TEAM)
    bo, ivo = await site.as_(there.bo), await site.as_(there.ivo)
    for number in (1, 2, 3, 2**31, 10**20):
        assert (await bo.post(f"/rivermead/ideas/{number}/support")).status_code == 404
    await open_idea(there)
    assert (await ivo.post("/rivermead/ideas/3/support")).status_code == 404
    assert (await ivo.post("/ashcombe/ideas/3/support")).status_code == 404
    assert (await (await site.client()).post("/rivermead/ideas/3/support")).status_code == 303


async def test_an_idea_that_moved_meanwhile_takes_no_support(site):
    there = await town()
    idea = await open_idea(there)
    await (await Idea.get(id=idea.id)).make_move("decline", by=there.cass)
    with pytest.raises(Refused, match="just moved"):
        await support(idea, by=there.bo)
    assert await Support.all().count() == 0


async def joined(idea, into):
    await stand(idea, Stage.MERGED)
    await database.write(lambda: Idea.filter(id=idea.id).update(merged_into_id=into.id))
    await recount(into)


async def test_who_wants_joined_ideas_is_counted_once(site):
    there = await town()
    first, second, third = [await open_idea(there, title=title) for title in ("One", "Two", "Three")]
    one, two, three = await young_people(there.rivermead, 3)
    for idea, people in ((first, (one, two)), (second, (two, three)), (third, (three,))):
        for person in people:
            await support(idea, by=person)
    await joined(first, second)
    assert await counted(second) == 3
    await joined(second, third)
    assert await counted(third) == 3
    assert await supported_by(one, [third]) == {third.id}
    await support(third, by=one)
    assert await counted(third) == 3
    await withdraw_support(await Idea.get(id=third.id), by=one)
    assert await counted(third) == 2
    assert await supported_by(one, [first, second, third]) == set()


async def test_the_counter_never_drifts(site):
    there = await town()
    idea, chance = await open_idea(there), random.Random(7)
    people = await young_people(there.rivermead, 5)
    for _ in range(60):
        act = chance.choice((support, withdraw_support))
        await act(idea, by=chance.choice(people))
        standing = await Support.filter(idea_id=idea.id, withdrawn_at=None).count()
        assert await counted(idea) == standing == idea.supports
