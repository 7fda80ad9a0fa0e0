"""Whose device is it? Neither is picked beforehand: what nobody said is never ninety days."""

import re

import pytest

from saidanddone.people import sessions
from saidanddone.people.models import Session
from tests.doors.coming import ASK, TYPE, code_sent, gives, is_in
from tests.doors.test_come_back_cards import PIN, has_card
from tests.doors.test_passkeys import DOOR, asked, come_in, with_passkey

PICK = "Pick one: my own, or others use it too."


async def newest():
    return await Session.all().order_by("-id").first()


async def a_code(site, there):
    await gives(site, there.amina)
    browser = await site.client()
    await browser.post(ASK, data={"address": "amina@example.org"})
    return browser, TYPE, {"code": await code_sent()}


async def a_card(site, there):
    return await site.client(), (await has_card(site, there.amina))[0], {"pin": PIN}


async def a_link(site, there):
    return await site.client(), f"/rivermead/sign-in/{await sessions.make_link(there.amina)}", {}


@pytest.mark.parametrize("way", [a_code, a_card, a_link])
async def test_each_way_in_asks_and_uses_nothing_up_before_it_is_said(site, there, way):
    browser, address, typed = await way(site, there)
    page = (await browser.get(address)).text
    assert "Is this your own phone or a shared one?" in page
    radios = re.findall(r'<input[^>]*name="device"[^>]*>', page)
    assert len(radios) == 2
    assert not any("checked" in radio for radio in radios)
    for device in ({}, {"device": ""}, {"device": "mine"}):
        for _ in range(2):
            refused = await browser.post(address, data={**typed, **device})
            assert (refused.status_code, PICK in refused.text) == (422, True)
    assert not await is_in(browser)
    for name in typed:
        wrong = await browser.post(address, data={name: "1", "device": "shared"})
        assert wrong.status_code == 422
        kept = re.search(r'<input[^>]*value="shared"[^>]*>', wrong.text)[0]
        assert "checked" in kept, "what was picked is still there"
    assert (await browser.post(address, data={**typed, "device": "shared"})).status_code == 303
    assert await is_in(browser)
    assert (await newest()).shared


async def test_by_a_passkey_what_is_not_said_is_shared(site, there):
    phone, _ = await with_passkey(site, there.amina)
    for typed, shared in (({}, True), ({"device": "shared"}, True), ({"device": "own"}, False)):
        browser = await site.client()
        answer = phone.sign(await asked(browser, DOOR))
        assert (await come_in(browser, answer, **typed)).status_code == 303
        assert (await newest()).shared is shared


async def test_a_device_picked_as_ones_own_is(site, there):
    for way in (a_card, a_link):
        browser, address, typed = await way(site, there)
        await browser.post(address, data={**typed, "device": "own"})
        assert not (await newest()).shared
