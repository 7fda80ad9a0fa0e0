"""A promise is made of an idea that was chosen, by those who may, and says enough."""

import asyncio

import pytest

from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import Notice
from saidanddone.plan.completing import complete
from saidanddone.plan.mistakes import Mistake
from saidanddone.plan.statuses import Status
from saidanddone.plan.updating import update
from saidanddone.rules import NotAllowed, Refused
from tests.plan.promises import chosen_idea, in_days, promise


async def test_ellis_makes_an_action_and_the_idea_goes_into_the_plan(there):
    idea = await chosen_idea(there)
    action = await promise(there, idea)
    assert (action.number, action.status, action.first_due) == (1, Status.NOT_STARTED, action.due)
    assert action.owner_person_id == there.ellis.id
    assert idea.stage is Stage.IN_PLAN
    second = await promise(there, idea, title="Bread too", owner_person=there.gus)
    assert second.number == 2
    assert await Notice.exists(person_id=there.gus.id, what="owns")
    assert await first_fault(there.rivermead.id) is None


async def test_an_open_idea_can_not_be_promised(there):
    idea = await chosen_idea(there)
    await promise(there, idea)
    idea = await chosen_idea(there, title="Another")
    action = await promise(there, idea)
    await update(action, by=there.ellis, said="We can’t.", status=Status.CANCELLED)
    await idea.refresh_from_db()
    assert idea.stage is Stage.CHOSEN
    await complete(await promise(there, idea), by=there.ellis, said="Done.")
    await idea.refresh_from_db()
    assert idea.stage is Stage.DELIVERED
    with pytest.raises(Refused, match="The council says it’s done"):
        await promise(there, idea)


@pytest.mark.parametrize(
    ("field", "how"),
    [
        ("title", {"title": " "}),
        ("how_we_know", {"how_we_know": ""}),
        ("due", {"due": -1}),
        ("start", {"start": 90}),
        ("reach", {"reach": 0}),
        ("mission", {"missions": ()}),
        ("none_fits", {"none_fits": True}),
    ],
)
async def test_a_promise_that_says_too_little_is_a_mistake_beside_its_field(there, field, how):
    given = {name: in_days(value) if name in ("due", "start") else value for name, value in how.items()}
    with pytest.raises(Mistake) as found:
        await promise(there, **given)
    assert found.value.field == field


async def test_making_an_action_is_for_senior_officers_of_this_council(there):
    for person in (there.amina, there.cass, there.dev, there.fern):
        with pytest.raises(NotAllowed):
            await promise(there, by=person)
    with pytest.raises(Mistake):
        await promise(there, owner_person=there.dev)


async def test_an_idea_promised_twice_at_once_goes_into_the_plan_once(there):
    idea = await chosen_idea(there)
    await asyncio.gather(promise(there, idea), promise(there, idea, by=there.edie))
    await idea.refresh_from_db()
    assert idea.stage is Stage.IN_PLAN
    assert await HistoryRow.filter(act="plan").count() == 1
