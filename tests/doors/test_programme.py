"""Programme admins come in with two steps, see their devices and sign them out; a council's people do not."""

import pytest
from starlette.routing import Route

from saidanddone import clock, database
from saidanddone.people import keeping, sessions
from saidanddone.people.models import Person, Proof, Session
from saidanddone.people.passkey_models import KeyChallenge, Passkey
from saidanddone.people.passkeys import NOT_THIS_ONE
from saidanddone.people.rights import Role
from saidanddone.routes import programme
from tests.doors.authenticator import Phone
from tests.doors.stepping import take_the_step
from tests.doors.test_devices import CHROME, NEW, SAFARI
from tests.doors.test_passkeys import DOOR, ME, asked, come_in, with_passkey

AT, STEP, IN = "/programme", "/programme/second-step", "/programme/sign-in"
OPEN = {"sign_in", "sign_in_link", "use_sign_in_link", "use_passkey", "ask_passkey", "sign_out"}
WITH_ONE_STEP = {"second_step", "sign_out", "use_passkey", "ask_passkey", "ask_new_passkey", "add_passkey"}
ROUTES = sorted(
    (route for route in programme.ROUTES if isinstance(route, Route)),
    key=lambda route: route.name == "programme:sign_out",  # nobody is let in after it
)


async def by_link(site, person, agent=CHROME, **typed):
    """Somebody of the programme in a new browser, by a link from the machine's keyboard."""
    browser = await site.client(**{"User-Agent": agent})
    link = f"{IN}/{await sessions.make_link(person)}"
    assert "Come in." in (await browser.get(link)).text
    assert (await browser.post(link, data={"device": "own", **typed})).headers["location"] == AT
    return browser


async def knock(browser, route):
    path = route.path.replace("{id:number}", "1").replace("{token}", "x")
    return await (browser.get(path) if "GET" in route.methods else browser.post(path, data={}))


def kind(route):
    return route.name.removeprefix("programme:")


async def test_jo_comes_by_a_link_makes_a_passkey_and_comes_back_by_it_alone(site, there):
    jo = await by_link(site, there.jo)
    assert (await jo.get(AT)).headers["location"] == f"{STEP}?next={AT}"
    page = (await jo.get(f"{STEP}?next={AT}")).text
    assert "Make a passkey on this device now" in page
    assert f'data-passkey="{AT}/passkeys/challenges"' in page
    before = jo.cookies[sessions.COOKIE]
    phone, made = await take_the_step(jo, mine=AT)
    assert (made.status_code, made.headers["location"]) == (303, AT)
    assert (await jo.get(AT)).status_code == 200
    old = await site.client()
    old.cookies.set(sessions.COOKIE, before)
    assert (await old.get(AT)).headers["location"].startswith(IN), "under a new token"

    new = await site.client()
    assert f'data-passkey="{IN}/passkeys/challenges"' in (await new.get(IN)).text
    came = await come_in(new, phone.sign(await asked(new, IN)), at=IN, next=f"{AT}/devices", device="own")
    assert (came.status_code, came.headers["location"]) == (303, f"{AT}/devices")
    assert "You are here now" in (await new.get(f"{AT}/devices")).text
    assert (await new.get(IN)).text.count("You are signed in already") == 1
    assert (await Session.filter(person_id=there.jo.id).order_by("-id").first()).proof is Proof.PASSKEY


async def test_once_there_is_a_passkey_a_link_alone_opens_nothing_and_makes_no_other(site, there):
    phone, _ = await take_the_step(await by_link(site, there.jo), mine=AT)
    thief = await by_link(site, there.jo)
    for route in ROUTES:
        if kind(route) not in WITH_ONE_STEP:
            answer = await knock(thief, route)
            assert answer.headers["location"].startswith(STEP), route.name
    assert "Use your passkey" in (await thief.get(STEP)).text
    assert (await thief.post(f"{AT}/passkeys/challenges")).status_code == 403
    more = await thief.post(f"{AT}/passkeys", data={"name": "Mine", "credential": "{}"})
    assert more.status_code == 403
    assert (await come_in(thief, phone.sign(await asked(thief, IN)), at=IN)).headers["location"] == AT
    assert (await thief.get(AT)).status_code == 200


async def test_jo_sees_a_new_device_and_signs_it_out_and_all_others(site, there):
    phone, first = await with_passkey(site, there.jo, at=AT)
    assert NEW not in (await first.get(AT)).text
    library = await site.client(**{"User-Agent": SAFARI})
    await come_in(library, phone.sign(await asked(library, IN)), at=IN)
    told = (await first.get(AT)).text
    assert NEW in told
    newest = await Session.filter(person_id=there.jo.id).order_by("-id").first()
    out = f"{AT}/devices/{newest.id}/sign-out"
    assert f'action="{out}"' in told
    page = (await first.get(f"{AT}/devices")).text
    assert "Safari on iPhone" in page
    assert "Others use it too" in page
    assert (await first.post(out)).headers["location"] == f"{AT}/devices"
    assert (await library.get(AT)).headers["location"].startswith(IN)
    assert (await first.post(out)).status_code == 404

    third, fourth = await by_link(site, there.jo), await by_link(site, there.jo, SAFARI)
    assert NEW in (await first.get(AT)).text
    assert (await first.post(f"{AT}/devices/recognition")).headers["location"] == AT
    assert NEW not in (await first.get(AT)).text
    assert (await first.post(f"{AT}/devices/sign-out")).headers["location"] == f"{AT}/devices"
    for browser in (third, fourth):
        assert (await browser.get(STEP)).headers["location"].startswith(IN)
    here = await Session.get(person_id=there.jo.id, ended_at=None)
    gone = await first.post(f"{AT}/devices/{here.id}/sign-out")
    assert gone.headers["location"] == IN
    assert (await first.get(AT)).headers["location"].startswith(IN)


async def test_a_passkey_is_renamed_and_removed_by_its_person_alone(site, there):
    _, jo = await with_passkey(site, there.jo, at=AT)
    key = await Passkey.get()
    second = await Person.join(None, "Kim", Role.PROGRAMME_ADMIN, job_title="Programme Lead")
    kim, amina = await site.as_(second), await site.as_(there.amina)
    _, bos = await with_passkey(site, there.bo)
    bos_key, bos_device = (
        await Passkey.get(person_id=there.bo.id),
        await Session.filter(person_id=there.bo.id).first(),
    )
    jos_device = await Session.filter(person_id=there.jo.id).first()
    for browser, mine in ((kim, AT), (amina, AT), (amina, ME), (bos, ME)):
        for act in (
            f"passkeys/{key.id}/name",
            f"passkeys/{key.id}/removal",
            f"devices/{jos_device.id}/sign-out",
        ):
            assert (
                await browser.post(f"{mine}/{act}", data={"name": "Mine", "sure": "yes"})
            ).status_code == 404
    for act in (
        f"passkeys/{bos_key.id}/name",
        f"passkeys/{bos_key.id}/removal",
        f"devices/{bos_device.id}/sign-out",
    ):
        assert (await jo.post(f"{AT}/{act}", data={"name": "Mine", "sure": "yes"})).status_code == 404
    assert "My phone" not in (await kim.get(f"{AT}/devices")).text

    at = f"{AT}/passkeys/{key.id}"
    assert (await jo.post(f"{at}/name", data={"name": ""})).status_code == 422
    assert (await jo.post(f"{at}/name", data={"name": "Old phone"})).headers["location"] == f"{AT}/devices"
    assert "Old phone" in (await jo.get(f"{AT}/devices")).text
    assert (await jo.post(f"{at}/removal", data={})).status_code == 422
    assert (await jo.post(f"{at}/removal", data={"sure": "yes"})).headers["location"] == f"{AT}/devices"
    assert await Passkey.all().values_list("person_id", flat=True) == [there.bo.id]


async def test_a_passkey_opens_the_door_of_its_own_people_and_no_other(site, there):
    jos, _ = await with_passkey(site, there.jo, at=AT)
    aminas, _ = await with_passkey(site, there.amina)
    for phone, wrong, right in ((jos, DOOR, IN), (aminas, IN, DOOR)):
        browser = await site.client()
        refused = await come_in(browser, phone.sign(await asked(browser, wrong)), at=wrong)
        assert (refused.status_code, NOT_THIS_ONE in refused.text) == (422, True), wrong
        crossed = await come_in(browser, phone.sign(await asked(browser, wrong)), at=right)
        assert crossed.status_code == 422, "asked at one door, answered at another"
        assert sessions.COOKIE not in browser.cookies
        assert (await come_in(browser, phone.sign(await asked(browser, right)), at=right)).status_code == 303
    stranger = await site.client()
    assert (await come_in(stranger, Phone().sign(await asked(stranger, IN)), at=IN)).status_code == 422
    suspended = Person.filter(id=there.jo.id)
    await database.write(lambda: suspended.update(suspended_at=clock.now()))
    assert (await come_in(stranger, jos.sign(await asked(stranger, IN)), at=IN)).status_code == 422
    assert await KeyChallenge.all().count() == 0, "each was used up"


@pytest.mark.parametrize("name", ["amina", "cass", "fern", "dev"])
async def test_at_the_programmes_doors_a_councils_people_are_nobody(site, there, name):
    browser = await site.as_(getattr(there, name))
    for route in ROUTES:
        answer = await knock(browser, route)
        if kind(route) not in OPEN:
            assert answer.status_code == 404, route.name
        else:
            assert answer.status_code in {200, 303, 422}, route.name
            assert "signed in already" not in answer.text, route.name


async def test_visitors_find_the_way_in_and_nothing_else(site, there):
    visitor = await site.client()
    for route in ROUTES:
        answer = await knock(visitor, route)
        if kind(route) not in OPEN:
            assert answer.headers["location"].startswith(IN), route.name
    page = (await visitor.get(IN)).text
    assert "whoever looks after this site" in page
    assert there.jo.nickname not in page


async def test_a_lost_device_is_mended_at_the_keyboard(site, there):
    lost, browser = await with_passkey(site, there.jo, at=AT)
    await keeping.begin_anew(there.jo)
    assert (await browser.get(AT)).headers["location"].startswith(IN)
    assert (await come_in(browser, lost.sign(await asked(browser, IN)), at=IN)).status_code == 422
    jo = await by_link(site, there.jo)
    _, made = await take_the_step(jo, mine=AT)
    assert made.status_code == 303
    assert (await jo.get(AT)).status_code == 200


async def test_nobody_is_shut_out_where_there_can_be_no_passkeys(site, there):
    from dataclasses import replace

    site.app.state.settings = replace(site.settings, origin="http://127.0.0.1:8000")
    jo = await by_link(site, there.jo)
    assert (await jo.get(AT)).status_code == 200
    assert "No passkeys here" in (await jo.get(f"{AT}/devices")).text
