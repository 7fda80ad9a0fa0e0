"""A title and missions lie ready for the worker; nothing that was typed is lost on the way to publishing."""

import pytest

from saidanddone.ideas.models import Idea, IdeaMission, Wording
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.wording import reword
from saidanddone.missions.models import missions_named
from saidanddone.moderation.checking import publish
from saidanddone.moderation.suggesting import missions_for, title_for

QUEUE = "/rivermead/moderation"
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("doorbells with a camera", "Doorbells with a camera"),
        ("Tell us first. Ring me on 07700 900 412", "Tell us first"),
        ("Call me on 07700 900412 about my flat", "Call me on"),
        ("Evening groups, because I work in the day and can never come to any of them", "Evening groups"),
        ("word " * 40, "Word word word word word word word word word word word word"),
        ("One", ""),
        ("", ""),
    ],
)
def test_a_title_is_the_first_words_without_a_way_to_somebody(what, title):
    assert title_for(what) == title
    assert len(title_for(what)) <= 60


async def test_a_title_and_missions_lie_ready_for_cass(site, there):
    await propose(there.amina, what="Care leavers need safer accommodation. There is homelessness here.")
    cass = await site.as_(there.cass)
    page = (await cass.get(QUEUE)).text
    assert 'value="Care leavers need safer accommodation"' in page
    assert "These share its words." in page
    assert 'value="stable-homes-2023/5" checked' in page
    assert 'value="stable-homes-2023/3" checked' not in page


async def test_missions_are_learnt_from_earlier_ideas_of_this_council_only(there):
    missions, _ = await missions_named(there.rivermead, ["stable-homes-2023/6"])
    for number in range(2):
        idea = await propose(there.amina, what=f"Counselling sessions without a queue {number}")
        await publish(idea, by=there.cass, title="Counselling sessions", missions=missions)
    new = await propose(there.bo, what="Counselling sessions in the evening")
    assert await missions_for(there.rivermead, new) == ["stable-homes-2023/6"]
    elsewhere = await propose(there.ivo, what="Counselling sessions in the evening")
    assert await missions_for(there.ashcombe, elsewhere) == []


async def test_nothing_is_suggested_by_common_words(there):
    idea = await propose(there.amina, what="We would like this to be better for all of us")
    assert await missions_for(there.rivermead, idea) == []


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
async def test_title_and_ticks_are_still_there_after_a_number_was_taken_out(site, there, headers):
    await propose(there.amina, what="Ring me on 07700 900 412", why="It is mine.")
    cass = await site.as_(there.cass)
    sent = {
        "title": "Tell us “first” & ring",
        "mission": ["inspection/homes", "stable-homes-2023/1"],
        "what": "Ring me on [taken out]",
        "why": "It is mine.",
    }
    answer = await cass.post(f"{QUEUE}/ideas/1/wordings", data=sent, headers=headers)
    assert answer.status_code == 303
    page = (await cass.get(answer.headers["location"], headers=headers)).text
    assert 'value="Tell us “first” &amp; ring"' in page
    assert 'value="inspection/homes" checked' in page
    assert 'value="stable-homes-2023/1" checked' in page
    assert "07700" not in page
    idea = await Idea.get()
    assert (idea.stage, idea.title, idea.why) == (Stage.WAITING, "", "It is mine.")
    assert await Wording.all().count() == 2
    assert await IdeaMission.all().count() == 0, "nothing is kept before it is published"


@pytest.mark.parametrize(
    ("act", "wrong"),
    [
        ("wordings", {"what": ""}),
        ("wordings", {"what": "x" * 601}),
        ("return", {"message": ""}),
        ("hold", {"message": " "}),
        ("refusal", {"message": "No.", "reason": "x"}),
        ("merger", {"into": "99"}),
        ("publication", {"mission": ["inspection/homes", "no/such"]}),
    ],
)
async def test_title_and_ticks_survive_every_mistake(site, there, act, wrong):
    await propose(there.amina, what="Ring me on 07700 900 412")
    cass = await site.as_(there.cass)
    sent = {"title": "Ring us", "mission": ["inspection/homes"], **wrong}
    answer = await cass.post(f"{QUEUE}/ideas/1/{act}", data=sent, headers=HTMX)
    assert answer.status_code == 422, answer.text
    assert 'value="Ring us"' in answer.text
    assert 'value="inspection/homes" checked' in answer.text


async def test_only_workers_mend_and_only_what_waits(site, there):
    idea = await propose(there.amina, what="Ring me")
    sent = {"what": "Ring us"}
    for person, status in ((there.dev, 404), (there.ellis, 403), (there.amina, 403)):
        browser = await site.as_(person)
        assert (await browser.post(f"{QUEUE}/ideas/1/wordings", data=sent)).status_code == status
    await publish(idea, by=there.cass, title="Ring us", missions=[])
    cass = await site.as_(there.cass)
    assert (await cass.post(f"{QUEUE}/ideas/1/wordings", data=sent)).status_code in {403, 409}
    assert (await Idea.get()).what == "Ring me"


async def test_the_next_one_starts_at_its_heading_and_the_last_act_can_be_undone(site, there):
    await propose(there.amina, what="Alder trees")
    await propose(there.amina, what="Birch trees")
    cass = await site.as_(there.cass)
    await cass.post(f"{QUEUE}/ideas/1/publication", data={"title": "Alder trees"}, headers=HTMX)
    block = (await cass.get(QUEUE, headers=HTMX)).text
    assert block.index("Published. Now anyone can read it") < block.index("data-start")
    assert f'action="{QUEUE}/ideas/1/publication/undo"' in block
    assert "Birch trees" in block[block.index("data-start") :]


async def test_a_number_is_not_published_unless_cass_says_so(site, there):
    """What was taken out in the box stays out, also when only Publish is pressed."""
    for _ in range(3):
        await propose(there.amina, what="Ring me on 07700 900 412", why="It is mine.")
    cass, visitor = await site.as_(there.cass), await site.client()
    page = (await cass.get(QUEUE)).text
    assert "Publish puts up these words, without it." in page
    assert "Ring me on [taken out]</textarea>" in page
    box = {"title": "Ring me", "wording": "1", "what": "Ring me on [taken out]", "why": "It is mine."}
    assert (await cass.post(f"{QUEUE}/ideas/1/publication", data=box)).status_code == 303
    read = (await visitor.get("/rivermead/ideas/1")).text
    assert "Ring me on [taken out]" in read
    assert "07700" not in read
    assert await Wording.filter(idea__number=1).count() == 2
    as_it_is = {**box, "words": "as-they-stand"}
    assert (await cass.post(f"{QUEUE}/ideas/2/publication", data=as_it_is)).status_code == 303
    assert "07700 900 412" in (await visitor.get("/rivermead/ideas/2")).text
    assert await Wording.filter(idea__number=2).count() == 1
    lost = await cass.post(f"{QUEUE}/ideas/3/publication", data={**box, "what": " "})
    assert lost.status_code == 422
    assert "Leave the words that can be shown." in lost.text


async def test_words_that_came_meanwhile_are_not_written_over(site, there):
    idea = await propose(there.amina, what="Ring me on 07700 900 412")
    await reword(idea, by=there.amina, what="Ring us all")
    cass = await site.as_(there.cass)
    box = {"title": "Ring me", "wording": "1", "what": "Ring me on [taken out]"}
    answer = await cass.post(f"{QUEUE}/ideas/1/publication", data=box)
    assert answer.status_code == 422
    assert "Read the new ones first." in answer.text
    assert "Ring us all</textarea>" in answer.text
    idea = await Idea.get()
    assert (idea.stage, idea.what) == (Stage.WAITING, "Ring us all")
