"""My devices: seeing them, signing them out, and being told of a new one."""

import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow
from saidanddone.notices.letters import Letter, Way
from saidanddone.notices.models import Notice
from saidanddone.people import keeping, sessions
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Session
from saidanddone.people.passkey_models import Passkey
from tests.doors.test_passkeys import with_passkey

ME = "/rivermead/me/devices"
NEW = "A new device signed in"
CHROME, SAFARI = "(Android) Chrome/131.0 Safari/537", "(iPhone) Safari/604"


async def comes_in(site, person, agent, **typed):
    browser = await site.client(**{"User-Agent": agent})
    await again(browser, person, **typed)
    return browser


async def again(browser, person, **typed):
    token = await sessions.make_link(person)
    assert (
        await browser.post(f"/rivermead/sign-in/{token}", data={"device": "own", **typed})
    ).status_code == 303


async def newest(person):
    return await Session.filter(person_id=person.id).order_by("-id").first()


async def test_amina_sees_her_devices_and_signs_one_out(site, there):
    phone = await comes_in(site, there.amina, CHROME)
    library = await comes_in(site, there.amina, SAFARI, device="shared")
    theirs = await newest(there.amina)
    page = (await phone.get(ME)).text
    for words in (
        "Chrome on Android",
        "You are here now",
        "Safari on iPhone",
        "Others use it too",
        "a one-time link",
    ):
        assert words in page
    assert (await phone.post(f"{ME}/{theirs.id}/sign-out", data={})).status_code == 303
    assert (await library.get(ME)).status_code == 303
    assert (await phone.get(ME)).status_code == 200
    assert "Safari on iPhone" not in (await phone.get(ME)).text
    assert (await phone.post(f"{ME}/{theirs.id}/sign-out", data={})).status_code == 404


async def test_of_others_devices_there_is_no_trace(site, there):
    amina = await comes_in(site, there.amina, CHROME)
    bo = await comes_in(site, there.bo, SAFARI)
    assert (await bo.post(f"{ME}/{(await newest(there.amina)).id}/sign-out", data={})).status_code == 404
    assert (await bo.post(f"{ME}/999/sign-out", data={})).status_code == 404
    assert "Chrome" not in (await bo.get(ME)).text
    assert (await amina.get(ME)).status_code == 200


async def test_signing_out_everywhere_else_leaves_this_one(site, there):
    phone, *others = [await comes_in(site, there.amina, CHROME) for _ in range(3)]
    bo = await site.as_(there.bo)
    assert (await phone.post(f"{ME}/sign-out", data={})).status_code == 303
    assert [(await one.get(ME)).status_code for one in (phone, *others, bo)] == [200, 303, 303, 200]
    assert "signed in nowhere else" in (await phone.get(ME)).text


@pytest.mark.parametrize("way", ["it alone", "all others", "by the admin", "suspended"])
async def test_a_phone_that_amina_signed_out_from_afar_is_a_stranger_when_it_comes_in_again(site, there, way):
    """Whoever has it reads her messages too: it is told of on her other phone, as any new one is."""
    own = await comes_in(site, there.amina, CHROME)
    stolen = await comes_in(site, there.amina, SAFARI)
    theirs = await newest(there.amina)
    await again(stolen, there.amina)
    await own.post(f"{ME}/recognition", data={})
    if way == "it alone":
        last = await newest(there.amina)
        assert last.browser_hash == theirs.browser_hash != ""
        await own.post(f"{ME}/{last.id}/sign-out", data={})
    elif way == "all others":
        await own.post(f"{ME}/sign-out", data={})
    elif way == "by the admin":
        await keeping.sign_out_everywhere(there.amina, by=there.fern)
    else:
        await keeping.suspend(there.amina, by=there.fern)
        await keeping.let_back(there.amina, by=there.fern)
    assert not await Session.exists(browser_hash=theirs.browser_hash), "also of those that ended before"
    if way in {"by the admin", "suspended"}:
        await again(own, there.amina)
    before = await Notice.filter(person_id=there.amina.id, what="new-device").count()
    await again(stolen, there.amina)
    assert (await newest(there.amina)).is_new
    assert await Notice.filter(person_id=there.amina.id, what="new-device").count() == before + 1
    assert NEW in (await own.get("/rivermead")).text


async def test_a_phone_that_signs_itself_out_is_no_stranger(site, there):
    phone = await comes_in(site, there.amina, CHROME)
    await phone.post("/rivermead/sign-out")
    await again(phone, there.amina)
    assert not (await newest(there.amina)).is_new
    library = await comes_in(site, there.amina, SAFARI)
    await phone.post(f"{ME}/{(await newest(there.amina)).id}/sign-out", data={})
    await phone.post("/rivermead/sign-out")
    await again(phone, there.amina)
    assert not (await newest(there.amina)).is_new, "nor when it signed out another one"
    await again(library, there.amina)
    assert (await newest(there.amina)).is_new


async def test_signing_out_this_one_by_its_number_is_signing_out(site, there):
    phone = await comes_in(site, there.amina, CHROME)
    out = await phone.post(f"{ME}/{(await newest(there.amina)).id}/sign-out", data={})
    assert out.headers["location"] == "/rivermead/sign-in"
    assert f'{sessions.COOKIE}=""' in out.headers["set-cookie"], "the browser forgets it too"
    assert (await phone.get(ME)).status_code == 303


async def test_a_new_device_is_told_of_on_the_others_until_somebody_answers(site, there):
    phone = await comes_in(site, there.amina, CHROME)
    assert NEW not in (await phone.get("/rivermead")).text, "the first one ever is no news"
    stranger = await comes_in(site, there.amina, SAFARI)
    for page in ("/rivermead", "/rivermead/plan"):
        told = (await phone.get(page)).text
        assert NEW in told
        assert "Safari on iPhone" in told
    assert NEW not in (await stranger.get("/rivermead")).text
    await stranger.post(f"{ME}/recognition", data={})
    assert NEW in (await phone.get("/rivermead")).text, "only who is told can say that it was them"
    await phone.post(f"{ME}/{(await newest(there.amina)).id}/sign-out", data={})
    assert NEW not in (await phone.get("/rivermead")).text
    assert (await stranger.get(ME)).status_code == 303
    assert await Notice.filter(what="new-device", person_id=there.amina.id).count() == 1
    assert NEW not in (await (await site.as_(there.bo)).get("/rivermead")).text


async def test_coming_back_to_ones_own_browser_is_no_news_and_a_shared_one_always_is(site, there):
    phone = await comes_in(site, there.amina, CHROME)
    laptop = await comes_in(site, there.amina, SAFARI)
    await phone.post(f"{ME}/recognition", data={})
    await laptop.post("/rivermead/sign-out", data={})
    await again(laptop, there.amina)
    assert NEW not in (await phone.get("/rivermead")).text
    await again(laptop, there.amina, device="shared")
    assert NEW in (await phone.get("/rivermead")).text
    # Somebody else's browser is new for Bo, though it is known for Amina.
    bo = await comes_in(site, there.bo, CHROME)
    await again(laptop, there.bo)
    assert NEW in (await bo.get("/rivermead")).text


async def test_without_news_no_page_asks_the_database_about_it(site, there, queries):
    phone = await comes_in(site, there.amina, CHROME)
    with queries() as asked:
        await phone.get("/rivermead/plan")
    assert not any("passkey" in one for one in asked)


async def test_fern_signs_gus_out_everywhere_and_it_is_on_the_record(site, there):
    gus = await site.as_(there.gus)
    await database.write(
        lambda: Passkey.create(
            person_id=there.gus.id, credential="a", public_key="b", name="Lost", made_at=clock.real_now()
        )
    )
    at = f"/rivermead/settings/people/{there.gus.id}/sign-out"
    cass, dev, fern = await site.as_(there.cass), await site.as_(there.dev), await site.as_(there.fern)
    assert (await cass.post(at, data={})).status_code == 403
    assert (await dev.post(at, data={})).status_code == 404
    assert (await gus.get(ME)).status_code == 200
    assert (await fern.post(at, data={})).status_code == 303
    assert (await gus.get(ME)).status_code == 303
    assert await Passkey.all().count() == 1
    assert (await fern.post(at, data={"passkeys": "yes"})).status_code == 303
    assert await Passkey.all().count() == 0
    acts = await HistoryRow.filter(thing_id=there.gus.id, kind="person", who_id=there.fern.id).values_list(
        "act"
    )
    assert [act for (act,) in acts] == ["sign_out_everywhere", "sign_out_everywhere", "remove_passkeys"]


async def test_whoever_gave_an_address_is_written_to(site, there):
    moment = clock.now()
    for person, address in ((there.amina, "amina@example.org"), (there.bo, "bo@example.org")):
        given = {"way": Way.EMAIL, "address": address, "key": f"{person.id}" * 64, "given_at": moment}
        await database.write(lambda p=person, g=given: Contact.create(person=p, confirmed_at=moment, **g))
    await comes_in(site, there.amina, CHROME)
    assert await Letter.all().count() == 0, "the first device is no news"
    await comes_in(site, there.amina, SAFARI, device="shared")
    letter = await Letter.get()
    assert (letter.what, letter.address) == ("ways-in-changed", "amina@example.org")
    assert "on a new device: Safari on iPhone" in letter.body
    assert "Amina" not in letter.body
    await with_passkey(site, there.amina)
    assert "A passkey was made" in (await Letter.all().order_by("-id").first()).body
    assert await Letter.filter(address="bo@example.org").count() == 0
