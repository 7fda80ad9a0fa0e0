"""Owners are reminded before an update is due, and never of what is over."""

import asyncio
from datetime import timedelta

from saidanddone import clock, database
from saidanddone.notices.models import Notice
from saidanddone.plan.models import Action
from saidanddone.plan.reminding import remind_owners
from saidanddone.plan.statuses import Status
from saidanddone.plan.updating import add_milestone, update
from tests.plan.promises import in_days, mine, promise

UPDATES = ("update_soon", "update_due")


async def told(*whats):
    rows = await Notice.filter(what__in=whats).order_by("id").values_list("what", "person_id")
    return [tuple(row) for row in rows]


async def test_an_owner_is_reminded_before_an_update_is_due_and_when_it_is(there):
    start = clock.now()
    action = await mine(there)
    for days, expected in (
        (27, []),
        (28, ["update_soon"]),
        (34, ["update_soon"]),
        (35, ["update_soon", "update_due"]),
    ):
        with clock.at(start + timedelta(days=days)):
            await remind_owners()
            await remind_owners()
        assert await told(*UPDATES) == [(what, there.ellis.id) for what in expected], days
    with clock.at(start + timedelta(days=36)):
        await update(await Action.get(id=action.id), by=there.ellis, said="News.")
    with clock.at(start + timedelta(days=36 + 28)):
        await remind_owners()
    assert len(await told(*UPDATES)) == 3, "a new silence is told anew"


async def test_a_steps_day_that_passed_is_told_once(there):
    action = await mine(there)
    await add_milestone(action, by=there.ellis, title="By Friday", due=in_days(3))
    with clock.at(clock.now() + timedelta(days=3)):
        await remind_owners()
        assert await told("step_late") == []
    with clock.at(clock.now() + timedelta(days=4)):
        await asyncio.gather(remind_owners(), remind_owners())
        await remind_owners()
        assert await told("step_late") == [("step_late", there.ellis.id)]


async def test_nobody_is_reminded_of_what_is_over_or_has_no_owner(there):
    action = await mine(there)
    await add_milestone(action, by=there.ellis, title="Late", due=in_days(1))
    await update(action, by=there.edie, status=Status.CANCELLED, said="No money.")
    other = await promise(there, title="Nobody's", owner_contact="A charity")
    await database.write(lambda: Action.filter(id=other.id).update(owner_person_id=None))
    with clock.at(clock.now() + timedelta(days=60)):
        await remind_owners()
    assert await told("step_late", *UPDATES) == []
