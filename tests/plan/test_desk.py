"""My actions: the answer beside the last sentence, in one form; a slip is taken back; owners are reminded."""

from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.history.models import first_fault
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action, Milestone, Update
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.updating import update
from tests.people import town
from tests.plan.promises import DESK, FIRST, chosen_idea, in_days, mine, promise

HTMX = {"HX-Request": "true"}


async def test_all_in_one_form(site, there):
    await mine(there)
    ellis = await site.as_(there.ellis)
    page = (await ellis.get(DESK)).text
    for words in ("Under way.", "Order them", "How many people are reached so far?"):
        assert words in page
    said = {
        "back": "desk", "rating": "needs-help", "said": "The supplier is late.", "next_step": "Ring another.",
        "reached": "12", "step": ["1"],
    }  # fmt: skip
    answer = await ellis.post(f"{FIRST}/updates", data=said, headers=HTMX)
    assert answer.status_code == 200
    item = answer.text[answer.text.index('id="action-1"') :]
    assert "Said. Everyone can read it." in item
    assert "Take it back" in item
    found = await Action.get()
    assert (found.rating, found.reach_reached, found.said) == (Rating.NEEDS_HELP, 12, "The supplier is late.")
    assert [step.done_at is not None for step in await Milestone.all().order_by("number")] == [True, False]
    assert (await Update.all().order_by("-id").first()).steps_done == 1
    assert await first_fault(there.rivermead.id) is None


async def test_without_script_saved_is_said_beside_the_action_too(site, there):
    await mine(there)
    ellis = await site.as_(there.ellis)
    answer = await ellis.post(f"{FIRST}/updates", data={"back": "desk", "said": "Later."})
    assert answer.headers["location"] == f"{DESK}?said=1#action-1"
    page = (await ellis.get(f"{DESK}?said=1")).text
    assert page.count("Said. Everyone can read it.") == 1
    assert page.index('id="action-1"') < page.index("Said. Everyone can read it.")
    assert "Said. Everyone" not in (await ellis.get(f"{DESK}?said=1")).text


async def test_reached_is_asked_only_where_it_was_planned(site, there):
    await promise(there, await chosen_idea(there))
    ellis = await site.as_(there.ellis)
    for address in (DESK, FIRST):
        assert "reached so far?" not in (await ellis.get(address)).text


@pytest.mark.parametrize("step", ["99", "x", "1" * 12])
async def test_a_step_that_isnt_there_keeps_what_was_typed(site, there, step):
    await mine(there)
    ellis = await site.as_(there.ellis)
    sent = {"back": "desk", "said": "CANARY typed", "step": [step]}
    answer = await ellis.post(f"{FIRST}/updates", data=sent, headers=HTMX)
    assert answer.status_code == 422
    assert "CANARY typed" in answer.text
    assert (await Action.get()).said == "Under way."
    assert await Update.all().count() == 1


async def test_a_ticked_step_is_news_and_nothing_changed_is_not_said_twice_running(site, there):
    await mine(there)
    ellis = await site.as_(there.ellis)
    for sent, status in (
        ({}, 200),
        ({}, 422),
        ({"step": ["1"]}, 200),
        ({}, 200),
        ({"rating": "on-track"}, 422),
    ):
        answer = await ellis.post(f"{FIRST}/updates", data={"back": "desk", **sent}, headers=HTMX)
        assert answer.status_code == status, sent
    assert "Nothing changed<span" not in (await ellis.get(DESK)).text


async def test_an_owner_who_is_no_officer_finds_their_actions(site, there):
    action = await mine(there, owner_person=there.gus)
    gus = await site.as_(there.gus)
    assert "My actions" in (await gus.get("/rivermead/plan")).text
    assert "You own one promise." in (await gus.get("/rivermead")).text
    page = await gus.get(DESK)
    assert page.status_code == 200
    assert "Other actions" not in page.text
    said = await gus.post(f"{FIRST}/updates", data={"back": "desk", "said": "By Gus."}, headers=HTMX)
    assert said.status_code == 200
    assert (await Action.get(id=action.id)).said == "By Gus."
    for person in (there.fern, there.amina):
        browser = await site.as_(person)
        assert "My actions" not in (await browser.get("/rivermead/plan")).text
        assert (await browser.get(DESK)).status_code == 404


async def test_home_says_numbers_in_words(site, there):
    for number in range(2):
        with clock.at(clock.now() - timedelta(days=90)):
            await promise(there, title=f"Number {number}", due=in_days(30))
    assert "Two are past the due date." in (await (await site.as_(there.ellis)).get("/rivermead")).text


async def test_others_come_a_page_at_a_time(site, there, queries):
    for number in range(23):
        await promise(
            there, title=f"Other {number:02}", owner_person=there.edie, due=in_days(30 + number // 2)
        )
    ellis = await site.as_(there.ellis)
    page = (await ellis.get(DESK)).text
    assert "(23)" in page
    assert "Other 19" in page
    assert "Other 20" not in page
    with queries() as asked:
        rest = (
            await ellis.get(
                f"{DESK}?others={in_days(39).isoformat()}-{(await Action.get(title='Other 19')).id}"
            )
        ).text
    assert len(asked) < 25
    assert "Other 19" not in rest
    assert "Other 20" in rest
    assert "Other 22" in rest
    assert '<details class="fold" open>' in rest
    for odd in ("x", "2026-99-99-1", "2026-01-01-"):
        assert (await ellis.get(f"{DESK}?others={odd}")).status_code == 200


UPDATES = ("update_soon", "update_due")


async def test_a_long_desk_asks_as_often_as_a_short_one(site, there, queries):
    ellis, counts = await site.as_(there.ellis), []
    for _ in range(2):
        for number in range(6):
            action = await promise(there, title=f"Mine {number}")
            await update(action, by=there.ellis, said="Begun.")
        with queries() as asked:
            await ellis.get(DESK)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    await Person.join(there.rivermead, "Zed", Role.OFFICER)


async def test_more_people_than_were_planned_are_asked_about_once(site, there):
    await promise(there, reach=10)
    ellis = await site.as_(there.ellis)
    said = {"rating": "on-track", "said": "All given.", "reached": "25"}
    for back in ("desk", ""):
        asked = await ellis.post(FIRST + "/updates", data={**said, "back": back})
        assert asked.status_code == 422
        assert "That is more than the 10 that were planned." in asked.text
        assert 'name="sure" value="25"' in asked.text
        assert "All given." in asked.text
    other = await ellis.post(FIRST + "/updates", data={**said, "reached": "250", "sure": "25"})
    assert other.status_code == 422, "another number is another question"
    assert (await ellis.post(FIRST + "/updates", data={**said, "sure": "25"})).status_code == 303
    assert (await Action.get()).reach_reached == 25
    again = await ellis.post(FIRST + "/updates", data={"said": "Still so.", "reached": "25"})
    assert again.status_code == 303, "what was said before is not asked again"


async def test_what_was_due_first_comes_first_and_a_late_answer_is_counted(site, there):
    await promise(there, title="Due next week", due=in_days(7))
    await promise(there, title="Due in autumn", due=in_days(90))
    won = await chosen_idea(there, title="Waits for an answer")
    since = clock.now() - timedelta(days=31)
    await database.write(lambda: Idea.filter(id=won.id).update(stage=Stage.WON, stage_since=since))
    ellis = await site.as_(there.ellis)
    page = (await ellis.get(DESK)).text
    places = [page.index(words) for words in ("Waits for an answer", "Due next week", "Due in autumn")]
    assert places == sorted(places)
    assert "Two promises are yours. One needs a word this week. One answer is late." in page
    assert "3 days late" in page
    with clock.at(clock.now() - timedelta(days=20)):
        page = (await ellis.get(DESK)).text
        assert "Two promises are yours. One idea waits for your answer." in page
        assert "Nothing is needed" not in page
    assert "No promise waits for you" not in (await (await site.as_(there.edie)).get(DESK)).text


async def test_ellis_answers_at_the_desk(site, there):
    await promise(there)
    await promise(there, title="Edie’s own", by=there.edie)
    await chosen_idea(there, title="Waits for a plan")
    won = await chosen_idea(there, title="Waits for an answer")
    await database.write(lambda: Idea.filter(id=won.id).update(**{"stage": Stage.WON}))
    ellis = await site.as_(there.ellis)
    page = (await ellis.get(DESK)).text
    for words in (
        "One promise is yours.",
        "Waits for a plan",
        "Waits for an answer",
        "answer is due by",
        "Edie’s own",
    ):
        assert words in page
    said = {"rating": "on-track", "said": "Nine given.", "back": "desk"}
    sent = await ellis.post(FIRST + "/updates", data=said)
    assert sent.headers["location"] == f"{DESK}?said=1#action-1"
    redrawn = await ellis.post(FIRST + "/updates", data={**said, "said": "Ten given."}, headers=HTMX)
    assert redrawn.status_code == 200
    assert "Ten given." in redrawn.text
    assert "<html" not in redrawn.text


async def test_an_owner_who_is_no_officer_has_a_desk_and_others_have_none(site, there):
    await promise(there, owner_person=there.gus)
    gus = (await (await site.as_(there.gus)).get(DESK)).text
    assert "Pantry passes" in gus
    assert "Other actions" not in gus
    for person in (there.amina, there.cass, there.fern):
        assert (await (await site.as_(person)).get(DESK)).status_code == 404
    assert "No promise waits for you" in (await (await site.as_(there.edie)).get(DESK)).text
    assert (await (await site.client()).get(DESK)).status_code == 303


async def test_what_young_people_open_again_is_first_wanted_of_its_owner(site, there):
    await promise(there, await chosen_idea(there))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    await (await site.as_(there.amina)).post(FIRST + "/verdicts", data={"verdict": "partly"})
    assert (await Action.get()).status is Status.IN_PROGRESS
    page = (await (await site.as_(there.ellis)).get(DESK)).text
    assert "Young people said: not yet. Say what happens now." in page


async def test_no_change_does_not_make_old_words_new(site, there):
    start = clock.now()
    with clock.at(start - timedelta(days=20)):
        action = await promise(there)
        await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="Begun.")
        said_on = clock.local(clock.now()).strftime("%-d %B")
    ellis = await site.as_(there.ellis)
    await ellis.post(FIRST + "/updates", data={"back": "desk"})
    assert f"You last said, {said_on}" in (await ellis.get(DESK)).text
    assert "Nothing changed" not in (await ellis.get(DESK)).text


async def test_edie_finds_the_appeal_that_is_hers_to_hear(site):
    there = await town()
    amina, cass, edie = [await site.as_(person) for person in (there.amina, there.cass, there.edie)]
    idea = {"what": "The one at the desk", "shown_as": "hidden", "door": "everyone"}
    await amina.post("/rivermead/ideas", data=idea)
    refusal = {"reason": "about-a-person", "message": "It names somebody."}
    await cass.post("/rivermead/moderation/ideas/1/refusal", data=refusal)
    assert "look again" not in (await edie.get("/rivermead/desk")).text
    await amina.post("/rivermead/ideas/1/appeal", data={"text": "Please."})
    assert "1 writer asks for somebody else to look again" in (await edie.get("/rivermead/desk")).text
