"""Who sees what of scores: nothing before the end, no names ever, only the order below the floor."""

import pytest

from saidanddone.appraisal.scoring import close_scoring, result_of
from saidanddone.councils.changing import change
from tests.appraisal.weighing import WAYS, gives, scoring, sure
from tests.people import town

DECISION = "/rivermead/ideas/1/decision"


async def test_nobody_sees_what_others_gave_before_the_scoring_ends(site):
    there = await town()
    appraisal = await scoring(there)
    for person in (there.amina, there.gus, there.cass):
        await gives(person, appraisal, 1, 4, 3)
    for name in ("amina", "bo", "edie", None):
        browser = await (site.as_(getattr(there, name)) if name else site.client())
        page = (await browser.get(WAYS)).text
        assert "4.00" not in page, name
        assert "first so far" not in page
        assert "3 people have scored every way so far." in page
        assert "Personal Adviser" not in page


async def test_below_the_floor_only_the_order_is_told(site):
    there = await town(floor=6)
    appraisal = await scoring(there)
    for person in (there.amina, there.gus, there.cass):
        await gives(person, appraisal, 1, 4, 3)
    await close_scoring(appraisal, by=there.edie)
    for browser in (await site.client(), await site.as_(there.edie)):
        page = (await browser.get(WAYS)).text
        assert "“A doorbell each” came first." in page
        assert "Few people scored, so only the order is shown." in page
        assert "by staff and young people." in page
        assert "One scorer gave" not in page
        assert "of 5" not in page
        assert "All together, by weight" not in page
    assert "of 5" not in (await (await site.as_(there.edie)).get(DECISION)).text


async def test_when_it_is_weighed_everyone_sees_what_came_of_it_and_no_names(site):
    there = await town()
    appraisal = await scoring(there)
    await gives(there.amina, appraisal, 1, 4, 3)
    await gives(there.gus, appraisal, 2, 5, 3)
    await gives(there.cass, appraisal, 0, 3, 3)
    await gives(there.bo, appraisal, 5, 5)
    await close_scoring(appraisal, by=there.edie)
    page = (await (await site.client()).get(WAYS)).text
    for words in (
        "“A doorbell each” came first.",
        "Would the first place hold if all weights were equal? Yes.",
        "4.00 of 5",
        "One scorer gave 3.00, another 5.00.",
        "by staff and young people.",
        "1 more person began and did not finish.",
        "All together, by weight",
        'class="bar weigh"',
    ):
        assert words in page, words
    for name in ("Amina", "Gus", "Cass"):
        assert name not in page
    assert (await result_of(appraisal)).begun == 1


async def test_a_tie_is_said_as_a_tie(site):
    there = await town()
    appraisal = await scoring(there)
    for person in (there.amina, there.gus, there.cass):
        await gives(person, appraisal, 1, 4, 4)
    await close_scoring(appraisal, by=there.edie)
    page = (await (await site.client()).get(WAYS)).text
    assert "“A doorbell each” and “A door chain each” came first together: a tie." in page
    assert page.count("First, a tie.") == 2
    assert "Third." in page


@pytest.mark.parametrize(("young", "shown"), [(1, False), (2, True)])
async def test_how_sure_young_people_are_is_shown_from_the_floor_up(site, young, shown):
    there = await town()  # a floor of two
    appraisal = await scoring(there)
    staff = (there.gus, there.cass, there.edie)
    for person in (*staff, there.amina):
        await gives(person, appraisal, 1, 4, 3)
    for person in staff:
        await sure(person, appraisal, 2, 4, 3)
    for person in (there.amina, there.bo)[:young]:
        await sure(person, appraisal, 1, 5, 2)
    await close_scoring(appraisal, by=there.edie)
    page = (await (await site.client()).get(WAYS)).text
    table = page[page.index("How sure, on average") : page.index("What young people said is shown")]
    assert ("5.00" in table) is shown
    assert table.count("Too few to show") == (0 if shown else 3)
    assert (await result_of(appraisal)).lines[0].total == 400, "how sure people are is not in the sum"


@pytest.mark.parametrize("moment", ["while people score", "afterwards"])
async def test_a_floor_that_is_changed_later_shows_nothing_that_was_hidden(site, moment):
    there = await town(floor=6)
    appraisal = await scoring(there)
    for person in (there.amina, there.gus, there.cass, there.edie, there.ellis):
        await gives(person, appraisal, 1, 4, 3)
    if moment == "afterwards":
        await close_scoring(appraisal, by=there.edie)
    await change(there.rivermead, by=there.fern, wanted={"floor": 5})
    if moment != "afterwards":
        await close_scoring(appraisal, by=there.edie)
    page = (await (await site.client()).get(WAYS)).text
    assert "Few people scored, so only the order is shown." in page
    assert "shown from 6 of them up" in page
    assert "4.00 of 5" not in page
