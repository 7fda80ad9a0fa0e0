"""A promise is made, reported on, completed, and judged by those who asked for it."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import Support
from saidanddone.notices.models import Notice
from saidanddone.plan.answering import answer, count, count_due, publish_words
from saidanddone.plan.completing import complete
from saidanddone.plan.mistakes import Mistake
from saidanddone.plan.models import Asking, Respondent, Update, VerdictAnswer
from saidanddone.plan.statuses import Rating, Sign, Status
from saidanddone.plan.updating import add_milestone, complete_milestone, progress_of, signs_of, update
from saidanddone.plan.verdicts import Outcome, Verdict
from saidanddone.rules import NotAllowed, Refused
from tests.people import town, young_people
from tests.plan.promises import asking_of, chosen_idea, in_days, promise

ON_TRACK, NEEDS_HELP, OFF_TRACK = Rating.ON_TRACK, Rating.NEEDS_HELP, Rating.OFF_TRACK


@pytest.fixture
async def there(database_url):
    async with database.connected(database_url):
        yield await town()


# Making


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


# Updating


async def test_a_rating_starts_it_and_the_newest_words_stand_on_the_action(there):
    action = await promise(there, owner_person=there.gus)
    await update(action, by=there.gus, rating=ON_TRACK, said="Ten passes given.", reached=10)
    assert (action.status, action.rating, action.said, action.reach_reached) == (
        Status.IN_PROGRESS,
        ON_TRACK,
        "Ten passes given.",
        10,
    )
    await update(action, by=there.edie, rating=NEEDS_HELP, said="The pantry shut.", next_step="Find another.")
    assert (action.rating, action.said) == (NEEDS_HELP, "The pantry shut.")
    assert await Update.filter(action_id=action.id).count() == 2


async def test_it_pauses_goes_on_and_is_cancelled_with_words(there):
    action = await promise(there)
    await update(action, by=there.ellis, said="We begin.", status=Status.IN_PROGRESS)
    await update(action, by=there.ellis, said="The budget is frozen.", status=Status.PAUSED)
    with pytest.raises(Mistake, match="in progress"):
        await update(action, by=there.ellis, rating=ON_TRACK, said="Hm")
    await update(action, by=there.ellis, said="On we go.", status=Status.IN_PROGRESS, rating=ON_TRACK)
    assert action.status is Status.IN_PROGRESS
    await update(action, by=there.ellis, said="No building.", status=Status.CANCELLED)
    assert action.status is Status.CANCELLED
    with pytest.raises(Refused, match="cancelled"):
        await update(action, by=there.ellis, said="Still here?")


@pytest.mark.parametrize(
    ("field", "report"),
    [
        ("said", {"rating": NEEDS_HELP, "next_step": "Ask again"}),
        ("next_step", {"rating": OFF_TRACK, "said": "Late again"}),
        ("due", {"said": "x", "due": 60, "due_reason": "Same"}),
        ("due", {"said": "x", "due": -1, "due_reason": "Past"}),
        ("due_reason", {"said": "x", "due": 90}),
        ("due", {"said": "x", "due_reason": "No date"}),
        ("reached", {"said": "x", "reached": -1}),
        ("status", {"said": "x", "status": Status.NOT_STARTED}),
        ("status", {"said": "x", "status": Status.COMPLETE}),
        ("said", {"status": Status.CANCELLED}),
        ("rating", {"said": "x", "rating": ON_TRACK, "status": Status.PAUSED}),
    ],
)
async def test_an_update_that_can_not_stand_is_a_mistake_beside_its_field(there, field, report):
    action = await promise(there)
    await update(action, by=there.ellis, rating=ON_TRACK, said="Begun.")
    if "due" in report:
        report = {**report, "due": in_days(report["due"])}
    with pytest.raises(Mistake) as found:
        await update(action, by=there.ellis, **report)
    assert found.value.field == field
    assert await Update.filter(action_id=action.id).count() == 1


async def test_no_change_can_not_be_said_first_nor_twice_running(there):
    action = await promise(there)
    with pytest.raises(Mistake, match="first update"):
        await update(action, by=there.ellis)
    await update(action, by=there.ellis, rating=ON_TRACK, said="Begun.")
    await update(action, by=there.ellis, rating=ON_TRACK)
    assert action.said == "Begun."
    with pytest.raises(Mistake, match="no change"):
        await update(action, by=there.ellis, rating=ON_TRACK)
    await update(action, by=there.ellis, said="Ten more.")
    await update(action, by=there.ellis)
    both = await asyncio.gather(
        *(update(action, by=there.ellis, said="Ten more.") for _ in range(2)), return_exceptions=True
    )
    assert all(isinstance(one, Update) for one in both)


async def test_no_change_said_twice_at_once_is_kept_once(there):
    action = await promise(there)
    await update(action, by=there.ellis, rating=ON_TRACK, said="Begun.")
    both = await asyncio.gather(*(update(action, by=there.ellis) for _ in range(2)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in both) == ["Mistake", "Update"]


async def test_a_moved_date_keeps_the_first_and_its_reason(there):
    action = await promise(there)
    first = action.due
    await update(action, by=there.ellis, said="Late.", due=in_days(90), due_reason="The van broke.")
    assert (action.first_due, action.due) == (first, in_days(90))
    moved = await Update.get(action_id=action.id)
    assert (moved.due_from, moved.due_to, moved.due_reason) == (first, in_days(90), "The van broke.")


async def test_only_the_owner_and_senior_officers_report(there):
    action = await promise(there, owner_person=there.gus)
    for person in (there.amina, there.cass, there.dev, there.fern):
        with pytest.raises(NotAllowed):
            await update(action, by=person, said="Mine now.")
        with pytest.raises(NotAllowed):
            await add_milestone(action, by=person, title="A step")
        with pytest.raises(NotAllowed):
            await complete(action, by=person, said="Done.")
    with pytest.raises(NotAllowed):
        await update(action, by=there.gus, said="Enough.", status=Status.CANCELLED)


async def test_steps_are_ticked_once_and_counted(there):
    action = await promise(there)
    steps = [await add_milestone(action, by=there.ellis, title=title) for title in ("Ask", "Buy", "Give")]
    await complete_milestone(steps[0], by=there.ellis)
    again = await asyncio.gather(
        *(complete_milestone(steps[1], by=there.ellis) for _ in range(2)), return_exceptions=True
    )
    assert [type(one) for one in again if one is not None] == [Refused]
    assert progress_of(action, await action.milestones.all()) == (2, 3, "2 of 3 steps done")


async def test_signs_come_from_the_calendar_and_are_stored_nowhere(there):
    action = await promise(there)
    assert signs_of(action, there.rivermead) == []
    with clock.at(clock.now() + timedelta(days=36)):
        assert signs_of(action, there.rivermead) == [Sign.NO_NEWS]
    with clock.at(clock.now() + timedelta(days=61)):
        assert signs_of(action, there.rivermead) == [Sign.OVERDUE, Sign.NO_NEWS]
        await update(action, by=there.ellis, said="Nearly.")
        assert signs_of(action, there.rivermead) == [Sign.OVERDUE]
    action.owner_person_id = None
    assert signs_of(action, there.rivermead) == [Sign.NO_OWNER]


# Completing and answering


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
