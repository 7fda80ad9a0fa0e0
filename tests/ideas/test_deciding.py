"""The council's answer: yes, in part, not now, or no, because…; seen before it is given."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import HistoryRow
from saidanddone.ideas.deciding import Answer, Decision, NoKind, answer_by, decide
from saidanddone.ideas.models import Door, Idea, StageMove
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.returning import return_due
from saidanddone.ideas.stages import ALLOWS, Stage
from saidanddone.ideas.supporting import Support, support
from saidanddone.ideas.undeciding import tell_due
from saidanddone.notices.models import Notice
from saidanddone.rules import RULE, NotAllowed, Refused
from tests.ideas.steps import in_the_vote, open_idea, put_off, said_no, stand
from tests.people import town

DECISION = "/rivermead/ideas/1/decision"


def in_days(days):
    return (clock.today() + timedelta(days=days)).isoformat()


ANSWERS = [
    ({"answer": "yes"}, Stage.CHOSEN),
    ({"answer": "in-part"}, Stage.CHOSEN),
    ({"answer": "not-now", "return_on": "soon"}, Stage.NOT_NOW),
    ({"answer": "no", "kind": "law", "else_can": "Write to your MP."}, Stage.NO),
]


@pytest.mark.parametrize(("given", "end"), ANSWERS)
async def test_ellis_answers_with_a_reason_and_his_job_title(site, given, end):
    there = await town()
    await open_idea(there)
    if "return_on" in given:
        given = {**given, "return_on": in_days(30)}
    ellis = await site.as_(there.ellis)
    answer = await ellis.post(DECISION, data={**given, "reason": "Because it is right."})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/ideas/1")
    idea, decision = await Idea.get(), await Decision.get()
    assert (idea.stage, decision.answer) == (end, given["answer"])
    assert (decision.reason, decision.by_title) == ("Because it is right.", "Leaving Care Service Manager")
    with clock.at(clock.now() + timedelta(minutes=11)):
        await tell_due()
    assert (
        await Notice.filter(person_id=there.amina.id, thing_id=idea.id).exclude(what="publish").count() == 1
    )


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({}, "answer", "Pick the council’s answer."),
        ({"answer": "maybe"}, "answer", "Pick the council’s answer."),
        ({"answer": "yes", "reason": " "}, "reason", "Give the reason."),
        ({"answer": "yes", "reason": "x" * 2001}, "reason", "Use 2000 letters or fewer."),
        ({"answer": "no", "else_can": "Ask."}, "kind", "Say what kind of reason it is."),
        ({"answer": "no", "kind": "mood", "else_can": "Ask."}, "kind", "Pick the kind of reason."),
        ({"answer": "no", "kind": "law"}, "else_can", "Say what else the person can do."),
        ({"answer": "not-now"}, "return_on", "one that is still to come"),
        ({"answer": "not-now", "return_on": "2020-01-01"}, "return_on", "one that is still to come"),
        ({"answer": "not-now", "return_on": "next year"}, "return_on", "Write the day like this"),
        ({"answer": "not-now", "return_on": "2027-02-30"}, "return_on", "Write the day like this"),
    ],
)
async def test_what_is_missing_is_said_beside_its_field(site, given, field, sentence):
    there = await town()
    await open_idea(there)
    ellis = await site.as_(there.ellis)
    sent = {"reason": "Kept as typed", **given}
    for headers in ({}, {"HX-Request": "true"}):
        answer = await ellis.post(DECISION, data=sent, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
        assert sent["reason"].strip() in answer.text
    assert (await Idea.get()).stage is Stage.OPEN
    assert await Decision.all().count() == 0


async def test_today_is_not_still_to_come(site):
    there = await town()
    await open_idea(there)
    ellis = await site.as_(there.ellis)
    sent = {"answer": "not-now", "reason": "Later.", "return_on": in_days(0)}
    assert (await ellis.post(DECISION, data=sent)).status_code == 422
    assert (await ellis.post(DECISION, data={**sent, "return_on": in_days(1)})).status_code == 303


async def test_the_preview_is_what_young_people_read_and_changes_nothing(site):
    there = await town(advocate="Rivermead Advocacy")
    idea = await open_idea(there)
    before = [await model.all().count() for model in (HistoryRow, StageMove, Decision, Notice, Support)]
    ellis = await site.as_(there.ellis)
    given = {"answer": "no", "reason": "The law <says> so.", "kind": "law", "else_can": "Write to your MP."}
    block = await ellis.post(f"{DECISION}/preview", data=given, headers={"HX-Request": "true"})
    assert "<html" not in block.text
    for words in (
        "The law &lt;says&gt; so.",
        "The law does not let us",
        "Write to your MP.",
        "Rivermead Advocacy",
        "Leaving Care Service Manager",
        clock.local(clock.now()).strftime("%-d %B"),
    ):
        assert words in block.text
    page = await ellis.post(f"{DECISION}/preview", data=given)
    assert page.status_code == 200
    assert "<html" in page.text
    assert page.text.count("The law &lt;says&gt; so.") == 2, "what was typed is still in its field"
    assert (await Idea.get()).version == idea.version
    assert [await m.all().count() for m in (HistoryRow, StageMove, Decision, Notice, Support)] == before


@pytest.mark.parametrize(
    "given", [{}, {"answer": "no"}, {"answer": "not-now", "return_on": "x"}, {"answer": "?"}]
)
async def test_a_preview_of_half_an_answer_shows_the_gap(site, given):
    there = await town()
    await open_idea(there)
    answer = await (await site.as_(there.ellis)).post(f"{DECISION}/preview", data=given)
    assert answer.status_code == 200
    assert "shows here" in answer.text
    assert "Something needs mending" not in answer.text


@pytest.mark.parametrize("stage", [s for s in Stage if not ALLOWS[s].decide])
async def test_at_the_wrong_stage_the_answer_is_refused_in_a_sentence(site, stage):
    there = await town()
    other = await open_idea(there)
    idea = await stand(await propose(there.ellis, what="Ellis’s own, so that he sees it"), stage)
    ellis = await site.as_(there.ellis)
    address = f"/rivermead/ideas/{idea.number}/decision"
    given = {"answer": "yes", "reason": "Yes."}
    for answer in (
        await ellis.get(address),
        await ellis.post(address, data=given),
        await ellis.post(f"{address}/preview", data=given),
    ):
        assert answer.status_code == 409
        assert "answer" in answer.text
    assert (await Idea.get(id=idea.id)).stage is stage
    assert other.stage is Stage.OPEN


@pytest.mark.parametrize("name", ["amina", "bo", "cass", "gus", "fern", "hana"])
async def test_nobody_else_answers(site, name):
    there = await town()
    idea = await open_idea(there)
    browser = await site.as_(getattr(there, name))
    assert (await browser.get(DECISION)).status_code == 404
    assert (await browser.post(DECISION, data={"answer": "yes", "reason": "Yes."})).status_code == 403
    assert (await browser.post(f"{DECISION}/preview", data={"answer": "yes"})).status_code == 403
    with pytest.raises(NotAllowed):
        await decide(idea, by=getattr(there, name), answer=Answer.YES, reason="Yes.")


async def test_other_councils_and_unread_ideas_are_not_there(site):
    there = await town()
    await propose(there.amina, what="Waiting")
    ellis, dev = await site.as_(there.ellis), await site.as_(there.dev)
    given = {"answer": "yes", "reason": "Yes."}
    assert (await ellis.get(DECISION)).status_code == 404
    assert (await ellis.post(DECISION, data=given)).status_code == 404
    assert (await dev.post(DECISION, data=given)).status_code == 404
    await open_idea(there, door=Door.TEAM)
    assert (await ellis.get("/rivermead/ideas/2/decision")).status_code == 200


async def test_two_answers_at_once_are_one(site):
    there = await town()
    await open_idea(there)
    ellis, edie = await site.as_(there.ellis), await site.as_(there.edie)
    answers = await asyncio.gather(
        ellis.post(DECISION, data={"answer": "yes", "reason": "Yes."}),
        edie.post(DECISION, data={"answer": "no", "reason": "No.", "kind": "money", "else_can": "Ask."}),
        ellis.post(DECISION, data={"answer": "yes", "reason": "Yes."}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    assert await Decision.all().count() == 1


async def test_a_winner_has_a_day_by_which_it_is_answered(site):
    there = await town()
    idea = await in_the_vote(there)
    assert answer_by(idea, there.rivermead) is None
    await idea.make_move("win", by=RULE)
    due = clock.local(idea.stage_since).date() + timedelta(days=there.rivermead.answer_days)
    assert answer_by(idea, there.rivermead) == due
    ellis = await site.as_(there.ellis)
    assert "Young people wait for an answer by" in (await ellis.get(DECISION)).text
    with clock.at(clock.now() + timedelta(days=60)):
        assert "it is late" in (await ellis.get(DECISION)).text


async def test_the_verb_itself_refuses_half_an_answer(site):
    there = await town()
    idea = await open_idea(there)
    for given in (
        {"answer": Answer.NO, "reason": "No.", "kind": NoKind.LAW},
        {"answer": Answer.NO, "reason": "No.", "else_can": "Ask."},
        {"answer": Answer.NOT_NOW, "reason": "Later."},
        {"answer": Answer.NOT_NOW, "reason": "Later.", "return_on": clock.today()},
        {"answer": Answer.YES, "reason": " "},
    ):
        with pytest.raises(Refused):
            await decide(idea, by=there.ellis, **given)
    assert idea.stage is Stage.OPEN


async def test_what_does_not_belong_to_an_answer_is_left_out(site):
    there = await town()
    given = {"answer": "yes", "reason": "Yes.", "kind": "law", "else_can": "x", "return_on": in_days(3)}
    await open_idea(there)
    await (await site.as_(there.ellis)).post(DECISION, data=given)
    decision = await Decision.get()
    assert (decision.kind, decision.else_can, decision.return_on) == (None, "", None)


# Not now comes back


async def test_not_now_comes_back_on_its_day_and_not_before(site):
    there = await town()
    idea = await put_off(there, days=30)
    with clock.at(clock.now() + timedelta(days=29)):
        await return_due()
        assert (await Idea.get()).stage is Stage.NOT_NOW
    with clock.at(clock.now() + timedelta(days=30)):
        await asyncio.gather(return_due(), return_due())
        await return_due()
    await idea.refresh_from_db()
    assert (idea.stage, idea.return_on) == (Stage.OPEN, None)
    assert await StageMove.filter(name="come_back", by_id=None).count() == 1
    assert await Notice.filter(person_id=there.amina.id, what="come_back").count() == 1


async def test_on_its_day_it_takes_support_though_no_runner_came_by(site):
    there = await town()
    await put_off(there, days=30)
    bo = await site.as_(there.bo)
    assert (await bo.post("/rivermead/ideas/1/support")).status_code == 409
    with clock.at(clock.now() + timedelta(days=31)):
        assert (await bo.post("/rivermead/ideas/1/support")).status_code == 303
    assert (await Idea.get()).stage is Stage.OPEN


async def test_a_no_does_not_come_back(site):
    there = await town()
    await said_no(there)
    with clock.at(clock.now() + timedelta(days=999)):
        await return_due()
    assert (await Idea.get()).stage is Stage.NO


async def test_support_is_kept_while_it_is_not_now(site):
    there = await town()
    idea = await open_idea(there)
    await support(idea, by=there.bo)
    await decide(
        idea,
        by=there.ellis,
        answer=Answer.NOT_NOW,
        reason="Later.",
        return_on=clock.today() + timedelta(days=2),
    )
    with clock.at(clock.now() + timedelta(days=3)):
        await return_due()
    assert (await Idea.get()).supports == 1
