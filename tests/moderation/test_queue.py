"""The queue: one thing at a time, the oldest first, then the next, until all is read."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from saidanddone import clock
from saidanddone.ideas.appealing import appeal
from saidanddone.ideas.commenting import Comment, comment
from saidanddone.ideas.models import Idea, ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.moderation import checking
from saidanddone.moderation.reasons import REASONS, Reason
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from tests.people import town

QUEUE = "/rivermead/moderation"
MONDAY = datetime(2026, 11, 16, 10, tzinfo=UTC)


async def sent(there, *whats):
    for number, what in enumerate(whats):
        with clock.at(MONDAY + timedelta(hours=number)):
            await propose(there.amina, what=what)


async def see(browser, address=QUEUE):
    answer = await browser.get(address)
    assert answer.status_code == 200
    return answer.text


async def test_one_at_a_time_the_oldest_first(site):
    there = await town()
    await sent(there, "Alder", "Birch", "Cedar")
    cass = await site.as_(there.cass)
    page = await see(cass)
    assert "1 of 3 to read" in page
    assert "Alder" in page
    assert "Birch" not in page
    await cass.post(f"{QUEUE}/ideas/1/publication", data={"title": "Alder trees"})
    page = await see(cass)
    assert "1 of 2 to read" in page
    assert "Birch" in page
    await cass.post(f"{QUEUE}/ideas/2/return", data={"message": "Say more?"})
    await cass.post(f"{QUEUE}/ideas/3/hold", data={"message": "Worried"})
    page = await see(cass)
    assert "All read." in page
    assert "Alder trees" in page
    assert "Cedar" not in page


async def test_one_can_be_picked_or_left_for_later(site):
    there = await town()
    await sent(there, "Alder", "Birch", "Cedar")
    cass = await site.as_(there.cass)
    page = await see(cass)
    following = re.search(r'href="([^"]*\?item=[^"]*)"', page)[1]
    page = await see(cass, following)
    assert "2 of 3 to read" in page
    assert "Birch" in page
    page = await see(cass, f"{QUEUE}?item=idea-3")
    assert "3 of 3 to read" in page
    assert "Back to the first" in page
    for lost in ("idea-99", "idea-", "x", "words-1", "idea-1%00"):
        assert "1 of 3 to read" in await see(cass, f"{QUEUE}?item={lost}")


async def test_htmx_gets_the_next_one_as_a_block(site):
    there = await town()
    await sent(there, "Alder", "Birch")
    cass = await site.as_(there.cass)
    headers = {"HX-Request": "true"}
    answer = await cass.post(f"{QUEUE}/ideas/1/publication", data={"title": "Alder"}, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, QUEUE)
    block = (await cass.get(QUEUE, headers=headers)).text
    assert "<html" not in block
    assert 'id="queue"' in block
    assert "Published. Now anyone can read it" in block
    assert "Birch" in block


async def test_the_promise_is_the_next_reading_day(site):
    there = await town(reading_days="1,3")
    await sent(there, "Alder")
    cass = await site.as_(there.cass)
    for when, words, late in (
        (MONDAY, "answer by Tuesday 17 November", False),
        (MONDAY + timedelta(days=1), "answer today", False),
        (MONDAY + timedelta(days=2), "You promised an answer by Tuesday 17 November", True),
    ):
        with clock.at(when):
            page = await see(cass)
        assert words in page
        assert ("1 is late" in page) is late


async def test_when_all_is_read_the_next_reading_day_is_named(site):
    there = await town(reading_days="1,3")
    cass = await site.as_(there.cass)
    with clock.at(MONDAY):
        page = await see(cass)
    assert "All read." in page
    assert "You read next on Tuesday 17 November" in page


async def test_the_writers_nickname_is_not_shown(site):
    there = await town()
    await propose(there.amina, what="Alder", shown_as=ShownAs.NICKNAME)
    assert "Amina" not in await see(await site.as_(there.cass))


async def test_only_readers_of_this_council_have_a_queue(site):
    there = await town()
    await sent(there, "Alder")
    for person in (there.amina, there.gus, there.hana, there.fern, there.dev, there.ivo, there.jo):
        assert (await (await site.as_(person)).get(QUEUE)).status_code == 404, person.nickname
    assert "/sign-in" in (await (await site.client()).get(QUEUE)).headers["location"]
    dev = await site.as_(there.dev)
    assert "All read." in await see(dev, "/ashcombe/moderation")
    assert (
        await dev.post("/ashcombe/moderation/ideas/1/publication", data={"title": "X"})
    ).status_code == 404


async def test_a_long_queue_costs_no_more_queries(site, queries):
    there = await town()
    await sent(there, "Alder one", "Birch two")
    cass = await site.as_(there.cass)
    with queries() as few:
        await see(cass)
    await sent(there, *(f"Cedar number {number}" for number in range(30)))
    with queries() as many:
        await see(cass)
    assert len(many) == len(few)


async def an_open_idea(there):
    idea = await propose(there.amina, what="Evening groups")
    await checking.publish(idea, by=there.cass, title="Evening groups", missions=[])
    return idea


async def test_words_added_to_an_idea_are_read_too(site):
    there = await town()
    said = await comment(await an_open_idea(there), by=there.bo, text="On Sundays, text 07700 900412")
    cass = await site.as_(there.cass)
    page = await see(cass)
    assert "On Sundays, text <mark>07700 900412</mark>" in page
    assert "Bo" not in re.sub("<[^>]*>", " ", page).split()
    here = f"{QUEUE}/comments/{said.id}"
    sure = {"sure": "yes"}  # a number in it is asked about first: tests/ideas/test_pointing_out.py
    assert (await cass.post(f"{here}/publication", data=sure)).status_code == 303
    assert (await Comment.get()).published_at
    assert (await cass.post(f"{here}/publication", data=sure)).status_code == 409
    assert (await cass.post(f"{QUEUE}/comments/99/publication", data={})).status_code == 404
    assert (await (await site.as_(there.dev)).post(f"{here}/publication", data={})).status_code == 404
    assert (await (await site.as_(there.amina)).post(f"{here}/publication", data={})).status_code == 403


async def test_words_added_are_not_published_with_a_reason(site):
    there = await town()
    said = await comment(await an_open_idea(there), by=there.bo, text="Mo is horrid")
    cass = await site.as_(there.cass)
    answer = await cass.post(f"{QUEUE}/comments/{said.id}/refusal", data={"message": "It names Mo."})
    assert answer.status_code == 422
    assert "It names Mo.</textarea>" in answer.text
    assert "Pick a reason from the list." in answer.text
    sent = {"reason": "about-a-person", "message": "It names Mo."}
    assert (await cass.post(f"{QUEUE}/comments/{said.id}/refusal", data=sent)).status_code == 303
    refused = await Comment.get()
    told = REASONS[Reason.ABOUT_A_PERSON].told  # as the worker was shown that its writer reads
    assert (refused.reason, refused.message) == ("about-a-person", f"{told} It names Mo.")


async def test_words_under_a_held_idea_wait_with_it(site):
    there = await town()
    idea = await an_open_idea(there)
    await comment(idea, by=there.bo, text="Alder")
    await checking.hold(idea, by=there.cass, message="Worried")
    assert "All read." in await see(await site.as_(there.cass))


async def declined(there):
    idea = await propose(there.amina, what="Greet us kindly")
    await checking.decline(idea, by=there.cass, reason="about-a-person", message="It is about one man.")
    await appeal(idea, by=there.amina, text="It is about how we are greeted.")
    return idea


HEAR = f"{QUEUE}/ideas/1/appeal-decision"


async def test_an_appeal_waits_for_everyone_but_the_one_who_declined(site):
    there = await town()
    await declined(there)
    assert "All read." in await see(await site.as_(there.cass))
    for person in (there.col, there.ellis):
        page = await see(await site.as_(person))
        assert "It is about how we are greeted." in page
        assert "It is about one man." in page
        assert "It is about one person that others could recognise." in page


@pytest.mark.parametrize(("answer", "stage"), [("upheld", Stage.WAITING), ("stands", Stage.DECLINED)])
async def test_an_appeal_is_heard_once(site, answer, stage):
    there = await town()
    await declined(there)
    cass, ellis, col = [await site.as_(who) for who in (there.cass, there.ellis, there.col)]
    sent = {"answer": answer, "message": "I read it again."}
    refused = await cass.post(HEAR, data=sent)
    assert refused.status_code == 403
    assert "somebody else must read it again" in refused.text
    assert (await ellis.post(HEAR, data=sent)).status_code == 303
    assert (await Idea.get(number=1)).stage is stage
    assert (await col.post(HEAR, data=sent)).status_code == 409


async def test_an_appeal_heard_twice_at_once(site):
    there = await town()
    await declined(there)
    ellis, col = await site.as_(there.ellis), await site.as_(there.col)
    answers = await asyncio.gather(
        ellis.post(HEAR, data={"answer": "upheld", "message": "Yes"}),
        col.post(HEAR, data={"answer": "stands", "message": "No"}),
    )
    assert sorted(one.status_code for one in answers) == [303, 409]


async def test_an_appeals_mistakes_and_who_may_not(site):
    there = await town()
    await declined(there)
    col = await site.as_(there.col)
    for sent, sentence in (
        ({"message": "Kept"}, "Say whether it is read again"),
        ({"answer": "maybe", "message": "Kept"}, "Say whether it is read again"),
        ({"answer": "stands"}, "Tell the writer why"),
    ):
        answer = await col.post(HEAR, data=sent)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert sent.get("message", "") in answer.text
    good = {"answer": "stands", "message": "No"}
    assert (await (await site.as_(there.dev)).post(HEAR, data=good)).status_code == 404
    assert (await (await site.as_(there.bo)).post(HEAR, data=good)).status_code == 403
    assert (await (await site.as_(there.amina)).post(HEAR, data=good)).status_code == 403
    assert (await col.post(f"{QUEUE}/ideas/7/appeal-decision", data=good)).status_code == 404


async def test_a_held_appeal_is_nowhere(site):
    there = await town()
    idea = await declined(there)
    await checking.hold(idea, by=there.col, message="Worried")
    col = await site.as_(there.col)
    assert "All read." in await see(col)
    assert (await col.post(HEAR, data={"answer": "stands", "message": "No"})).status_code == 404


async def test_a_worker_who_also_decides_sees_each_thing_once(site):
    there = await town()
    await declined(there)
    both = await Person.join(there.rivermead, "Both", Role.WORKER, Role.OFFICER, job_title="Lead")
    assert "1 of 1 to read" in await see(await site.as_(both))
