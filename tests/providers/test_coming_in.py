"""Signing in with the council's own account, at a real provider that runs beside the tests."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import KeySet

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.limiting import Limits
from saidanddone.notices.models import Notice
from saidanddone.people.keeping import end_role, suspend
from saidanddone.people.models import Person, Proof, RoleGrant, Session, with_roles
from saidanddone.people.providers.keeping import Wanted, set_provider
from saidanddone.people.providers.models import Handshake, Identity, Provider, Trust
from saidanddone.people.rights import Role
from tests.providers.conftest import SECRET

START, DESK = "/rivermead/sign-in/provider", "/rivermead/desk"
ADD = f"{START}/adding"


async def sets_out(browser, address=START):
    answer = await browser.get(address, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def comes_in(site, elsewhere, who, browser=None):
    """The answer to somebody who went to the provider and came back, and their browser."""
    browser = browser or await site.client()
    back = await elsewhere.signs_in(await sets_out(browser), who)
    return await browser.get(back), browser


async def presses_add(browser):
    """Somebody presses the button on their own page; gives the address to which they are led."""
    page = (await browser.post(ADD, data={"device": "shared", "next": "/rivermead/me/devices"})).text
    return await sets_out(browser, re.search(rf'href="({START}[^"]*)"', page)[1].replace("&amp;", "&"))


async def says_yes(browser, page):
    """They say that the account they are asked about is theirs."""
    sealed = re.search(r'name="account" value="([^"]*)"', page)[1]
    return await browser.post(f"{START}/account", data={"account": sealed})


async def roles_of(nickname):
    return (await with_roles(await Person.get(nickname=nickname))).roles


async def test_olu_comes_in_with_the_councils_account_and_holds_what_the_groups_say(
    site, there, elsewhere, provider
):
    answer, browser = await comes_in(site, elsewhere, "olu")
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead")
    assert (await browser.get(DESK)).status_code == 200
    olu = await Person.get(nickname="Olu Bello")
    assert (olu.job_title, await roles_of("Olu Bello")) == ("Housing Lead", {Role.OFFICER})
    session = await Session.get(person_id=olu.id)
    assert (session.proof, session.shared) == (Proof.PROVIDER, True), "nobody said whose device it is"
    own = await site.client()
    back = await elsewhere.signs_in(await sets_out(own, f"{START}?device=own"), "olu")
    await own.get(back)
    assert not (await Session.all().order_by("-id").first()).shared
    await database.write(Handshake.filter(shared=False).delete)
    handshake = await Handshake.get()
    assert (handshake.verifier, handshake.nonce) == ("", "")
    again, _ = await comes_in(site, elsewhere, "olu")
    assert again.status_code == 303
    assert await Person.filter(nickname__startswith="Olu").count() == 1, "known by issuer and number"
    await elsewhere.knows(
        **{"other-olu": {"name": "Olu Bello", "email": "olu@x.example", "groups": ["officers"]}}
    )
    await comes_in(site, elsewhere, "other-olu")
    assert await Person.filter(nickname__startswith="Olu").count() == 2, "never by name or e-mail"
    assert await first_fault(there.rivermead.id) is None


async def test_what_travels_is_bound_to_the_browser_used_once_and_soon_too_old(
    site, there, elsewhere, provider
):
    browser, other = await site.client(), await site.client()
    address = await sets_out(browser)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert (asked["response_type"], asked["scope"]) == ("code", "openid profile")
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert not await Handshake.filter(hash=asked["state"]).exists()
    back = await elsewhere.signs_in(address, "olu")
    await sets_out(other)  # it has a cookie of its own
    for stranger in (other, await site.client()):
        assert (await stranger.get(back)).status_code == 422
    elsewhere_council = back.replace("/rivermead/", "/ashcombe/")
    assert (await browser.get(elsewhere_council)).status_code == 404
    assert (await browser.get(back)).status_code == 303
    assert (await browser.get(back)).status_code == 422, "replayed"
    assert await Session.all().count() == 1
    slow = await site.client()
    late = await elsewhere.signs_in(await sets_out(slow), "olu")
    past = clock.real_now() - timedelta(seconds=1)
    await database.write(lambda: Handshake.filter(used_at=None).update(ends_at=past))
    assert (await slow.get(late)).status_code == 422
    assert await Session.all().count() == 1


async def test_an_answer_that_another_council_asked_for_opens_nothing_here(site, there, elsewhere, provider):
    await _ashcombe_too(site, there, elsewhere)
    browser = await site.client()
    back = await elsewhere.signs_in(await sets_out(browser), "olu")
    answer = await browser.get(back.replace("/rivermead/", "/ashcombe/"))
    assert answer.status_code == 422
    assert await Session.all().count() == 0


async def _ashcombe_too(site, there, elsewhere):
    there.dev.hold([Role.ADMIN])
    wanted = Wanted(elsewhere.issuer, "said-and-done", SECRET, "groups", Trust.ALWAYS)
    await set_provider(there.ashcombe, wanted, site.settings, by=there.dev)


@pytest.mark.parametrize("spoilt", ["tamper", "none", "nonce", "iss", "no iss", "slow clock", "fast clock"])
async def test_an_answer_that_can_not_be_trusted_lets_nobody_in(
    site, there, elsewhere, provider, spoilt, monkeypatch
):
    browser = await site.client()
    back = await elsewhere.signs_in(await sets_out(browser), "olu")
    if spoilt in {"tamper", "none"}:
        await elsewhere.spoil(spoilt)
    elif spoilt == "nonce":
        await database.write(lambda: Handshake.all().update(nonce="another"))
    elif spoilt == "iss":
        back = back.replace("&iss=http", "&iss=https")
    elif spoilt == "no iss":
        back = back.split("&iss=")[0]
    else:
        await database.write(lambda: Handshake.all().update(ends_at=clock.real_now() + timedelta(hours=1)))
        real, by = clock.real_now, timedelta(minutes=-2 if spoilt == "slow clock" else 7)
        monkeypatch.setattr(clock, "real_now", lambda: real() + by)
    answer = await browser.get(back)
    assert answer.status_code == 422, answer.text
    assert "You are not in yet" in answer.text
    assert await Session.all().count() == 0
    assert not await Identity.exists()


async def test_clocks_may_differ_by_a_little(site, there, elsewhere, provider, monkeypatch):
    real = clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real() - timedelta(seconds=40))
    answer, _ = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 303


async def test_a_key_that_is_new_there_is_asked_for(site, there, elsewhere, provider):
    reading = site.app.state.providers
    metadata = await reading.metadata(elsewhere.issuer)
    old = KeySet.generate_key_set("RSA", 2048, count=1)
    reading._keys[metadata.keys] = (clock.real_now() - timedelta(minutes=1), old)
    answer, _ = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 303


async def test_roles_follow_the_groups_at_each_sign_in(site, there, elsewhere, provider):
    _, first = await comes_in(site, elsewhere, "olu")
    olu = await Person.get(nickname="Olu Bello")
    await elsewhere.knows(olu={"groups": ["admins", "officers"]})
    answer, second = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 303
    assert (await second.get("/rivermead/settings")).status_code == 200
    assert (await first.get(DESK)).status_code == 303, "a change of roles ends what was signed in before"
    await elsewhere.knows(olu={"groups": ["admins"]})
    await comes_in(site, elsewhere, "olu")
    assert await roles_of("Olu Bello") == {Role.ADMIN}
    await elsewhere.knows(olu={"groups": ["all"]})
    answer, third = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 403
    assert "Council Admin" in answer.text, "it says whom to ask"
    assert await roles_of("Olu Bello") == frozenset()
    for browser in (second, third):
        assert (await browser.get(DESK)).status_code == 303
    rows = await RoleGrant.filter(person_id=olu.id).order_by("id").values_list("role", flat=True)
    assert rows == [Role.OFFICER, Role.ADMIN], "dated rows: nothing is deleted"
    assert not await RoleGrant.exists(person_id=olu.id, ended_at=None)
    assert await first_fault(there.rivermead.id) is None


async def test_somebody_in_every_group_comes_in_with_every_role_of_staff(site, there, elsewhere, provider):
    from saidanddone.people.keeping import STAFF
    from saidanddone.people.providers.keeping import add_group

    for role in STAFF:
        if role not in {Role.OFFICER, Role.ADMIN}:
            await add_group(there.rivermead, "officers", role, by=there.fern)
    await elsewhere.knows(olu={"name": "Olu Bello", "groups": ["officers", "admins"]})
    answer, _ = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 303
    assert await roles_of("Olu Bello") == {*STAFF}
    told = await Notice.filter(what="new_lead").values_list("person_id", flat=True)
    assert {there.hana.id, there.fern.id} <= set(told), "a new lead is never a quiet one"


async def test_roles_that_an_admin_gave_or_ended_by_hand_are_not_the_groups(site, there, elsewhere, provider):
    from saidanddone.people.keeping import give_role

    await comes_in(site, elsewhere, "olu")
    olu = await Person.get(nickname="Olu Bello")
    await give_role(olu, Role.SAFEGUARDING_LEAD, by=there.fern)
    await elsewhere.knows(olu={"groups": []})
    answer, _ = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 303
    assert await roles_of("Olu Bello") == {Role.SAFEGUARDING_LEAD}
    await end_role(olu, Role.SAFEGUARDING_LEAD, by=there.fern)
    await elsewhere.knows(olu={"groups": ["officers"]})
    await comes_in(site, elsewhere, "olu")
    await suspend(olu, by=there.fern)
    answer, _ = await comes_in(site, elsewhere, "olu")
    assert answer.status_code == 403
    assert "suspended" in answer.text


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"name": "Nia"}, 403, "Council Admin"),
        ({"name": "Nia", "groups": ["Officers", "officers "]}, 403, "no group of yours"),
        ({"name": "Nia", "groups": {"officers": True}}, 403, "no group of yours"),
        ({"name": "Nia", "_claim_names": {"groups": "src1"}}, 502, "more groups than"),
    ],
)
async def test_whoever_no_group_lets_in_is_told_kindly_and_nothing_is_made(
    site, there, elsewhere, provider, said, status, words
):
    await elsewhere.knows(nia=said)
    people = await Person.all().count()
    answer, browser = await comes_in(site, elsewhere, "nia")
    assert answer.status_code == status
    assert words in answer.text
    assert "saidanddone" not in browser.cookies
    assert (await Person.all().count(), await Identity.all().count()) == (people, 0)


async def test_somebody_who_says_no_there_or_whose_provider_is_down_reads_a_kind_page(
    site, there, elsewhere, provider
):
    browser = await site.client()
    state = parse_qs(urlsplit(await sets_out(browser)).query)["state"][0]
    refused = f"{START}/callback?error=access_denied&state={state}&iss={elsewhere.issuer}"
    answer = await browser.get(refused)
    assert (answer.status_code, "try again" in answer.text) == (422, True)
    for sent in ("", "?state=x", "?code=x", "?state=%00&code=%ff"):
        assert (await browser.get(f"{START}/callback{sent}")).status_code == 422, sent
    nowhere = "http://127.0.0.1:9"
    await database.write(lambda: Provider.all().update(issuer=nowhere))
    down = await browser.get(START, headers={"Sec-Fetch-Site": "same-origin"})
    assert down.status_code == 503
    assert "answer" in down.text
    assert (await browser.get("/ashcombe/sign-in/provider")).status_code == 404


async def test_ellis_who_is_here_already_adds_the_councils_account_and_stays_who_he_is(
    site, there, elsewhere, provider
):
    ellis, other = await site.as_(there.ellis), await site.as_(there.edie)
    devices = (await ellis.get("/rivermead/me/devices")).text
    assert "Add my council account" in devices
    back = await elsewhere.signs_in(await presses_add(ellis), "olu")
    assert (await other.get(back)).status_code == 422, "another browser"
    asked = await ellis.get(back)
    assert "Add this account to yours?" in asked.text
    assert "Olu Bello" in asked.text
    assert not await Identity.exists(), "not before he says that it is his"
    answer = await says_yes(ellis, asked.text)
    assert answer.status_code == 303, answer.text
    identity = await Identity.get()
    assert (identity.person_id, await Person.filter(nickname__startswith="Olu").count()) == (
        there.ellis.id,
        0,
    )
    assert await HistoryRow.filter(act="add_account", who_id=there.ellis.id).count() == 1
    assert "Add my council account" not in (await ellis.get("/rivermead/me/devices")).text
    again, later = await comes_in(site, elsewhere, "olu")
    assert again.status_code == 303
    assert "Ellis" in (await later.get("/rivermead/me/data")).text
    await elsewhere.knows(olu={"name": "Olu Bello", "groups": []})
    again, _ = await comes_in(site, elsewhere, "olu")
    assert again.status_code == 303, "the role that he holds by hand stays"
    taken = await elsewhere.signs_in(await presses_add(other), "olu")
    answer = await other.get(taken)
    assert "Somebody else comes in here with that account already" in answer.text
    assert await Identity.all().count() == 1


async def test_who_may_not_add_an_account_is_told(site, there, elsewhere, provider):
    amina, visitor = await site.as_(there.amina), await site.client()
    assert (await amina.post(ADD)).status_code == 404
    assert (await visitor.post(ADD)).headers["location"].startswith("/rivermead/sign-in")
    ellis = await site.as_(there.ellis)
    for browser in (ellis, visitor, amina):
        led = await browser.get(f"{START}?mine=yes", headers={"Sec-Fetch-Site": "same-origin"})
        assert led.status_code == 403, "a link alone adds nobody’s account"
    begun = clock.real_now() - timedelta(hours=2)
    await database.write(lambda: Session.filter(person_id=there.ellis.id).update(started_at=begun))
    assert (await ellis.post(ADD)).status_code == 403
    assert await Handshake.all().count() == 0


async def test_amina_who_is_signed_in_does_not_fill_the_table_by_setting_out(
    site, there, provider, monkeypatch
):
    monkeypatch.setattr(site.app.state, "limits", Limits(replace(site.settings, limits="memory")))
    amina, bo = await site.as_(there.amina), await site.as_(there.bo)
    told = [
        (await amina.get(START, headers={"Sec-Fetch-Site": "same-origin"})).status_code for _ in range(33)
    ]
    assert told == [303] * 30 + [429] * 3
    assert await Handshake.all().count() == 30
    await sets_out(bo)
