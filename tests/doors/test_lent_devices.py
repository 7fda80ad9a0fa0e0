"""Passkeys and devices that are not one's own, or are used by one person after another."""

import asyncio

from saidanddone.people import passkeys, sessions
from saidanddone.people.models import Session
from saidanddone.people.passkey_models import KeyChallenge, Passkey
from tests.doors.authenticator import Phone
from tests.doors.test_passkeys import DOOR, KEY_COOKIE, ME, asked, come_in, with_passkey


async def test_on_a_device_that_others_use_no_passkey_is_offered_or_made(site, there):
    lent = await site.client()
    lent.cookies.set(sessions.COOKIE, await sessions.start(there.amina, shared=True))
    page = (await lent.get(f"{ME}/devices")).text
    assert "Others use this device, and could come in as you." in page
    assert "data-passkey" not in page
    made = Phone().make(await asked(lent, ME))
    refused = await lent.post(f"{ME}/passkeys", data={"name": "Not mine", "credential": made})
    assert refused.status_code == 409
    assert await Passkey.all().count() == 0
    assert "data-passkey" in (await (await site.as_(there.amina)).get(f"{ME}/devices")).text


async def test_a_passkey_opens_a_lent_device_until_it_is_left(site, there):
    phone, _ = await with_passkey(site, there.amina)
    lent = await site.client()
    came = await come_in(lent, phone.sign(await asked(lent, DOOR)), device="shared")
    (cookie,) = [one for one in came.headers.get_list("set-cookie") if one.startswith(f"{sessions.COOKIE}=")]
    assert "Max-Age" not in cookie
    assert (await Session.filter(person_id=there.amina.id).order_by("-id").first()).shared


async def test_whoever_comes_in_by_passkey_signs_out_who_was_there(site, there):
    phone, _ = await with_passkey(site, there.amina)
    browser = await site.as_(there.bo)
    bos = browser.cookies[sessions.COOKIE]
    came = await come_in(browser, phone.sign(await asked(browser, DOOR)))
    assert (came.status_code, came.cookies[sessions.COOKIE] != bos) == (303, True)
    assert (await Session.get(hash=sessions.hashed(bos))).ended_at is not None
    replay = await site.client()
    replay.cookies.set(sessions.COOKIE, bos)
    assert (await replay.get(f"{ME}/devices")).status_code == 303


async def test_of_what_one_browser_is_asked_only_the_last_counts(site, there):
    phone, _ = await with_passkey(site, there.amina)
    browser = await site.client()
    first = phone.sign(await asked(browser, DOOR))
    kept = browser.cookies[KEY_COOKIE]
    await asked(browser, DOOR)
    assert await KeyChallenge.filter(person_id=None).count() == 1
    browser.cookies.set(KEY_COOKIE, kept)
    assert (await come_in(browser, first)).status_code == 422


async def test_of_a_passkey_and_its_copy_at_the_same_moment_one_comes_in(site, there, monkeypatch):
    """Each was asked in its own browser, and both say the same count: both are read before either is kept."""
    phone, _ = await with_passkey(site, there.amina)
    browsers = [await site.client() for _ in range(2)]
    answers = []
    for browser in browsers:
        phone.count = 10
        answers.append(phone.sign(await asked(browser, DOOR)))
    read, both = passkeys._named_in, asyncio.Barrier(2)

    async def read_together(*given):
        found = await read(*given)
        await both.wait()
        return found

    monkeypatch.setattr(passkeys, "_named_in", read_together)
    came = await asyncio.gather(*(come_in(*pair) for pair in zip(browsers, answers, strict=True)))
    assert sorted(one.status_code for one in came) == [303, 422]
