"""What can't wait reaches staff by letter at once, each once, whatever else fails."""

import asyncio
from datetime import timedelta

from saidanddone import clock, due
from saidanddone.ideas.models import ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.moderation import looking, rota, unseen
from saidanddone.notices import letters, sending
from saidanddone.notices.letters import Letter, Way
from saidanddone.notices.models import Notice
from saidanddone.people import alarms, reaching
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from tests.doors.coming import gives
from tests.notices.reached import CANARY, FERN, HANA, IDA, LEE, WHY, WORRIED, at, worry, written


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
