"""An answer that slipped out is taken back by who gave it, before anybody was told of it."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.appraisal.choosing import decide as decide_weighed
from saidanddone.appraisal.models import WayChosen, ways_of
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.deciding import Answer, Decision, decide
from saidanddone.ideas.models import Idea, StageMove
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import support
from saidanddone.ideas.undeciding import take_back, tell_due
from saidanddone.notices.models import Notice
from saidanddone.plan.models import Action
from saidanddone.rules import RULE, NotAllowed, Refused
from tests.appraisal.weighing import weighed
from tests.ideas.steps import in_the_vote, open_idea, stand
from tests.plan.promises import promise

PAGE, DECISION = "/rivermead/ideas/1", "/rivermead/ideas/1/decision"
UNDO = f"{DECISION}/undo"
TELLS = ("choose", "put_off", "say_no", "unchoose", "unput_off", "unsay_no")


def later(minutes):
    return clock.at(clock.now() + timedelta(minutes=minutes))


def sent(answer):
    more = {
        "not-now": {"return_on": (clock.today() + timedelta(days=30)).isoformat()},
        "no": {"kind": "law", "else_can": "Write to your MP."},
    }
    return {"answer": answer, "reason": "Because I slipped.", **more.get(answer, {})}


async def winner(there):
    idea = await in_the_vote(there)
    await idea.make_move("win", by=RULE)
    return idea


async def yes(there, idea=None):
    idea = idea or await open_idea(there)
    await decide(idea, by=there.ellis, answer=Answer.YES, reason="Because I slipped.")
    return idea


@pytest.mark.parametrize("answer", ["yes", "in-part", "not-now", "no"])
@pytest.mark.parametrize("before", [Stage.OPEN, Stage.SHORTLISTED, Stage.WON])
async def test_ellis_takes_it_back_and_all_is_as_it_was(site, there, answer, before):
    idea = await (winner(there) if before is Stage.WON else open_idea(there))
    if before is Stage.SHORTLISTED:
        await idea.make_move("shortlist", by=there.cass)
    stood = await Idea.get()
    ellis, visitor = await site.as_(there.ellis), await site.client()
    given = await ellis.post(DECISION, data=sent(answer))
    assert given.status_code == 303
    for page in (PAGE, "/rivermead/desk"):
        assert "Take this answer back" in (await ellis.get(page)).text, page
    assert "The council can take this back until" in (await visitor.get(PAGE)).text
    undone = await ellis.post(UNDO)
    assert (undone.status_code, undone.headers["location"]) == (303, PAGE)
    now = await Idea.get()
    assert (now.stage, now.return_on, now.stage_since) == (before, None, stood.stage_since)
    for page in ((await visitor.get(PAGE)).text, (await visitor.get("/rivermead/ideas")).text):
        assert "Because I slipped." not in page
        assert "The council said" not in page
    page = (await visitor.get(PAGE)).text
    assert "The council took an answer back" in page
    assert "came back by itself" not in page
    desk = (await ellis.get("/rivermead/desk")).text
    assert "Take this answer back" not in desk
    assert ("Decide, with a reason" in desk) is (before is Stage.WON)
    assert (await ellis.get(DECISION)).status_code == 200, "it can be answered again"


async def test_history_keeps_both(there):
    idea = await yes(there)
    await take_back(idea, by=there.ellis)
    decision = await Decision.get()
    assert (decision.reason, bool(decision.taken_back_at)) == ("Because I slipped.", True)
    acts = (
        await HistoryRow.filter(kind="idea", thing_id=idea.id)
        .order_by("position")
        .values_list("act", flat=True)
    )
    assert list(acts)[-2:] == ["choose", "unchoose"]
    assert await first_fault(there.rivermead.id) is None


async def test_nobody_is_told_before_the_time_is_up_and_then_each_is_told_once(there):
    idea = await open_idea(there)
    await support(idea, by=there.bo)
    await yes(there, idea)
    with later(9):
        await tell_due()
        assert await Notice.filter(what__in=TELLS).count() == 0
    with later(11):
        await asyncio.gather(tell_due(), tell_due())
        await tell_due()
        told = await Notice.filter(what="choose").order_by("person_id").values_list("person_id", flat=True)
        assert list(told) == sorted([there.amina.id, there.bo.id])
        with pytest.raises(Refused, match="more than 10 minutes ago"):
            await take_back(idea, by=there.ellis)


async def test_of_an_answer_that_was_taken_back_nobody_hears(there):
    idea = await yes(there)
    await take_back(idea, by=there.ellis)
    with later(99):
        await tell_due()
    assert await Notice.filter(what__in=TELLS).count() == 0


async def test_what_is_kept_safe_is_not_told_of_until_it_is_back(there):
    idea = await yes(there)
    await idea.make_move("hold", by=there.cass)
    with later(11):
        await tell_due()
        assert await Notice.filter(what="choose").count() == 0
        await idea.make_move("release", by=there.hana)
        await tell_due()
        assert await Notice.filter(what="choose").count() == 1


async def test_nobody_else_takes_it_back_and_not_later(site, there):
    idea = await yes(there)
    edie = await site.as_(there.edie)
    assert "Take this answer back" not in (await edie.get(PAGE)).text
    refused = await edie.post(UNDO)
    assert (refused.status_code, "Only the person who did this" in refused.text) == (403, True)
    assert (await (await site.as_(there.cass)).post(UNDO)).status_code == 403
    assert (await (await site.as_(there.dev)).post(UNDO)).status_code == 404
    ellis = await site.as_(there.ellis)
    with later(11):
        assert "Take this answer back" not in (await ellis.get(PAGE)).text
        assert "can take this back" not in (await (await site.client()).get(PAGE)).text
        late = await ellis.post(UNDO)
        assert (late.status_code, "It stands." in late.text) == (409, True)
    assert (await Idea.get(id=idea.id)).stage is Stage.CHOSEN


async def test_once_an_action_is_made_from_it_it_stands(site, there):
    idea = await yes(there)
    await promise(there, ideas=[idea])
    ellis = await site.as_(there.ellis)
    assert "Take this answer back" not in (await ellis.get(PAGE)).text
    answer = await ellis.post(UNDO)
    assert (answer.status_code, "An action was made from this answer" in answer.text) == (409, True)
    assert (await Idea.get()).stage is Stage.IN_PLAN
    assert (await Decision.get()).taken_back_at is None


async def test_an_idea_without_an_answer_has_none_to_take_back(site, there):
    await open_idea(there)
    answer = await (await site.as_(there.ellis)).post(UNDO)
    assert (answer.status_code, "no answer here" in answer.text) == (409, True)


async def test_taking_back_twice_at_once_and_beside_an_action(site, there):
    idea = await yes(there)
    ellis = await site.as_(there.ellis)
    answers = await asyncio.gather(*(ellis.post(UNDO) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    assert await StageMove.filter(name="unchoose").count() == 1
    await yes(there, await Idea.get(id=idea.id))
    made = asyncio.ensure_future(promise(there, ideas=[await Idea.get(id=idea.id)]))
    undone, *_ = await asyncio.gather(ellis.post(UNDO), made, return_exceptions=True)
    standing = (await Idea.get()).stage
    assert (undone.status_code == 303) is (standing is Stage.OPEN)
    assert await Action.all().count() == (0 if standing is Stage.OPEN else 1)


async def test_a_way_that_was_chosen_with_it_is_not_said_to_be_chosen(site, there):
    idea = await open_idea(there)
    appraisal = await weighed(there, idea)
    idea = await Idea.get(id=idea.id)
    way = (await ways_of(appraisal))[1]
    await decide_weighed(idea, by=there.ellis, answer=Answer.YES, reason="Doorbells.", way=way)
    visitor = await site.client()
    assert "The council chose “A doorbell each”" in (await visitor.get(PAGE)).text
    await take_back(idea, by=there.ellis)
    for page in (PAGE, f"{PAGE}/ways"):
        assert "The council chose" not in (await visitor.get(page)).text
    await decide_weighed(
        await Idea.get(id=idea.id),
        by=there.edie,
        answer=Answer.YES,
        reason="Chains.",
        way=(await ways_of(appraisal))[2],
    )
    assert "The council chose “A door chain each”" in (await visitor.get(PAGE)).text
    assert await WayChosen.all().count() == 2


async def test_an_action_at_an_idea_past_its_answer_is_not_undone_by_address(site, there):
    await yes(there)
    await stand(await Idea.get(), Stage.CONFIRMED)
    assert (await (await site.as_(there.ellis)).post(UNDO)).status_code == 409


async def test_only_who_may_decide_can(there):
    idea = await yes(there)
    with pytest.raises(NotAllowed):
        await take_back(idea, by=there.amina)
