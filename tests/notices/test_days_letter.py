"""What can wait is one letter a day, for staff."""

import asyncio

from saidanddone import clock
from saidanddone.ideas.proposing import propose
from saidanddone.moderation import checking
from saidanddone.notices import sending
from saidanddone.notices.letters import Letter
from saidanddone.notices.models import Notice, tell
from saidanddone.people import keeping, reaching
from saidanddone.people.models import RoleGrant
from saidanddone.people.rights import Role
from tests.doors.coming import gives
from tests.notices.reached import CANARY, CASS, at, worry, written


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
