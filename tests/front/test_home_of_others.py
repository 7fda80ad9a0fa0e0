"""What staff and visitors find at home, and nobody what is not theirs."""

import pytest

from saidanddone.ideas.appealing import appeal
from saidanddone.ideas.commenting import comment
from saidanddone.ideas.models import Door, Idea, ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.supporting import support
from saidanddone.moderation import checking
from saidanddone.moderation.reasons import Reason
from saidanddone.plan.answering import answer
from saidanddone.plan.verdicts import Verdict
from saidanddone.rounds.running import close_round
from saidanddone.rounds.voting import vote
from tests.front.telling import done, home, open_idea, promised, see
from tests.rounds.votes import opened_round


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cass", "One thing to read."),
        ("ellis", "You own one promise."),
        ("hana", "One worry to look at."),
        ("gus", "Say what should change."),
        ("fern", "Five steps of set-up left."),
    ],
)
async def test_staff_find_their_next_job(site, there, name, words):
    await propose(there.bo, what="To be read")
    await checking.hold(await propose(there.bo, what="To be held"), by=there.cass, message="Worried")
    await promised(there, await open_idea(there))
    assert words in await home(site, getattr(there, name))


async def test_edie_goes_straight_to_what_waits_for_her_answer(site, there):
    held = await opened_round(there)
    for person in (there.amina, there.bo):
        await vote(held, by=person, ideas=[await Idea.get(number=1)])
    await close_round(held, by=there.cass)
    edie = await site.as_(there.edie)
    page = await see(edie, "/rivermead")
    assert "One idea won a vote and waits for an answer." in page
    assert 'href="/rivermead/desk#answers"' in page
    desk = await see(edie, "/rivermead/desk")
    assert "Decide, with a reason" in desk[desk.index('id="answers"') :]


async def test_cass_is_told_of_as_many_things_as_her_queue_holds(site, there):
    mine = await propose(there.amina, what="About one person")
    await checking.decline(mine, by=there.cass, reason=Reason.ABOUT_A_PERSON, message="It names somebody.")
    await appeal(mine, by=there.amina, text="It names nobody.")
    held = await open_idea(there, "Doorbells")
    await comment(held, by=there.bo, text="Me as well.")
    await checking.hold(held, by=there.cass, message="Worried")
    assert "You have read everything." in await home(site, there.cass)
    assert "One thing to read." in await home(site, there.col)


async def test_visitors_learn_what_this_is(site, there):
    _, asking = await done(there, await open_idea(there, "Doorbells"))
    await answer(asking, by=there.amina, verdict=Verdict.YES)
    page = await see(await site.client(), "/rivermead")
    assert "Say what should change. See it done." in page
    assert "It happened." in page
    for address in ("/rivermead/plan", "/rivermead/missions", "/rivermead/sign-in"):
        assert address in page
    ashcombe = await see(await site.client(), "/ashcombe")
    assert "Read the ideas" not in ashcombe
    assert "/ashcombe/ideas" not in ashcombe


async def test_someone_of_another_council_is_a_visitor_here(site, there):
    for person in (there.ivo, there.dev, there.jo):
        assert "See it done." in await home(site, person)


async def test_nobody_finds_on_their_home_what_is_not_theirs_to_see(site, there):
    waiting = await propose(there.amina, what="CANARY waiting")
    held = await propose(there.amina, what="CANARY held")
    await checking.hold(held, by=there.cass, message="CANARY worry")
    team = await open_idea(there, "CANARY team", door=Door.TEAM)
    hidden = await open_idea(there, "Shown without a name", shown_as=ShownAs.HIDDEN)
    once = await open_idea(there, "CANARY once open")
    await support(once, by=there.bo)
    await checking.hold(once, by=there.cass, message="CANARY worry")
    for person in (there.bo, there.ivo, there.jo):
        assert "CANARY" not in await home(site, person), person.nickname
    assert "CANARY" not in await see(await site.client(), "/rivermead")
    for person in (there.cass, there.ellis, there.gus, there.fern, there.hana):
        page = await home(site, person)
        assert "CANARY team" in page
        for secret in ("CANARY waiting", "CANARY held", "CANARY once", "CANARY worry"):
            assert secret not in page, person.nickname
        assert "Said by Amina" in page  # the team idea is shown with her nickname
        assert page.count("Said by someone") == 1
    assert {waiting.number, team.number, hidden.number} == {1, 3, 4}


async def test_edie_owns_no_promise_and_her_button_shows_how_the_others_go(site, there):
    page = (await (await site.as_(there.edie)).get("/rivermead")).text
    assert "You own no promises." in page
    assert "See them" in page
    assert "Say how it goes" not in page
