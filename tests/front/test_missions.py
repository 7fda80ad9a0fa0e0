"""The missions, one line each: promises as marks, voices as counts, gaps in words."""

from datetime import date, timedelta

from saidanddone import clock, database
from saidanddone.ideas.models import Door
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.supporting import support
from saidanddone.missions.keeping import check_wording
from saidanddone.missions.models import Framework, Mission
from saidanddone.moderation import checking
from saidanddone.plan.answering import answer
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action, Asking
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.updating import update
from saidanddone.plan.verdicts import Verdict
from tests.front.telling import mission, open_idea, promised, see

LINES, FIVE = "/rivermead/missions", "/rivermead/missions/stable-homes-2023/5"


async def as_visitor(site, address) -> str:
    return await see(await site.client(), address)


async def test_every_mission_has_a_line_and_silence_is_said(site, there):
    page = await as_visitor(site, LINES)
    for label in ("Loving relationships", "Health and wellbeing", "Influence on services"):
        assert label in page
    assert page.count("No promise yet.") == 12
    assert "Nobody has promised anything yet for:" in page


async def test_one_mark_for_each_promise_by_how_it_goes(site, there):
    idea = await open_idea(there)
    await support(idea, by=there.bo)
    started = await promised(there, idea, title="Started")
    await update(started, by=there.ellis, rating=Rating.NEEDS_HELP, said="Short of staff.", next_step="Hire.")
    await promised(there, title="Not begun")
    page = await as_visitor(site, LINES)
    assert "Started: needs help" in page
    assert "Not begun: not started" in page
    assert "2 promises: one needs help, one not started. 1 idea, 1 time “me too”." in page
    assert "Promises with no idea behind them that everyone can read." in page
    with clock.at(clock.now() + timedelta(days=70)):
        late = await as_visitor(site, FIVE)
    assert "One of them past the due date." in late
    assert "one overdue" in late


async def test_a_cancelled_promise_is_told_and_not_counted_here_as_in_the_plan(site, there):
    action = await promised(there, await open_idea(there))
    await promised(there, title="Another")
    await update(action, by=there.ellis, status=Status.CANCELLED, said="The money went.")
    for address in (LINES, FIVE):
        assert "1 promise: one not started, one cancelled." in await as_visitor(site, address)
    assert "1 promise. 1 not started, 1 cancelled." in await as_visitor(site, "/rivermead/plan")
    another = await Action.get(title="Another")
    await update(another, by=there.ellis, status=Status.CANCELLED, said="This one too.")
    for address in (LINES, FIVE):
        page = await as_visitor(site, address)
        assert "No promise now." in page
        assert "Two cancelled." in page


async def test_a_mission_moves_when_a_promise_is_done_and_again_when_it_is_confirmed(site, there):
    action = await promised(there, await open_idea(there))
    before = await as_visitor(site, FIVE)
    assert "1 promise: not started." in before
    await complete(action, by=there.ellis, said="All are up.")
    said_done = await as_visitor(site, FIVE)
    assert "1 promise: said to be done." in said_done
    await answer(await Asking.get(), by=there.amina, verdict=Verdict.YES)
    kept = await as_visitor(site, FIVE)
    assert "1 promise: kept." in kept
    assert "It happened." in kept


async def test_voices_without_a_promise_are_named(site, there):
    await open_idea(there)
    page = await as_visitor(site, LINES)
    assert "Voices with no promise yet." in page
    assert '/missions/stable-homes-2023/5#gaps">Safe, suitable homes</a>: 1 idea' in page
    assert "1 idea has no promise yet." in await as_visitor(site, FIVE)


async def test_counts_are_for_all_and_words_for_those_who_may_see_ideas(site, there):
    ashcombe = there.ashcombe
    idea = await propose(there.ivo, what="CANARY ashcombe")
    await checking.publish(idea, by=there.dev, title="CANARY ashcombe", missions=[await mission()])
    address = f"/{ashcombe.slug}/missions/stable-homes-2023/5"
    assert "CANARY ashcombe" in await see(await site.as_(there.ivo), address)
    for person in (there.amina, there.jo, None):
        browser = await (site.as_(person) if person else site.client())
        page = await see(browser, address)
        assert "CANARY" not in page
        assert "1 idea was sent on this." in page
        assert "CANARY" not in await see(browser, "/ashcombe/missions")
    assert "CANARY" not in await see(await site.as_(there.amina), FIVE)


async def test_what_is_hidden_is_neither_said_nor_counted(site, there):
    five = [await mission()]
    await open_idea(there, "CANARY team", door=Door.TEAM)
    held = await open_idea(there, "CANARY held")
    await checking.hold(held, by=there.cass, message="CANARY worry")
    sent_back = await propose(there.amina, what="CANARY back")
    await checking.send_back(sent_back, by=there.cass, message="CANARY")
    await propose(there.amina, what="CANARY waiting")
    for person in (there.bo, there.ivo, None):
        browser = await (site.as_(person) if person else site.client())
        for address in (LINES, FIVE):
            page = await see(browser, address)
            assert "CANARY" not in page
            assert "No idea yet." in page
    for person in (there.cass, there.hana, there.ellis):
        page = await see(await site.as_(person), FIVE)
        assert "CANARY team" in page
        assert page.count("CANARY") == 1
    assert five[0].ref == "stable-homes-2023/5"


async def test_a_mission_gives_its_text_its_source_and_whether_it_was_checked(site, there):
    page = await as_visitor(site, FIVE)
    assert "less care leaver homelessness" in page
    assert "Department for Education, February 2023" in page
    assert "Wording from ministers’ published answers" in page
    asks = "Check it against what was published."
    fern = await site.as_(there.fern)
    for address in (FIVE, "/rivermead/missions"):
        assert asks not in await as_visitor(site, address)
        assert asks in (await fern.get(address)).text
    checked = await Framework.get(slug="stable-homes-2023")
    await check_wording(checked, by=there.fern, council=there.rivermead)
    assert "The wording was checked on" in await as_visitor(site, FIVE)
    assert asks not in (await fern.get(FIVE)).text


async def test_missions_that_are_not_there_are_not_here(site, there):
    visitor = await site.client()
    for tail in ("stable-homes-2023/7", "nothing/1", "inspection/x"):
        assert (await visitor.get(f"{LINES}/{tail}")).status_code == 404


async def test_one_councils_pledge_is_not_anothers(site, there):
    async def act():
        pledge = await Framework.create(
            slug="pledge", council=there.ashcombe, name="Ashcombe’s pledge", publisher="Ashcombe"
        )
        await Mission.create(framework=pledge, code="bus", position=1, label="Free buses")

    await database.write(act)
    visitor = await site.client()
    assert "Free buses" in await see(visitor, "/ashcombe/missions")
    assert (await visitor.get("/ashcombe/missions/pledge/bus")).status_code == 200
    assert "Free buses" not in await see(visitor, LINES)
    assert (await visitor.get("/rivermead/missions/pledge/bus")).status_code == 404


async def test_a_retired_mission_keeps_its_page_and_leaves_the_lines(site, there):
    retired = Framework.filter(slug="inspection")
    await database.write(lambda: retired.update(retired_at=clock.now(), ends=date(2020, 1, 1)))
    assert "Influence on services" not in await as_visitor(site, LINES)
    page = await as_visitor(site, "/rivermead/missions/inspection/influence")
    assert "Not in force any more" in page


async def test_queries_do_not_grow_with_promises_and_ideas(site, there, queries):
    async def grow(how_many):
        for number in range(how_many):
            idea = await open_idea(there, f"Idea {number} of {how_many}")
            await promised(there, idea, title=f"Promise {number} of {how_many}")

    await grow(1)
    counts = {}
    for round_ in (1, 2):
        for address in (LINES, FIVE):
            for person in (there.amina, there.cass, None):
                browser = await (site.as_(person) if person else site.client())
                with queries() as asked:
                    await see(browser, address)
                counts.setdefault((address, getattr(person, "id", 0)), []).append(len(asked))
        if round_ == 1:
            await grow(6)
    for key, (few, many) in counts.items():
        assert many <= few, key


async def test_a_mission_counts_different_people_once_however_many_ideas_they_want(site, there):
    for what in ("A bell for my door", "A lamp for my stairs"):
        idea = await open_idea(there, what)
        for person in (there.bo,):
            await support(idea, by=person)
    page = await as_visitor(site, FIVE)
    assert "<b>2</b><span>ideas</span>" in page
    assert "<b>1</b><span>young person wants them</span>" in page


async def test_voices_and_promises_that_do_not_meet_are_named_with_links(site, there):
    idea = await open_idea(there, "A bell for my door")
    await promised(there, title="Nobody asked")
    page = (await as_visitor(site, FIVE)).split('id="gaps"')[1]
    assert f'href="/rivermead/ideas/{idea.number}"' in page
    assert "Nobody asked" in page.split("No voice behind it.")[1]


async def test_a_hidden_idea_behind_a_promise_gives_no_sign_of_itself(site, there):
    team = await open_idea(there, "CANARY team", door=Door.TEAM)
    await promised(there, team, title="A quiet thing")
    page = await as_visitor(site, FIVE)
    assert "CANARY" not in page
    assert "No voice behind it." in page
    assert "A quiet thing" in page.split("No voice behind it.")[1]


async def test_where_voice_and_promise_meet_it_is_said(site, there):
    await promised(there, await open_idea(there))
    assert "every promise has an idea behind it" in await as_visitor(site, FIVE)


async def test_a_mission_shows_its_months_once_there_are_two(site, there):
    await promised(there, await open_idea(there))
    assert "month by month" not in await as_visitor(site, FIVE)
    with clock.at(clock.now() + timedelta(days=45)):
        page = await as_visitor(site, FIVE)
    assert "How these promises stood, month by month" in page
    assert "The same in a table" in page
