"""How long a device stays signed in, and what ends it at once."""

from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.people import keeping, sessions
from saidanddone.people.devices import name_of
from saidanddone.people.models import Proof, Session
from saidanddone.people.rights import Role
from saidanddone.people.session_limits import LIMITS, limits_of

PAGE = "/rivermead/ideas/new"  # for whoever is signed in and may say something

PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
AGENTS = {
    f"{PIXEL} Mobile Safari/537.36": "Chrome on Android",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0": "Edge on Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko Firefox/132.0": "Firefox on a Mac",
    "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27.0 Chrome/125.0 Safari": "Samsung Internet on Android",
    "Mozilla/5.0 (X11; CrOS x86_64) Chrome/131.0 Safari/537.36": "Chrome on a Chromebook",
    "curl/8": "A browser",
    "": "A browser",
    "<script>alert(1)</script>" * 900: "A browser",
}


@pytest.mark.parametrize(("said", "name"), AGENTS.items(), ids=AGENTS.values())
def test_a_device_has_a_plain_name(said, name):
    assert name_of(said) == name


def test_every_role_has_limits_and_the_shortest_count():
    assert set(LIMITS) == set(Role)
    for row in LIMITS.values():
        assert row.shared.whole <= row.own.whole
        assert row.shared.idle <= row.own.idle <= row.own.whole
    for role in Role:
        if role is not Role.YOUNG_PERSON:  # NIST 800-63B's second level: a day at most, an hour unused
            assert LIMITS[role].own.whole <= timedelta(hours=24)
            assert LIMITS[role].own.idle <= timedelta(hours=1)
    both = limits_of([Role.YOUNG_PERSON, Role.WORKER], shared=False)
    assert both == LIMITS[Role.WORKER].own
    assert limits_of([], shared=True) == LIMITS[Role.YOUNG_PERSON].shared


async def signed_in(site, person, *, shared=False):
    browser = await site.client()
    token = await sessions.start(person, shared=shared, proof=Proof.PASSKEY)
    browser.cookies.set(sessions.COOKIE, token)
    return browser


async def age(session, **columns):
    await database.write(lambda: Session.filter(id=session.id).update(**columns))


async def test_a_device_that_is_not_used_is_signed_out_and_stays_so(site, there):
    moment, minute = clock.real_now(), timedelta(minutes=1)
    for person, shared in (
        (there.amina, False),
        (there.amina, True),
        (there.cass, False),
        (there.fern, True),
    ):
        idle = limits_of(person.roles, shared=shared).idle
        browser = await signed_in(site, person, shared=shared)
        session = await Session.filter(person_id=person.id).order_by("-id").first()
        await age(session, seen_at=moment - idle + minute)
        assert (await browser.get(PAGE)).status_code == 200, (person.nickname, shared)
        await age(session, seen_at=moment - idle - minute)
        assert (await browser.get(PAGE)).status_code == 303, (person.nickname, shared)
        await age(session, seen_at=moment)
        assert (await browser.get(PAGE)).status_code == 303, "it was ended, not only looked over"


async def test_a_device_in_use_is_signed_out_when_its_whole_time_is_over(site, there):
    browser = await signed_in(site, there.cass)
    session = await Session.get()
    assert session.ends_at - session.started_at == LIMITS[Role.WORKER].own.whole
    await age(session, ends_at=clock.real_now() - timedelta(seconds=1))
    assert (await browser.get(PAGE)).status_code == 303


async def test_the_last_visit_is_kept_to_five_minutes(site, there):
    browser = await signed_in(site, there.amina)
    session = await Session.get()
    for ago, is_kept in ((timedelta(minutes=4), False), (timedelta(minutes=6), True)):
        seen = clock.real_now() - ago
        await age(session, seen_at=seen)
        await browser.get(PAGE)
        assert ((await Session.get()).seen_at > seen + timedelta(minutes=1)) is is_kept


async def replays(site, person, act):
    """What a stolen cookie opens after ``act``."""
    browser = await signed_in(site, person)
    assert (await browser.get(PAGE)).status_code == 200
    await act(browser)
    thief = await site.client()
    thief.cookies.set(sessions.COOKIE, browser.cookies[sessions.COOKIE])
    return (await thief.get(PAGE)).status_code


async def test_no_cookie_outlives_sign_out_suspension_or_a_change_of_role(site, there):
    fern = there.fern
    acts = {
        "given a role": lambda _: keeping.give_role(there.gus, Role.WORKER, by=fern),
        "a role ended": lambda _: keeping.end_role(there.gus, Role.WORKER, by=fern),
        "suspended": lambda _: keeping.suspend(there.gus, by=fern),
    }
    for what, act in acts.items():
        assert await replays(site, there.gus, act) == 303, what
    browser = await signed_in(site, there.bo)
    await keeping.suspend(there.bo, by=fern)
    await keeping.let_back(there.bo, by=fern)
    assert (await browser.get(PAGE)).status_code == 303, "let back, one comes in anew"
    await keeping.let_back(there.gus, by=fern)
    browser = await signed_in(site, there.gus)
    kept = browser.cookies[sessions.COOKIE]
    await browser.post("/rivermead/sign-out", data={})
    thief = await site.client()
    thief.cookies.set(sessions.COOKIE, kept)
    assert (await thief.get(PAGE)).status_code == 303, "signed out"


async def test_fern_gives_herself_a_role_and_goes_on_under_a_new_token(site, there):
    fern, other = await site.as_(there.fern), await site.as_(there.fern)
    before, was = (
        fern.cookies[sessions.COOKIE],
        await Session.filter(person_id=there.fern.id).order_by("id").first(),
    )
    await age(was, ends_at=was.ends_at - timedelta(hours=2))
    given = await fern.post(
        f"/rivermead/settings/people/{there.fern.id}/roles", data={"role": "safeguarding-lead"}
    )
    assert given.status_code == 303
    after = given.cookies[sessions.COOKIE]
    assert after != before
    for token, status in ((after, 200), (before, 303), (other.cookies[sessions.COOKIE], 303)):
        browser = await site.client()
        browser.cookies.set(sessions.COOKIE, token)
        assert (await browser.get("/rivermead/concerns")).status_code == status
    now = await Session.get(person_id=there.fern.id, ended_at=None)
    assert now.ends_at == was.ends_at - timedelta(hours=2), "a new token is no longer stay"
    assert now.proof is Proof.PASSKEY


async def test_a_session_keeps_how_they_came_and_a_plain_name_and_nothing_more(site, there):
    token = await sessions.make_link(there.amina)
    browser = await site.client(**{"User-Agent": next(iter(AGENTS))})
    await browser.post(f"/rivermead/sign-in/{token}", data={"device": "shared"})
    (row,) = await database.rows("SELECT * FROM session")
    assert (row["device"], row["proof"], bool(row["shared"])) == ("Chrome on Android", "link", True)
    assert "Pixel" not in str(row)
    assert "127.0.0.1" not in str(row)
    assert browser.cookies[sessions.COOKIE] not in str(row)


async def test_the_demo_moves_its_clock_and_nobody_is_signed_out(demo_site):
    browser = await demo_site.client()
    for who, page in (("young-person", "/rivermead/ideas/new"), ("worker", "/rivermead/moderation")):
        await browser.post("/demo/sign-in", data={"person": who})
        assert (await browser.post("/demo/clock", data={"days": "40"})).status_code == 303
        assert (await browser.get(page)).status_code == 200
    assert await Session.filter(proof=Proof.DEMO).count() == 2
