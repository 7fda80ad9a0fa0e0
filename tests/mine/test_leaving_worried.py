"""Amina leaves while somebody is worried: the lead can reach her until that is over, and nobody else can."""

from datetime import timedelta

from saidanddone import clock, database
from saidanddone.history.models import first_fault
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.mine.leaving import leave_due
from saidanddone.mine.models import Leaving
from saidanddone.mine.retaining import sweep
from saidanddone.moderation import checking
from saidanddone.moderation.checking import publish
from saidanddone.notices.letters import Letter
from saidanddone.people import inviting, joining
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person, Session
from saidanddone.people.rights import Role
from tests.doors.coming import ASK, CONTACT, TYPE, code_sent, gives, is_in
from tests.front.test_hidden_names import pages_for
from tests.mine.test_leaving import everything_in

NAME, ADDRESS, TYPED = "Zebrafinch", "quagga.canary@example.org", "neverconfirmed@example.org"
WORD = "quokkawords"
LEAVE, WORRIES = "/rivermead/me/leaving", "/rivermead/concerns"
GO = {"way": "everything", "when": "now", "sure": "yes"}


async def somebody_worrying(site, there):
    """Zoe, whom people may reach at one address, with an idea that was out and is held because of a worry."""
    _, code = await inviting.invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern)
    zoe = await joining.join(there.rivermead, code, nickname=NAME)
    zoe.hold([Role.YOUNG_PERSON])
    idea = await propose(zoe, what=f"{WORD} of mine", why=WORD)
    await publish(idea, by=there.cass, title=f"Title {WORD}", missions=[])
    await checking.hold(idea, by=there.cass, message="Worried")
    browser = await gives(site, zoe, ADDRESS)
    await browser.post(CONTACT, data={"address": TYPED})
    return zoe, idea, browser


async def closes(site, there):
    hana = await site.as_(there.hana)
    assert (await hana.post(f"{WORRIES}/1/closing", data={"done": "They are safe."})).status_code == 303


async def test_only_the_lead_reads_who_left_and_only_with_a_reason(site, there):
    _, idea, browser = await somebody_worrying(site, there)
    assert (await browser.post(LEAVE, data=GO)).status_code == 303
    people = (there.bo, there.cass, there.ellis, there.fern, there.gus, there.hana, None)
    met = 0
    for person in people:
        async for path, answer in pages_for(site, person, [idea.number]):
            met += answer.status_code == 200
            for canary in (NAME, ADDRESS):
                assert canary not in answer.text, (person and person.nickname, path)
    assert met > 150
    hana = await site.as_(there.hana)
    before = (await hana.get(WORRIES)).text
    assert "From someone who left" in before
    assert "is taken away now, for good" in before
    assert (await hana.post(f"{WORRIES}/1/name", data={"reason": ""})).status_code == 422
    other = await Person.join(there.rivermead, "Hugo", Role.SAFEGUARDING_LEAD, job_title="Deputy Lead")
    assert (await hana.post(f"{WORRIES}/1/name", data={"reason": "Are they safe?"})).status_code == 303
    page = (await hana.get(WORRIES)).text
    assert NAME in page
    assert ADDRESS in page
    assert TYPED not in page, "nobody said that it is theirs"
    deputy = (await (await site.as_(other)).get(WORRIES)).text
    assert NAME not in deputy, "each lead gives a reason of their own"
    assert ADDRESS not in deputy
    assert await first_fault(there.rivermead.id) is None
    with clock.at(clock.now() + timedelta(hours=25)):
        assert NAME not in (await hana.get(WORRIES)).text


async def test_an_address_that_is_kept_for_the_lead_opens_nothing(site, there):
    zoe, _, browser = await somebody_worrying(site, there)
    asked = await site.client()
    await asked.post(ASK, data={"address": ADDRESS})
    before = await code_sent()
    assert (await browser.post(LEAVE, data=GO)).status_code == 303
    await asked.post(TYPE, data={"device": "own", "code": before})
    assert not await is_in(asked), "a code that was sent before"
    stranger = await site.client()
    for typed in (ADDRESS, TYPED):
        await stranger.post(ASK, data={"address": typed})
    assert not await Letter.filter(ended_at=None).exclude(address="").exists()
    assert not await is_in(browser)
    kept = await Contact.get()
    assert (kept.person_id, kept.address) == (zoe.id, ADDRESS)
    bo = await gives(site, there.bo, ADDRESS)
    assert ADDRESS in (await bo.get(CONTACT)).text, "who has the address may come in by it anew"


async def test_when_the_worry_is_closed_nothing_is_left(site, there):
    zoe, idea, browser = await somebody_worrying(site, there)
    await browser.post(LEAVE, data=GO)
    await leave_due()
    kept = await everything_in(site)
    assert all(canary.lower() in kept for canary in (NAME, ADDRESS, WORD))
    assert (await Person.get(id=zoe.id)).nickname == "Somebody who left"
    await closes(site, there)
    assert (await Idea.get(id=idea.id)).stage is Stage.WITHDRAWN, "never out again in between"
    left = await everything_in(site)
    for canary in (NAME, ADDRESS, TYPED, WORD):
        at = left.find(canary.lower())
        assert at < 0, left[max(at - 200, 0) : at + 200]
    assert not await Contact.all().exists()
    assert await first_fault(there.rivermead.id) is None
    await leave_due()
    assert await Leaving.filter(waits=False, name="").count() == 1


async def test_a_second_worry_keeps_what_the_first_one_kept(site, there):
    zoe, _, browser = await somebody_worrying(site, there)
    other = await propose(zoe, what=f"{WORD} once more")
    await checking.hold(other, by=there.cass, message="Worried again")
    await browser.post(LEAVE, data=GO)
    await closes(site, there)
    assert (await Leaving.get()).name == NAME
    assert (await Contact.get()).address == ADDRESS
    hana = await site.as_(there.hana)
    await hana.post(f"{WORRIES}/2/closing", data={"done": "They are safe."})
    assert (await Leaving.get()).name == ""
    assert not await Contact.all().exists()


async def test_an_account_that_nobody_uses_waits_for_its_worry_too(site, there):
    zoe, idea, _ = await somebody_worrying(site, there)
    moment = clock.real_now() - timedelta(days=1000)
    times = dict.fromkeys(("started_at", "seen_at", "ends_at"), moment)
    await database.write(lambda: Session.all().update(**times))
    for days in (705, 740):
        with clock.at(clock.now() + timedelta(days=days)):
            await sweep()
    left = await Leaving.get(person_id=zoe.id)
    assert (left.waits, left.name) == (True, NAME)
    assert (await Person.get(id=zoe.id)).nickname == "Somebody who left"
    assert (await Contact.get()).address == ADDRESS
    await closes(site, there)
    left = await everything_in(site)
    assert NAME.lower() not in left
    assert ADDRESS not in left
    assert (await Idea.get(id=idea.id)).what.startswith(WORD), "its ideas stay, nameless"
    assert await first_fault(there.rivermead.id) is None
