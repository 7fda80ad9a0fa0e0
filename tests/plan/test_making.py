"""An action is made from ideas, and is somebody's."""

from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.plan.models import Action, Update
from saidanddone.plan.updating import add_milestone
from tests.people import town
from tests.plan.promises import ACTIONS, FIRST, PLAN, chosen_idea, in_days, promise

HTMX = {"HX-Request": "true"}


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


async def test_ellis_makes_an_action_from_an_idea_and_everyone_reads_it(site, there):
    idea = await chosen_idea(there)
    ellis, visitor = await site.as_(there.ellis), await site.client()
    form = await ellis.get(f"{ACTIONS}/new?idea={idea.number}")
    assert 'value="A pantry pass"' in form.text
    sent = await ellis.post(
        ACTIONS, data=a_promise(idea="1", reach="75", partner="The pantry", start=in_days(3).isoformat())
    )
    assert (sent.status_code, sent.headers["location"]) == (303, FIRST)
    page = (await visitor.get(FIRST)).text
    for words in (
        "Pantry passes",
        "Housing Partnerships Lead",
        "Never moved",
        "0 of 75 people reached",
        "The pantry",
    ):
        assert words in page
    assert "Pantry passes" in (await visitor.get(PLAN)).text
    assert (await Idea.get(id=idea.id)).stage is Stage.IN_PLAN


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Say what the promise is"),
        ({"title": "x" * 121}, "too long"),
        ({"due": ""}, "Give the day it is due."),
        ({"due": "soon"}, "Write the day like this"),
        ({"due": "2020-01-01"}, "still to come"),
        ({"mission": []}, "Pick a mission"),
        ({"mission": ["stable-homes-2023/99"]}, "Pick missions from the list"),
        ({"none_fits": "yes"}, "both"),
        ({"idea": "99"}, "Pick ideas from the list"),
        ({"idea": "9" * 5000}, "Pick ideas from the list"),
        ({"owner_person": "99999"}, "Pick someone from the list"),
        ({"reach": "many"}, "in figures"),
        ({"reach": "0"}, "from 1 to"),
        ({"start": "never"}, "Write the day like this"),
    ],
)
async def test_a_mistake_is_a_sentence_and_what_was_typed_is_still_there(site, there, wrong, sentence):
    ellis = await site.as_(there.ellis)
    for headers in ({}, HTMX):
        again = await ellis.post(
            ACTIONS, data=a_promise(**{"what": "Keep these words", **wrong}), headers=headers
        )
        assert again.status_code == 422
        assert sentence in again.text
        assert "Keep these words" in again.text
    assert not await Action.exists()


async def test_all_mistakes_of_a_promise_are_said_at_once(site, there):
    ellis = await site.as_(there.ellis)
    wrong = a_promise(owner="", due="2020-01-01", mission=[], start=in_days(3).isoformat())
    again = await ellis.post(ACTIONS, data=wrong)
    assert again.status_code == 422
    for sentence in ("Give the job title", "still to come", "start after it is due", "Pick a mission"):
        assert sentence in again.text


async def test_an_idea_that_was_not_chosen_can_not_be_promised(site, there):
    idea = await propose(there.amina, what="Not yet answered")
    await idea.make_move("publish", by=there.cass, title="Not yet answered")
    refused = await (await site.as_(there.ellis)).post(ACTIONS, data=a_promise(idea="1"))
    assert refused.status_code == 409
    assert not await Action.exists()


@pytest.mark.parametrize("who", ["amina", "cass", "gus", "fern"])
async def test_making_an_action_is_for_senior_officers(site, there, who):
    browser = await site.as_(getattr(there, who))
    assert (await browser.get(f"{ACTIONS}/new")).status_code == 404
    assert (await browser.post(ACTIONS, data=a_promise())).status_code == 403


async def test_a_team_only_title_is_not_copied_into_the_public_plan(site, there):
    idea = await chosen_idea(there, door=Door.TEAM, title="Only for the team")
    ellis = await site.as_(there.ellis)
    form = (await ellis.get(f"{ACTIONS}/new?idea={idea.number}")).text
    assert 'value="Only for the team"' not in form
    assert "The plan is public." in form
    await ellis.post(ACTIONS, data=a_promise(idea="1"))
    assert "Only for the team" in (await ellis.get(FIRST)).text
    for browser in (await site.client(), await site.as_(there.bo)):
        for address in (FIRST, PLAN):
            assert "Only for the team" not in (await browser.get(address)).text


async def test_another_councils_people_find_only_what_visitors_find(site, there):
    await promise(there)
    dev = await site.as_(there.dev)
    assert (await dev.get(FIRST)).status_code == 200
    assert (await dev.get("/ashcombe/plan/actions/1")).status_code == 404
    for address in ("/updates", "/milestones", "/completion", "/verdicts"):
        assert (await dev.post(FIRST + address, data={"said": "x"})).status_code == 404
        assert (await dev.post(f"/ashcombe/plan/actions/1{address}", data={"said": "x"})).status_code == 404
    assert (await dev.get(f"{ACTIONS}/99999999999")).status_code == 404
    assert not await Update.exists()


async def test_those_who_may_not_report_are_told_so(site, there):
    action = await promise(there)
    await add_milestone(action, by=there.ellis, title="Ask")
    for person in (there.amina, there.cass, there.gus):
        browser = await site.as_(person)
        for address in ("/updates", "/milestones", "/milestones/1/completion", "/completion"):
            assert (await browser.post(FIRST + address, data={"rating": "banana"})).status_code == 403
        assert "Say how it goes" not in (await browser.get(FIRST)).text
    visitor = await site.client()
    assert (await visitor.post(FIRST + "/updates", data={"said": "x"})).status_code == 303
    assert not await Update.exists()


async def test_how_to_reach_an_outside_owner_is_for_those_who_report(site, there):
    ellis, visitor = await site.as_(there.ellis), await site.client()
    await ellis.post(ACTIONS, data=a_promise(owner_contact="lead@example.org"))
    assert "lead@example.org" in (await ellis.get(FIRST)).text
    for other in (visitor, await site.as_(there.amina), await site.as_(there.cass)):
        assert "lead@example.org" not in (await other.get(FIRST)).text


async def test_that_no_mission_fits_is_checked_by_somebody_else(site):
    there = await town()
    ellis, edie = await site.as_(there.ellis), await site.as_(there.edie)
    promise = {"title": "A dog", "what": "Get one.", "owner": "Manager", "how_we_know": "It barks."}
    due = (clock.today() + timedelta(days=9)).isoformat()
    made = await ellis.post("/rivermead/plan/actions", data={**promise, "due": due, "none_fits": "yes"})
    address = made.headers["location"]
    assert "I have checked" not in (await ellis.get(address)).text
    assert (await ellis.post(address + "/fit")).status_code == 403
    assert "I have checked" in (await edie.get(address)).text
    assert (await edie.post(address + "/fit")).status_code == 303
    assert "somebody else has checked" in (await ellis.get(address)).text
    assert (await edie.post(address + "/fit")).status_code == 409
