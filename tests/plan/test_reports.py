"""Saying how an action goes: ratings, sentences, steps, pausing and cancelling."""

from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action, Milestone, Update
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.updating import update
from tests.people import town
from tests.plan.promises import FIRST, PLAN, chosen_idea, in_days, promise

HTMX = {"HX-Request": "true"}


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
