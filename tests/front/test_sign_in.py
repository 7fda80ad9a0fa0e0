"""Coming in by a one-time link, signing out, and leaving at once."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.people import sessions
from saidanddone.people.models import Session, SignInLink
from saidanddone.people.views import local_path


async def test_opening_a_link_changes_nothing_and_the_button_signs_in_once(site, there):
    token = await sessions.make_link(there.amina)
    browser = await site.client()
    for _ in range(3):
        shown = await browser.get(f"/rivermead/sign-in/{token}")
        assert shown.status_code == 200
        assert 'method="post"' in shown.text
    assert await SignInLink.filter(used_at=None).count() == 1
    assert await Session.all().count() == 0

    came_in = await browser.post(f"/rivermead/sign-in/{token}", data={"device": "own"})
    assert (came_in.status_code, came_in.headers["location"]) == (303, "/rivermead")
    assert "Hello, Amina" in (await browser.get("/rivermead")).text

    other = await site.client()
    again = await other.post(f"/rivermead/sign-in/{token}", data={"device": "own"})
    assert again.status_code == 422
    assert "does not work any more" in again.text
    assert sessions.COOKIE not in other.cookies


async def test_two_who_press_at_once_sign_in_one(site, there):
    token = await sessions.make_link(there.amina)
    browsers = [await site.client() for _ in range(4)]
    answers = await asyncio.gather(
        *(browser.post(f"/rivermead/sign-in/{token}", data={"device": "own"}) for browser in browsers)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422]
    assert await Session.all().count() == 1


@pytest.mark.parametrize("made_up", ["nothing", "x" * 200])
async def test_a_link_that_never_was_looks_like_one_that_was_used(site, there, made_up):
    browser = await site.client()
    assert (await browser.get(f"/rivermead/sign-in/{made_up}")).status_code == 200
    assert (await browser.post(f"/rivermead/sign-in/{made_up}", data={"device": "own"})).status_code == 422


async def test_a_link_of_one_council_opens_no_other(site, there):
    token = await sessions.make_link(there.ivo)
    browser = await site.client()
    assert (await browser.post(f"/rivermead/sign-in/{token}", data={"device": "own"})).status_code == 422
    assert (await browser.post(f"/ashcombe/sign-in/{token}", data={"device": "own"})).status_code == 303


async def test_a_link_that_is_too_old_or_whose_person_is_suspended_opens_nothing(site, there):
    old, theirs = await sessions.make_link(there.amina), await sessions.make_link(there.bo)
    past = clock.real_now() - timedelta(minutes=1)
    await database.write(lambda: SignInLink.filter(person_id=there.amina.id).update(ends_at=past))
    there.bo.suspended_at = clock.now()
    await database.write(there.bo.save)
    browser = await site.client()
    for token in (old, theirs):
        assert (await browser.post(f"/rivermead/sign-in/{token}", data={"device": "own"})).status_code == 422


async def test_signing_out_ends_the_session_for_good(site, there):
    browser = await site.as_(there.amina)
    kept = browser.cookies[sessions.COOKIE]
    out = await browser.post("/rivermead/sign-out", data={})
    assert (out.status_code, out.headers["location"]) == (303, "/rivermead")
    replay = await site.client()
    replay.cookies.set(sessions.COOKIE, kept)
    assert "Hello, Amina" not in (await replay.get("/rivermead")).text


@pytest.mark.parametrize(("shared", "lasts"), [(True, timedelta(hours=12)), (False, timedelta(days=90))])
async def test_a_session_ends_by_itself_sooner_on_a_shared_device(site, there, shared, lasts):
    browser = await site.client()
    browser.cookies.set(sessions.COOKIE, await sessions.start(there.amina, shared=shared))
    started = await Session.get()
    assert started.ends_at - started.started_at == lasts
    assert (await browser.get("/rivermead/ideas/new")).status_code == 200
    await database.write(lambda: Session.all().update(ends_at=clock.real_now() - timedelta(seconds=1)))
    assert (await browser.get("/rivermead/ideas/new")).status_code == 303


@pytest.mark.parametrize(("typed", "stays"), [({"device": "shared"}, False), ({"device": "own"}, True)])
async def test_on_a_shared_device_the_cookie_goes_when_the_browser_is_shut(site, there, typed, stays):
    token = await sessions.make_link(there.amina)
    answer = await (await site.client()).post(f"/rivermead/sign-in/{token}", data=typed)
    (cookie,) = [
        one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{sessions.COOKIE}=")
    ]
    assert ("Max-Age" in cookie) is stays
    assert "HttpOnly" in cookie


async def test_signing_out_twice_is_no_mistake(site, there):
    browser = await site.client()
    assert (await browser.post("/rivermead/sign-out", data={})).status_code == 303


async def test_signing_in_as_another_ends_the_session_before(site, there):
    browser = await site.as_(there.amina)
    token = await sessions.make_link(there.bo)
    await browser.post(f"/rivermead/sign-in/{token}", data={"device": "own"})
    assert "Hello, Bo" in (await browser.get("/rivermead")).text
    assert await Session.filter(ended_at=None).count() == 1


async def test_leaving_a_shared_device_signs_out_and_wipes_it(site, there):
    token = await sessions.make_link(there.amina)
    browser = await site.client()
    await browser.post(f"/rivermead/sign-in/{token}", data={"device": "shared"})
    assert (await Session.get()).shared
    left = await browser.get("/rivermead/leave")
    assert left.status_code == 303
    assert left.headers["location"] == site.settings.leave_to
    assert left.headers["clear-site-data"] == '"cache", "storage"'
    assert (await Session.get()).ended_at is not None
    assert "Hello, Amina" not in (await browser.get("/rivermead")).text


async def test_leaving_ones_own_phone_only_leaves(site, there):
    browser = await site.as_(there.amina)
    left = await browser.get("/rivermead/leave")
    assert (left.status_code, left.headers["location"]) == (303, site.settings.leave_to)
    assert "clear-site-data" not in left.headers
    assert "Hello, Amina" in (await browser.get("/rivermead")).text


async def test_a_visitor_leaves_too(site, there):
    visitor = await site.client()
    assert (await visitor.get("/ashcombe/leave")).headers["location"] == site.settings.leave_to


async def test_the_sign_in_page_says_how_to_come_in_and_shows_no_demo(site, there):
    page = (await (await site.client()).get("/rivermead/sign-in?next=/rivermead/ideas/1")).text
    assert "My worker can help" in page
    assert "/demo" not in page
    signed_in = await site.as_(there.amina)
    assert "You are signed in already" in (await signed_in.get("/rivermead/sign-in")).text


async def test_an_unknown_council_has_no_doors(site, there):
    browser = await site.client()
    for page in ("sign-in", "leave", "sign-in/x"):
        assert (await browser.get(f"/nowhere/{page}")).status_code == 404
    assert await Council.all().count() == 2


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/rivermead/ideas/3?a=b", "/rivermead/ideas/3?a=b"),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("/\t/evil.example", ""),
        ("https://evil.example", ""),
        ("rivermead", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_paths_of_this_site_are_gone_on_to(address, kept):
    assert local_path(address) == kept
