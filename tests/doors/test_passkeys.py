"""Coming in with a fingerprint, a face or a PIN, and all that must not come in that way."""

import asyncio
import json
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.notices.models import Notice
from saidanddone.people import challenges, keeping, sessions
from saidanddone.people.models import Proof, Session
from saidanddone.people.passkey_models import KeyChallenge, KeyHolder, Passkey
from saidanddone.people.passkey_place import place_of
from saidanddone.people.passkeys import AT_MOST, NOT_THIS_ONE
from saidanddone.settings import Settings
from tests.doors.authenticator import PRESENT, Phone, text

ME, DOOR = "/rivermead/me", "/rivermead/sign-in"
KEY_COOKIE = f"{sessions.COOKIE}-key"


async def asked(browser, at):
    answer = await browser.post(f"{at}/passkeys/challenges")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return answer.json()


async def with_passkey(site, person, at="/rivermead/me", **phone):
    """A phone with a passkey of this person, and the browser in which it was made."""
    browser, phone = await site.as_(person), Phone(**phone)
    made = phone.make(await asked(browser, at))
    answer = await browser.post(f"{at}/passkeys", data={"name": "My phone", "credential": made})
    assert answer.status_code == 303, answer.text
    return phone, browser


async def come_in(browser, answer, at=DOOR, **typed):
    return await browser.post(f"{at}/passkeys", data={"credential": answer, **typed})


async def test_amina_makes_a_passkey_and_comes_in_with_it_typing_nothing(site, there):
    phone, first = await with_passkey(site, there.amina)
    page = (await first.get(f"{ME}/devices")).text
    assert "My phone" in page
    assert "Not used yet" in page

    new = await site.client(**{"User-Agent": "(iPhone) Safari/604"})
    options = await asked(new, DOOR)
    assert options.get("allowCredentials", []) == []
    assert options["userVerification"] == "required"
    came = await come_in(new, phone.sign(options), next="/rivermead/ideas/new", device="own")
    assert (came.status_code, came.headers["location"]) == (303, "/rivermead/ideas/new")
    assert (await new.get("/rivermead/ideas/new")).status_code == 200
    session = await Session.filter(person_id=there.amina.id).order_by("-id").first()
    assert (session.proof, session.device, session.shared) == (Proof.PASSKEY, "Safari on iPhone", False)
    passkey = await Passkey.get()
    assert (passkey.sign_count, passkey.used_at is not None) == (2, True)
    assert {"add_passkey"} <= set(await HistoryRow.all().values_list("act", flat=True))
    assert await first_fault(there.rivermead.id) is None


async def test_a_passkey_tells_nobody_who_its_person_is(site, there):
    browser = await site.as_(there.amina)
    first, again = await asked(browser, ME), await asked(browser, ME)
    assert first["user"]["id"] == again["user"]["id"], "one person has one name on all their devices"
    assert first["challenge"] != again["challenge"]
    assert (await KeyHolder.get()).handle == first["user"]["id"]
    assert len(first["user"]["id"]) == 86
    bo = await asked(await site.as_(there.bo), ME)
    assert bo["user"]["id"] != first["user"]["id"]
    assert (first["rp"]["id"], first["attestation"]) == ("testserver", "none")
    assert first["authenticatorSelection"]["userVerification"] == "required"
    assert first["authenticatorSelection"]["residentKey"] == "required"


async def test_what_is_no_answer_to_what_was_asked_makes_no_passkey(site, there):
    amina, bo = await site.as_(there.amina), await site.as_(there.bo)
    taken, _ = await with_passkey(site, there.bo)
    for what, phone in {
        "another page asked": Phone(origin="http://evil.example"),
        "another port asked": Phone(origin="http://testserver:81"),
        "made for another site": Phone(host="evil.example"),
        "nobody verified": Phone(flags=PRESENT),
        "nobody there": Phone(flags=0),
        "inside somebody's frame": Phone(framed=True),
        "a passkey that is another's": Phone(id=taken.id),
    }.items():
        answer = phone.make(await asked(amina, ME))
        refused = await amina.post(f"{ME}/passkeys", data={"name": "Mine", "credential": answer})
        assert refused.status_code == 422, what
        assert "nothing was kept" in refused.text
        assert 'value="Mine"' in refused.text

    options = await asked(amina, ME)
    stolen = Phone().make(options)
    assert (await bo.post(f"{ME}/passkeys", data={"name": "Bo's", "credential": stolen})).status_code == 422
    bo.cookies.set(KEY_COOKIE, amina.cookies[KEY_COOKIE])
    assert (await bo.post(f"{ME}/passkeys", data={"name": "Bo's", "credential": stolen})).status_code == 422
    fine = await amina.post(f"{ME}/passkeys", data={"name": "Mine", "credential": stolen})
    assert fine.status_code == 303, "nothing was wrong with the answer itself"
    again = await amina.post(f"{ME}/passkeys", data={"name": "Mine", "credential": stolen})
    assert again.status_code == 422, "replayed"
    for broken in (
        "",
        "{}",
        "[]",
        "null",
        '{"id":1}',
        "👀",
        "x" * 5000,
        json.dumps({"id": "a", "response": 7}),
    ):
        await asked(amina, ME)
        assert (
            await amina.post(f"{ME}/passkeys", data={"name": "Mine", "credential": broken})
        ).status_code == 422
    assert await Passkey.filter(person_id=there.amina.id).count() == 1


async def test_nobody_comes_in_with_what_is_not_an_answer_here_and_now(site, there):
    phone, first = await with_passkey(site, there.amina)
    other, _ = await with_passkey(site, there.bo)
    visitor, thief = await site.client(), await site.client()

    async def is_refused(answer, why, browser=None):
        browser = browser or visitor
        refused = await come_in(browser, answer)
        assert refused.status_code == 422, why
        assert NOT_THIS_ONE in refused.text, why
        assert sessions.COOKIE not in browser.cookies, why

    options = await asked(visitor, DOOR)
    answer = phone.sign(options)
    await is_refused(answer, "no browser that was asked", thief)
    await asked(thief, DOOR)
    await is_refused(answer, "asked in another browser", thief)
    assert (await come_in(visitor, answer)).status_code == 303
    used = visitor.cookies[KEY_COOKIE]
    visitor = await site.client()
    visitor.cookies.set(KEY_COOKIE, used)
    await is_refused(answer, "used already", visitor)

    for why, faults in {
        "another page asked": {"origin": "http://evil.example"},
        "signed for another site": {"host": "evil.example"},
        "nobody verified": {"flags": PRESENT},
        "inside somebody's frame": {"framed": True},
        "another's key under her id": {"key": other.key},
        "another's handle": {"handle": other.handle},
        "no handle": {"handle": ""},
        "an id that nobody has": {"id": b"nobody" * 6},
    }.items():
        wrong = Phone(**{**vars(phone), **faults})
        await is_refused(wrong.sign(await asked(visitor, DOOR)), why)
    options = await asked(visitor, DOOR)
    await is_refused(phone.sign(options, signature=text(b"forged" * 12)), "a forged signature")
    await is_refused(phone.make(options | {"user": {"id": phone.handle}}), "a new passkey is no way in")
    options = await asked(first, ME)
    visitor.cookies.set(KEY_COOKIE, first.cookies[KEY_COOKIE])
    await is_refused(phone.sign(options), "asked in order to make one")
    for broken in ("", "{}", "[]", "null", '{"id":1}', '{"id":"a","response":[]}', "{" * 3000):
        await asked(visitor, DOOR)
        await is_refused(broken, broken[:30])

    options = await asked(visitor, DOOR)
    await database.write(lambda: KeyChallenge.all().update(ends_at=clock.real_now() - timedelta(seconds=1)))
    await is_refused(phone.sign(options), "too late")
    assert challenges.LASTS.total_seconds() <= 300
    phone.count = 1
    await is_refused(phone.sign(await asked(visitor, DOOR)), "its count went back: a copy")
    phone.count = 50
    assert (await come_in(visitor, phone.sign(await asked(visitor, DOOR)))).status_code == 303


async def test_of_two_answers_with_one_challenge_one_comes_in(site, there):
    phone, _ = await with_passkey(site, there.amina, step=0)  # its count would not tell a replay
    browser = await site.client()
    answer = phone.sign(await asked(browser, DOOR))
    twins = [await site.client() for _ in range(3)]
    for twin in twins:
        twin.cookies.set(KEY_COOKIE, browser.cookies[KEY_COOKIE])
    answers = await asyncio.gather(*(come_in(twin, answer) for twin in twins))
    assert sorted(one.status_code for one in answers) == [303, 422, 422]
    late = await site.client()
    late.cookies.set(KEY_COOKIE, browser.cookies[KEY_COOKIE])
    assert (await come_in(late, answer)).status_code == 422
    assert (await come_in(late, phone.sign(await asked(late, DOOR)))).status_code == 303


async def test_a_passkey_of_one_council_is_unknown_at_another(site, there):
    phone, _ = await with_passkey(site, there.amina)
    visitor = await site.client()
    at = "/ashcombe/sign-in"
    known = await come_in(visitor, phone.sign(await asked(visitor, at)), at=at)
    unknown = await come_in(visitor, Phone().sign(await asked(visitor, at)), at=at)
    assert known.status_code == unknown.status_code == 422
    assert known.text == unknown.text
    crossed = phone.sign(await asked(visitor, at))
    assert (await come_in(visitor, crossed)).status_code == 422, "asked at one council, answered at another"
    assert (await come_in(visitor, phone.sign(await asked(visitor, DOOR)))).status_code == 303


async def test_a_removed_passkey_and_a_suspended_person_are_unknown(site, there):
    phone, amina = await with_passkey(site, there.amina)
    visitor = await site.client()
    await keeping.suspend(there.amina, by=there.fern)
    suspended = await come_in(visitor, phone.sign(await asked(visitor, DOOR)))
    await keeping.let_back(there.amina, by=there.fern)
    amina = await site.as_(there.amina)
    passkey = await Passkey.get()
    asks = await amina.post(f"{ME}/passkeys/{passkey.id}/removal", data={})
    assert (asks.status_code, "last passkey" in asks.text) == (422, True)
    assert await Passkey.all().count() == 1
    gone = await amina.post(f"{ME}/passkeys/{passkey.id}/removal", data={"sure": "yes"})
    assert gone.status_code == 303
    removed = await come_in(visitor, phone.sign(await asked(visitor, DOOR)))
    assert suspended.status_code == removed.status_code == 422
    assert suspended.text == removed.text
    assert {"remove_passkey"} <= set(await HistoryRow.all().values_list("act", flat=True))


async def test_of_others_passkeys_there_is_no_trace(site, there):
    await with_passkey(site, there.amina)
    theirs, bo = await Passkey.get(), await site.as_(there.bo)
    for act in ("name", "removal"):
        answer = await bo.post(f"{ME}/passkeys/{theirs.id}/{act}", data={"name": "Mine", "sure": "yes"})
        assert answer.status_code == 404
    assert "My phone" not in (await bo.get(f"{ME}/devices")).text
    assert (await Passkey.get()).name == "My phone"


async def test_a_passkey_is_given_another_name_and_ten_are_enough(site, there):
    _, amina = await with_passkey(site, there.amina)
    passkey = await Passkey.get()
    for typed, status in (("", 422), ("x" * 41, 422), ("The old phone", 303)):
        renamed = await amina.post(f"{ME}/passkeys/{passkey.id}/name", data={"name": typed})
        assert renamed.status_code == status
    page = (await amina.get(f"{ME}/devices")).text
    assert "The old phone" in page
    assert passkey.credential not in page
    for number in range(AT_MOST - 1):
        made = Phone().make(await asked(amina, ME))
        await amina.post(f"{ME}/passkeys", data={"name": f"Key {number}", "credential": made})
    one_more = Phone().make(await asked(amina, ME))
    assert (
        await amina.post(f"{ME}/passkeys", data={"name": "More", "credential": one_more})
    ).status_code == 409
    assert await Passkey.all().count() == AT_MOST


async def test_cass_left_her_screen_open_and_nobody_adds_a_passkey_there(site, there):
    phone, cass = await with_passkey(site, there.cass)
    passkey = await Passkey.get()
    options = await asked(cass, ME)
    long_ago = clock.real_now() - timedelta(minutes=61)
    await database.write(lambda: Session.filter(person_id=there.cass.id).update(started_at=long_ago))
    assert (await cass.post(f"{ME}/passkeys/challenges")).status_code == 409
    late = await cass.post(f"{ME}/passkeys", data={"name": "Theirs", "credential": Phone().make(options)})
    assert late.status_code == 409
    removal = await cass.post(f"{ME}/passkeys/{passkey.id}/removal", data={"sure": "yes"})
    assert removal.status_code == 409
    assert "Sign out, and come in again" in (await cass.get(f"{ME}/devices")).text
    fresh = await site.client()
    assert (await come_in(fresh, phone.sign(await asked(fresh, DOOR)))).status_code == 303
    assert (await fresh.post(f"{ME}/passkeys/challenges")).status_code == 200


async def test_other_devices_are_told_of_a_new_passkey(site, there):
    other = await site.as_(there.amina)
    _, maker = await with_passkey(site, there.amina)
    told = (await other.get("/rivermead")).text
    assert "A new passkey was made" in told
    assert "My phone" in told
    assert "A new passkey was made" not in (await maker.get("/rivermead")).text
    assert await Notice.filter(what="new-passkey", person_id=there.amina.id).count() == 1
    await other.post(f"{ME}/devices/recognition", data={})
    assert "A new passkey was made" not in (await other.get("/rivermead")).text


@pytest.mark.parametrize(
    ("origin", "demo", "place"),
    [
        ("https://said.example", False, ("said.example", ("https://said.example",))),
        ("http://127.0.0.1:8404", True, ("localhost", ("http://localhost:8404",))),
        ("http://127.0.0.1:8404", False, None),
        ("http://[::1]:8404", False, None),
        ("http://localhost:8404", False, ("localhost", ("http://localhost:8404",))),
    ],
)
def test_passkeys_belong_to_the_sites_name(origin, demo, place):
    found = place_of(Settings(origin=origin, demo=demo))
    assert (found and (found.host, found.origins)) == place


async def test_the_cookie_that_binds_a_browser_is_strict_and_short(site, there):
    answer = await (await site.client()).post(f"{DOOR}/passkeys/challenges")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith(f"{KEY_COOKIE}=")
    for part in ("HttpOnly", "SameSite=strict", "Max-Age=300"):
        assert part in cookie
    row = (await database.rows("SELECT * FROM key_challenge"))[0]
    assert row["browser_hash"] not in cookie
    assert (await (await site.client()).get(DOOR)).headers["permissions-policy"].count(
        "publickey-credentials"
    ) == 2
