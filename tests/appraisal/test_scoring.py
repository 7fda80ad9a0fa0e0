"""Scoring: everyone for themselves, changes kept as new rows, nobody's scores with a name."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.appraisal.models import Appraisal, Confidence, Score, ways_of
from saidanddone.appraisal.scoring import be_sure, close_scoring, result_of
from saidanddone.appraisal.stages import Weighing
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.models import Idea
from saidanddone.ideas.supporting import support
from saidanddone.notices.models import Notice
from saidanddone.rules import NotAllowed, Refused
from tests.appraisal.weighing import WAYS, agreed, gives, scoring, sure, weighed
from tests.people import town, young_people

DECISION = "/rivermead/ideas/1/decision"
HTMX = {"HX-Request": "true"}
SHEET = {"way": "2", **{f"score_{row}": "4" for row in range(1, 7)}}


async def test_amina_scores_one_way_at_a_time(site):
    there = await town()
    await scoring(there)
    amina = await site.as_(there.amina)
    page = (await amina.get(WAYS + "/scores")).text
    assert "Way 1 of 3" in page
    assert "Very well" in page
    for way in "123":
        answer = await amina.post(WAYS + "/scores", data={**SHEET, "way": way})
        assert answer.status_code == 303
        assert answer.headers["location"] == WAYS + ("/scores" if way != "3" else "/confidence")
    answer = await amina.post(WAYS + "/confidence", data={"sure_1": "1", "sure_2": "5", "sure_3": "3"})
    assert answer.headers["location"] == WAYS
    assert await Score.filter(person_id=there.amina.id, young=True, value=4).count() == 18
    assert await Confidence.filter(young=True).count() == 3


async def test_with_script_the_next_way_comes_into_the_page(site):
    there = await town()
    await scoring(there)
    amina = await site.as_(there.amina, **HTMX)
    answer = await amina.post(WAYS + "/scores", data={**SHEET, "way": "1"})
    assert answer.status_code == 303
    block = await amina.get(answer.headers["location"])
    assert "<html" not in block.text
    assert "Way 2 of 3" in block.text
    assert "Saved: “Carry on as now”." in block.text
    for way in "23":
        answer = await amina.post(WAYS + "/scores", data={**SHEET, "way": way})
    assert answer.headers["HX-Redirect"] == WAYS + "/confidence"


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"score_3": ""}, "score_3", "Fits our missions and ways of working: pick a number from 0 to 5."),
        ({"score_1": "6"}, "score_1", "Difference to young people: pick a number from 0 to 5."),
        ({"score_1": "-1"}, "score_1", "Difference to young people: pick a number from 0 to 5."),
        ({"score_1": "4.5"}, "score_1", "Difference to young people: pick a number from 0 to 5."),
        ({"reason_2": "x" * 301}, "reason_2", "Use 300 letters or fewer."),
        ({"way": "9"}, "", "Way 1 of 3"),
        ({"way": "2\x00"}, "", "Way 1 of 3"),
    ],
)
async def test_a_sheet_with_a_mistake_keeps_what_was_ticked(site, wrong, field, sentence):
    there = await town()
    await scoring(there)
    gus = await site.as_(there.gus)
    for headers in ({}, HTMX):
        answer = await gus.post(
            WAYS + "/scores", data={**SHEET, "reason_5": "Cheap.", **wrong}, headers=headers
        )
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "Cheap." in answer.text
        assert answer.text.count('value="4" checked') >= 5
        assert not field or f'href="#{field}"' in answer.text
    assert await Score.all().count() == 0


OWN = "How well would this make things better for you and others?"


async def test_amina_is_asked_two_things_of_each_way_in_plain_words(site):
    there = await town()
    await scoring(there)
    amina, gus = await site.as_(there.amina), await site.as_(there.gus)
    page = (await amina.get(WAYS + "/scores")).text
    assert "Difference to young people" not in page
    order = [OWN, "How sure are you", "Say more, only if you like", "How well is the money spent"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "How sure are you" not in (await gus.get(WAYS + "/scores")).text
    for way in "123":
        sent = {"way": way, "score_1": "4", "sure": "3", **({"score_6": "2"} if way == "1" else {})}
        answer = await amina.post(WAYS + "/scores", data=sent)
        assert answer.headers["location"] == WAYS + ("/scores" if way != "3" else ""), "nothing more is asked"
    assert await Score.filter(person_id=there.amina.id).count() == 4
    assert await Confidence.filter(person_id=there.amina.id, value=3, young=True).count() == 3
    again = (await amina.get(WAYS + "/scores?way=1")).text
    assert again.count(" checked") == 3


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, f"{OWN}: pick a number from 0 to 5."),
        ({"score_1": "4", "score_2": "9"}, "reach everyone who needs it?: pick a number"),
        ({"score_1": "4", "reason_5": "Cheap."}, "a lot comes of it.: pick a number"),
        ({"score_1": "4", "sure": "7"}, "Pick how sure you are."),
    ],
)
async def test_a_young_person_s_sheet_with_a_mistake(site, sent, sentence):
    there = await town()
    await scoring(there)
    answer = await (await site.as_(there.amina)).post(WAYS + "/scores", data={"way": "2", **sent})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert await Score.all().count() == 0


async def test_what_young_people_own_counts_in_its_line_and_nothing_else_does(site):
    there = await town()
    appraisal = await scoring(there)
    for person in (there.gus, there.cass):
        await gives(person, appraisal, 1, 4, 3)
    amina = await site.as_(there.amina)
    for way, value in zip("123", "055", strict=True):
        await amina.post(WAYS + "/scores", data={"way": way, "score_1": value, "sure": "5"})
    with pytest.raises(Refused, match="So far 2 have"):
        await close_scoring(appraisal, by=there.edie)
    await gives(there.col, appraisal, 1, 4, 3)
    await close_scoring(appraisal, by=there.edie)
    result = await result_of(appraisal)
    own = [next(iter(line.by_criterion.values())) for line in result.lines]
    assert sorted(own) == [75, 350, 425]
    assert (len(result.scorers), result.whole, result.begun) == (4, 3, 0)
    assert "3 people scored everything." in (await (await site.client()).get(WAYS)).text


async def test_home_asks_for_scores_until_every_way_has_one(site):
    there = await town()
    appraisal = await scoring(there)
    bo = await site.as_(there.bo)
    assert "which way is best?" not in (await bo.get("/rivermead")).text, "Bo has not said that he wants it"
    await support(await Idea.get(id=appraisal.idea_id), by=there.bo)
    for person in (there.amina, there.bo):
        browser = await site.as_(person)
        assert "which way is best?" in (await browser.get("/rivermead")).text
        await browser.post(WAYS + "/scores", data={"way": "1", "score_1": "4"})
        assert "1 of 3 done" in (await browser.get("/rivermead")).text
        for way in "23":
            await browser.post(WAYS + "/scores", data={"way": way, "score_1": "4"})
        assert "which way is best?" not in (await browser.get("/rivermead")).text


async def test_how_sure_one_is_must_be_said_of_each_way(site):
    there = await town()
    appraisal = await scoring(there)
    amina = await site.as_(there.amina)
    for wrong in ({}, {"sure_1": "0", "sure_2": "6", "sure_3": "x"}):
        answer = await amina.post(WAYS + "/confidence", data=wrong)
        assert answer.status_code == 422
        assert answer.text.count(": pick how sure you are.") >= 3
    with pytest.raises(Refused):
        await be_sure(appraisal, by=there.amina, sure={})
    assert await Confidence.all().count() == 0


async def test_a_change_is_a_new_row_and_the_same_again_is_none(site):
    there = await town()
    appraisal = await scoring(there)
    await gives(there.amina, appraisal, 1, 2, 3)
    await gives(there.amina, appraisal, 1, 2, 3)
    assert await Score.all().count() == 18
    with clock.at(clock.now() + timedelta(days=1)):
        await gives(there.amina, appraisal, 5)
    assert await Score.all().count() == 24
    assert await Score.filter(replaced_at=None).count() == 18
    page = (await (await site.as_(there.amina)).get(WAYS + "/scores?way=1")).text
    assert page.count('value="5" checked') == 6
    await sure(there.amina, appraisal, 1, 2, 3)
    await sure(there.amina, appraisal, 1, 2, 4)
    assert await Confidence.all().count() == 4


async def test_the_same_sheet_sent_at_once_is_kept_once(site):
    there = await town()
    await scoring(there)
    amina = await site.as_(there.amina)
    answers = await asyncio.gather(*(amina.post(WAYS + "/scores", data=SHEET) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {303, 409}
    assert await Score.filter(replaced_at=None).count() == 6


@pytest.mark.parametrize("name", ["fern", "hana"])
async def test_those_without_the_right_do_not_score(site, name):
    there = await town()
    appraisal = await scoring(there)
    browser = await site.as_(getattr(there, name))
    assert (await browser.get(WAYS + "/scores")).status_code == 404
    assert (await browser.get(WAYS + "/confidence")).status_code == 404
    for form in ("/scores", "/confidence"):
        assert (await browser.post(WAYS + form, data=SHEET)).status_code == 403
    with pytest.raises(NotAllowed):
        await gives(getattr(there, name), appraisal, 1)
    assert "Score the ways" not in (await browser.get(WAYS)).text


async def test_nobody_scores_before_or_after(site):
    there = await town()
    appraisal = await agreed(there)
    with pytest.raises(Refused):
        await gives(there.amina, appraisal, 1)
    amina = await site.as_(there.amina)
    assert (await amina.get(WAYS + "/scores")).status_code == 409
    assert (await amina.post(WAYS + "/scores", data=SHEET)).status_code == 409
    idea = await Idea.get()
    appraisal = await Appraisal.get()
    await (await site.as_(there.edie)).post(WAYS + "/opening")
    await gives(there.amina, await Appraisal.get(), 1, 2, 3)
    await decide(idea, by=there.edie, answer=Answer.YES, reason="Yes.")
    answer = await amina.post(WAYS + "/scores", data=SHEET)
    assert answer.status_code == 409
    assert "not scored any more" in answer.text
    assert "The council answered before the ways were weighed." in (await amina.get(WAYS)).text


async def test_scores_that_come_in_while_it_closes_are_counted_or_refused(site):
    there = await town()
    appraisal = await scoring(there)
    people = [*await young_people(there.rivermead, 3), there.gus, there.cass]
    for person in people[:3]:
        await gives(person, appraisal, 1, 4, 3)
    browsers = [await site.as_(person) for person in people[3:]]
    edie = await site.as_(there.edie)
    answers = await asyncio.gather(
        *(browser.post(WAYS + "/scores", data=SHEET) for browser in browsers), edie.post(WAYS + "/closing")
    )
    assert {answer.status_code for answer in answers} <= {303, 409}
    taken = [answer.status_code for answer in answers[:2]].count(303)
    assert await Score.filter(way__number=2).count() == 6 * (3 + taken)
    assert (await Appraisal.get()).stage is Weighing.DONE


async def test_who_still_has_the_sheet_open_when_it_closes_is_refused(site):
    there = await town()
    await weighed(there)
    as_it_was = await Appraisal.get()
    as_it_was.stage = Weighing.SCORING
    with pytest.raises(Refused, match="The scoring has ended"):
        await gives(there.bo, as_it_was, 1)
    with pytest.raises(Refused, match="The scoring has ended"):
        await sure(there.bo, as_it_was, 1, 2, 3)
    assert not await Score.filter(person_id=there.bo.id).exists()


async def test_it_can_not_end_before_three_have_scored_every_way(site):
    there = await town()
    appraisal = await scoring(there)
    for person in (there.amina, there.gus):
        await gives(person, appraisal, 1, 4, 3)
    await gives(there.cass, appraisal, 5, 5)
    edie = await site.as_(there.edie)
    answer = await edie.post(WAYS + "/closing")
    assert answer.status_code == 409
    assert "So far 2 have." in answer.text
    with pytest.raises(Refused):
        await close_scoring(appraisal, by=there.edie)
    assert (await Appraisal.get()).stage is Weighing.SCORING
    assert appraisal.stage is Weighing.SCORING


async def test_people_are_told_when_it_opens_and_when_it_is_weighed(site):
    there = await town()
    await weighed(there)
    for person in (there.amina, there.edie, there.cass):
        told = [notice.what for notice in await Notice.filter(person_id=person.id, what__startswith="ways_")]
        assert told == ["ways_opened", "ways_weighed"], person.nickname
    assert await Notice.filter(person_id=there.gus.id).count() == 1  # he scored
    assert await Notice.filter(person_id=there.bo.id).count() == 0


async def test_the_page_asks_no_more_often_with_more_scores(site, queries):
    there = await town()
    appraisal = await weighed(there)
    visitor = await site.client()
    with queries() as few:
        await visitor.get(WAYS)
    from saidanddone import database

    ways = await ways_of(appraisal)
    some = await Score.filter(person_id=there.gus.id)

    async def more():
        for person in await young_people(there.rivermead, 12):
            for one in some:
                await Score.create(
                    appraisal=appraisal, way_id=one.way_id, criterion_id=one.criterion_id, person=person,
                    young=True, value=one.value, at=one.at,
                )  # fmt: skip
            await Confidence.create(
                appraisal=appraisal, way=ways[0], person=person, young=True, value=3, at=appraisal.opened_at
            )

    await database.write(more)
    with queries() as many:
        page = await visitor.get(WAYS)
    assert "13 young people" in page.text
    assert len(many) == len(few) <= 12
