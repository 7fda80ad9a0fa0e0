"""Together we did this: what young people confirmed first, then what the council says is done."""

from datetime import timedelta

from saidanddone import clock, database
from saidanddone.ideas.models import Door
from saidanddone.moderation import checking
from saidanddone.plan.answering import answer, count_due
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action
from saidanddone.plan.verdicts import Verdict
from tests.front.telling import done, open_idea, promised, see

ADDRESS = "/rivermead/together"


async def as_visitor(site, address=ADDRESS) -> str:
    return await see(await site.client(), address)


async def test_nothing_is_finished_yet(site, there):
    assert "Nothing is finished yet" in await as_visitor(site)
    assert "Say what should change" in await see(await site.as_(there.amina), ADDRESS)


async def test_the_councils_word_is_not_enough_and_young_peoples_is(site, there):
    _, asking = await done(there, await open_idea(there, "Doorbells"), backed_by=[there.bo])
    claimed = await as_visitor(site)
    assert "The council says it’s done" in claimed
    assert "Young people are being asked" in claimed
    assert "2 young people stood behind it." in claimed
    assert "It happened." not in claimed
    await answer(asking, by=there.amina, verdict=Verdict.YES)
    await answer(asking, by=there.bo, verdict=Verdict.YES)
    kept = await as_visitor(site)
    assert "It happened." in kept
    assert "1 promise was kept." in kept
    assert "“All thirty are up.”" in kept


async def test_a_promise_that_is_open_again_is_not_here(site, there):
    _, asking = await done(there, await open_idea(there, "Doorbells"))
    await answer(asking, by=there.amina, verdict=Verdict.NO)
    assert "Nothing is finished yet" in await as_visitor(site)


async def test_too_few_answers_keep_it_the_councils_word(site, there):
    idea = await open_idea(there, "Doorbells")
    await done(there, idea, backed_by=[there.bo])
    with clock.at(clock.now() + timedelta(days=29)):
        await count_due()
        page = await as_visitor(site)
    assert "Not enough answers yet" in page
    assert "It happened." not in page


async def test_a_promise_that_no_idea_asked_for_stands_by_itself(site, there):
    await complete(await promised(there, title="A quiet thing"), by=there.ellis, said="Done.")
    page = await as_visitor(site)
    assert "A quiet thing" in page
    assert "/rivermead/plan/actions/1" in page
    assert "Made with" not in page


async def test_the_words_of_ideas_are_for_those_who_may_see_them(site, there):
    team = await open_idea(there, "CANARY team", door=Door.TEAM)
    await done(there, team)
    held = await open_idea(there, "CANARY held")
    await complete(await promised(there, held, title="Second"), by=there.ellis, said="Done too.")
    await held.refresh_from_db()
    await checking.hold(held, by=there.cass, message="CANARY worry")
    for person in (there.bo, there.ivo, there.jo, None):
        browser = await (site.as_(person) if person else site.client())
        for address in (ADDRESS, "/rivermead"):
            assert "CANARY" not in await see(browser, address)
        assert "Fit doorbells" in await see(browser, ADDRESS)
    gus = await see(await site.as_(there.gus), ADDRESS)
    assert "CANARY team" in gus
    assert "CANARY held" not in gus


async def test_many_come_in_pages_newest_first_and_queries_do_not_grow(site, there, queries):
    async def keep(numbers):
        for number in numbers:
            idea = await open_idea(there, f"Kept {number:02}")
            action = await promised(there, idea, title=f"Promise {number:02}")
            await complete(action, by=there.ellis, said="Done.")
            asking = await action.askings.all().first()
            await answer(asking, by=there.amina, verdict=Verdict.YES)

    await keep(range(1))
    visitor = await site.client()
    with queries() as few:
        await see(visitor, ADDRESS)
    await keep(range(1, 13))
    with queries() as many:
        page = await see(visitor, ADDRESS)
    assert len(many) <= len(few)
    assert page.index("Kept 12") < page.index("Kept 11")
    assert "Kept 00" not in page
    assert "?after=2" in page
    older = await see(visitor, f"{ADDRESS}?after=2")
    assert "Kept 00" in older
    assert "Kept 12" not in older
    for odd in ("x", "99999", "-1", "²"):
        assert "Kept 12" in await see(visitor, f"{ADDRESS}?after={odd}")
    moment = clock.now()
    await database.write(lambda: Action.all().update(moved_at=moment))  # the order must hold where they tie
    pages = await see(visitor, ADDRESS) + await see(visitor, f"{ADDRESS}?after=2")
    assert all(f"Kept {number:02}" in pages for number in range(13))
