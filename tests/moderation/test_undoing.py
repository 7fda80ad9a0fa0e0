"""A slip of the thumb is taken back by whoever made it, as long as nobody else has acted on it."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import first_fault
from saidanddone.ideas.commenting import comment
from saidanddone.ideas.models import Idea, StageMove, Wording
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import support
from saidanddone.ideas.wording import reword
from saidanddone.moderation.checking import publish, send_back
from saidanddone.moderation.merging import merge
from saidanddone.moderation.undoing import take_back
from saidanddone.notices.models import Notice
from saidanddone.rules import NotAllowed, Refused
from tests.appraisal.weighing import written

ONE = "/rivermead/moderation/ideas/1"


async def published(there):
    idea = await propose(there.amina, what="Doorbells with a camera")
    await publish(idea, by=there.cass, title="See who’s at my door", missions=[])
    return idea


async def stage_of(idea):
    return (await Idea.get(id=idea.id)).stage


async def test_cass_takes_back_what_she_just_published_with_its_title(site, there):
    idea = await published(there)
    sent = (await StageMove.filter(idea_id=idea.id).order_by("id"))[0]
    cass, visitor = await site.as_(there.cass), await site.client()
    assert "Take it back to the queue" in (await cass.get("/rivermead/moderation")).text
    back = await cass.post(f"{ONE}/publication/undo", data={})
    assert (back.status_code, back.headers["location"]) == (303, "/rivermead/moderation?item=idea-1")
    assert await stage_of(idea) is Stage.WAITING
    assert (await visitor.get("/rivermead/ideas/1")).status_code == 404
    page = (await cass.get("/rivermead/moderation")).text
    assert 'value="See who’s at my door"' in page
    assert "Take it back to the queue" not in page
    assert (await Idea.get(id=idea.id)).stage_since < sent.at, "it waits since it was sent, not since now"
    assert await first_fault(there.rivermead.id) is None


async def test_amina_is_told_nothing_of_what_was_taken_back_before_she_heard(there):
    idea = await published(there)
    assert await Notice.filter(what="publish", thing_id=idea.id).count() == 1
    await take_back(idea, by=there.cass)
    assert await Notice.filter(kind="idea", thing_id=idea.id).count() == 0


async def test_nobody_else_takes_it_back(site, there):
    idea = await published(there)
    with pytest.raises(NotAllowed, match="Only the person who did this"):
        await take_back(idea, by=there.col)
    with pytest.raises(NotAllowed):
        await take_back(idea, by=there.amina)
    assert (await (await site.as_(there.dev)).post(f"{ONE}/publication/undo", data={})).status_code == 404
    assert (await (await site.as_(there.ellis)).post(f"{ONE}/publication/undo", data={})).status_code == 403
    assert "Take it back" not in (await (await site.as_(there.col)).get("/rivermead/moderation")).text


async def test_after_ten_minutes_it_stands(site, there):
    idea = await published(there)
    with clock.at(clock.now() + timedelta(minutes=11)):
        with pytest.raises(Refused, match="more than 10 minutes ago"):
            await take_back(idea, by=there.cass)
        assert "Take it back" not in (await (await site.as_(there.cass)).get("/rivermead/moderation")).text


@pytest.mark.parametrize("how", ["support", "comment", "join", "weigh"])
async def test_once_somebody_acted_on_it_it_stands(site, there, how):
    idea = await published(there)
    if how == "support":
        await support(idea, by=there.bo)
    elif how == "comment":
        await comment(idea, by=there.bo, text="Me as well.")
    elif how == "weigh":
        await written(there, idea)
    else:
        await merge(await propose(there.bo, what="A bell"), into=idea, by=there.col)
    cass = await site.as_(there.cass)
    assert "Take it back" not in (await cass.get("/rivermead/moderation")).text
    answer = await cass.post(f"{ONE}/publication/undo", data={})
    assert answer.status_code == 409
    assert "Somebody has acted on it already" in answer.text
    assert await stage_of(idea) is Stage.OPEN


async def test_taking_back_and_me_too_at_once(site, there):
    idea = await published(there)
    cass, bo = await site.as_(there.cass), await site.as_(there.bo)
    undone, wanted = await asyncio.gather(
        cass.post(f"{ONE}/publication/undo", data={}), bo.post("/rivermead/ideas/1/support", data={})
    )
    stage = await stage_of(idea)
    assert (undone.status_code == 303) is (stage is Stage.WAITING)
    assert (wanted.status_code == 303) is (stage is Stage.OPEN)


async def test_taking_back_twice_at_once(site, there):
    idea = await published(there)
    cass = await site.as_(there.cass)
    answers = await asyncio.gather(*(cass.post(f"{ONE}/publication/undo", data={}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    assert await StageMove.filter(idea_id=idea.id, name="unpublish").count() == 1


async def test_what_was_sent_back_comes_back_with_the_words_as_they_were(site, there):
    idea = await propose(there.amina, what="Ring me", why="It rings.")
    await send_back(idea, by=there.cass, message="Without a number?", what="Ring us")
    cass = await site.as_(there.cass)
    assert (await cass.post(f"{ONE}/return/undo", data={})).status_code == 303
    found = await Idea.get(id=idea.id)
    assert (found.stage, found.what) == (Stage.WAITING, "Ring me")
    words = [one.what for one in await Wording.filter(idea_id=idea.id).order_by("number")]
    assert words == ["Ring me", "Ring us", "Ring me"], "every wording is kept"


async def test_what_its_writer_began_to_change_stays_with_them(there):
    idea = await propose(there.amina, what="Ring me")
    await send_back(idea, by=there.cass, message="Say more?")
    mine = await Idea.get(id=idea.id)
    await reword(mine, by=there.amina, what="Ring us all", send=False)
    with pytest.raises(Refused, match="Somebody has acted on it"):
        await take_back(await Idea.get(id=idea.id), by=there.cass)
    assert await stage_of(idea) is Stage.SENT_BACK
