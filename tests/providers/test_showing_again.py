"""“Show once more that it is you” means it: the provider asked, just now. And only our own page sets out."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from saidanddone import clock, database
from saidanddone.people.models import Session
from saidanddone.people.providers.models import Handshake
from tests.providers.test_coming_in import START, comes_in, sets_out

DEVICES = "/rivermead/me/devices"
NEW_KEY = "/rivermead/me/passkeys/challenges"
AGAIN = f"{START}?again=yes&next={DEVICES}"


@pytest.fixture
async def there_already():
    """A browser in which Olu may be signed in at the provider."""
    async with httpx2.AsyncClient() as browser:
        yield browser


async def came_silently(site, elsewhere, there_already):
    """Olu signs in at the provider for something else, then comes in here without being asked anything."""
    browser = await site.client()
    await elsewhere.signs_in(await sets_out(await site.client()), "olu", there_already)
    back = await elsewhere.signs_in(await sets_out(browser), "nobody asked", there_already)
    assert (await browser.get(back)).status_code == 303
    return browser


async def test_coming_in_silently_adds_no_passkey_before_the_provider_asked_again(
    site, there, elsewhere, provider, there_already
):
    browser = await came_silently(site, elsewhere, there_already)
    assert (await browser.post(NEW_KEY)).status_code == 409
    page = (await browser.get(DEVICES)).text
    assert "first show once more that it is you" in page
    link = re.search(r'href="([^"]*again=yes[^"]*)"', page)[1].replace("&amp;", "&")
    address = await sets_out(browser, link)
    asked = parse_qs(urlsplit(address).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["300"])
    back = await elsewhere.signs_in(address, "olu", there_already)
    answer = await browser.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, DEVICES)
    assert "first show once more" not in (await browser.get(DEVICES)).text
    assert (await browser.post(NEW_KEY)).status_code != 409


async def test_a_role_that_an_admin_gives_themselves_makes_nobody_believe_a_silent_sign_in(
    site, there, elsewhere, provider
):
    fern = await site.as_(there.fern)
    assert (await fern.post(NEW_KEY)).status_code != 409
    await database.write(lambda: Session.filter(person_id=there.fern.id).update(silent=True))
    assert (await fern.post(NEW_KEY)).status_code == 409
    role = {"role": "participation-worker"}
    given = await fern.post(f"/rivermead/settings/people/{there.fern.id}/roles", data=role)
    assert given.status_code == 303
    assert await Session.filter(person_id=there.fern.id).count() == 2, "the same device under a new token"
    assert (await fern.get(DEVICES)).status_code == 200
    assert (await fern.post(NEW_KEY)).status_code == 409


async def test_who_takes_the_question_out_of_the_address_is_not_believed(
    site, there, elsewhere, provider, there_already
):
    browser = await came_silently(site, elsewhere, there_already)
    before = await Session.all().count()
    address = re.sub("&(prompt|max_age)=[^&]*", "", await sets_out(browser, AGAIN))
    refused = await browser.get(await elsewhere.signs_in(address, "not asked", there_already))
    assert refused.status_code == 422
    assert "auth_time" in refused.text
    address = (await sets_out(browser, AGAIN)).replace("&prompt=login", "")
    back = await elsewhere.signs_in(address, "not asked", there_already)
    later = clock.real_now() + timedelta(minutes=15)  # they signed in there well before they set out
    await database.write(lambda: Handshake.filter(used_at=None).update(ends_at=later))
    refused = await browser.get(back)
    assert (refused.status_code, "auth_time" in refused.text) == (422, True)
    assert await Session.all().count() == before
    assert (await browser.post(NEW_KEY)).status_code == 409


@pytest.mark.parametrize("told", [None, True, "1700000000", float("nan"), -1, 10**400, [1]])
def test_only_a_moment_since_they_set_out_counts(told):
    from saidanddone.people.providers.walking import LASTS, was_asked

    walked = Handshake(ends_at=clock.real_now() + LASTS)
    assert not was_asked(walked, {} if told is None else {"auth_time": told})
    assert was_asked(walked, {"auth_time": int(clock.real_now().timestamp())})
    assert not was_asked(walked, {"auth_time": clock.real_now().timestamp() + 3600})


async def test_a_link_elsewhere_sets_out_for_no_provider(site, there, elsewhere, provider):
    browser = await site.client()
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Referer": "http://testserver/rivermead/sign-in"},
        {"Referer": "http://testserver.evil.example/"},
        {},
    ):
        answer = await browser.get(f"{START}?next=/rivermead/desk", headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            "/rivermead/sign-in?next=/rivermead/desk",
        ), headers
    assert not await Handshake.exists()
    assert not browser.cookies
    older = await browser.get(START, headers={"Referer": "http://testserver/rivermead/sign-in"})
    assert older.headers["location"].startswith(elsewhere.issuer), "a browser that says which page it was"
    answer, _ = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 303
