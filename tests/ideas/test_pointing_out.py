"""What could lead a stranger to somebody is pointed out to the writer, once, before it is sent."""

import pytest

from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from tests.ideas.steps import declined, open_idea
from tests.people import town

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
