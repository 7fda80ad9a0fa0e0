"""While the directory is silent, staff stay staff, and make no way in that would open their role later."""

from datetime import timedelta

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow
from saidanddone.ideas.proposing import propose
from saidanddone.moderation import checking
from saidanddone.people import sessions
from saidanddone.people.contacts import Contact
from saidanddone.people.keeping import give_role
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.passkey_models import Passkey
from saidanddone.people.rights import Role
from saidanddone.rounds.models import Ballot
from tests.doors.authenticator import Phone
from tests.doors.stepping import take_the_step
from tests.providers.test_coming_in import DESK, comes_in
from tests.providers.test_leaving_the_directory import STEP, last_there

KEYS, CARD, CONTACT = "/rivermead/me/passkeys", "/rivermead/me/card", "/rivermead/me/contact"


async def with_a_link(site, person):
    browser = await site.client()
    answer = await browser.post(
        f"/rivermead/sign-in/{await sessions.make_link(person)}", data={"device": "own"}
    )
    assert answer.status_code == 303
    return browser


async def olu_asleep(site, elsewhere, **browser):
    await comes_in(site, elsewhere, "olu")
    olu = await Person.get(nickname="Olu Bello")
    phone, _ = await take_the_step(await with_a_link(site, olu))
    await last_there(olu, 25)
    return olu, phone


async def test_nobody_makes_a_passkey_while_a_role_sleeps(site, there, elsewhere, provider):
    olu, phone = await olu_asleep(site, elsewhere)
    by_key = await site.client()
    asked = await by_key.post("/rivermead/sign-in/passkeys/challenges")
    await by_key.post("/rivermead/sign-in/passkeys", data={"credential": phone.sign(asked.json())})
    for who, browser in (("a link", await with_a_link(site, olu)), ("her passkey", by_key)):
        refused = await browser.post(f"{KEYS}/challenges")
        assert refused.status_code == 403, who
        made = await browser.post(KEYS, data={"name": "Mine", "credential": "{}"})
        assert (made.status_code, "Come in with your council account first" in made.text) == (403, True)
    assert await Passkey.filter(person_id=olu.id).count() == 1
    await give_role(olu, Role.YOUNG_PERSON, by=there.fern)
    browser = await site.as_(olu)
    assert (await browser.get("/rivermead")).status_code == 200
    refused = await browser.post(CONTACT, data={"address": "o@private.example"})
    assert (refused.status_code, "Come in with your council account first" in refused.text) == (422, True)
    assert not await Contact.exists()
    assert (await browser.post(CARD, data={"pin": "482915", "again": "482915"})).status_code == 403


async def test_an_answer_asked_for_before_the_role_slept_makes_no_passkey(site, there, elsewhere, provider):
    await comes_in(site, elsewhere, "olu")
    olu = await Person.get(nickname="Olu Bello")
    thief, evil = await with_a_link(site, olu), Phone()
    asked = await thief.post(f"{KEYS}/challenges")
    await last_there(olu, 25)
    made = await thief.post(KEYS, data={"name": "x", "credential": evil.make(asked.json())})
    assert made.status_code == 403
    assert not await Passkey.exists()


async def test_who_comes_back_to_the_staff_comes_in_by_staffs_ways(site, there, elsewhere, provider):
    await comes_in(site, elsewhere, "olu")
    olu = await Person.get(nickname="Olu Bello")
    await database.write(lambda: RoleGrant.filter(person_id=olu.id).update(ended_at=clock.now()))
    await take_the_step(await with_a_link(site, olu))
    assert await Passkey.filter(person_id=olu.id).exists()
    await comes_in(site, elsewhere, "olu")
    assert not await Passkey.filter(person_id=olu.id).exists(), "it was made in one step"


async def open_round(site, there):
    for what in ("One thing", "Two things"):
        idea = await propose(there.amina, what=what)
        await checking.publish(idea, by=there.cass, title=what, missions=[])
    cass, now = await site.as_(there.cass), clock.local(clock.now())
    for number in (1, 2):
        await cass.post(f"/rivermead/moderation/ideas/{number}/shortlisting", data={})
    opens, closes = (f"{now + timedelta(hours=hours):%Y-%m-%dT%H:%M}" for hours in (1, 200))
    asked = {"question": "Which first?", "opens": opens, "closes": closes, "picks": "1", "idea": ["1", "2"]}
    assert (await cass.post("/rivermead/rounds", data=asked)).status_code == 303
    assert (await cass.post("/rivermead/rounds/1/opening", data={})).status_code == 303


async def test_staff_never_vote_not_while_their_role_sleeps(site, there, elsewhere, provider):
    olu, _ = await olu_asleep(site, elsewhere)
    await give_role(olu, Role.YOUNG_PERSON, by=there.fern)
    await open_round(site, there)
    browser = await site.as_(olu)
    refused = await browser.post("/rivermead/rounds/1/votes", data={"choice": "1"})
    assert refused.status_code == 403
    assert not await Ballot.exists()


async def test_an_admin_gives_by_hand_what_the_directory_gave(site, there, elsewhere, provider):
    olu, _ = await olu_asleep(site, elsewhere)
    one = f"/rivermead/settings/people/{olu.id}"
    fern = await site.as_(there.fern)
    page = (await fern.get(one)).text
    assert "Senior officer, by hand" in page
    given = await fern.post(f"{one}/roles", data={"role": Role.OFFICER})
    assert given.status_code == 303, given.text
    assert "Senior officer, by hand" not in (await fern.get(one)).text
    acts = await HistoryRow.filter(who_id=there.fern.id, act__in=["end_role", "give_role"]).values_list(
        "act", flat=True
    )
    assert sorted(acts) == ["end_role", "give_role"]
    browser = await site.as_(olu)
    assert (await browser.get(DESK)).status_code == 200, "it needs no council account"
    assert (await browser.get(STEP)).headers["location"] == "/rivermead"
    assert (await fern.post(f"{one}/roles", data={"role": Role.OFFICER})).status_code == 409
    await elsewhere.knows(olu={"name": "Olu Bello", "groups": []})
    await comes_in(site, elsewhere, "olu")
    assert await RoleGrant.filter(person_id=olu.id, ended_at=None).count() == 1, (
        "the directory ends it no more"
    )
