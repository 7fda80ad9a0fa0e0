"""Missions and pledges: adding, wording, retiring, bringing back, checking; and what stays on old pages."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import first_fault
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.proposing import propose
from saidanddone.missions import keeping
from saidanddone.missions.models import (
    Framework,
    Mission,
    Retirement,
    WordingCheck,
    missions_named,
    missions_of,
)
from saidanddone.moderation.checking import publish
from saidanddone.plan.making import make_action
from saidanddone.rules import NotAllowed, Refused
from saidanddone.spelling import short_day
from tests.people import town

KEEP = "/rivermead/settings/missions"
FIVE = "stable-homes-2023/5"


async def pledges(there, **more):
    missions = [("A key worker", "One person, for as long as you want."), ("Free buses", "")]
    return await keeping.add_framework(
        there.rivermead, by=there.fern, name="Our promise", missions=missions, **more
    )


async def labels(council):
    return [mission.label for mission in await missions_of(council)]


async def test_fern_adds_pledges_that_only_her_council_uses(site):
    there = await town()
    fern, cass = await site.as_(there.fern), await site.as_(there.cass)
    sent = {"name": "Our promise", "pledges": "A key worker: One person.\n\nFree buses\n"}
    assert (await fern.post(KEEP, data=sent)).status_code == 303
    assert "Free buses" in (await fern.get(KEEP)).text
    await propose(there.amina, what="Buses")
    assert "Free buses" in (await cass.get("/rivermead/moderation")).text
    assert "Free buses" in await labels(there.rivermead)
    assert "Free buses" not in await labels(there.ashcombe)
    shown = (await (await site.client()).get("/rivermead/missions/our-promise/1")).text
    assert "One person." in shown
    again = await fern.post(KEEP, data=sent)
    assert again.status_code == 303
    assert await Framework.filter(council=there.rivermead).values_list("slug", flat=True) == [
        "our-promise",
        "our-promise-2",
    ]
    assert await first_fault(there.rivermead.id) is None


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "", "pledges": "One"}, "Give your pledges a name."),
        ({"name": "Ours", "pledges": ""}, "one to a line"),
        ({"name": "Ours", "pledges": "x" * 81}, "Keep each label to 80 letters."),
        ({"name": "Ours", "pledges": "\n".join("abcdefghijklmnopqrstu")}, "Keep it to 20 pledges."),
        ({"name": "Ours", "pledges": "One", "ends": "soon"}, "Write the day like this"),
    ],
)
async def test_pledges_that_cant_be_say_why_and_stay_typed(site, sent, says):
    there = await town()
    refused = await (await site.as_(there.fern)).post(KEEP, data=sent)
    assert (refused.status_code, says in refused.text) == (422, True)
    assert sent["pledges"] in refused.text
    assert await Framework.filter(council=there.rivermead).count() == 0


async def test_a_pledge_is_reworded_until_an_idea_carries_it(site):
    there = await town()
    await pledges(there)
    fern = await site.as_(there.fern)
    mission = await Mission.get(label="Free buses")
    at = f"{KEEP}/labels/{mission.id}"
    assert (await fern.post(at, data={"label": "Free buses and trams"})).status_code == 303
    assert (await fern.post(at, data={"label": ""})).status_code == 422
    idea = await propose(there.amina, what="Buses")
    missions, _ = await missions_named(there.rivermead, ["our-promise/2"])
    await publish(idea, by=there.cass, title="Buses", missions=missions)
    refused = await fern.post(at, data={"label": "Something else"})
    assert (refused.status_code, "its words stay" in refused.text) == (409, True)
    assert (await Mission.get(id=mission.id)).label == "Free buses and trams"


async def test_shared_words_and_others_pledges_cant_be_changed(site):
    there = await town()
    fern = await site.as_(there.fern)
    shared = await Mission.get(framework__slug="stable-homes-2023", code="5")
    assert (await fern.post(f"{KEEP}/labels/{shared.id}", data={"label": "Mine"})).status_code == 404
    with pytest.raises(Refused):
        await keeping.relabel(shared, by=there.fern, council=there.rivermead, label="Mine")
    theirs = await Framework.create(slug="x", council=there.ashcombe, name="Theirs", publisher="Ashcombe")
    for act in ("retirement", "retirement/undo", "wording-check"):
        assert (
            await fern.post(f"{KEEP}/{theirs.id}/{act}", data={"last_day": "2026-12-31"})
        ).status_code == 404
    with pytest.raises(NotAllowed):
        await keeping.retire(theirs, by=there.cass, council=there.rivermead, last_day=clock.today())


async def test_a_retired_framework_leaves_the_lists_and_keeps_its_pages(site):
    there = await town()
    fern, visitor = await site.as_(there.fern), await site.client()
    idea = await propose(there.amina, what="Doorbells")
    missions, _ = await missions_named(there.rivermead, [FIVE])
    await publish(idea, by=there.cass, title="Doorbells", missions=missions)
    await decide(idea, by=there.ellis, answer=Answer.YES, reason="Yes.")
    await make_action(
        there.rivermead, by=there.ellis, title="Fit doorbells", what="Fit them.", owner="Manager",
        owner_person=there.ellis, due=clock.today() + timedelta(days=60), how_we_know="We ask.",
        missions=missions, ideas=[idea],
    )  # fmt: skip
    stable = await Framework.get(slug="stable-homes-2023")
    yesterday = clock.today() - timedelta(days=1)
    out = await fern.post(f"{KEEP}/{stable.id}/retirement", data={"last_day": yesterday.isoformat()})
    assert out.status_code == 303
    assert "Safe, suitable homes" not in await labels(there.rivermead)
    assert "Safe, suitable homes" in await labels(there.ashcombe), "each council decides for itself"
    assert "Not in force any more" in (await visitor.get(f"/rivermead/missions/{FIVE}")).text
    assert "Not in force any more" not in (await visitor.get(f"/ashcombe/missions/{FIVE}")).text
    assert "Safe, suitable homes" in (await visitor.get(f"/rivermead/ideas/{idea.number}")).text
    assert "Safe, suitable homes" in (await visitor.get("/rivermead/plan/actions/1")).text
    plan = (await visitor.get("/rivermead/plan")).text
    assert "“Stable Homes, Built on Love” ended on" in plan
    assert "What was promised for it still stands." in plan
    assert "Fit doorbells" in plan
    assert "Other promises" not in plan
    again = await fern.post(f"{KEEP}/{stable.id}/retirement", data={"last_day": yesterday.isoformat()})
    assert again.status_code == 409
    assert (await fern.post(f"{KEEP}/{stable.id}/retirement/undo")).status_code == 303
    assert "Safe, suitable homes" in await labels(there.rivermead)
    assert (await fern.post(f"{KEEP}/{stable.id}/retirement/undo")).status_code == 409
    assert " ended on" not in (await visitor.get("/rivermead/plan")).text


async def test_when_a_framework_runs_out_the_plan_says_so(site):
    await town()
    visitor = await site.client()
    assert "Missions from “Stable Homes, Built on Love”" in (await visitor.get("/rivermead/plan")).text
    gone = Framework.filter(slug="stable-homes-2023")
    await database.write(lambda: gone.update(ends=clock.today() - timedelta(days=1)))
    plan = (await visitor.get("/rivermead/plan")).text
    assert "“Stable Homes, Built on Love” ended on" in plan


@pytest.mark.parametrize("typed", ["2020-01-01", "", "soon"])
async def test_a_last_day_that_cant_be(site, typed):
    there = await town()
    stable = await Framework.get(slug="stable-homes-2023")
    refused = await (await site.as_(there.fern)).post(
        f"{KEEP}/{stable.id}/retirement", data={"last_day": typed}
    )
    assert refused.status_code == (409 if typed[:2] == "20" else 422)
    assert await Retirement.all().count() == 0


async def test_a_last_day_to_come_leaves_it_in_use_until_then(site):
    there = await town()
    stable = await Framework.get(slug="stable-homes-2023")
    last = clock.today() + timedelta(days=5)
    await keeping.retire(stable, by=there.fern, council=there.rivermead, last_day=last)
    assert "Health and wellbeing" in await labels(there.rivermead)
    with clock.at(clock.now() + timedelta(days=6)):
        assert "Health and wellbeing" not in await labels(there.rivermead)


@pytest.mark.parametrize(("published", "ours"), [(10, 40), (40, 10), (None, 10), (10, None)])
async def test_the_earlier_of_two_last_days_counts_and_settings_warn_of_it(site, published, ours):
    there = await town()
    fern, today = await site.as_(there.fern), clock.today()
    stable = await Framework.get(slug="stable-homes-2023")
    ends = published and today + timedelta(days=published)
    await database.write(lambda: Framework.filter(id=stable.id).update(ends=ends))
    if ours:
        last = today + timedelta(days=ours)
        await keeping.retire(stable, by=there.fern, council=there.rivermead, last_day=last)
    ended = short_day(today + timedelta(days=10))
    assert f"“Stable Homes, Built on Love” ends on {ended}." in (await fern.get("/rivermead/settings")).text
    assert f"Ends {ended}" in (await fern.get(KEEP)).text
    with clock.at(clock.now() + timedelta(days=10)):
        assert "Health and wellbeing" in await labels(there.rivermead)
    with clock.at(clock.now() + timedelta(days=11)):
        assert "Health and wellbeing" not in await labels(there.rivermead)
        assert f"Ended {ended}" in (await fern.get(KEEP)).text
        assert " ended on" in (await fern.get("/rivermead/plan")).text


async def test_settings_warn_of_an_end_that_is_near_and_not_of_one_far_off(site):
    there = await town()
    fern = await site.as_(there.fern)
    for days, warned in ((90, True), (91, False)):
        ends = clock.today() + timedelta(days=days)
        await database.write(lambda ends=ends: Framework.all().update(ends=ends))
        assert (" ends on " in (await fern.get("/rivermead/settings")).text) is warned


async def test_a_framework_that_was_retired_for_all_says_when(site):
    there = await town()
    fern = await site.as_(there.fern)
    gone = clock.now() - timedelta(days=3)
    await database.write(lambda: Framework.filter(slug="stable-homes-2023").update(retired_at=gone))
    assert f"Ended {short_day(gone)}" in (await fern.get(KEEP)).text
    assert "ended on" in (await fern.get("/rivermead/plan")).text
    assert "“Stable Homes, Built on Love”" not in (await fern.get("/rivermead/settings")).text


async def test_an_admin_checks_the_wording_for_their_own_council_once(site):
    there = await town()
    fern, visitor = await site.as_(there.fern), await site.client()
    stable = await Framework.get(slug="stable-homes-2023")
    assert (await fern.post(f"{KEEP}/{stable.id}/wording-check")).status_code == 303
    assert "The wording was checked on" in (await visitor.get(f"/rivermead/missions/{FIVE}")).text
    assert "The wording was checked on" not in (await visitor.get(f"/ashcombe/missions/{FIVE}")).text
    answers = await asyncio.gather(*(fern.post(f"{KEEP}/{stable.id}/wording-check") for _ in range(3)))
    assert {answer.status_code for answer in answers} == {409}
    assert await WordingCheck.all().count() == 1
    assert await Council.all().count() == 2
