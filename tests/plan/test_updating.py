"""How a promise goes is reported: ratings, words, dates, steps, and what the calendar says."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.plan.completing import complete
from saidanddone.plan.mistakes import Mistake
from saidanddone.plan.models import Update
from saidanddone.plan.statuses import Rating, Sign, Status
from saidanddone.plan.updating import add_milestone, complete_milestone, progress_of, signs_of, update
from saidanddone.rules import NotAllowed, Refused
from tests.plan.promises import in_days, promise

ON_TRACK, NEEDS_HELP, OFF_TRACK = Rating.ON_TRACK, Rating.NEEDS_HELP, Rating.OFF_TRACK


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
