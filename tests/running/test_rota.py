"""The safeguarding rota: whoever is on it is told, cover counts, and a day with nobody is said loudly."""

from datetime import UTC, date, datetime, timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import first_fault
from saidanddone.ideas.proposing import propose
from saidanddone.moderation import rota
from saidanddone.moderation.checking import hold
from saidanddone.moderation.models import RotaAway, RotaDay
from saidanddone.notices.models import Notice
from saidanddone.people import keeping
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.rules import NotAllowed, Refused
from tests.people import town

ROTA = "/rivermead/settings/rota"
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


async def two_leads():
    there = await town()
    ida = await Person.join(there.rivermead, "Ida", Role.SAFEGUARDING_LEAD, job_title="Deputy Lead")
    return there, ida


async def named(there, person, *, days=range(7)):
    await rota.name_for_week(there.rivermead, by=there.fern, names=dict.fromkeys(days, person))


async def told_after_a_worry(there):
    idea = await propose(there.amina, what="Something worrying")
    await hold(idea, by=there.cass, message="I am worried.")
    newest = await Notice.filter(what="worry").order_by("-id").first()
    told = await Notice.filter(what="worry", thing_id=newest.thing_id).values_list("person_id", flat=True)
    return set(told)


async def test_whoever_is_on_the_rota_is_told_and_else_every_lead(site):
    there, ida = await two_leads()
    with clock.at(MONDAY):
        assert await told_after_a_worry(there) == {there.hana.id, ida.id}
        await named(there, there.hana)
        assert await told_after_a_worry(there) == {there.hana.id}
        await rota.go_away(
            there.rivermead,
            by=there.hana,
            person=there.hana,
            starts=clock.today(),
            ends=clock.today(),
            cover=ida,
        )
        assert await told_after_a_worry(there) == {ida.id}
    with clock.at(MONDAY + timedelta(days=1)):
        assert await told_after_a_worry(there) == {there.hana.id}


async def test_somebody_away_without_cover_is_a_gap_and_everybody_is_told(site):
    there, ida = await two_leads()
    with clock.at(MONDAY):
        await named(there, there.hana)
        day = clock.today()
        await rota.go_away(
            there.rivermead, by=there.fern, person=there.hana, starts=day, ends=day, cover=None
        )
        assert await told_after_a_worry(there) == {there.hana.id, ida.id}
        page = (await (await site.as_(there.fern)).get(ROTA)).text
        assert "1 day has nobody, of the next 28" in page
        assert "Safeguarding Lead is away, and nobody covers" in page


async def test_cover_who_is_away_too_or_no_lead_any_more_covers_nothing(site):
    there, ida = await two_leads()
    with clock.at(MONDAY):
        await named(there, there.hana)
        day = clock.today()
        await rota.go_away(there.rivermead, by=there.fern, person=there.hana, starts=day, ends=day, cover=ida)
        await rota.go_away(there.rivermead, by=there.fern, person=ida, starts=day, ends=day, cover=None)
        assert (await rota.duties(there.rivermead.id, [day]))[0].person is None
        away = await RotaAway.get(person=ida)
        await rota.be_back(away, by=there.fern, council=there.rivermead)
        assert (await rota.duties(there.rivermead.id, [day]))[0].person.id == ida.id
        await keeping.end_role(ida, Role.SAFEGUARDING_LEAD, by=there.fern)
        assert (await rota.duties(there.rivermead.id, [day]))[0].person is None
        await keeping.suspend(there.hana, by=there.fern)
        (tomorrow,) = await rota.duties(there.rivermead.id, [day + timedelta(days=1)])
        assert (tomorrow.person, "no lead any more" in tomorrow.gap) == (None, True)


async def test_fern_fills_the_rota_and_the_table_shows_four_weeks(site):
    there, ida = await two_leads()
    with clock.at(MONDAY):
        fern = await site.as_(there.fern)
        assert "20 days have nobody" not in (await fern.get(ROTA)).text
        assert "28 days have nobody" in (await fern.get(ROTA)).text
        week = {f"day{number}": str(there.hana.id) for number in range(5)} | {"day5": str(ida.id), "day6": ""}
        assert (await fern.post(ROTA, data=week)).status_code == 303
        page = (await fern.get(ROTA)).text
        assert "4 days have nobody" in page
        assert page.count("<tr>") == 5
        sent = {
            "person": str(there.hana.id),
            "starts": "2026-11-25",
            "ends": "2026-11-26",
            "cover": str(ida.id),
        }
        assert (await fern.post(ROTA + "/away", data=sent)).status_code == 303
        assert "covers" in (await fern.get(ROTA)).text
        away = await RotaAway.get()
        assert (await fern.post(f"{ROTA}/away/{away.id}/undo")).status_code == 303
        assert (await fern.post(f"{ROTA}/away/{away.id}/undo")).status_code == 409
        assert (await fern.post(f"{ROTA}/away/999/undo")).status_code == 404
        assert (await fern.post(ROTA, data=week)).status_code == 303
    assert await RotaDay.all().count() == 6, "the same names again change nothing"
    assert await first_fault(there.rivermead.id) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"person": ""}, "Pick who is away."),
        ({"person": "amina"}, "Pick who is away."),
        ({"cover": "999"}, "Pick a safeguarding lead from the list."),
        ({"cover": "hana"}, "Pick somebody else to stand in."),
        ({"ends": "2026-11-01"}, "can’t come before the first"),
        ({"starts": "x"}, "Write the day like this"),
    ],
)
async def test_an_absence_that_cant_be(site, change, says):
    there, ida = await two_leads()
    ids = {"hana": str(there.hana.id), "amina": str(there.amina.id)}
    with clock.at(MONDAY):
        sent = {
            "person": "hana",
            "starts": "2026-11-25",
            "ends": "2026-11-26",
            "cover": str(ida.id),
            **change,
        }
        sent = {name: ids.get(value, value) for name, value in sent.items()}
        refused = await (await site.as_(there.hana)).post(ROTA + "/away", data=sent)
    assert (refused.status_code, says in refused.text) == (422, True)
    assert await RotaAway.all().count() == 0


async def test_nobody_but_a_lead_is_on_the_rota_and_not_everyone_sets_it(site):
    there, _ = await two_leads()
    fern = await site.as_(there.fern)
    refused = await fern.post(ROTA, data={"day0": str(there.amina.id)})
    assert (refused.status_code, "Pick a safeguarding lead" in refused.text) == (422, True)
    with pytest.raises(Refused):
        await named(there, there.gus)
    with pytest.raises(NotAllowed):
        await rota.name_for_week(there.rivermead, by=there.cass, names={0: there.hana})
    with pytest.raises(NotAllowed):
        await rota.name_for_week(there.ashcombe, by=there.fern, names={0: there.hana})
    with pytest.raises(Refused):
        await rota.go_away(
            there.rivermead, by=there.fern, person=there.gus, cover=None,
            starts=date(2030, 1, 1), ends=date(2030, 1, 1),
        )  # fmt: skip
