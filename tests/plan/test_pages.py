"""The plan, an action and the desk, as the people they are for meet them."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import pytest

from saidanddone import clock, database
from saidanddone.councils.models import Council, OpenTo
from saidanddone.ideas.models import Door, Idea, IdeaMission
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.plan.answering import answer, count_due
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action, Asking, Milestone, Update, VerdictAnswer
from saidanddone.plan.overview import what_is_coming
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.updating import add_milestone, update
from saidanddone.plan.verdicts import Verdict
from tests.people import town, young_people
from tests.plan.promises import asking_of, chosen_idea, in_days, mission, promise

PLAN, DESK = "/rivermead/plan", "/rivermead/desk"
FIRST, ACTIONS = "/rivermead/plan/actions/1", "/rivermead/plan/actions"
HTMX = {"HX-Request": "true"}


@pytest.fixture
async def there(site):
    return await town()


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


# Making an action


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


# Whose it is


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


# Updates


async def test_ellis_says_how_it_goes_and_amina_reads_it(site, there):
    await promise(there, await chosen_idea(there), reach=30)
    ellis, amina = await site.as_(there.ellis), await site.as_(there.amina)
    sent = await ellis.post(
        FIRST + "/updates", data={"rating": "on-track", "said": "Eight went up.", "reached": "8"}
    )
    assert sent.status_code == 303
    page = (await amina.get(FIRST)).text
    for words in (
        "Started: on track",
        "Eight went up.",
        "8 of 30 people reached",
        "Leaving Care Service Manager",
    ):
        assert words in page
    moved = {"said": "Late.", "due": in_days(90).isoformat(), "due_reason": "The van broke."}
    await ellis.post(FIRST + "/updates", data=moved)
    page = (await amina.get(FIRST)).text
    for words in ("moved once, 30 days later", ", because: <bdi>The van broke.</bdi>"):
        assert words in page


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        ({"rating": "needs-help", "next_step": "Keep this"}, "Say why, in a sentence"),
        ({"rating": "off-track", "said": "Keep this"}, "Say what happens next"),
        ({"rating": "superb", "said": "Keep this"}, "Pick on track"),
        ({"status": "complete", "said": "Keep this"}, "Pick in progress"),
        ({"said": "Keep this", "due": in_days(99).isoformat()}, "Say why the date moves"),
        ({"said": "Keep this", "due": "tomorrow"}, "Write the day like this"),
        ({"said": "Keep this", "reached": "-1"}, "from 0 to"),
        ({"said": "Keep this", "reached": "lots"}, "in figures"),
        ({"next_step": "Keep this"}, "first update"),
    ],
)
async def test_an_update_with_a_mistake_keeps_what_was_typed(site, there, report, sentence):
    await promise(there)
    ellis = await site.as_(there.ellis)
    for extra, headers in (({}, {}), ({}, HTMX), ({"back": "desk"}, {}), ({"back": "desk"}, HTMX)):
        again = await ellis.post(FIRST + "/updates", data={**report, **extra}, headers=headers)
        assert again.status_code == 422
        if not (extra and ("status" in report)):
            assert sentence in again.text
        assert "Keep this" in again.text
    assert not await Update.exists()


async def test_no_change_twice_running_needs_a_sentence(site, there):
    action = await promise(there)
    ellis = await site.as_(there.ellis)
    await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="Begun.")
    assert (await ellis.post(FIRST + "/updates", data={})).status_code == 303
    again = await ellis.post(FIRST + "/updates", data={})
    assert again.status_code == 422
    assert "say it in a sentence" in again.text
    assert "No change" in (await ellis.get(FIRST)).text


async def test_a_complete_action_takes_no_updates(site, there):
    action = await promise(there)
    await complete(action, by=there.ellis, said="Done.")
    ellis = await site.as_(there.ellis)
    for address, fields in (
        ("/updates", {"said": "x"}),
        ("/milestones", {"title": "x"}),
        ("/completion", {"said": "x"}),
    ):
        refused = await ellis.post(FIRST + address, data=fields)
        assert refused.status_code == 409
        assert "complete" in refused.text


async def test_cancelling_sends_the_idea_back_to_chosen(site, there):
    idea = await chosen_idea(there)
    await promise(there, idea, owner_person=there.gus)
    gus, ellis = await site.as_(there.gus), await site.as_(there.ellis)
    assert (
        await gus.post(FIRST + "/updates", data={"status": "cancelled", "said": "No."})
    ).status_code == 403
    await ellis.post(FIRST + "/updates", data={"status": "cancelled", "said": "The pantry shut for good."})
    assert (await Idea.get(id=idea.id)).stage is Stage.CHOSEN
    assert "The pantry shut for good." in (await ellis.get(PLAN)).text


# Steps


async def test_steps_are_added_and_ticked(site, there):
    await promise(there)
    ellis = await site.as_(there.ellis)
    assert (await ellis.post(FIRST + "/milestones", data={"title": ""})).status_code == 422
    wrong = await ellis.post(FIRST + "/milestones", data={"title": "Keep this", "due": "x"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Keep this" in wrong.text
    for title in ("Ask", "Buy"):
        await ellis.post(FIRST + "/milestones", data={"title": title, "due": in_days(9).isoformat()})
    ticked = await ellis.post(FIRST + "/milestones/1/completion", headers=HTMX)
    assert ticked.status_code == 200
    assert "done on" in ticked.text
    assert "1 of 2 steps done" in (await ellis.get(FIRST)).text
    assert (await ellis.post(FIRST + "/milestones/1/completion")).status_code == 409
    assert (await ellis.post(FIRST + "/milestones/9/completion")).status_code == 404
    assert await Milestone.filter(done_at=None).count() == 1


# Done, and did it really happen?


async def test_done_is_said_and_those_who_asked_say_whether_it_is(site, there):
    idea = await chosen_idea(there, supporters=(there.bo,))
    await promise(there, idea)
    ellis, amina, bo = await site.as_(there.ellis), await site.as_(there.amina), await site.as_(there.bo)
    visitor, cass = await site.client(), await site.as_(there.cass)
    assert (await ellis.post(FIRST + "/completion", data={"said": ""})).status_code == 422
    assert "2 young people will be asked" in (await ellis.get(FIRST)).text
    assert (await ellis.post(FIRST + "/completion", data={"said": "All have one."})).status_code == 303
    assert "Did it really happen?" in (await amina.get(FIRST)).text
    for browser in (visitor, cass, ellis):
        assert 'name="verdict"' not in (await browser.get(FIRST)).text
    assert (
        await amina.post(FIRST + "/verdicts", data={"verdict": "maybe", "words": "Keep this"})
    ).status_code == 422
    assert (await ellis.post(FIRST + "/verdicts", data={"verdict": "yes"})).status_code == 403
    said = await amina.post(
        FIRST + "/verdicts", data={"verdict": "yes", "words": "I have mine."}, headers=HTMX
    )
    assert said.status_code == 200
    assert "You have answered." in said.text
    before = (await visitor.get(FIRST)).text
    assert "1 yes" not in before
    await bo.post(FIRST + "/verdicts", data={"verdict": "no"})
    await bo.post(FIRST + "/verdicts", data={"verdict": "yes"})
    page = (await visitor.get(FIRST)).text
    assert "Young people say: not yet" in page
    assert "1 yes" in page
    assert "I have mine." not in page


async def test_words_are_shown_once_a_worker_has_read_them(site, there):
    await promise(there, await chosen_idea(there, supporters=(there.bo,)))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    asking = await asking_of(await Action.get())
    await answer(asking, by=there.amina, verdict=Verdict.YES, words="Mine works.")
    await answer(asking, by=there.bo, verdict=Verdict.YES, words="So rude!")
    kind, rude = await VerdictAnswer.all().order_by("id")
    cass, dev, bo = await site.as_(there.cass), await site.as_(there.dev), await site.as_(there.bo)
    there_ = "/rivermead/moderation/verdicts"
    assert (await bo.post(f"{there_}/{kind.id}/publication")).status_code == 403
    assert (await dev.post(f"{there_}/{kind.id}/publication")).status_code == 404
    assert (await dev.post(f"/ashcombe/moderation/verdicts/{kind.id}/publication")).status_code == 404
    assert (await cass.post(f"{there_}/999999999999/publication")).status_code == 404
    assert (await cass.post(f"{there_}/{kind.id}/publication")).status_code == 303
    assert (await cass.post(f"{there_}/{kind.id}/publication")).status_code == 409
    assert (await cass.post(f"{there_}/{rude.id}/refusal")).headers["location"] == "/rivermead/moderation"
    page = (await bo.get(FIRST)).text
    assert "Mine works." in page
    assert "So rude!" not in page
    assert "Young people say: yes, it happened" in page


async def test_below_the_floor_nobody_sees_how_many_said_what(site, there):
    more = await young_people(there.rivermead, 3)
    await promise(there, await chosen_idea(there, supporters=tuple(more)))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    await (await site.as_(there.amina)).post(FIRST + "/verdicts", data={"verdict": "no"})
    with clock.at(clock.now() + timedelta(days=29)):
        await count_due()
        page = (await (await site.client()).get(FIRST)).text
        late = await (await site.as_(there.amina)).post(FIRST + "/verdicts", data={"verdict": "yes"})
    assert "Not enough answers yet" in page
    assert "1 no" not in page
    assert late.status_code == 409
    assert "over" in late.text


async def test_nobody_answers_about_what_is_not_done(site, there):
    await promise(there, await chosen_idea(there))
    refused = await (await site.as_(there.amina)).post(FIRST + "/verdicts", data={"verdict": "yes"})
    assert refused.status_code == 409


async def test_answers_twice_at_once_stand_once(site, there):
    await promise(there, await chosen_idea(there, supporters=(there.bo,)))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    amina = await site.as_(there.amina)
    sent = await asyncio.gather(
        *(amina.post(FIRST + "/verdicts", data={"verdict": word}) for word in ("yes", "no", "partly", "yes"))
    )
    assert {one.status_code for one in sent} == {303}
    assert await VerdictAnswer.filter(replaced_at=None).count() == 1
    assert await Asking.filter(counted_at=None).count() == 1


async def test_how_to_reach_an_outside_owner_is_for_those_who_report(site, there):
    ellis, visitor = await site.as_(there.ellis), await site.client()
    await ellis.post(ACTIONS, data=a_promise(owner_contact="lead@example.org"))
    assert "lead@example.org" in (await ellis.get(FIRST)).text
    for other in (visitor, await site.as_(there.amina), await site.as_(there.cass)):
        assert "lead@example.org" not in (await other.get(FIRST)).text


@pytest.mark.parametrize("rating", [Rating.ON_TRACK, Rating.NEEDS_HELP])
@pytest.mark.parametrize("status", [Status.PAUSED, Status.CANCELLED])
async def test_the_rating_that_the_form_sends_along_does_not_hinder_pausing(site, there, rating, status):
    action = await promise(there)
    await update(action, by=there.ellis, rating=rating, said="It goes.", next_step="More.")
    ellis = await site.as_(there.ellis)
    sent = {"rating": rating.value, "status": status.value, "said": ""}
    if status is Status.CANCELLED:
        assert "Say why it is cancelled" in (await ellis.post(FIRST + "/updates", data=sent)).text
    sent["said"] = "The pantry is shut."
    assert (await ellis.post(FIRST + "/updates", data=sent)).status_code == 303
    await action.refresh_from_db()
    assert action.status is status
    newest = await Update.filter(action_id=action.id).order_by("-id").first()
    assert (newest.status, newest.rating) == (status, None)


async def test_another_rating_can_not_be_given_while_pausing(site, there):
    action = await promise(there)
    await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="It goes.")
    ellis = await site.as_(there.ellis)
    sent = {"rating": "off-track", "status": "paused", "said": "Shut.", "next_step": "Wait."}
    refused = await ellis.post(FIRST + "/updates", data=sent)
    assert refused.status_code == 422
    assert "Only an action in progress" in refused.text


async def test_all_mistakes_of_a_report_are_said_at_once(site, there):
    action = await promise(there)
    await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="It goes.")
    ellis = await site.as_(there.ellis)
    sent = {"rating": "off-track", "due": in_days(90).isoformat(), "back": "desk"}
    refused = await ellis.post(FIRST + "/updates", data=sent)
    assert refused.status_code == 422
    for sentence in ("need a reason", "Say what happens next", "Say why the date moves"):
        assert sentence in refused.text


# The plan


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


async def _link(idea):
    return await IdeaMission.create(idea=idea, mission=await mission("2"))


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


# The desk


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


async def test_an_answer_after_the_last_day_finds_the_others_counted(site, there):
    await promise(there, await chosen_idea(there, supporters=(there.bo,)))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    amina = await site.as_(there.amina)
    await amina.post(FIRST + "/verdicts", data={"verdict": "yes"})
    with clock.at(clock.now() + timedelta(days=28, seconds=1)):
        assert 'name="verdict"' not in (await amina.get(FIRST)).text
        late = await amina.post(FIRST + "/verdicts", data={"verdict": "no"})
    assert late.status_code == 409
    assert (await Asking.get()).outcome is not None
    assert (await VerdictAnswer.get()).verdict is Verdict.YES


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


async def test_a_sentence_is_signed_by_whoever_said_it_everywhere(site):
    """Edie reports for an outside owner: no page puts her words in the owner's mouth."""
    there = await town()
    idea = await chosen_idea(there)
    amina, edie = await site.as_(there.amina), await site.as_(there.edie)
    facts = {"title": "Dog walks", "what": "Walk.", "owner": "Agency Manager", "how_we_know": "They walk."}
    sent = {**facts, "owner_contact": "agency", "mission": "stable-homes-2023/5", "idea": idea.number}
    made = await edie.post("/rivermead/plan/actions", data={**sent, "due": in_days(30).isoformat()})
    address = made.headers["location"]
    await edie.post(address + "/updates", data={"rating": "on-track", "said": "Words of Edie."})
    pages = ["/rivermead", "/rivermead/ideas", f"/rivermead/ideas/{idea.number}", address]
    pages += ["/rivermead/missions/stable-homes-2023/5", "/rivermead/together"]

    async def signatures():
        for page in pages:
            _, *after = (await amina.get(page)).text.split("Words of Edie.")
            for words in after:
                assert "Agency Manager" not in words.split("<dl")[0].split("</li>")[0][:400], page
            yield any(
                "Head of Leaving Care" in words.split("<dl")[0].split("</li>")[0][:400] for words in after
            )

    assert any([found async for found in signatures()])
    await edie.post(address + "/completion", data={"said": "Words of Edie."})
    assert sum([found async for found in signatures()]) >= 4


async def test_a_sentence_keeps_its_day_when_nothing_changed_since(site):
    there = await town()
    action = await promise(there)
    ellis = there.ellis
    await update(action, by=ellis, rating=Rating.ON_TRACK, said="It began.", status=Status.IN_PROGRESS)
    said_at = (await Action.get(id=action.id)).said_at
    with clock.at(clock.now() + timedelta(days=9)):
        await update(await Action.get(id=action.id), by=ellis)
    kept = await Action.get(id=action.id)
    assert kept.said_at == said_at
    assert kept.news_at > said_at
