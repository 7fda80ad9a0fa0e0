"""Whom the directory let go long ago: they count as nobody who is there, and then their roles end."""

from datetime import timedelta

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow
from saidanddone.ideas.models import ShownAs
from saidanddone.moderation.models import Concern
from saidanddone.notices.models import Notice
from saidanddone.people.contacts import contacts_of
from saidanddone.people.keeping import give_role
from saidanddone.people.last_ones import is_the_last
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.providers import ending
from saidanddone.people.rights import Right, Role
from tests.doors.coming import gives
from tests.notices.reached import worry
from tests.providers.test_coming_in import comes_in
from tests.providers.test_leaving_the_directory import last_there

PEOPLE = "/rivermead/settings/people"


async def admin_away(site, elsewhere, days, groups=("admins", "officers")):
    """Olu, an admin by a group, was last there so many days ago."""
    await elsewhere.knows(olu={"name": "Olu Bello", "groups": [*groups]})
    await comes_in(site, elsewhere, "olu")
    olu = await Person.get(nickname="Olu Bello")
    await away(olu, days)
    return olu


async def away(person, days):
    given = clock.now() - timedelta(days=200)
    await database.write(lambda: RoleGrant.filter(person_id=person.id, ended_at=None).update(given_at=given))
    await last_there(person, days * 24)


async def test_who_was_away_for_long_is_nobody_who_stays_or_is_told(site, there, elsewhere, provider):
    olu = await admin_away(site, elsewhere, 13)
    assert not await is_the_last(there.fern, Right.RUN_COUNCIL)
    await away(olu, 15)
    assert await is_the_last(there.fern, Right.RUN_COUNCIL)
    fern = await site.as_(there.fern)
    refused = await fern.post(f"{PEOPLE}/{there.fern.id}/roles/ending", data={"role": Role.ADMIN})
    assert refused.status_code == 409
    listed = (await fern.get(f"{PEOPLE}?role=asleep")).text
    assert ("Olu Bello" in listed, "Edie" in listed) == (True, False)
    await give_role(olu, Role.ADMIN, by=there.fern)
    assert not await is_the_last(there.fern, Right.RUN_COUNCIL), "by hand, no directory is asked"


async def test_the_programme_is_told_where_the_only_admin_was_away_for_long(site, there, elsewhere, provider):
    olu = await admin_away(site, elsewhere, 15)
    others = RoleGrant.filter(person_id=there.fern.id)
    await database.write(lambda: others.update(ended_at=clock.now()))
    await worry(there, shown_as=ShownAs.HIDDEN)
    hana, concern = await site.as_(there.hana), await Concern.get()
    await hana.post(f"/rivermead/concerns/{concern.id}/name", data={"reason": "She may need help"})
    told = await Notice.filter(what__startswith="look").values_list("what", "person_id")
    assert told.count(("look_behind", olu.id)) == 1, "once, though also told as the only admin left"
    assert "look_unseen" in {what for what, _ in told}


async def test_the_clock_ends_a_role_that_slept_for_weeks_but_not_the_last_admins(
    site, there, elsewhere, provider
):
    olu = await admin_away(site, elsewhere, 0)
    await gives(site, olu, "olu@work.example.org")
    await away(olu, 29)
    await ending.end_due()
    assert await RoleGrant.filter(person_id=olu.id, ended_at=None).count() == 2
    await away(olu, 31)
    others = RoleGrant.filter(person_id=there.fern.id)
    await database.write(lambda: others.update(ended_at=clock.now()))
    await ending.end_due()
    held = await RoleGrant.filter(person_id=olu.id, ended_at=None).values_list("role", flat=True)
    assert held == [Role.ADMIN], "nobody else could make an admin"
    assert len(await contacts_of(olu)) == 1
    assert await HistoryRow.filter(act="end_role", who_id=None).count() == 1, "on the record"
    await database.write(lambda: others.update(ended_at=None))
    await ending.end_due()
    assert not await RoleGrant.filter(person_id=olu.id, ended_at=None).exists()
    assert await contacts_of(olu) == [], "no staff any more, so no work address is kept"
    await comes_in(site, elsewhere, "olu")
    assert await RoleGrant.filter(person_id=olu.id, ended_at=None).count() == 2, "the group gives it again"
