"""Writing the ways and agreeing the weights: by those who answer, in the open, before anyone scores."""

import asyncio

import pytest

from saidanddone import database
from saidanddone.appraisal.models import Agreement, Appraisal, Criterion, Way, ways_of
from saidanddone.appraisal.stages import ALLOWS, MOVES, Weighing
from saidanddone.appraisal.writing import Written, agree, write_ways
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.stages import ALLOWS as STAGES
from saidanddone.ideas.stages import Stage
from saidanddone.rules import NotAllowed, Refused
from tests.appraisal.weighing import (
    AS_NOW,
    CRITERIA,
    TWO,
    TYPED,
    WAYS,
    WEIGHTS,
    agreed,
    gives,
    scoring,
    weighed,
    written,
)
from tests.ideas.steps import open_idea, stand
from tests.people import town

HTMX = {"HX-Request": "true"}


async def test_edie_writes_three_ways_and_everyone_reads_them(site):
    there = await town()
    await open_idea(there)
    edie = await site.as_(there.edie)
    assert (await edie.get(WAYS)).headers["location"] == WAYS + "/new"
    assert "Carry on as now" in (await edie.get(WAYS + "/new")).text
    answer = await edie.post(WAYS, data=TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, WAYS + "/weights")
    page = (await (await site.client()).get(WAYS)).text
    for words in (
        "Carry on as now",
        "A doorbell each",
        "£15 each (estimate)",
        "/practice#doorbells",
        "Stockport",
    ):
        assert words in page
    assert "Three ways to do it." in page
    ways = await ways_of(await Appraisal.get())
    assert [(way.number, way.as_now) for way in ways] == [(1, True), (2, False), (3, False)]


async def test_ways_are_written_anew_and_the_old_ones_stay_in_the_books(site):
    there = await town()
    appraisal = await agreed(there)
    edie = await site.as_(there.edie)
    typed = await edie.get(WAYS + "/new")
    assert "A door chain each" in typed.text
    assert (await edie.post(WAYS, data={**TYPED, "name_2": "A doorbell for all"})).status_code == 303
    appraisal = await Appraisal.get(id=appraisal.id)
    assert appraisal.stage is Weighing.WRITING
    assert [way.name for way in await ways_of(appraisal)][1] == "A doorbell for all"
    assert await Way.filter(dropped_at__isnull=False).count() == 3
    assert await first_fault(there.rivermead.id) is None
    assert await HistoryRow.filter(act="ways_rewrite").count() == 2


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"what_1": ""}, "what_1", "Carry on as now: say what it is"),
        ({"cost_1": " "}, "cost_1", "Carry on as now: say what it costs."),
        ({"name_2": ""}, "name_2", "Way 2: give it a name."),
        ({"name_2": "x" * 81}, "name_2", "Use 80 letters or fewer."),
        ({"name_3": "a DOORBELL each"}, "name_3", "Another way has this name."),
        ({"name_3": "Carry on as now"}, "name_3", "Another way has this name."),
        ({"cost_3": ""}, "cost_3", "Way 3: say what it costs."),
        ({"what_5": "A way without a name"}, "name_5", "Way 5: give it a name."),
        ({"name_2": "", "what_2": "", "cost_2": ""}, "name_2", "Way 2: give it a name."),
    ],
)
async def test_a_mistake_is_said_beside_its_field_and_all_is_still_typed(site, wrong, field, sentence):
    there = await town()
    await open_idea(there)
    edie = await site.as_(there.edie)
    for headers in ({}, HTMX):
        answer = await edie.post(WAYS, data={**TYPED, **wrong}, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
        assert "£15 each (estimate)" in answer.text or "cost_3" in wrong
        assert 'value="doorbells" checked' in answer.text
    assert await Appraisal.all().count() == 0


async def test_practice_that_is_not_there_is_left_out(site):
    there = await town()
    await open_idea(there)
    edie = await site.as_(there.edie)
    assert (
        await edie.post(WAYS, data={**TYPED, "card_2": ["doorbells", "doorbells", "x" * 900]})
    ).status_code == 303
    assert [card.slug for card in (await ways_of(await Appraisal.get()))[1].cards] == ["doorbells"]


@pytest.mark.parametrize(
    "ways", [(), tuple(Written(f"Way {n}", "x", "x") for n in range(5)), (TWO[0], TWO[0])]
)
async def test_the_verb_itself_refuses_too_few_too_many_and_the_same_twice(site, ways):
    there = await town()
    idea = await open_idea(there)
    with pytest.raises(Refused):
        await write_ways(idea, by=there.edie, as_now=AS_NOW, ways=ways)


@pytest.mark.parametrize("name", ["amina", "cass", "gus", "fern", "hana"])
async def test_nobody_else_runs_a_weighing(site, name):
    there = await town()
    idea = await open_idea(there)
    browser = await site.as_(getattr(there, name))
    assert (await browser.get(WAYS)).status_code == 404
    for page in ("/new", "/weights"):
        assert (await browser.get(WAYS + page)).status_code == 404
    for form, sent in (("", TYPED), ("/weights", WEIGHTS), ("/opening", {}), ("/closing", {})):
        assert (await browser.post(WAYS + form, data=sent)).status_code == 403
    with pytest.raises(NotAllowed):
        await write_ways(idea, by=getattr(there, name), as_now=AS_NOW, ways=TWO)
    appraisal = await written(there, idea)
    for move in MOVES:
        with pytest.raises(NotAllowed):
            await appraisal.make_move(move.name, by=getattr(there, name))


async def test_other_councils_find_nothing(site):
    there = await town()
    await scoring(there, await open_idea(there, door=Door.TEAM))
    for person in (there.dev, there.ivo, there.bo, None):
        browser = await (site.as_(person) if person else site.client())
        assert (await browser.get(WAYS)).status_code == 404
    for person in (there.dev, there.ivo):
        browser = await site.as_(person)
        for form in (
            "",
            "/weights",
            "/opening",
            "/closing",
            "/scores",
            "/confidence",
            "/reasons/1/publication",
        ):
            assert (await browser.post(WAYS + form, data={})).status_code == 404
    assert (await (await site.as_(there.bo)).post(WAYS + "/scores", data={})).status_code == 404


@pytest.mark.parametrize("stage", [stage for stage in Stage if not STAGES[stage].decide])
async def test_an_idea_that_can_not_be_answered_is_not_weighed(site, stage):
    there = await town()
    appraisal = await agreed(there)
    await open_idea(there)
    idea = await stand(await Idea.get(number=1), stage)
    with pytest.raises(Refused):
        await write_ways(idea, by=there.edie, as_now=AS_NOW, ways=TWO)
    with pytest.raises(Refused):
        await agree(appraisal, by=there.edie, criteria=CRITERIA, young_people=4)
    assert await Agreement.all().count() == 1


async def test_two_who_begin_at_once_begin_one(site):
    there = await town()
    await open_idea(there)
    edie, ellis = await site.as_(there.edie), await site.as_(there.ellis)
    answers = await asyncio.gather(*(browser.post(WAYS, data=TYPED) for browser in (edie, ellis, edie)))
    assert {answer.status_code for answer in answers} <= {303, 409}
    assert await Appraisal.all().count() == 1
    assert await Way.filter(dropped_at=None).count() == 3


# The weights


async def test_the_weights_are_agreed_with_young_people_and_shown(site):
    there = await town()
    await written(there)
    edie = await site.as_(there.edie)
    assert 'value="30"' in (await edie.get(WAYS + "/weights")).text
    assert (await edie.post(WAYS + "/weights", data=WEIGHTS)).headers["location"] == WAYS
    page = (await (await site.client()).get(WAYS)).text
    assert "with 4 young people, before anyone scored" in page
    assert "Reach and fairness" in page
    changed = {**WEIGHTS, "weight_1": "40", "name_6": "", "weight_6": "", "name_5": "Would Amina use it?"}
    assert (await edie.post(WAYS + "/weights", data=changed)).status_code == 303
    assert [one.weight for one in await Criterion.filter(agreement__number=2).order_by("position")] == [
        40, 20, 15, 15, 10,
    ]  # fmt: skip
    assert await Agreement.all().count() == 2


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"weight_1": "29"}, "weight_1", "must come to 100. Now they come to 99."),
        ({"weight_1": "lots"}, "weight_1", "in figures, from 1 to 100"),
        ({"weight_1": "0"}, "weight_1", "in figures, from 1 to 100"),
        ({"weight_2": ""}, "weight_2", "Fill in both"),
        ({"name_2": ""}, "name_2", "Fill in both"),
        ({"name_2": "SPEED"}, "weight_1", "Name each thing once."),
        ({"young_people": ""}, "young_people", "in figures how many"),
        ({"young_people": "٣"}, "young_people", "in figures how many"),
        ({"young_people": "0"}, "young_people", "at least one takes part"),
    ],
)
async def test_weights_that_can_not_be_are_said_to_be(site, wrong, field, sentence):
    there = await town()
    await written(there)
    edie = await site.as_(there.edie)
    for headers in ({}, HTMX):
        answer = await edie.post(WAYS + "/weights", data={**WEIGHTS, **wrong}, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'href="#{field}"' in answer.text
        assert 'value="Cost and effect over five years"' in answer.text
    assert await Agreement.all().count() == 0


async def test_once_the_scoring_starts_neither_ways_nor_weights_change(site):
    there = await town()
    await scoring(there)
    edie = await site.as_(there.edie)
    assert (await edie.post(WAYS + "/weights", data=WEIGHTS)).status_code == 409
    assert (await edie.post(WAYS, data=TYPED)).status_code == 409
    assert (await edie.post(WAYS + "/opening")).status_code == 409
    assert await Agreement.all().count() == 1


async def test_the_database_itself_keeps_the_weights_once_somebody_scored(site):
    there = await town()
    appraisal = await scoring(there)
    agreement, criterion = await Agreement.get(), await Criterion.first()

    async def refuses(act):
        with pytest.raises(Exception, match="can not change once somebody has scored"):
            await database.write(act)

    await database.write(lambda: Criterion.filter(id=criterion.id).update(weight=31))
    await gives(there.amina, appraisal, 1)
    await refuses(lambda: Criterion.filter(id=criterion.id).update(weight=99))
    await refuses(lambda: Criterion.filter(id=criterion.id).delete())
    await refuses(lambda: Agreement.filter(id=agreement.id).update(young_people=50))
    await refuses(
        lambda: Agreement.create(
            appraisal=appraisal, number=2, young_people=1, by=there.edie, by_title="x", at=appraisal.opened_at
        )
    )
    await refuses(
        lambda: Criterion.create(agreement=agreement, position=6, name="New", asks="New?", weight=1)
    )
    assert (await Criterion.get(id=criterion.id)).weight == 31


async def test_scoring_needs_agreed_weights(site):
    there = await town()
    await written(there)
    edie = await site.as_(there.edie)
    answer = await edie.post(WAYS + "/opening")
    assert answer.status_code == 409
    assert "Writing down the ways" in answer.text


def test_every_stage_has_its_row_and_only_scoring_scores():
    assert set(ALLOWS) == set(Weighing)
    assert [stage for stage in Weighing if ALLOWS[stage].score] == [Weighing.SCORING]
    changing = [move for move in MOVES if move.name in {"agree", "rewrite"}]
    assert [{*move.start} for move in changing] == [{Weighing.WRITING, Weighing.AGREED}] * 2


async def test_what_is_weighed_stays_weighed(site):
    there = await town()
    appraisal = await weighed(there)
    for move in MOVES:
        with pytest.raises(Refused):
            await appraisal.make_move(move.name, by=there.edie)
