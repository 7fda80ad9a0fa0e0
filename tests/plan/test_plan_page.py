"""The plan for somebody with one minute: its lines, its groups, what needs attention, what changed."""

from datetime import date, timedelta

import pytest

from saidanddone import clock
from saidanddone.plan.changes import a_month_ago
from saidanddone.plan.completing import complete
from saidanddone.plan.overview import EACH, ON_A_PAGE
from saidanddone.plan.statuses import Rating
from saidanddone.plan.updating import update
from saidanddone.web import day
from tests.people import town
from tests.plan.promises import chosen_idea, in_days, mission, promise

PLAN = "/rivermead/plan"


@pytest.fixture
async def there(site):
    return await town()


async def read(site, query=""):
    page = await (await site.client()).get(PLAN + query)
    assert page.status_code == 200
    return page.text


async def two_promises(there):
    """One that goes well, and one that is off track and somebody else’s."""
    well = await promise(there, title="Pantry passes")
    await update(well, by=there.ellis, rating=Rating.ON_TRACK, said="Under way.")
    badly = await promise(
        there,
        title="A health story",
        owner="Designated Nurse",
        missions=[await mission("6")],
    )
    await update(badly, by=there.edie, rating=Rating.OFF_TRACK, said="No nurse.", next_step="Ask again.")
    return well, badly


async def test_each_promise_is_a_mark_that_leads_to_it_and_is_told_in_words(site, there):
    await two_promises(there)
    text = await read(site)
    assert 'class="m-on-track"><a href="/rivermead/plan/actions/1" title="Pantry passes: on track">' in text
    assert '<span class="hide">A health story: off track</span>' in text
    assert "No promise yet." in text


async def test_only_what_needs_attention_is_one_link_away_and_stays_when_grouped(site, there):
    await two_promises(there)
    assert "Only what needs attention (1)" in await read(site)
    text = await read(site, "?needs=attention&by=owner")
    assert "A health story" in text
    assert "Pantry passes" not in text
    assert "?by=rating&amp;needs=attention#promises" in text or "?needs=attention&amp;by=rating" in text
    assert "<b>1 promise</b>" in text


async def test_the_plan_of_one_mission_only(site, there):
    await two_promises(there)
    text = await read(site, "?mission=stable-homes-2023/6")
    assert "A health story" in text
    assert "Pantry passes" not in text
    assert '<option value="stable-homes-2023/6" selected>' in text


@pytest.mark.parametrize(
    "query", ["?mission=nothing/0", "?by=x", "?needs=x", "?after=x", "?rating=x", "?owner=%00"]
)
async def test_wishes_that_nobody_offers_show_the_whole_plan(site, there, query):
    await two_promises(there)
    text = await read(site, query)
    assert "Pantry passes" in text
    assert "A health story" in text


async def test_an_owner_without_promises_is_told_so(site, there):
    await two_promises(there)
    assert "No promise is like that." in await read(site, "?by=owner&owner=Nobody")


async def test_a_long_plan_shows_some_of_each_group_and_the_rest_page_by_page(site, there):
    many = EACH + ON_A_PAGE + 2
    for number in range(many):
        await promise(
            there, title=f"Thing {number:02}.", due=in_days(20 + number), missions=[await mission()]
        )
    await promise(there, title="A health story", missions=[await mission("6")])
    whole = await read(site)
    assert f"Show all {many}" in whole
    assert whole.count('<article class="action">') == EACH + 1
    first = await read(site, "?mission=stable-homes-2023/5")
    assert first.count('<article class="action">') == ON_A_PAGE
    assert f"after={ON_A_PAGE}" in first
    second = await read(site, f"?mission=stable-homes-2023/5&after={ON_A_PAGE}")
    assert second.count('<article class="action">') == many - ON_A_PAGE
    assert f"Thing {ON_A_PAGE:02}." in second
    assert "Thing 00." not in second.split('id="promises"')[1]
    assert "Show the next promises" not in second


async def test_what_changed_since_last_month_in_one_paragraph(site, there):
    old = await promise(there, await chosen_idea(there))
    with clock.at(clock.now() + timedelta(days=60)):
        new = await promise(there, title="New")
        await update(
            new, by=there.ellis, rating=Rating.ON_TRACK, said="Begun.", due=in_days(200), due_reason="Snow."
        )
        await complete(old, by=there.ellis, said="Done.")
        text = await read(site)
        for words in (
            "1 promise was made.",
            "The council said that one is done.",
            "1 promise got a later date.",
            "There was news of 2 of 2 promises.",
            "How the promises stood, month by month",
        ):
            assert words in text, words


async def test_a_silent_month_is_said(site, there):
    await promise(there)
    with clock.at(clock.now() + timedelta(days=70)):
        assert "nothing was said about any promise." in await read(site)


def test_a_month_ago_is_a_day_that_there_was():
    assert a_month_ago(date(2026, 3, 31)) == date(2026, 2, 28)
    assert a_month_ago(date(2024, 3, 30)) == date(2024, 2, 29)
    assert a_month_ago(date(2026, 1, 5)) == date(2025, 12, 5)


async def test_the_plan_asks_no_more_often_when_it_is_long(site, there, queries):
    await two_promises(there)
    browser = await site.client()
    counts = []
    for number in range(2):
        with queries() as asked:
            await browser.get(PLAN)
        counts.append(len(asked))
        if not number:
            for extra in range(30):
                await promise(there, title=f"More {extra}", owner=f"Owner {extra % 4}")
    assert counts[1] <= counts[0]


@pytest.mark.parametrize("address", [PLAN, PLAN + "/actions/1", "/rivermead/missions/stable-homes-2023/5"])
async def test_a_page_on_paper_says_whose_it_is_of_which_day_and_where_it_is(site, there, address):
    await promise(there)
    page = await (await site.client()).get(address)
    assert f'<p class="as-at">Rivermead. As at {day(clock.today())}. {address}</p>' in page.text
