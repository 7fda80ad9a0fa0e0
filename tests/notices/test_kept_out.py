"""Whoever may not come in, or lost the right that news is for, is written to no more."""

from saidanddone import clock
from saidanddone.notices import sending
from saidanddone.notices.letters import Letter
from saidanddone.notices.models import tell
from saidanddone.people import keeping, reaching
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Role
from tests.doors.coming import gives
from tests.notices.reached import HANA, IDA, LEE, at, worry, written


async def test_whoever_is_kept_out_or_no_staff_any_more_is_not_written_to(site, there):
    ida = await Person.join(there.rivermead, "Ida", Role.SAFEGUARDING_LEAD, job_title="Deputy Lead")
    await gives(site, there.hana, HANA)
    await gives(site, ida, IDA)
    await worry(there)
    await keeping.suspend(there.hana, by=there.fern)
    await keeping.end_role(ida, Role.SAFEGUARDING_LEAD, by=there.fern)
    await reaching.reach_due()
    assert await written() == []


async def test_with_mail_down_whoever_is_kept_out_meanwhile_is_sent_nothing(site, there, post):
    """Their letter waits at a private address; it is erased with the suspension, and asked about again."""
    for person, address in ((there.hana, HANA), (there.ellis, LEE)):
        await gives(site, person, address)
    await worry(there)
    await tell(there.rivermead.id, [there.ellis.id], "owns", there.rivermead)
    with at(12, days=1):
        await clock.run_due((reaching.reach_due, reaching.reach_daily))
    assert await Letter.filter(what__in=["please-look", "news"], ended_at=None).count() == 2
    await keeping.suspend(there.hana, by=there.fern)
    left = await Letter.get(what="please-look")
    assert (left.address, left.body, left.ended_at is None) == ("", "", False)
    # By another way, which forgets nothing: the letter is asked about when it is carried.
    await Person.filter(id=there.ellis.id).update(suspended_at=clock.now())
    await sending.send_due()
    assert {HANA, LEE} & {*post.addresses} == set()
    assert (await Letter.get(what="news")).body == ""


async def test_whoever_is_no_lead_any_more_is_sent_no_worry_and_keeps_what_is_for_their_other_role(
    site, there, post
):
    """Ida is a lead and an admin: the worry goes with the lead, that nobody read it is for admins as well."""
    ida = await Person.join(
        there.rivermead, "Ida", Role.SAFEGUARDING_LEAD, Role.ADMIN, job_title="Deputy Lead"
    )
    await gives(site, ida, IDA)
    concern = await worry(there)
    with at(12):
        await reaching.reach_due()
        await tell(there.rivermead.id, [ida.id], "worry_waits", concern)
        await reaching.reach_due()
    assert await written() == [IDA, IDA]
    await keeping.end_role(ida, Role.SAFEGUARDING_LEAD, by=there.fern)
    await tell(there.rivermead.id, [ida.id], "worry", concern, key="told before, written later")
    with at(12):
        await reaching.reach_due()
    waiting = " ".join(await Letter.filter(what="please-look", ended_at=None).values_list("body", flat=True))
    assert "nobody has said that they read it" in waiting
    assert "no safeguarding lead any more" in waiting, "she is told as an admin"
    assert "Somebody is worried" not in waiting
    await RoleGrant.filter(person_id=ida.id, role=Role.ADMIN).update(ended_at=clock.now())
    await sending.send_due()
    assert IDA not in post.addresses, "the right is asked for again when it is carried"
    await RoleGrant.filter(person_id=ida.id, role=Role.ADMIN).update(ended_at=None)
    await tell(there.rivermead.id, [ida.id], "worry_waits", concern, key="again")
    with at(12):
        await reaching.reach_due()
    await sending.send_due()
    assert post.addresses.count(IDA) == 1
