"""A promise is said to be done, and judged by those who asked for it."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import Support
from saidanddone.notices.models import Notice
from saidanddone.plan.answering import answer, count, count_due, publish_words
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Asking, Respondent, VerdictAnswer
from saidanddone.plan.statuses import Status
from saidanddone.plan.updating import update
from saidanddone.plan.verdicts import Outcome, Verdict
from saidanddone.rules import NotAllowed, Refused
from tests.people import young_people
from tests.plan.promises import asking_of, chosen_idea, promise


async def test_completing_asks_young_people_who_wrote_or_stood_behind_it(there):
    more = await young_people(there.rivermead, 3)
    idea = await chosen_idea(there, supporters=(there.bo, more[0], more[1]))
    await Support.filter(person=more[1]).update(withdrawn_at=clock.now())
    joined = await chosen_idea(there, by=more[2], title="The same")
    await type(joined).filter(id=joined.id).update(merged_into_id=idea.id, stage=Stage.MERGED, was=Stage.OPEN)
    action = await promise(there, idea)
    await complete(action, by=there.ellis, said="75 passes given.")
    await idea.refresh_from_db()
    assert (action.status, idea.stage) == (Status.COMPLETE, Stage.DELIVERED)
    asking = await asking_of(action)
    asked = await Respondent.filter(asking_id=asking.id).values_list("person_id", flat=True)
    assert set(asked) == {there.amina.id, there.bo.id, more[0].id, more[2].id}
    assert (asking.floor, asking.closes_at) == (2, asking.asked_at + timedelta(days=28))
    assert await Notice.filter(what="asked").count() == 4
    with pytest.raises(Refused):
        await update(action, by=there.ellis, said="And more.")


async def test_without_anyone_to_ask_nobody_is_asked(there):
    action = await promise(there, await chosen_idea(there, by=there.gus))
    await complete(action, by=there.ellis, said="Done.")
    assert await Asking.all().count() == 0


async def test_said_done_twice_at_once_asks_once(there):
    idea = await chosen_idea(there)
    action = await promise(there, idea)
    both = await asyncio.gather(
        *(complete(action, by=who, said="Done.") for who in (there.ellis, there.edie)), return_exceptions=True
    )
    assert [type(one) for one in both if one is not None] == [Refused]
    assert await Asking.all().count() == 1


async def test_two_actions_of_one_idea_done_at_once_deliver_it(there):
    idea = await chosen_idea(there)
    actions = [await promise(there, idea), await promise(there, idea, title="Bread too")]
    await asyncio.gather(*(complete(action, by=there.ellis, said="Done.") for action in actions))
    await idea.refresh_from_db()
    assert idea.stage is Stage.DELIVERED


async def done_for(there, *supporters):
    idea = await chosen_idea(there, supporters=supporters)
    action = await promise(there, idea)
    await complete(action, by=there.ellis, said="Done.")
    return idea, action, await asking_of(action)


async def test_all_say_yes_and_it_is_confirmed_at_once(there):
    idea, action, asking = await done_for(there, there.bo)
    await answer(asking, by=there.amina, verdict=Verdict.YES)
    assert asking.counted_at is None
    await answer(asking, by=there.bo, verdict=Verdict.YES, words="I have mine.")
    await action.refresh_from_db()
    await idea.refresh_from_db()
    assert (asking.outcome, action.outcome, idea.stage) == (
        Outcome.CONFIRMED,
        Outcome.CONFIRMED,
        Stage.CONFIRMED,
    )
    assert await first_fault(there.rivermead.id) is None
    assert not await HistoryRow.filter(kind="verdict_answer").exists()


async def test_not_yet_opens_the_promise_again_and_the_second_asking_is_new(there):
    idea, action, asking = await done_for(there, there.bo)
    await answer(asking, by=there.amina, verdict=Verdict.PARTLY)
    await answer(asking, by=there.bo, verdict=Verdict.NO)
    await action.refresh_from_db()
    await idea.refresh_from_db()
    assert (action.status, action.outcome, idea.stage) == (Status.IN_PROGRESS, Outcome.NOT_YET, Stage.IN_PLAN)
    await complete(action, by=there.ellis, said="Now everywhere.")
    second = await asking_of(action)
    assert (second.number, second.counted_at) == (2, None)
    await asyncio.gather(*(answer(second, by=who, verdict=Verdict.YES) for who in (there.amina, there.bo)))
    await idea.refresh_from_db()
    assert idea.stage is Stage.CONFIRMED


async def test_too_few_answers_leave_it_as_the_council_says(there):
    idea, action, asking = await done_for(there, there.bo, *await young_people(there.rivermead, 3))
    await answer(asking, by=there.bo, verdict=Verdict.NO)
    with pytest.raises(Refused, match="until"):
        await count(asking)
    with clock.at(clock.now() + timedelta(days=28, minutes=1)):
        with pytest.raises(Refused, match="over"):
            await answer(asking, by=there.amina, verdict=Verdict.YES)
        await asyncio.gather(count_due(), count_due(), count(asking))
    await action.refresh_from_db()
    await idea.refresh_from_db()
    assert (action.status, action.outcome, idea.stage) == (
        Status.COMPLETE,
        Outcome.NOT_ENOUGH,
        Stage.DELIVERED,
    )
    assert await HistoryRow.filter(act="count").count() == 1


async def test_a_change_of_mind_is_a_new_row_and_the_same_again_is_none(there):
    _, _, asking = await done_for(there, there.bo)
    first = await answer(asking, by=there.amina, verdict=Verdict.NO)
    assert (await answer(asking, by=there.amina, verdict=Verdict.NO)).id == first.id
    await answer(asking, by=there.amina, verdict=Verdict.YES)
    assert await VerdictAnswer.filter(person=there.amina).count() == 2
    assert await VerdictAnswer.filter(person=there.amina, replaced_at=None).count() == 1


async def test_answers_at_once_leave_one_that_stands(there):
    _, _, asking = await done_for(there, there.bo)
    await asyncio.gather(*(answer(asking, by=there.amina, verdict=verdict) for verdict in Verdict))
    assert await VerdictAnswer.filter(person=there.amina, replaced_at=None).count() == 1


async def test_only_those_asked_answer(there):
    _, _, asking = await done_for(there)
    for person in (there.bo, there.ellis, there.ivo, there.cass):
        with pytest.raises(NotAllowed):
            await answer(asking, by=person, verdict=Verdict.YES)


async def test_words_are_read_once_and_only_by_a_worker_here(there):
    _, _, asking = await done_for(there)
    said = await answer(asking, by=there.amina, verdict=Verdict.YES, words="Mine works.")
    for person in (there.bo, there.ellis, there.dev):
        with pytest.raises(NotAllowed):
            await publish_words(said, by=person)
    both = await asyncio.gather(
        *(publish_words(said, by=who) for who in (there.cass, there.col)), return_exceptions=True
    )
    assert [type(one) for one in both if one is not None] == [Refused]


async def test_an_idea_held_meanwhile_stands_where_its_promise_is_once_released(there):
    idea = await chosen_idea(there)
    action = await promise(there, idea)
    await idea.make_move("hold", by=there.cass)
    await complete(action, by=there.ellis, said="Done.")
    await idea.refresh_from_db()
    assert (idea.stage, idea.was) == (Stage.HELD, Stage.DELIVERED)
    await answer(await asking_of(action), by=there.amina, verdict=Verdict.YES)
    await idea.refresh_from_db()
    assert (idea.stage, idea.was) == (Stage.HELD, Stage.CONFIRMED)
    await idea.make_move("release", by=there.hana)
    assert idea.stage is Stage.CONFIRMED


async def test_an_idea_held_while_its_promise_is_cancelled_comes_back_chosen(there):
    idea = await chosen_idea(there)
    action = await promise(there, idea)
    await idea.make_move("hold", by=there.cass)
    await update(action, by=there.ellis, said="We can’t.", status=Status.CANCELLED)
    await idea.refresh_from_db()
    await idea.make_move("release", by=there.hana)
    assert idea.stage is Stage.CHOSEN
