"""A declined idea is read again once, by somebody else."""

import asyncio

import pytest

from saidanddone.ideas.appealing import Appeal, appeal, appeals_for, hear_appeal
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import Notice
from saidanddone.rules import NotAllowed, Refused
from tests.ideas.steps import declined, open_idea
from tests.people import town


async def test_amina_asks_and_those_who_may_hear_it_are_told_but_not_who_declined(site):
    there = await town()
    await declined(there)
    answer = await (await site.as_(there.amina)).post(
        "/rivermead/ideas/1/appeal", data={"text": "It is about everyone."}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/ideas/1")
    told = await Notice.filter(what="appeal").values_list("person_id", flat=True)
    assert set(told) == {there.col.id, there.ellis.id, there.edie.id}


async def test_it_can_be_asked_once(site):
    there = await town()
    await declined(there)
    amina = await site.as_(there.amina)
    answers = await asyncio.gather(
        *(amina.post("/rivermead/ideas/1/appeal", data={"text": "Please"}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    assert await Appeal.all().count() == 1
    assert "once" in answers[-1].text or answers[-1].status_code == 303


async def test_only_its_author_asks_and_only_when_declined(site):
    there = await town()
    idea = await declined(there)
    col, amina = await site.as_(there.col), await site.as_(there.amina)
    assert (await col.post("/rivermead/ideas/1/appeal", data={"text": "Please"})).status_code == 403
    with pytest.raises(NotAllowed):
        await appeal(idea, by=there.bo, text="Please")
    await open_idea(there)
    answer = await amina.post("/rivermead/ideas/2/appeal", data={"text": "Please"})
    assert answer.status_code == 409
    assert "not published" in answer.text


async def test_an_empty_appeal_gets_a_sentence(site):
    there = await town()
    await declined(there)
    amina = await site.as_(there.amina)
    answer = await amina.post("/rivermead/ideas/1/appeal", data={"text": ""})
    assert answer.status_code == 422
    assert "Say why it should be read again." in answer.text
    assert await Appeal.all().count() == 0


async def test_whoever_declined_it_does_not_hear_it(site):
    there = await town()
    asked = await appeal(await declined(there), by=there.amina, text="Please")
    with pytest.raises(NotAllowed, match="You declined"):
        await hear_appeal(asked, by=there.cass, upheld=False, message="No.")
    with pytest.raises(NotAllowed):
        await hear_appeal(asked, by=there.gus, upheld=True, message="Yes.")
    await hear_appeal(asked, by=there.edie, upheld=True, message="It is about everyone.")
    assert (await Idea.get()).stage is Stage.WAITING
    assert (asked.upheld, asked.heard_title) == (True, "Head of Leaving Care")


async def test_an_appeal_that_stands_leaves_it_declined_and_is_final(site):
    there = await town()
    idea = await declined(there)
    asked = await appeal(idea, by=there.amina, text="Please")
    await hear_appeal(asked, by=there.col, upheld=False, message="It names somebody.")
    assert (await Idea.get()).stage is Stage.DECLINED
    assert await Notice.filter(person_id=there.amina.id, what="appeal_stands").count() == 1
    with pytest.raises(Refused, match="already"):
        await hear_appeal(asked, by=there.edie, upheld=True, message="Yes.")
    with pytest.raises(Refused, match="once"):
        await appeal(idea, by=there.amina, text="Again")


async def test_two_who_hear_it_at_once_give_one_answer(site):
    there = await town()
    asked = await appeal(await declined(there), by=there.amina, text="Please")
    same = await Appeal.get(id=asked.id)
    results = await asyncio.gather(
        hear_appeal(asked, by=there.col, upheld=True, message="Yes."),
        hear_appeal(same, by=there.edie, upheld=False, message="No."),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Refused) for one in results) == 1


async def test_nothing_is_heard_once_it_is_taken_back(site):
    there = await town()
    idea = await declined(there)
    asked = await appeal(idea, by=there.amina, text="Please")
    await idea.make_move("withdraw", by=there.amina)
    with pytest.raises(Refused, match="nothing to answer"):
        await hear_appeal(asked, by=there.col, upheld=True, message="Yes.")
    assert (await propose(there.amina, what="Another")).number == 2


async def test_cass_does_not_hear_her_own_appeal(site):
    there = await town()
    idea = await propose(there.cass, what="A longer opening on Fridays")
    await idea.make_move("decline", by=there.col, reason="other", message="Not this one.")
    asked = await appeal(idea, by=there.cass, text="Please")
    with pytest.raises(NotAllowed, match="You wrote this"):
        await hear_appeal(asked, by=there.cass, upheld=True, message="Fine")
    assert await appeals_for(there.cass) == []
    assert [one.id for one in await appeals_for(there.ellis)] == [asked.id]
    told = await Notice.filter(what="appeal").values_list("person_id", flat=True)
    assert set(told) == {there.ellis.id, there.edie.id}
