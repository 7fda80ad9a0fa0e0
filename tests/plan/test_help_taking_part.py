"""Help make this: the team says who took part, and those who did are asked whether it happened."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.history.models import first_fault
from saidanddone.people.models import Person
from saidanddone.plan.completing import complete
from saidanddone.plan.help_models import Attendance, Help, Offer, made_with
from saidanddone.plan.help_rules import HelpState
from saidanddone.plan.models import Action, Respondent
from saidanddone.plan.offering import offer, withdraw_offer
from saidanddone.plan.taking_part import Part, say_who_took_part
from saidanddone.rules import NotAllowed, Refused
from tests.people import young_people
from tests.plan.helping import ACTION, ONE, WANTED, asked, fresh, helped, told
from tests.plan.promises import chosen_idea, in_days, promise

HTMX = {"HX-Request": "true"}


async def on_the_day(there, *people, **terms):
    """Help whose day is over, and to which these people came."""
    with clock.at(clock.now() - timedelta(days=20)):
        help_ = await asked(there, places=5, **terms)
        for person in people:
            await offer(help_, by=person)
    return await fresh(help_)


async def offer_of(person):
    return await Offer.get(person_id=person.id, withdrawn_at=None)


async def test_the_worker_says_who_took_part_and_it_is_counted(site, there):
    await on_the_day(there, there.amina, there.bo)
    cass = await site.as_(there.cass)
    a, b = (await offer_of(there.amina)).id, (await offer_of(there.bo)).id
    said = {f"came-{a}": "yes", f"hours-{a}": "1.5", f"came-{b}": "no", "pounds_each": "12.50"}
    assert (await cass.post(f"{ONE}/attendance", data=said)).status_code == 303
    rows = {row.person_id: row for row in await Attendance.all()}
    first = rows[there.amina.id]
    assert (first.took_part, first.quarters, first.pence) == (True, 6, 1250)
    assert first.by_title == "Participation Worker"
    assert not rows[there.bo.id].took_part
    assert await told("took_part") == {there.amina.id}
    for address in (ACTION, "/rivermead/plan", "/rivermead/missions/stable-homes-2023/5"):
        assert "Made with 1 young person" in (await (await site.client()).get(address)).text


async def test_a_correction_replaces_and_keeps_what_was_said(site, there):
    await on_the_day(there, there.amina)
    cass, ellis = await site.as_(there.cass), await site.as_(there.ellis)
    a = (await offer_of(there.amina)).id
    first = {f"came-{a}": "yes", f"hours-{a}": "1", f"pounds-{a}": "10"}
    await cass.post(f"{ONE}/attendance", data=first)
    same = await cass.post(f"{ONE}/attendance", data=first, headers=HTMX)
    assert "Nothing has changed." in same.text
    await ellis.post(f"{ONE}/attendance", data={**first, f"hours-{a}": "2.25"})
    rows = await Attendance.all().order_by("id")
    assert [(row.quarters, row.replaced_at is None) for row in rows] == [(4, False), (9, True)]
    page = (await ellis.get(ONE)).text
    assert "What was corrected (1)" in page
    assert "took part, 1 hour" in page
    assert await made_with([(await Action.get()).id]) == {(await Action.get()).id: 1}
    assert await first_fault(there.rivermead.id) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"hours": ""}, "Say for how many hours they helped."),
        ({"hours": "1.3"}, "Give hours in quarters"),
        ({"hours": "-2"}, "Give hours in quarters"),
        ({"hours": "1e2"}, "Give hours in quarters"),
        ({"hours": "٣"}, "Give hours in quarters"),
        ({"hours": "101"}, "Give hours in quarters"),
        ({"pounds": "ten"}, "Give pounds, like"),
        ({"pounds": "1001"}, "Give pounds, like"),
        ({"came": "maybe"}, "Pick yes or no."),
        ({"came": ""}, "Say of somebody whether they took part."),
    ],
)
async def test_wrong_hours_and_pounds_are_said_beside_them(site, there, typed, words):
    await on_the_day(there, there.amina)
    id_ = (await offer_of(there.amina)).id
    given = {"came": "yes", "hours": "2", "pounds": "5", **typed}
    cass = await site.as_(there.cass)
    sent = await cass.post(f"{ONE}/attendance", data={f"{name}-{id_}": one for name, one in given.items()})
    assert sent.status_code == 422
    assert words in sent.text
    for value in typed.values() if "came" not in typed else ():
        assert value in sent.text
    assert not await Attendance.exists()


async def test_help_that_is_over_waits_for_its_team_until_somebody_says_who_came(site, there):
    help_ = await on_the_day(there, there.amina)
    cass, gus, amina = [await site.as_(person) for person in (there.cass, there.gus, there.amina)]
    assert "Young people helped with one thing." in (await cass.get("/rivermead")).text
    listed = (await cass.get(WANTED)).text
    assert "Who took part?" in listed
    assert ONE in listed
    for other in (gus, amina):
        assert "Who took part?" not in (await other.get(WANTED)).text
    await say_who_took_part(help_, by=there.cass, parts=[Part(there.amina.id, False)])
    assert "Who took part?" not in (await cass.get(WANTED)).text
    assert "Young people helped" not in (await cass.get("/rivermead")).text


async def test_an_owner_is_asked_about_their_own_alone(site, there):
    await on_the_day(there, there.amina)
    gus = await site.as_(there.gus)
    assert "Who took part?" not in (await gus.get(WANTED)).text
    await Action.all().update(owner_person_id=there.gus.id)
    assert "Who took part?" in (await gus.get(WANTED)).text


async def test_before_its_day_nobody_can_have_taken_part(site, there):
    help_ = await asked(there)
    await offer(help_, by=there.amina)
    cass = await site.as_(there.cass)
    sent = await cass.post(f"{ONE}/attendance", data={f"came-{(await offer_of(there.amina)).id}": "no"})
    assert sent.status_code == 409
    assert "You can say who took part from" in sent.text


async def test_only_those_who_offered_can_be_said_to_have_come(site, there):
    help_ = await on_the_day(there, there.amina)
    with pytest.raises(Refused):
        await say_who_took_part(help_, by=there.cass, parts=[Part(there.bo.id, True, 4)])
    with pytest.raises(NotAllowed):
        await say_who_took_part(help_, by=there.amina, parts=[Part(there.amina.id, True, 4)])
    assert not await Attendance.exists()


async def test_help_at_any_time_can_be_given_at_once_and_then_stays(site, there):
    help_ = await asked(there, starts_at=None, until=in_days(30), place="")
    amina = await site.as_(there.amina)
    await amina.post(f"{ONE}/offers", data={})
    assert "The team gets in touch about a time." in (await amina.get("/rivermead")).text
    await say_who_took_part(help_, by=there.cass, parts=[Part(there.amina.id, True, 2)])
    assert "The team gets in touch" not in (await amina.get("/rivermead")).text
    refused = await amina.post(f"{ONE}/offers/withdrawal", data={})
    assert refused.status_code == 409
    assert "has written down that you helped" in refused.text
    off = await (await site.as_(there.cass)).post(f"{ONE}/cancellation", data={"why": "Late."})
    assert off.status_code == 409


async def test_taking_it_back_while_the_team_writes_it_down_leaves_one_truth(site, there):
    help_ = await asked(there, starts_at=None, until=in_days(30), place="")
    people = [there.amina, there.bo, *await young_people(there.rivermead, 3)]
    for person in people:
        await offer(help_, by=person)
        await asyncio.gather(
            withdraw_offer(help_, by=person),
            say_who_took_part(help_, by=there.cass, parts=[Part(person.id, True, 2)]),
            return_exceptions=True,
        )
    came = set(await Attendance.all().values_list("person_id", flat=True))
    assert came == set(await Offer.filter(withdrawn_at=None).values_list("person_id", flat=True))
    assert (await Help.get(id=help_.id)).taken == len(came)


async def test_two_of_the_team_at_once_leave_one_row_for_each_person(site, there):
    help_ = await on_the_day(there, there.amina, there.bo)
    tries = [
        say_who_took_part(help_, by=by, parts=[Part(one.id, True, hours) for one in (there.amina, there.bo)])
        for by, hours in ((there.cass, 4), (there.ellis, 8), (there.edie, 12))
    ]
    await asyncio.gather(*tries, return_exceptions=True)
    assert await Attendance.filter(replaced_at=None).count() == 2


async def test_people_are_counted_once_however_often_they_helped(site, there):
    action = await promise(there)
    await helped(there, action, there.amina, there.bo)
    await helped(there, action, there.amina)
    assert await made_with([action.id]) == {action.id: 2}


async def test_those_who_helped_are_asked_whether_it_really_happened(site, there):
    helper, missed = await young_people(there.rivermead, 2)
    action = await promise(there, await chosen_idea(there, supporters=(there.bo,)))
    help_ = await helped(there, action, helper)
    with clock.at(clock.now() - timedelta(days=15)):
        await offer(await asked(there, action), by=missed)
    await complete(await Action.get(id=action.id), by=there.ellis, said="All are up.")
    asked_now = set(await Respondent.all().values_list("person_id", flat=True))
    assert asked_now == {there.amina.id, there.bo.id, helper.id}
    await help_.refresh_from_db()
    assert help_.state is HelpState.OPEN


async def test_somebody_who_is_not_a_young_person_any_more_is_not_asked(site, there):
    action = await promise(there)
    await helped(there, action, there.bo)
    moment = clock.now()
    await database.write(lambda: Person.filter(id=there.bo.id).update(suspended_at=moment))
    await complete(await Action.get(id=action.id), by=there.ellis, said="Done.")
    assert not await Respondent.exists()
