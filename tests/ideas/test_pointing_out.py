"""What could lead a stranger to somebody is pointed out to the writer, once, before it is sent."""

import pytest

from saidanddone.appraisal.models import Score
from saidanddone.ideas.commenting import Comment, comment
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.plan.answering import answer
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action, VerdictAnswer
from saidanddone.plan.verdicts import Verdict
from tests.appraisal.weighing import gives, scoring
from tests.ideas.recorded import written
from tests.ideas.steps import declined, open_idea
from tests.people import town
from tests.plan.promises import asking_of, chosen_idea, promise

SAID = {"what": "Ring me on 07700 900 412 about buses", "shown_as": "nickname", "door": "everyone"}
ASKED = "This looks like a phone number (“07700 900 412”). Take it out?"


@pytest.mark.parametrize("htmx", [False, True])
async def test_amina_is_asked_once_and_nothing_she_typed_is_lost(site, htmx):
    there = await town()
    amina = await site.as_(there.amina)
    headers = {"HX-Request": "true"} if htmx else {}
    typed = {**SAID, "why": "<b>Far</b> away", "title": "Buses", "quote": "yes", "door": "team"}
    answer = await amina.post("/rivermead/ideas", data=typed, headers=headers)
    assert answer.status_code == 422
    for kept in (ASKED, "&lt;b&gt;Far&lt;/b&gt; away", 'value="Buses"', SAID["what"], "Send it as it is"):
        assert kept in answer.text
    assert answer.text.count(" checked") == 3
    assert await Idea.all().count() == 0
    answer = await amina.post("/rivermead/ideas", data={**typed, "sure": "yes"})
    assert answer.status_code == 303
    assert (await Idea.get()).what == SAID["what"]


async def test_once_it_is_taken_out_it_goes_at_once(site):
    there = await town()
    amina = await site.as_(there.amina)
    assert "Send it as it is" not in (await amina.get("/rivermead/ideas/new")).text
    answer = await amina.post("/rivermead/ideas", data={**SAID, "what": "Ring me about buses"})
    assert answer.status_code == 303


@pytest.mark.parametrize("htmx", [False, True])
async def test_one_press_takes_it_out_and_amina_reads_it_again_before_it_goes(site, htmx):
    there = await town()
    amina = await site.as_(there.amina)
    headers = {"HX-Request": "true"} if htmx else {}
    typed = {
        **SAID,
        "what": "Ring me on 07700 900 412, please.",
        "why": "Amy Blackwell, 3 Mill Road, RM1 4AB",
    }
    asked = await amina.post("/rivermead/ideas", data=typed, headers=headers)
    assert "Take it out</button>" in asked.text
    assert "a street address (“3 Mill Road”) and a postcode (“RM1 4AB”)" in asked.text
    answer = await amina.post("/rivermead/ideas", data={**typed, "sure": "out"}, headers=headers)
    assert answer.status_code == 422
    assert "Taken out. Read it again, then send it." in answer.text
    assert "Ring me on, please." in answer.text
    for gone in ("07700", "Blackwell", "Mill Road", "RM1", "Send it as it is"):
        assert gone not in answer.text
    assert await Idea.all().count() == 0


async def test_a_draft_is_kept_unasked_and_asked_about_when_it_is_sent(site):
    there = await town()
    amina = await site.as_(there.amina)
    assert (await amina.post("/rivermead/ideas", data={**SAID, "save": "draft"})).status_code == 303
    address = "/rivermead/ideas/1/wordings"
    answer = await amina.post(address, data={"what": SAID["what"]})
    assert answer.status_code == 422
    assert ASKED in answer.text
    assert (await Idea.get()).stage is Stage.DRAFT
    assert (await amina.post(address, data={"what": SAID["what"], "sure": "yes"})).status_code == 303
    assert (await Idea.get()).stage is Stage.WAITING


async def test_a_mistake_comes_before_the_question(site):
    there = await town()
    amina = await site.as_(there.amina)
    answer = await amina.post("/rivermead/ideas", data={**SAID, "door": "window"})
    assert "Pick who may read your idea." in answer.text
    assert ASKED not in answer.text
    assert "Send it as it is" not in answer.text


async def test_a_comment_and_an_appeal_are_asked_about_too(site):
    there = await town()
    idea, other = await open_idea(there), await declined(there)
    bo, amina = await site.as_(there.bo), await site.as_(there.amina)
    for browser, address in (
        (bo, f"/rivermead/ideas/{idea.number}/comments"),
        (amina, f"/rivermead/ideas/{other.number}/appeal"),
    ):
        asked = await browser.post(address, data={"text": "I live at 12 Acacia Road"})
        assert asked.status_code == 422
        assert "a street address (“12 Acacia Road”)" in asked.text
        assert "Send it as it is" in asked.text
        sent = await browser.post(address, data={"text": "I live at 12 Acacia Road", "sure": "yes"})
        assert sent.status_code == 303
    assert await Comment.all().count() == 1


async def test_a_worker_who_takes_something_out_for_them_is_not_asked(site):
    there = await town()
    amina, cass = await site.as_(there.amina), await site.as_(there.cass)
    await amina.post("/rivermead/ideas", data={**SAID, "sure": "yes"})
    answer = await cass.post("/rivermead/ideas/1/wordings", data={"what": "Call 07700 900 413 or not"})
    assert answer.status_code == 303


async def test_a_web_address_is_left_to_the_worker(site):
    there = await town()
    amina = await site.as_(there.amina)
    answer = await amina.post("/rivermead/ideas", data={**SAID, "what": "Like https://example.org/buses"})
    assert answer.status_code == 303


# Publishing in one press


async def test_cass_is_asked_once_more_before_added_words_with_a_number_go_up(site):
    there = await town()
    said = await comment(await open_idea(there), by=there.bo, text=SAID["what"])
    cass, visitor = await site.as_(there.cass), await site.client()
    here = f"/rivermead/moderation/comments/{said.id}/publication"
    for headers in ({}, {"HX-Request": "true"}):
        asked = await cass.post(here, data={}, headers=headers)
        assert asked.status_code == 422
        assert "This still holds a phone number: publish it anyway?" in asked.text
        assert 'name="sure" value="yes"' in asked.text
        assert "Publish it anyway" in asked.text
    assert (await Comment.get()).published_at is None
    assert (await cass.post(here, data={"sure": "yes"})).status_code == 303
    assert SAID["what"] in (await visitor.get("/rivermead/ideas/1")).text


async def test_words_of_an_answer_and_reasons_are_asked_about_as_well(site):
    there = await town()
    await promise(there, await chosen_idea(there))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    await answer(await asking_of(await Action.get()), by=there.amina, verdict=Verdict.YES, words=SAID["what"])
    cass = await site.as_(there.cass)
    words = await VerdictAnswer.get()
    here = f"/rivermead/moderation/verdicts/{words.id}/publication"
    asked = await cass.post(here, data={})
    assert (asked.status_code, "This still holds a phone number" in asked.text) == (422, True)
    assert (await cass.post(here, data={"sure": "yes"})).status_code == 303
    appraisal = await scoring(there, await open_idea(there, title="Another"))
    await gives(there.amina, appraisal, 1, why=SAID["what"])
    said = await Score.exclude(reason="").get()
    here = f"/rivermead/ideas/2/ways/reasons/{said.id}/publication"
    asked = await cass.post(here, data={})
    assert (asked.status_code, "This still holds a phone number" in asked.text) == (422, True)
    assert (await Score.get(id=said.id)).published_at is None
    assert (await cass.post(here, data={"sure": "yes"})).status_code == 303
    assert (await Score.get(id=said.id)).published_at is not None


async def test_a_yes_to_what_was_written_down_points_out_too(site):
    there = await town()
    idea = await written(there)
    amina = await site.as_(there.amina)
    here = f"/rivermead/ideas/{idea.number}/agreement"
    asked = await amina.post(here, data={"what": SAID["what"]})
    assert (asked.status_code, ASKED in asked.text, "Send it as it is" in asked.text) == (422, True, True)
    assert (await Idea.get()).stage is Stage.WRITTEN
    out = await amina.post(here, data={"what": SAID["what"], "sure": "out"})
    assert (out.status_code, "Taken out. Read it again" in out.text) == (422, True)
    assert (await amina.post(here, data={"what": SAID["what"], "sure": "yes"})).status_code == 303
    assert (await Idea.get()).stage is Stage.WAITING
