"""The day that somebody was promised when they sent something stands, whatever days away are set later."""

from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.councils.reading import add_days_away
from saidanddone.ideas.appealing import Appeal, appeal
from saidanddone.ideas.commenting import Comment, comment
from saidanddone.ideas.models import Idea, StageMove
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.wording import reword
from saidanddone.moderation.checking import decline, publish, send_back
from saidanddone.moderation.undoing import take_back
from saidanddone.spelling import week_day
from tests.ideas.steps import open_idea


def in_days(days):
    return clock.at(clock.now() + timedelta(days=days))


@pytest.fixture
async def sent(there):
    """Amina's idea, and the day she was promised."""
    idea = await propose(there.amina, what="Doorbells with a camera")
    promised = (await Council.get(id=there.rivermead.id)).next_reading()
    assert idea.promised_for == promised
    return idea, promised


async def nobody_reads(there, days=20):
    council = await Council.get(id=there.rivermead.id)
    last = clock.today() + timedelta(days=days)
    await add_days_away(council, by=there.cass, starts=clock.today(), ends=last, why="Ill")
    return last


async def test_days_away_set_later_move_no_promise_that_was_made(site, there, sent):
    _, promised = sent
    last = await nobody_reads(there)
    amina, cass = await site.as_(there.amina), await site.as_(there.cass)
    for page in ("/rivermead", "/rivermead/ideas/1"):
        assert week_day(promised) in (await amina.get(page)).text, page
    with clock.at(clock.now() + (promised - clock.today()) + timedelta(days=1)):
        late = (await amina.get("/rivermead")).text
        assert f"You should have heard by {week_day(promised)}." in late
        assert f"They are away until {week_day(last)}, and read next on" in late
        assert "away until" in (await amina.get("/rivermead/ideas/1")).text
        queue = (await cass.get("/rivermead/moderation")).text
        assert "1 is late" in queue
        assert f"You promised an answer by {week_day(promised)}." in queue
    with in_days(25):
        assert "away until" not in (await amina.get("/rivermead")).text


async def test_who_sends_after_that_is_promised_the_later_day(there):
    last = await nobody_reads(there)
    idea = await propose(there.amina, what="A chain on my door")
    assert idea.promised_for > last


async def test_sent_again_it_is_promised_anew_and_the_day_before_stays_with_its_reading(there, sent):
    idea, promised = sent
    await send_back(idea, by=there.cass, message="Which doors?")
    assert (await StageMove.get(name="return")).promised_for == promised
    with in_days(10):
        mine = await Idea.get(id=idea.id)
        await reword(mine, by=there.amina, what="Doorbells on all doors")
        assert mine.promised_for > promised


async def test_taken_back_to_the_queue_it_waits_for_the_same_day(there, sent):
    idea, promised = sent
    await publish(idea, by=there.cass, title="Doorbells", missions=[])
    await take_back(idea, by=there.cass)
    assert (await Idea.get(id=idea.id)).promised_for == promised


async def test_a_draft_is_promised_nothing_until_it_is_sent(there):
    draft = await propose(there.amina, what="Hm", draft=True)
    assert draft.promised_for is None
    await draft.make_move("send", by=there.amina)
    assert draft.promised_for is not None


async def test_added_words_and_a_request_to_read_again_keep_their_day(site, there):
    idea = await open_idea(there)
    await comment(idea, by=there.bo, text="Mine as well.")
    promised = (await Comment.get()).promised_for
    other = await propose(there.amina, what="About somebody")
    await decline(other, by=there.cass, reason="other", message="It is about one person.")
    await appeal(await Idea.get(id=other.id), by=there.amina, text="Read it again.")
    assert (await Appeal.get()).promised_for == promised
    await nobody_reads(there)
    with clock.at(clock.now() + (promised - clock.today()) + timedelta(days=1)):
        assert "2 are late" in (await (await site.as_(there.col)).get("/rivermead/moderation")).text
