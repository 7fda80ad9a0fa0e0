"""Words written again, words added, and what an author may take back."""

import asyncio

import pytest

from saidanddone.history.models import HistoryRow
from saidanddone.ideas.commenting import Comment, comment, comments_seen_by, publish_comment, refuse_comment
from saidanddone.ideas.models import Door, Idea, ShownAs, Wording
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import ALLOWS, Stage
from saidanddone.ideas.withdrawing import remove_name, withdraw
from saidanddone.ideas.wording import reword
from saidanddone.notices.models import Notice
from saidanddone.people.doors import Visitor
from saidanddone.rules import NotAllowed, Refused
from tests.ideas.steps import in_the_vote, open_idea, put_off, stand, wordings_of
from tests.people import town

# Written again


async def sent_back(there):
    idea = await propose(there.amina, what="Jane never rings me back", why="It hurts.")
    await idea.make_move("return", by=there.cass, message="Please take the name out.")
    return idea


async def test_amina_reads_why_it_came_back_and_sends_it_again(site):
    there = await town()
    idea, amina = await sent_back(there), await site.as_(there.amina)
    page = (await amina.get("/rivermead/ideas/1/wordings")).text
    assert "Please take the name out." in page
    assert "Jane never rings me back" in page
    answer = await amina.post("/rivermead/ideas/1/wordings", data={"what": "PAs should ring back", "why": ""})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/ideas/1")
    await idea.refresh_from_db()
    assert (idea.stage, idea.what, idea.why) == (Stage.WAITING, "PAs should ring back", "")
    assert await wordings_of(idea) == ["Jane never rings me back", "PAs should ring back"]
    page = (await amina.get("/rivermead/ideas/1/wordings")).text
    assert "Jane never rings me back" in page
    assert "PAs should ring back" in page


async def test_sent_again_as_it_was_makes_no_new_wording(site):
    there = await town()
    idea = await sent_back(there)
    await reword(idea, by=there.amina, what=idea.what, why=idea.why)
    assert idea.stage is Stage.WAITING
    assert len(await wordings_of(idea)) == 1


async def test_while_it_waits_only_the_words_change_and_a_worker_may_take_something_out(site):
    there = await town()
    idea = await propose(there.amina, what="Jane never rings")
    await reword(idea, by=there.amina, what="Jane never rings back")
    await reword(idea, by=there.cass, what="My PA never rings back")
    assert idea.stage is Stage.WAITING
    assert [wording.by_id for wording in await Wording.all().order_by("number")] == [
        there.amina.id,
        there.amina.id,
        there.cass.id,
    ]
    page = (await (await site.as_(there.amina)).get("/rivermead/ideas/1/wordings")).text
    assert "Changed by Participation Worker" in page


async def test_who_will_see_a_draft_is_said_before_it_is_sent(site):
    there = await town()
    await propose(there.amina, what="Doorbells", draft=True, door=Door.TEAM, shown_as=ShownAs.HIDDEN)
    page = (await (await site.as_(there.amina)).get("/rivermead/ideas/1/wordings")).text
    sent = page.index("Send it")
    for words in ("only the team sees it.", "Your name is not shown.", "may not quote your words"):
        assert page.index(words) < sent


async def test_cass_takes_a_name_out_and_goes_on_reading(site):
    there = await town()
    idea = await propose(there.amina, what="Jane never rings", why="It hurts.")
    cass = await site.as_(there.cass)
    assert "Take something out for them." in (await cass.get("/rivermead/ideas/1/wordings")).text
    answer = await cass.post("/rivermead/ideas/1/wordings", data={"what": " "})
    assert answer.status_code == 422
    assert "Write what should change." in answer.text
    answer = await cass.post("/rivermead/ideas/1/wordings", data={"what": "My PA never rings"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/moderation")
    await idea.refresh_from_db()
    assert (idea.stage, idea.what, idea.why) == (Stage.WAITING, "My PA never rings", "It hurts.")
    await idea.make_move("return", by=there.cass, message="Is this what you mean?")
    assert (await cass.post("/rivermead/ideas/1/wordings", data={"what": "Mine"})).status_code == 403


@pytest.mark.parametrize("stage", [stage for stage in Stage if not ALLOWS[stage].edit])
async def test_after_that_the_words_stand(site, stage):
    there = await town()
    idea, _ = await propose(there.amina, what="One thing"), await propose(there.bo, what="Another")
    await stand(idea, stage, was=Stage.WAITING)
    answer = await (await site.as_(there.amina)).post("/rivermead/ideas/1/wordings", data={"what": "Other"})
    assert answer.status_code == 409
    assert await wordings_of(idea) == ["One thing"]


async def test_only_its_author_and_the_readers_see_old_wordings(site):
    there = await town()
    await open_idea(there)
    for person, status in ((there.amina, 200), (there.cass, 200), (there.bo, 404), (there.ellis, 404)):
        assert (await (await site.as_(person)).get("/rivermead/ideas/1/wordings")).status_code == status
    bo = await site.as_(there.bo)
    assert (await bo.post("/rivermead/ideas/1/wordings", data={"what": "Mine now"})).status_code == 403
    assert (await (await site.client()).get("/rivermead/ideas/1/wordings")).status_code == 303


async def test_a_mistake_in_a_new_wording_keeps_what_was_typed(site):
    there = await town()
    idea, amina = await sent_back(there), await site.as_(there.amina)
    answer = await amina.post("/rivermead/ideas/1/wordings", data={"what": "x" * 601, "why": "Because"})
    assert answer.status_code == 422
    assert "x" * 601 in answer.text
    assert "Use 600 letters or fewer." in answer.text
    assert "Because" in answer.text
    assert len(await wordings_of(idea)) == 1


async def test_two_wordings_at_once_are_both_kept(site):
    there = await town()
    idea, amina = await propose(there.amina, what="One"), await site.as_(there.amina)
    answers = await asyncio.gather(
        *(amina.post("/rivermead/ideas/1/wordings", data={"what": f"Words {n}"}) for n in range(4))
    )
    assert {answer.status_code for answer in answers} == {303}
    await idea.refresh_from_db()
    assert sorted(await wordings_of(idea))[1:] == [f"Words {n}" for n in range(4)]
    assert (await wordings_of(idea))[-1] == idea.what


# Added


async def test_bo_adds_words_that_nobody_reads_before_cass(site):
    there = await town()
    idea, bo = await open_idea(there), await site.as_(there.bo)
    answer = await bo.post("/rivermead/ideas/1/comments", data={"text": "In my flat as well"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/ideas/1")
    said = await Comment.get()
    readers = {there.amina: 0, there.bo: 1, there.cass: 1, there.ellis: 0, Visitor(there.rivermead): 0}
    for person, number in readers.items():
        assert len(await comments_seen_by(person, idea)) == number
    await publish_comment(said, by=there.cass)
    for person in readers:
        assert len(await comments_seen_by(person, idea)) == 1
    assert await Notice.filter(person_id=there.bo.id, what="publish_comment").count() == 1


async def test_refused_words_stay_with_their_writer_who_hears_why(site):
    there = await town()
    idea = await open_idea(there)
    said = await comment(idea, by=there.bo, text="Ring me on 07700 900123")
    await refuse_comment(said, by=there.cass, reason="about-a-person", message="It has a number in it.")
    assert (said.reason, said.message) == ("about-a-person", "It has a number in it.")
    assert len(await comments_seen_by(there.bo, idea)) == 1
    assert len(await comments_seen_by(there.amina, idea)) == 0
    with pytest.raises(Refused, match="already"):
        await publish_comment(said, by=there.col)


async def test_two_readers_at_once_make_one_decision(site):
    there = await town()
    said = await comment(await open_idea(there), by=there.bo, text="Me as well")
    same = await Comment.get(id=said.id)
    results = await asyncio.gather(
        publish_comment(said, by=there.cass),
        refuse_comment(same, by=there.col, reason="other", message="No."),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Refused) for one in results) == 1


async def test_who_may_not_add_or_read_words(site):
    there = await town()
    idea = await open_idea(there)
    cass = await site.as_(there.cass)
    assert (await cass.post("/rivermead/ideas/1/comments", data={"text": "Hi"})).status_code == 403
    with pytest.raises(NotAllowed):
        await comment(idea, by=there.gus, text="Hi")
    with pytest.raises(NotAllowed):
        await publish_comment(await comment(idea, by=there.bo, text="Hi"), by=there.bo)


async def test_empty_and_endless_words_get_a_sentence(site):
    there = await town()
    await open_idea(there)
    bo = await site.as_(there.bo)
    for text, sentence in (("  ", "Write something first."), ("z" * 601, "Use 600 letters or fewer.")):
        for headers in ({}, {"HX-Request": "true"}):
            answer = await bo.post("/rivermead/ideas/1/comments", data={"text": text}, headers=headers)
            assert answer.status_code == 422
            assert sentence in answer.text
            assert text.strip() in answer.text
    assert await Comment.all().count() == 0


async def test_nothing_is_added_in_the_vote(site):
    there = await town()
    await in_the_vote(there)
    answer = await (await site.as_(there.bo)).post("/rivermead/ideas/1/comments", data={"text": "Hi"})
    assert answer.status_code == 409
    assert "In the vote" in answer.text


# Taken back


async def test_amina_takes_her_idea_back(site):
    there = await town()
    idea, amina = await open_idea(there), await site.as_(there.amina)
    assert (await amina.post("/rivermead/ideas/1/withdrawal")).status_code == 303
    assert (await Idea.get()).stage is Stage.WITHDRAWN
    assert (await (await site.as_(there.bo)).post("/rivermead/ideas/1/support")).status_code == 404
    assert (await amina.post("/rivermead/ideas/1/withdrawal")).status_code == 409
    assert idea.number == 1


async def test_taken_back_twice_at_once_is_one_move(site):
    there = await town()
    await open_idea(there)
    amina = await site.as_(there.amina)
    answers = await asyncio.gather(*(amina.post("/rivermead/ideas/1/withdrawal") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    assert await HistoryRow.filter(act="withdraw").count() == 1


async def test_nobody_else_takes_it_back(site):
    there = await town()
    idea = await open_idea(there)
    for person in (there.bo, there.cass, there.ellis):
        assert (await (await site.as_(person)).post("/rivermead/ideas/1/withdrawal")).status_code == 403
        assert (await (await site.as_(person)).post("/rivermead/ideas/1/name-removal")).status_code == 403
        with pytest.raises(NotAllowed):
            await withdraw(idea, by=person)


async def test_in_the_vote_it_stays_and_the_name_comes_off(site):
    there = await town()
    await in_the_vote(there)
    amina = await site.as_(there.amina)
    answer = await amina.post("/rivermead/ideas/1/withdrawal")
    assert answer.status_code == 409
    assert "take your name off" in answer.text
    assert (await amina.post("/rivermead/ideas/1/name-removal")).status_code == 303
    assert (await amina.post("/rivermead/ideas/1/name-removal")).status_code == 303
    assert (await Idea.get()).shown_as is ShownAs.HIDDEN
    assert await HistoryRow.filter(act="remove_name").count() == 1
    with pytest.raises(NotAllowed):
        await remove_name(await Idea.get(), by=there.bo)


async def test_a_not_now_idea_can_be_taken_back(site):
    there = await town()
    idea = await put_off(there)
    await withdraw(idea, by=there.amina)
    assert idea.stage is Stage.WITHDRAWN
