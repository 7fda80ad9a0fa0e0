"""What staff must know reaches them by letter: a worry at once, the rest once a day, each once."""

import asyncio
from datetime import datetime, time, timedelta

import pytest

from saidanddone import clock, database, due
from saidanddone.ideas.models import Idea, ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.moderation import checking, looking, rota, unseen
from saidanddone.notices import letters, sending
from saidanddone.notices.letters import Letter, Way
from saidanddone.notices.models import Notice, tell
from saidanddone.people import alarms, keeping, reaching
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Role
from tests.doors.coming import gives

CANARY, WORRIED, WHY = "Xylophone words", "Because of tonight", "They wrote of leaving"
HANA, IDA, LEE, FERN, CASS = (f"{name}@work.example.org" for name in ("hana", "ida", "lee", "fern", "cass"))


def at(hour, minute=0, days=0):
    """A moment of the day that tests run on, by people's clocks."""
    day = clock.local(clock.now()) + timedelta(days=days)
    return clock.at(clock.at_local(datetime.combine(day.date(), time(hour, minute))))


class Post:
    """A carrier that takes every letter."""

    def __init__(self):
        self.addresses = []

    async def carry(self, letter):
        if letter.what in {"please-look", "news"}:
            self.addresses.append(letter.address)


@pytest.fixture
def post(site, monkeypatch):
    """Letters go when the test sends them, and not in between, rung for by what it does."""
    monkeypatch.setattr(letters, "_wakers", [])
    sending.carried_by({Way.EMAIL: (carrier := Post())})
    yield carrier
    sending.carried_by({})


async def written(what="please-look"):
    """To whom letters of a kind are left."""
    return sorted(await Letter.filter(what=what).values_list("address", flat=True))


async def worry(there, by=None, **said):
    idea = await propose(by or there.amina, what=CANARY, **said)
    return await checking.hold(idea, by=there.cass, message=WORRIED)


async def test_a_worry_is_written_to_every_lead_of_that_council_and_says_nothing_of_it(site, there):
    ida = await Person.join(there.rivermead, "Ida", Role.SAFEGUARDING_LEAD, job_title="Deputy Lead")
    lee = await Person.join(there.ashcombe, "Lee", Role.SAFEGUARDING_LEAD, job_title="Lead")
    for person, address in ((there.hana, HANA), (ida, IDA), (lee, LEE), (there.fern, FERN)):
        await gives(site, person, address)
    await gives(site, there.amina, "amina@example.org")
    await rota.name_for_week(there.rivermead, by=there.fern, names=dict.fromkeys(range(7), there.hana))
    await propose(there.amina, what=CANARY)
    cass = await site.as_(there.cass)
    held = await cass.post("/rivermead/moderation/ideas/1/hold", data={"message": WORRIED})
    assert held.status_code == 303
    await reaching.reach_due()
    assert await written() == [HANA, IDA]
    on_duty, other = await Letter.filter(what="please-look").order_by("address")
    assert "Another lead is on the rota" in other.body
    assert "Another lead" not in on_duty.body
    for letter in (on_duty, other):
        for told in (CANARY, WORRIED, "Amina", "Rivermead", "Cass", "idea"):
            assert told not in letter.subject + letter.body.partition("http")[0], told
    link = on_duty.body.rpartition("http://testserver")[2]
    await they_must_sign_in_to_see(site, there, ida, link)


async def they_must_sign_in_to_see(site, there, ida, link):
    away = await (await site.client()).get(link)
    assert away.headers["location"].startswith("/rivermead/sign-in?next=")
    assert (await (await site.as_(there.hana)).get(link)).headers["location"] == "/rivermead/concerns"
    for other in (ida, there.fern, there.amina, there.dev):
        assert (await (await site.as_(other)).get(link)).status_code == 404


async def test_the_sites_own_due_work_writes_of_a_worry_and_again_where_nobody_reads_it(site, there):
    """By what the site itself does, and nothing else: a worry that is never written of is worse than none."""
    for person, address in ((there.hana, HANA), (there.fern, FERN)):
        await gives(site, person, address)
    await propose(there.amina, what=CANARY)
    cass = await site.as_(there.cass)
    held = await cass.post("/rivermead/moderation/ideas/1/hold", data={"message": WORRIED})
    assert held.status_code == 303
    await clock.run_due(site.app.state.due_work)
    assert await written() == [HANA]
    with clock.at(clock.now() + timedelta(minutes=16)):
        await clock.run_due(site.app.state.due_work)
    assert await written() == [FERN, HANA, HANA]


async def test_alarms_wait_for_no_other_work_and_their_letters_go_before_it(site, there):
    for work in (due.ALARMS, site.app.state.due_work):
        assert work[: len(due.ALARMS)] == (unseen.tell_more, reaching.reach_due)
    assert site.app.state.due_work[len(due.ALARMS)] is sending.send_due
    assert not {*due.ALARMS} & {*due.DUE_WORK}, "each has a watch of its own"


async def test_a_worry_is_written_of_as_soon_as_it_is_raised(site, there, monkeypatch):
    await gives(site, there.hana, HANA)
    left = asyncio.Event()

    async def somebody_waits():
        left.set()

    monkeypatch.setattr(letters, "_wakers", [somebody_waits])
    async with alarms.watched(due.ALARMS, every=60), asyncio.timeout(10):
        await asyncio.sleep(0.05)
        await worry(there)
        await left.wait()
    assert await written() == [HANA]


async def test_one_that_cannot_be_written_stops_no_other(site, there, monkeypatch, caplog):
    ida = await Person.join(there.rivermead, "Ida", Role.SAFEGUARDING_LEAD, job_title="Deputy Lead")
    await gives(site, there.hana, HANA)
    await gives(site, ida, IDA)
    await worry(there)
    leave = letters.leave

    async def breaks(way, address, *args, **facts):
        if address == HANA:
            raise ValueError("no such words")
        await leave(way, address, *args, **facts)

    monkeypatch.setattr(letters, "leave", breaks)
    await reaching.reach_due()
    assert await written() == [IDA]
    assert "could not be left" in caplog.text
    assert "no such words" not in caplog.text
    monkeypatch.undo()
    await reaching.reach_due()
    assert await written() == [HANA, IDA]


async def test_it_is_written_once_however_often_and_however_much_at_once(site, there):
    await gives(site, there.hana, HANA)
    await gives(site, there.hana, "07700 900123")
    await worry(there)
    await asyncio.gather(*(reaching.reach_due() for _ in range(4)))
    await reaching.reach_due()
    assert await written() == ["+447700900123", HANA]
    assert await Notice.filter(what="worry", sent_at__isnull=False).count() == 1


async def test_a_crash_half_way_leaves_nothing_and_the_next_run_does_it_all(site, there, monkeypatch, caplog):
    await gives(site, there.hana, HANA)
    await gives(site, there.hana, "07700 900123")
    await worry(there)
    leave, tried = letters.leave, []

    async def breaks(way, *args, **facts):
        tried.append(way)
        if way is Way.TEXT:
            raise OSError("the machine stops here")
        await leave(way, *args, **facts)

    monkeypatch.setattr(letters, "leave", breaks)
    await reaching.reach_due()
    assert "could not be left" in caplog.text
    assert tried == [Way.EMAIL, Way.TEXT]
    assert await written() == []
    monkeypatch.undo()
    await reaching.reach_due()
    assert await written() == ["+447700900123", HANA]


async def test_at_night_only_a_worry_rings(site, there):
    await gives(site, there.hana, HANA)
    await gives(site, there.fern, FERN)
    with at(2, days=1):
        concern = await worry(there, shown_as=ShownAs.HIDDEN)
        await looking.look_behind(concern, by=there.hana, reason=WHY)
        await reaching.reach_due()
        assert await written() == [HANA]
    with at(6, 59, days=1):
        await reaching.reach_due()
        assert await written() == [HANA]
    with at(7, 1, days=1):
        await reaching.reach_due()
    assert await written() == [FERN, HANA]
    letter = await Letter.get(address=FERN, what="please-look")
    assert "looked up who is behind hidden words" in letter.body
    assert WHY not in letter.body


async def test_a_worry_that_nobody_says_they_read_is_told_again_after_a_quarter_of_an_hour(site, there):
    for person, address in ((there.hana, HANA), (there.fern, FERN)):
        await gives(site, person, address)
    first = await worry(there)
    second = await worry(there, by=there.bo)
    hana = await site.as_(there.hana)
    await hana.post(f"/rivermead/concerns/{second.id}/acknowledgement")
    with clock.at(clock.now() + timedelta(minutes=14)):
        await unseen.tell_more()
    assert not await Notice.filter(what="worry_waits").exists()
    with clock.at(clock.now() + timedelta(minutes=16)):
        for _ in range(2):
            await unseen.tell_more()
            await reaching.reach_due()
    told = await Notice.filter(what="worry_waits").order_by("person_id").values_list("person_id", "thing_id")
    assert sorted(told) == sorted([(there.hana.id, first.id), (there.fern.id, first.id)])
    assert (await written()).count(FERN) == 1
    fern = await site.as_(there.fern)
    item = await Notice.get(what="worry_waits", person_id=there.fern.id)
    assert (await fern.get(f"/rivermead/news/{item.id}")).headers["location"] == "/rivermead/settings/rota"
    assert CANARY not in (await fern.get("/rivermead")).text


async def test_while_a_worry_waits_no_look_reads_all_notices(site, there, queries, engine_name):
    if engine_name != "sqlite":
        pytest.skip("it says how it looks in words of its own")
    await worry(there)
    with clock.at(clock.now() + timedelta(minutes=16)):
        await unseen.tell_more()
        with queries() as asked:
            await unseen.tell_more()
    looks = [sql for sql in asked if 'FROM "notice"' in sql]
    assert looks, asked
    for sql in looks:
        plan = await database.rows("EXPLAIN QUERY PLAN " + sql.replace("?", "1"))
        assert not [row for row in plan if row["detail"].startswith("SCAN")], plan


async def test_what_can_wait_is_one_letter_a_day(site, there):
    await gives(site, there.ellis, CASS)
    await gives(site, there.edie, "07700 900123")
    idea = await propose(there.amina, what=CANARY)
    for person in (there.ellis, there.edie):
        for number in range(3):
            await tell(there.rivermead.id, [person.id], "answer-due", idea, key=f"{number}")
        await tell(there.rivermead.id, [person.id], "owns", idea)
    with at(7, 30, days=1):
        await reaching.reach_daily()
        assert await written("news") == []
    with at(9, days=1):
        await asyncio.gather(*(reaching.reach_daily() for _ in range(3)))
        await tell(there.rivermead.id, [there.ellis.id], "appeal", idea)
        await reaching.reach_daily()
    assert await written("news") == [CASS], "and to no phone"
    letter = await Letter.get(what="news")
    assert "– An idea that won a vote waits for an answer. (3 times)" in letter.body
    assert letter.body.count("–") == 2
    assert letter.body.endswith("http://testserver/rivermead/news")
    assert CANARY not in letter.body
    with at(9, days=2):
        await reaching.reach_daily()
    assert await Letter.filter(what="news").count() == 2
    assert await written() == []


async def test_young_people_are_written_to_about_nothing_of_this(site, there):
    await gives(site, there.amina, "amina@example.org")
    await worry(there)
    idea = await propose(there.amina, what="Evening groups")
    await checking.publish(idea, by=there.cass, title="Evenings", missions=[])
    with at(12, days=1):
        await reaching.reach_due()
        await reaching.reach_daily()
    assert await written() == await written("news") == []
    assert await Notice.filter(person_id=there.amina.id, sent_at=None).count() == 2


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


async def test_the_days_letter_of_a_role_that_ended_is_not_sent(site, there, post):
    """Ellis decides and is an admin: it tells of both at once, so it goes whole; the page keeps it all."""
    await RoleGrant.create(person=there.ellis, role=Role.ADMIN, given_at=clock.now())
    await gives(site, there.ellis, CASS)
    await tell(there.rivermead.id, [there.ellis.id], "owns", there.rivermead)
    with at(12, days=1):
        await clock.run_due((reaching.reach_due, reaching.reach_daily))
    await keeping.end_role(there.ellis, Role.OFFICER, by=there.fern)
    assert (await Letter.get(what="news")).body == ""
    await sending.send_due()
    assert CASS not in post.addresses


async def test_what_was_told_before_somebody_gave_an_address_is_not_sent_there(site, there):
    """Their page says it. What comes after is sent; a second address changes nothing."""
    first = await worry(there)
    await gives(site, there.hana, HANA)
    await worry(there, by=there.bo)
    await gives(site, there.hana, "07700 900123")
    await reaching.reach_due()
    assert await written() == ["+447700900123", HANA]
    assert (await Notice.get(what="worry", thing_id=first.id)).sent_at


async def test_news_that_is_too_old_is_not_sent(site, there):
    await gives(site, there.hana, HANA)
    await worry(there)
    await worry(there, by=there.bo)
    first = await Notice.filter(what="worry").order_by("id").first()
    await Notice.filter(id=first.id).update(made_at=clock.now() - letters.LASTS - timedelta(minutes=1))
    await reaching.reach_due()
    assert await written() == [HANA]
    assert await Idea.filter(stage="held").count() == 2


async def test_a_worry_that_was_closed_or_read_rings_no_more(site, there, post):
    """Neither what was not written yet, nor a letter that waited while mail was down."""
    await gives(site, there.hana, HANA)
    await gives(site, there.fern, FERN)
    first, second = await worry(there), await worry(there, by=there.bo)
    await reaching.reach_due()
    with clock.at(clock.now() + timedelta(minutes=16)):
        await unseen.tell_more()
        await reaching.reach_due()
    hana = await site.as_(there.hana)
    assert (
        await hana.post(f"/rivermead/concerns/{first.id}/closing", data={"done": "Safe."})
    ).status_code == 303
    await hana.post(f"/rivermead/concerns/{second.id}/acknowledgement")
    await sending.send_due()
    assert post.addresses == [HANA], "of the open one, once; nobody hears that it waits unread"
    third = await worry(there)
    await hana.post(f"/rivermead/concerns/{third.id}/closing", data={"done": "Safe."})
    await reaching.reach_due()
    assert not await Letter.filter(what="please-look", ended_at=None, sent_at=None).exists()


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
