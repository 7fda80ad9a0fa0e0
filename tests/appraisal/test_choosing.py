"""The decision cites the weighing: which way, its place, and the same words everywhere."""

import pytest

from saidanddone.appraisal.choosing import decide
from saidanddone.appraisal.models import WayChosen, ways_of
from saidanddone.ideas.deciding import Answer, Decision
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.rules import Refused
from tests.appraisal.weighing import WAYS, scoring, weighed
from tests.ideas.steps import open_idea
from tests.people import town

DECISION = "/rivermead/ideas/1/decision"
YES = {"answer": "yes", "reason": "Chains can be fitted this week, doorbells can’t."}
FIRST = "The council chose “A doorbell each”. It came first."
SECOND = (
    "The council chose “A door chain each”. It came second; “A doorbell each” came first. "
    "The reason says why."
)


async def test_the_ranking_stands_beside_the_form(site):
    there = await town()
    await weighed(there)
    page = (await (await site.as_(there.edie)).get(DECISION)).text
    for words in (
        "Weighed openly: 3 ways, 3 people.",
        "A doorbell each (4.00)",
        "Which way does the council choose?",
    ):
        assert words in page
    assert "If it did not come first, say in the reason why you choose it." in page
    assert 'name="way" value="1"' not in page, "to carry on as now is not a yes"


@pytest.mark.parametrize(("way", "place", "words"), [("2", 1, FIRST), ("3", 2, SECOND)])
async def test_edie_chooses_a_way_and_everyone_reads_which(site, way, place, words):
    there = await town()
    await weighed(there)
    edie, visitor = await site.as_(there.edie), await site.client()
    preview = await edie.post(f"{DECISION}/preview", data={**YES, "way": way}, headers={"HX-Request": "true"})
    assert words in preview.text
    assert (await edie.post(DECISION, data={**YES, "way": way})).status_code == 303
    choice = await WayChosen.get().select_related("way", "decision")
    assert (choice.way.number, choice.place, choice.decision.reason) == (int(way), place, YES["reason"])
    page = (await visitor.get("/rivermead/ideas/1")).text
    assert page.count(f"{words}") == 2, "in the answer and on the journey"
    assert f'href="{WAYS}"' in page
    assert "Weighed openly: 3 ways, 3 people." in page


@pytest.mark.parametrize("way", ["", "1", "9", "x", "2.0"])
@pytest.mark.parametrize("answer", ["yes", "in-part"])
async def test_a_yes_to_what_was_weighed_says_which_way(site, answer, way):
    there = await town()
    await weighed(there)
    edie = await site.as_(there.edie)
    for headers in ({}, {"HX-Request": "true"}):
        sent = await edie.post(DECISION, data={**YES, "answer": answer, "way": way}, headers=headers)
        assert sent.status_code == 422
        assert "Pick the way the council chooses." in sent.text
        assert 'href="#way"' in sent.text
        assert "Chains can be fitted" in sent.text
    assert await Decision.all().count() == 0


@pytest.mark.parametrize(
    "given",
    [
        {"answer": "no", "reason": "No money.", "kind": "money", "else_can": "Ask again."},
        {"answer": "not-now", "reason": "Next year.", "return_on": "2099-01-01"},
    ],
)
async def test_without_a_yes_the_council_carries_on_as_now(site, given):
    there = await town()
    await weighed(there)
    edie = await site.as_(there.edie)
    assert (await edie.post(DECISION, data={**given, "way": "2"})).status_code == 303
    choice = await WayChosen.get().select_related("way")
    assert (choice.way.as_now, choice.place) == (True, 3)
    page = (await (await site.client()).get("/rivermead/ideas/1")).text
    assert "The council carries on as now. It came third; “A doorbell each” came first." in page


async def test_an_idea_that_nobody_weighed_is_answered_as_ever(site):
    there = await town()
    await open_idea(there)
    edie = await site.as_(there.edie)
    assert "Weigh several ways" not in (await edie.get(DECISION)).text
    assert "Weigh ways to do it" in (await edie.get("/rivermead/ideas/1")).text
    assert (await edie.post(DECISION, data={**YES, "way": "2"})).status_code == 303
    assert await WayChosen.all().count() == 0
    assert "Weighed openly" not in (await edie.get("/rivermead/ideas/1")).text


async def test_an_answer_before_the_weighing_is_over_needs_no_way(site):
    there = await town()
    await scoring(there)
    edie = await site.as_(there.edie)
    assert "the scoring ends without a result" in (await edie.get(DECISION)).text
    assert (await edie.post(DECISION, data=YES)).status_code == 303
    assert await WayChosen.all().count() == 0


async def test_the_verb_itself_wants_a_way_of_this_idea(site):
    there = await town()
    await weighed(there)
    other = await weighed(there, await open_idea(there, title="Another"))
    idea = await Idea.get(number=1)
    for way in (None, (await ways_of(other))[1]):
        with pytest.raises(Refused):
            await decide(idea, by=there.edie, answer=Answer.YES, reason="Yes.", way=way)
    assert (await Idea.get(number=1)).stage is Stage.OPEN


async def test_the_journey_tells_each_step_of_the_weighing(site):
    there = await town()
    await weighed(there)
    page = (await (await site.client()).get("/rivermead/ideas/1")).text
    for words in (
        "Three ways to do it were written down",
        "Agreed with 4 young people, before anyone scored.",
        "Three ways to do it were weighed openly",
        "3 people scored every way.",
    ):
        assert words in page


async def test_bo_is_asked_to_score_on_the_idea_s_page(site):
    there = await town()
    await scoring(there)
    bo, visitor = await site.as_(there.bo), await site.client()
    assert f'href="{WAYS}/scores"' in (await bo.get("/rivermead/ideas/1")).text
    assert f'href="{WAYS}/scores"' not in (await visitor.get("/rivermead/ideas/1")).text
