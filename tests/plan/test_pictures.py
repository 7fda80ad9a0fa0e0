"""A promise in pictures, and the months behind it: what people see, and the same in words."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from saidanddone import clock
from saidanddone.plan.answering import answer, count_due
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action
from saidanddone.plan.over_time import over_time
from saidanddone.plan.signs import mark_of, signs_of
from saidanddone.plan.statuses import Rating
from saidanddone.plan.updating import add_milestone, complete_milestone, update
from saidanddone.plan.verdicts import Verdict
from tests.plan.promises import asking_of, chosen_idea, in_days, promise

FIRST = "/rivermead/plan/actions/1"


async def reported(there, **how):
    """A promise of Ellis's that moved its date, ticked a step and reached people."""
    action = await promise(there, reach=30, **how)
    step = await add_milestone(action, by=there.ellis, title="Order them", due=in_days(9))
    await add_milestone(action, by=there.ellis, title="Fit them", due=in_days(30))
    await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="Ordered.", reached=4)
    await complete_milestone(step, by=there.ellis)
    await update(
        action, by=there.ellis, rating=Rating.NEEDS_HELP, said="The van broke.", next_step="Hire one.",
        due=in_days(90), due_reason="The van broke.", reached=9,
    )  # fmt: skip
    return await Action.get(id=action.id)


async def page_of(site, address=FIRST):
    page = await (await site.client()).get(address)
    assert page.status_code == 200
    return page.text


async def test_everyone_sees_the_dates_of_a_promise_and_the_same_in_a_table(site, there):
    await reported(there)
    text = await page_of(site)
    for words in (
        "The date moved once, to",
        "Step done: Order them",
        "Step to come: Fit them",
        "Needs help: The van broke.",
        "First promised for this day",
        "The same in a table",
        "9 people by",
        "of 30 planned",
        "moved once, 30 days later, because: <bdi>The van broke.</bdi>",
    ):
        assert words in text, words
    (drawn,) = re.findall(r'<svg class="chart".*?</svg>', text, re.S)[:1]
    assert drawn.count('class="mk m-needs-help"') == 1
    assert drawn.count('class="hop"') == 1
    assert "<title>" in drawn
    assert "<desc>" in drawn
    assert "style=" not in drawn


async def test_one_number_of_people_reached_is_no_line(site, there):
    action = await promise(there, reach=30)
    await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="Begun.", reached=4)
    assert "People reached, over time" not in await page_of(site)


async def test_a_promise_that_was_opened_again_is_drawn_with_its_loop(site, there):
    idea = await chosen_idea(there)
    action = await promise(there, idea)
    await complete(action, by=there.ellis, said="Done.")
    asking = await asking_of(action)
    await answer(asking, by=there.amina, verdict=Verdict.NO)
    with clock.at(clock.now() + timedelta(days=40)):
        await count_due()
        text = await page_of(site)
        assert 'class="again"' in text
        assert "Opened again once, because young people said: not yet." in text


async def test_the_last_month_is_how_it_stands_now(site, there):
    idea = await chosen_idea(there)
    one, two = await reported(there), await promise(there, idea, title="Data")
    with clock.at(clock.now() + timedelta(days=45)):
        await complete(two, by=there.ellis, said="Done.")
    with clock.at(clock.now() + timedelta(days=100)):
        await count_due()
        actions = [await Action.get(id=one.id), await Action.get(id=two.id)]
        found = await over_time(actions, there.rivermead)
        marks = [mark_of(action, signs_of(action, there.rivermead)) for action in actions]
        now = {kind: counts[-1] for kind, _, counts in found.rows}
        assert now["off-track" if marks[0] == "overdue" else "needs-help"] == 1
        assert sum(now.values()) == 2
        then = {kind: counts[0] for kind, _, counts in found.rows}
        assert then == {**dict.fromkeys(then, 0), "needs-help": 1, "not-started": 1}


async def test_a_promise_made_this_month_has_no_months_yet(site, there):
    first, last = (datetime(2027, 1, day, 12, tzinfo=UTC) for day in (1, 31))
    with clock.at(first):
        action = await promise(there)
    with clock.at(last):
        assert await over_time([action], there.rivermead) is None
    with clock.at(last + timedelta(days=1)):
        assert await over_time([action], there.rivermead) is not None


@pytest.mark.slow
async def test_in_the_demo_every_month_ends_as_the_plan_says(demo_site):
    from saidanddone.councils.models import Council
    from saidanddone.plan.over_time import STRIPS

    council = await Council.get(slug="rivermead")
    actions = await Action.filter(council_id=council.id)
    found = await over_time(actions, council)
    marks = [mark_of(action, signs_of(action, council)) for action in actions]
    assert found.rows
    for kind, _, counts in found.rows:
        held = next(those for name, _, those in STRIPS if name == kind)
        assert counts[-1] == sum(mark in held for mark in marks), kind
