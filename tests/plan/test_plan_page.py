"""The plan for somebody with one minute: its lines, its groups, what needs attention, what changed."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from saidanddone import clock, database
from saidanddone.councils.models import Council, OpenTo
from saidanddone.ideas.models import IdeaMission
from saidanddone.ideas.stages import Stage
from saidanddone.plan.changes import a_month_ago
from saidanddone.plan.completing import complete
from saidanddone.plan.overview import EACH, ON_A_PAGE, what_is_coming
from saidanddone.plan.statuses import Rating
from saidanddone.plan.updating import add_milestone, update
from saidanddone.spelling import day
from tests.plan.promises import ACTIONS, DESK, FIRST, PLAN, chosen_idea, in_days, mission, promise


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


def a_promise(**how):
    given = {
        "title": "Pantry passes",
        "what": "Give every care leaver who asks a pass.",
        "owner": "Housing Partnerships Lead",
        "due": in_days(60).isoformat(),
        "how_we_know": "75 young people use the pantry.",
        "mission": ["stable-homes-2023/5", "inspection/homes"],
    }
    return {**given, **how}


async def _link(idea):
    return await IdeaMission.create(idea=idea, mission=await mission("2"))


async def test_the_plan_says_its_gaps_in_words(site, there):
    ellis, visitor = await site.as_(there.ellis), await site.client()
    empty = (await visitor.get(PLAN)).text
    assert "No promises yet." in empty
    assert "Nothing is promised yet" in empty
    idea = await chosen_idea(there, title="Guaranteed interview")
    await database.write(lambda: _link(idea))
    page = (await visitor.get(PLAN)).text
    assert "No promise yet. 1 idea chosen." in page
    assert "“Guaranteed interview” was chosen on" in page
    await ellis.post(ACTIONS, data=a_promise())
    assert "One promise." in (await visitor.get(PLAN)).text


def test_an_idea_that_won_is_not_said_to_be_in_the_vote_any_more():
    ideas = [SimpleNamespace(stage=stage) for stage in (Stage.WON, Stage.IN_ROUND, Stage.IN_ROUND)]
    assert what_is_coming(ideas) == "1 idea won the vote. 2 ideas in the vote."


async def test_a_closed_councils_gap_names_no_idea(site, there):
    idea = await chosen_idea(there, title="Guaranteed interview")
    await database.write(lambda: _link(idea))
    await database.write(lambda: Council.filter(slug="rivermead").update(ideas_open_to=OpenTo.COUNCIL))
    assert "Guaranteed interview" not in (await (await site.client()).get(PLAN)).text
    assert "Guaranteed interview" in (await (await site.as_(there.bo)).get(PLAN)).text


async def test_the_plan_is_grouped_by_owner_and_by_how_it_goes(site, there):
    action = await promise(there)
    await update(action, by=there.ellis, rating=Rating.OFF_TRACK, said="Late.", next_step="Hurry.")
    await promise(there, title="Nobody’s mission", missions=(), none_fits=True)
    visitor = await site.client()
    assert "Housing Partnerships Lead" in (await visitor.get(f"{PLAN}?by=owner")).text
    page = (await visitor.get(f"{PLAN}?by=rating")).text
    assert page.index(">Off track<") < page.index(">Not started<")
    assert "Other promises" in (await visitor.get(f"{PLAN}?by=nonsense")).text


@pytest.mark.parametrize("address", [PLAN, FIRST, DESK])
async def test_queries_do_not_grow_with_what_there_is(site, there, queries, address):
    ellis = await site.as_(there.ellis)

    async def fill(how_many):
        for _ in range(how_many):
            action = await promise(there, await chosen_idea(there))
            await chosen_idea(there, title="Waits for a plan")
            for n in range(2):
                await add_milestone(action, by=there.ellis, title=f"Step {n}")
            await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="News")
            await promise(there, title="Another’s", owner_person=there.gus)

    async def asked():
        with queries() as found:
            assert (await ellis.get(address)).status_code == 200
        return len(found)

    await fill(1)
    before = await asked()
    await fill(3)
    assert await asked() == before
