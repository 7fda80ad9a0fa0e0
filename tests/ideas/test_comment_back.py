"""A young person takes their own words back."""

import asyncio
from datetime import timedelta

from saidanddone import clock
from saidanddone.ideas.commenting import Comment, comment, publish_comment
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.returning import return_due
from saidanddone.ideas.supporting import support
from saidanddone.ideas.undeciding import tell_due
from saidanddone.moderation.merging import merge
from saidanddone.notices.models import Notice
from tests.ideas.steps import open_idea, put_off
from tests.people import town


async def test_bo_takes_back_words_that_others_could_read(site):
    there = await town()
    idea = await open_idea(there)
    said = await comment(idea, by=there.bo, text="CANARY me as well")
    await publish_comment(said, by=there.cass)
    bo, visitor = await site.as_(there.bo), await site.client()
    address = f"/rivermead/ideas/1/comments/{said.id}/withdrawal"
    assert address in (await bo.get("/rivermead/ideas/1")).text
    page = (await visitor.get("/rivermead/ideas/1")).text
    assert "CANARY" in page
    assert address not in page
    assert (await bo.post(address, data={})).status_code == 303
    for person in (there.bo, there.cass, there.amina):
        assert "CANARY" not in (await (await site.as_(person)).get("/rivermead/ideas/1")).text
    assert (await bo.post(address, data={})).status_code == 303, "again changes nothing"


async def test_unread_words_taken_back_wait_for_nobody(site):
    there = await town()
    idea = await open_idea(there)
    said = await comment(idea, by=there.bo, text="CANARY me as well")
    bo, cass = await site.as_(there.bo), await site.as_(there.cass)
    back, published = await asyncio.gather(
        bo.post(f"/rivermead/ideas/1/comments/{said.id}/withdrawal", data={}),
        cass.post(f"/rivermead/moderation/comments/{said.id}/publication", data={}),
    )
    assert back.status_code == 303
    assert published.status_code in {303, 409}
    assert "CANARY" not in (await (await site.client()).get("/rivermead/ideas/1")).text
    assert "CANARY" not in (await cass.get("/rivermead/moderation")).text


async def test_nobody_takes_back_somebody_elses_words(site):
    there = await town()
    idea = await open_idea(there)
    said = await comment(idea, by=there.bo, text="Me as well")
    address = f"/rivermead/ideas/1/comments/{said.id}/withdrawal"
    assert (await (await site.as_(there.amina)).post(address, data={})).status_code == 404
    assert (await (await site.as_(there.ivo)).post(address, data={})).status_code == 404
    assert (await (await site.as_(there.cass)).post(address, data={})).status_code == 403
    assert (await Comment.get()).withdrawn_at is None
    bo = await site.as_(there.bo)
    assert (await bo.post("/rivermead/ideas/1/comments/999/withdrawal", data={})).status_code == 404


# What is said once an answer was given


async def test_what_came_back_says_what_was_answered_and_that_it_is_open(site):
    there = await town()
    await put_off(there, days=3)
    with clock.at(clock.now() + timedelta(days=4)):
        await return_due()
        amina = await site.as_(there.amina)
        for address in ("/rivermead", "/rivermead/ideas/1"):
            page = (await amina.get(address)).text
            assert "The council said “not now” on" in page
            assert "No answer from the council yet" not in page
        assert "It is open again." in (await amina.get("/rivermead/ideas/1")).text


async def test_yes_in_part_says_so_wherever_it_stands(site):
    there = await town()
    idea = await open_idea(there)
    await decide(idea, by=there.ellis, answer=Answer.IN_PART, reason="For some first.")
    visitor = await site.client()
    assert "The council said yes, in part</span>" in (await visitor.get("/rivermead/ideas")).text
    page = (await visitor.get("/rivermead/ideas/1")).text
    answer = page[page.index("The council’s answer") : page.index("How it went")]
    assert "Yes, in part." in answer
    assert "said yes" not in answer, "once is enough"


async def test_all_who_stand_behind_an_idea_are_told_of_the_answer(site):
    there = await town()
    idea = await open_idea(there)
    await support(idea, by=there.bo)
    joined = await propose(there.bo, what="The same")
    await merge(joined, into=idea, by=there.cass)
    await decide(idea, by=there.ellis, answer=Answer.YES, reason="Yes.")
    with clock.at(clock.now() + timedelta(minutes=11)):
        await tell_due()
    told = await Notice.filter(what="choose").order_by("person_id").values_list("person_id", flat=True)
    assert told == [there.amina.id, there.bo.id]
