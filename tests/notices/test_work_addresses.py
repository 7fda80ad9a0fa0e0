"""Which addresses news goes to: those given for work, from then on, and until the last role ends."""

from saidanddone import clock
from saidanddone.notices.letters import Letter
from saidanddone.notices.models import Notice
from saidanddone.people import keeping, reaching
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Role
from tests.doors.coming import gives
from tests.notices.reached import HANA, worry, written


async def test_what_was_told_before_somebody_gave_an_address_is_not_sent_there(site, there):
    """Their page says it. What comes after is sent; a second address changes nothing."""
    first = await worry(there)
    await gives(site, there.hana, HANA)
    await worry(there, by=there.bo)
    await gives(site, there.hana, "07700 900123")
    await reaching.reach_due()
    assert await written() == ["+447700900123", HANA]
    assert (await Notice.get(what="worry", thing_id=first.id)).sent_at


async def test_leads_share_an_inbox_and_taking_it_away_leaves_the_other_address(site, there):
    ida = await Person.join(there.rivermead, "Ida", Role.SAFEGUARDING_LEAD, job_title="Deputy Lead")
    await gives(site, there.hana, "duty@work.example.org")
    await gives(site, ida, "duty@work.example.org")
    browser = await gives(site, there.hana, HANA)
    again = await browser.post("/rivermead/me/contact", data={"address": HANA})
    assert again.status_code == 422
    await worry(there)
    await reaching.reach_due()
    duty = "duty@work.example.org"
    assert await written() == [duty, duty, HANA]
    shared = await Contact.get(person_id=there.hana.id, address=duty)
    assert (await browser.post(f"/rivermead/me/contact/{shared.id}/removal")).status_code == 303
    assert sorted(
        await Letter.filter(what="please-look", ended_at=None).values_list("address", "person_id")
    ) == [(duty, ida.id), (HANA, there.hana.id)]


async def test_a_work_address_goes_with_the_last_role_of_staff(site, there):
    await RoleGrant.create(person=there.hana, role=Role.WORKER, given_at=clock.now())
    await gives(site, there.hana, HANA)
    await keeping.end_role(there.hana, Role.WORKER, by=there.fern)
    assert await Contact.exists(person_id=there.hana.id)
    await worry(there)
    await reaching.reach_due()
    await keeping.end_role(there.hana, Role.SAFEGUARDING_LEAD, by=there.fern)
    assert not await Contact.exists()
    assert not await Letter.filter(address=HANA).exists()


async def test_an_address_given_to_come_back_by_is_not_written_to_about_work(site, there):
    """Kept from when its owner was no staff: they agreed to codes, and to nothing else."""
    await gives(site, there.bo, "bo@example.org")
    await RoleGrant.create(person=there.bo, role=Role.SAFEGUARDING_LEAD, given_at=clock.now())
    await worry(there)
    await reaching.reach_due()
    assert await Notice.filter(what="worry", person_id=there.bo.id, sent_at=None).exists()
    assert await written() == []
