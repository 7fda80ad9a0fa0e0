"""Whoever left the council's directory is out within a day, whatever passkey they made here."""

from datetime import timedelta

from saidanddone import clock, database
from saidanddone.notices.models import Notice
from saidanddone.people import sessions
from saidanddone.people.contacts import contacts_of
from saidanddone.people.keeping import give_role
from saidanddone.people.models import Person, Proof, RoleGrant, Session
from saidanddone.people.passkeys import passkeys_of
from saidanddone.people.providers.keeping import turn_off
from saidanddone.people.providers.models import Identity, ProvidedGrant, Provider
from saidanddone.people.rights import Role
from tests.doors.coming import gives
from tests.doors.test_letting_in import with_passkey
from tests.providers.test_coming_in import DESK, comes_in

OLU = "olu@work.example.org"
STEP, SETTINGS = "/rivermead/second-step", "/rivermead/settings"


async def last_there(person, hours):
    """Their last sign-in at the provider was so many hours ago."""
    began = clock.real_now() - timedelta(hours=hours)
    theirs = Session.filter(person_id=person.id, proof=Proof.PROVIDER)
    await database.write(lambda: theirs.update(started_at=began))


async def olu_with_a_passkey(site, elsewhere):
    await comes_in(site, elsewhere, "olu")
    olu = await Person.get(nickname="Olu Bello")
    return olu, await site.as_(olu)


async def test_a_role_that_a_group_gave_opens_by_a_passkey_for_a_day(site, there, elsewhere, provider):
    olu, browser = await olu_with_a_passkey(site, elsewhere)
    await last_there(olu, 23)
    assert (await browser.get(DESK)).status_code == 200
    await last_there(olu, 25)
    for method, path in (("GET", DESK), ("GET", "/rivermead"), ("POST", "/rivermead/ideas")):
        answer = await browser.request(method, path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, STEP), path
    page = await browser.get(STEP)
    assert page.status_code == 200
    assert "It has not said so for a day" in page.text
    assert "Use my council account" in page.text
    assert "Senior officer" in page.text
    assert DESK not in page.text.replace(f"next={DESK}", ""), "the frame offers nothing that is shut"
    answer, _ = await comes_in(site, elsewhere, "olu", browser)
    assert answer.status_code == 303
    assert (await (await site.as_(olu)).get(DESK)).status_code == 200, "the passkey works again for a day"


async def test_a_device_that_stays_signed_in_is_out_after_the_day_too(site, there, elsewhere, provider):
    olu, _ = await olu_with_a_passkey(site, elsewhere)
    one_step = await site.client()
    one_step.cookies.set(sessions.COOKIE, await sessions.start(olu, proof=Proof.LINK))
    await last_there(olu, 25)
    assert (await one_step.get(DESK)).headers["location"].startswith(STEP)
    assert "It has not said so for a day" in (await one_step.get(STEP)).text
    assert await RoleGrant.filter(person_id=olu.id, ended_at=None).count() == 1, "nothing is ended"


async def test_a_role_given_by_hand_is_not_the_directorys(site, there, elsewhere, provider):
    olu, _ = await olu_with_a_passkey(site, elsewhere)
    await give_role(olu, Role.ADMIN, by=there.fern)
    browser = await site.as_(olu)
    await last_there(olu, 25)
    assert (await browser.get(SETTINGS)).status_code == 200
    assert (await browser.get("/rivermead/plan/actions/new")).headers["location"].startswith(STEP)
    assert "Go on with what else I do here" in (await browser.get(STEP)).text
    assert "Use my council account" not in (await browser.get(SETTINGS)).text
    ellis = await site.as_(there.ellis)
    assert (await ellis.get(DESK)).status_code == 200, "who was never sent there needs no account there"
    assert (await ellis.get(STEP)).headers["location"] == "/rivermead"


async def test_the_directory_never_ends_the_last_admin(site, there, elsewhere, provider):
    await elsewhere.knows(olu={"name": "Olu Bello", "groups": ["admins", "officers"]})
    await comes_in(site, elsewhere, "olu")
    olu = await Person.get(nickname="Olu Bello")
    await database.write(
        lambda: RoleGrant.filter(person_id=there.fern.id).update(ended_at=clock.now())
    )  # she was the other one
    await elsewhere.knows(olu={"name": "Olu Bello", "groups": []})
    for _ in range(2):
        answer, browser = await comes_in(site, elsewhere, "olu")
        assert answer.status_code == 303
    assert (await browser.get(SETTINGS)).status_code == 200
    held = await RoleGrant.filter(person_id=olu.id, ended_at=None).values_list("role", flat=True)
    assert held == [Role.ADMIN], "the other role ended"
    told = await Notice.filter(what="last_admin").values_list("person_id", flat=True)
    assert told == [olu.id], "once, not at each sign-in"
    assert "no longer makes you an admin" in (await browser.get("/rivermead/news")).text
    await database.write(
        lambda: RoleGrant.create(person_id=there.edie.id, role=Role.ADMIN, given_at=clock.now())
    )
    answer, _ = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 403, "there is another now"


async def test_what_a_former_provider_gave_opens_nothing_until_the_new_one_says_so(
    site, there, elsewhere, provider
):
    _, browser = await olu_with_a_passkey(site, elsewhere)
    await database.write(lambda: Provider.all().update(issuer="https://new.example"))
    assert (await browser.get(DESK)).headers["location"].startswith(STEP)
    await turn_off(there.rivermead, by=there.fern)
    assert (await browser.get(DESK)).status_code == 200, "turned off: passkeys open all roles, as docs say"


async def test_the_new_provider_takes_over_what_the_former_one_gave(site, there, elsewhere, provider):
    olu, _ = await olu_with_a_passkey(site, elsewhere)
    await database.write(
        lambda: Identity.create(
            council_id=there.rivermead.id, person=olu, issuer="https://old.example", subject="1",
            first_at=clock.now(),
        )
    )  # fmt: skip
    old = await Identity.get(issuer="https://old.example")
    await database.write(lambda: ProvidedGrant.all().update(identity_id=old.id))
    assert (await (await site.as_(olu)).get(DESK)).status_code == 303
    await comes_in(site, elsewhere, "olu")
    assert (await (await site.as_(olu)).get(DESK)).status_code == 200
    await database.write(lambda: ProvidedGrant.all().update(identity_id=old.id))
    await elsewhere.knows(olu={"groups": ["admins"]})
    await comes_in(site, elsewhere, "olu")
    roles = await RoleGrant.filter(person_id=olu.id, ended_at=None).values_list("role", flat=True)
    assert roles == [Role.ADMIN], "what the new one does not give ends"


async def test_olu_moves_to_another_group_and_keeps_her_passkey_and_her_address(
    site, there, elsewhere, provider
):
    olu, _ = await olu_with_a_passkey(site, elsewhere)
    await with_passkey(olu)
    await gives(site, olu, OLU)
    await elsewhere.knows(olu={"name": "Olu Bello", "groups": ["admins"]})
    await comes_in(site, elsewhere, "olu")
    held = await RoleGrant.filter(person_id=olu.id, ended_at=None).values_list("role", flat=True)
    assert held == [Role.ADMIN]
    assert len(await passkeys_of(olu)) == 1, "she was of the staff all along"
    assert [one.address for one in await contacts_of(olu)] == [OLU]


async def test_whom_no_group_lets_in_any_more_is_written_to_about_no_work(site, there, elsewhere, provider):
    olu, _ = await olu_with_a_passkey(site, elsewhere)
    await gives(site, olu, OLU)
    await elsewhere.knows(olu={"name": "Olu Bello", "groups": []})
    answer, _ = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 403
    assert await contacts_of(olu) == []
