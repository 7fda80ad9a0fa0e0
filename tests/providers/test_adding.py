"""The council's account becomes one more way in of somebody only by presses of their own."""

import re

import httpx2

from saidanddone import clock, database
from saidanddone.people import sessions
from saidanddone.people.models import Person, Proof
from saidanddone.people.providers.models import Handshake, Identity
from saidanddone.people.views import local_path
from tests.doors.stepping import take_the_step
from tests.providers.test_asleep import olu_asleep, with_a_link
from tests.providers.test_coming_in import ADD, START, comes_in, presses_add, says_yes, sets_out

SIGN_IN = "/rivermead/sign-in"


async def test_a_link_from_elsewhere_ties_nobodys_account_to_a_leads(site, there, elsewhere, provider):
    await elsewhere.knows(mallory={"name": "Mallory", "groups": []})
    own = await site.client()
    own.cookies.set(sessions.COOKIE, await sessions.start(there.hana, proof=Proof.LINK))
    phone, _ = await take_the_step(own)
    browser, onward = await site.client(), "%2Frivermead%2Fsign-in%2Fprovider%3Fmine%3Dyes"
    page = await browser.get(f"{SIGN_IN}?next={onward}", headers={"Sec-Fetch-Site": "cross-site"})
    assert "mine=yes" not in page.text.replace("&#61;", "=")
    asked = await browser.post(f"{SIGN_IN}/passkeys/challenges")
    sent = {"credential": phone.sign(asked.json()), "next": f"{START}?mine=yes"}
    answer = await browser.post(f"{SIGN_IN}/passkeys", data=sent)
    assert answer.headers["location"] == "/rivermead", "no way on leads to the provider"
    led = await browser.get(f"{START}?mine=yes", headers={"Sec-Fetch-Site": "same-origin"})
    assert led.status_code == 403
    assert not await Handshake.exists()


def test_no_way_on_leads_through_a_door():
    for path in (
        START, f"{START}?mine=x", "/rivermead/sign-in", "/rivermead/leave", "/sign-in/x",
        "/rivermead/%73ign-in/provider", "/rivermead/x/../sign-in/provider", "/rivermead/./sign-in",
        "/rivermead/x/%2e%2e/sign-in/provider", "/rivermead//sign-in/provider", "/rivermead/x/..",
    ):  # fmt: skip
        assert local_path(path) == "", path
    for path in ("/", "/rivermead", "/rivermead/", "/rivermead/me/devices", "/rivermead/ideas?q=sign-in"):
        assert local_path(path) == path


async def test_what_begins_it_is_good_once_and_on_this_device(site, there, elsewhere, provider):
    ellis, other = await site.as_(there.ellis), await site.as_(there.ellis)
    page = (await ellis.post(ADD, data={"device": "own"})).text
    link = re.search(rf'href="({START}[^"]*)"', page)[1].replace("&amp;", "&")
    here = {"Sec-Fetch-Site": "same-origin"}
    assert (await other.get(link, headers=here)).status_code == 403, "his other device"
    address = await sets_out(ellis, link)
    assert "prompt=login" in address, "the provider is to ask who is there"
    assert (await ellis.get(link, headers=here)).status_code == 403, "once"
    page = (await ellis.post(ADD)).text
    link = re.search(rf'href="({START}[^"]*)"', page)[1].replace("&amp;", "&")
    await database.write(lambda: Handshake.filter(used_at=None).update(ends_at=clock.real_now()))
    assert (await ellis.get(link, headers=here)).status_code == 403, "too late"


async def test_the_provider_asks_and_so_do_we_before_it_counts(site, there, elsewhere, provider):
    ellis, other = await site.as_(there.ellis), await site.as_(there.ellis)
    async with httpx2.AsyncClient() as there_already:
        await elsewhere.signs_in(await sets_out(await site.client()), "olu", there_already)
        silent = re.sub("&(prompt|max_age)=[^&]*", "", await presses_add(ellis))
        back = await elsewhere.signs_in(silent, "nobody asked", there_already)
    assert (await ellis.get(back)).status_code == 422, "signed in there already, and not asked"
    page = (await ellis.get(await elsewhere.signs_in(await presses_add(ellis), "olu"))).text
    assert (await says_yes(other, page)).status_code == 422, "another device"
    for wrong in ("", "x", "AAAA", "é", page[:40]):
        assert (await ellis.post(f"{START}/account", data={"account": wrong})).status_code == 422
    assert not await Identity.exists()
    assert (await says_yes(ellis, page)).status_code == 303
    assert (await Identity.get()).person_id == there.ellis.id
    assert (await ellis.post(ADD)).status_code == 409, "it is added already"
    assert (await says_yes(ellis, page)).status_code == 422, "once"


async def test_who_waits_for_the_directory_adds_no_account(site, there, elsewhere, provider):
    olu, _ = await olu_asleep(site, elsewhere)
    assert (await (await with_a_link(site, olu)).post(ADD)).status_code == 403
    await comes_in(site, elsewhere, "olu")
    assert await Person.filter(nickname="Olu Bello").count() == 1
