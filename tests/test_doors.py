"""What every answer passes: forged forms, strict headers, and the kind pages when something goes wrong."""

import logging

import pytest
from starlette.routing import Route

from saidanddone.people import sessions
from saidanddone.people.doors import EVERYONE, open_to
from tests.people import town

IDEA = {"what": "Doorbells", "shown_as": "nickname", "door": "everyone"}


async def test_files_travel_compressed_and_pages_with_what_is_secret_do_not(site):
    await town()
    visitor = await site.client()
    assert (await visitor.get("/static/css/app.css")).headers["content-encoding"] == "gzip"
    plain = await visitor.get("/static/css/app.css", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    # A page may hold something secret beside what somebody else chose: compressed, its length tells.
    assert "content-encoding" not in (await visitor.get("/rivermead/plan")).headers


async def test_dev_of_another_council_is_a_stranger_here(site):
    there = await town()
    dev = await site.as_(there.dev)
    assert (await dev.get("/rivermead/moderation")).status_code == 404
    assert (await dev.post("/rivermead/ideas", data=IDEA)).status_code == 404
    assert (await dev.post("/rivermead/rounds", data={})).status_code == 404


async def test_a_visitor_is_asked_to_sign_in_whatever_is_behind_it(site):
    await town()
    visitor = await site.client()
    for address in ("/rivermead/moderation", "/rivermead/ideas/new"):
        answer = await visitor.get(address)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/rivermead/sign-in")
    answer = await visitor.post("/rivermead/ideas/999/support", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"].startswith("/rivermead/sign-in")


async def test_an_unknown_page_has_a_way_home(site):
    await town()
    visitor = await site.client()
    answer = await visitor.get("/rivermead/ideas/999")
    assert answer.status_code == 404
    assert 'href="/rivermead"' in answer.text
    assert (await visitor.get("/nowhere")).status_code == 404


async def test_a_crash_is_a_kind_page_with_a_reference_that_is_in_the_log(site, caplog):
    @open_to(EVERYONE)
    async def breaks(request):
        raise RuntimeError("secret words that somebody typed")

    site.app.router.routes.insert(0, Route("/breaks", breaks))
    visitor = await site.client(raises=False)
    with caplog.at_level(logging.ERROR, logger="saidanddone"):
        answer = await visitor.get("/breaks?typed=private")
    assert answer.status_code == 500
    assert "secret words" not in answer.text
    assert "'unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    crash = next(each for each in caplog.records if each.getMessage() == "crash")
    reference = answer.headers["x-request-id"]
    assert reference in answer.text
    assert crash.facts["route"] == "/breaks"
    assert crash.facts["error"] == "builtins.RuntimeError"
    assert "secret words that somebody typed" in crash.facts["code"][-1], "a line of code, as it stands there"
    assert "private" not in caplog.text


async def test_amina_is_out_after_signing_out(site):
    there = await town()
    amina = await site.as_(there.amina)
    token = amina.cookies[sessions.COOKIE]
    assert (await amina.get("/rivermead/ideas/new")).status_code == 200
    await amina.post("/rivermead/sign-out")
    amina.cookies.set(sessions.COOKIE, token)
    assert (await amina.get("/rivermead/ideas/new")).status_code == 303


async def test_a_number_too_long_for_any_column_is_simply_not_there(site):
    there = await town()
    cass = await site.as_(there.cass)
    for number in ("999999999", "2147483648", "9" * 40):
        assert (await cass.get(f"/rivermead/ideas/{number}")).status_code == 404
        assert (await cass.get(f"/rivermead/rounds/{number}")).status_code == 404
        assert (await cass.get(f"/rivermead/plan/actions/{number}")).status_code == 404
        assert (await cass.post(f"/rivermead/moderation/comments/{number}/publication")).status_code == 404


async def test_names_that_nobody_can_have_are_simply_not_there(site):
    await town()
    visitor = await site.client()
    for odd in ("a" * 3000, "%00", "riv%00ermead", "%E2%80%AE"):
        assert (await visitor.get(f"/{odd}")).status_code == 404
        assert (await visitor.get(f"/{odd}/ideas")).status_code == 404
        assert (await visitor.get(f"/rivermead/missions/{odd}/1")).status_code == 404
        assert (await visitor.get(f"/rivermead/missions/stable-homes-2023/{odd}")).status_code == 404


async def test_a_form_longer_than_any_of_ours_is_not_taken_apart(site):
    there = await town()
    amina = await site.as_(there.amina)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await amina.post("/rivermead/ideas", content=b"&" * 300_000, headers=form)
    assert answer.status_code == 413
    assert "make it shorter" in answer.text
    full = IDEA | {"what": "🚪" * 600, "why": "🚪" * 2000, "title": "🚪" * 120}
    assert (await amina.post("/rivermead/ideas", data=full)).status_code == 303


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "undefined", "utf-8; charset=utf-7"])
async def test_a_form_in_another_charset_is_refused(site, charset):
    there = await town()
    amina = await site.as_(there.amina)
    words = b'--B\r\nContent-Disposition: form-data; name="what"\r\n\r\n\\ud800+2AA-\r\n--B--\r\n'
    form = {"Content-Type": f"multipart/form-data; boundary=B; charset={charset}"}
    assert (await amina.post("/rivermead/ideas", content=words, headers=form)).status_code == 415
    form = {"Content-Type": "multipart/form-data; boundary=B; charset=UTF-8"}
    assert (await amina.post("/rivermead/ideas", content=words, headers=form)).status_code == 422


async def test_a_crash_on_a_one_time_address_keeps_it_out_of_the_log(site, caplog, monkeypatch):
    async def breaks(*_):
        raise RuntimeError("the database went away")

    await town()
    monkeypatch.setattr(sessions, "use_link", breaks)
    visitor = await site.client(raises=False)
    with caplog.at_level(logging.ERROR, logger="saidanddone"):
        assert (await visitor.post("/rivermead/sign-in/once-only", data={"device": "own"})).status_code == 500
    assert "once-only" not in caplog.text


async def test_an_address_in_any_script_is_passed_on_to_htmx(demo_site):
    browser = await demo_site.client(**{"HX-Request": "true"})
    answer = await browser.post("/demo/sign-in", data={"person": "worker", "next": "/rivermead/ideas?q=دار"})
    assert answer.headers["hx-redirect"] == "/rivermead/ideas?q=%D8%AF%D8%A7%D8%B1"


async def test_a_slash_too_many_leads_to_the_page_here(site):
    await town()
    visitor = await site.client()
    for address in ("/rivermead/", "/rivermead/plan/", "/rivermead//"):
        answer = await visitor.get(address)
        assert answer.status_code == 307
        assert answer.headers["location"] == address.rstrip("/")
    for address in ("//elsewhere.example/", "/%2F%2Felsewhere.example/"):
        answer = await visitor.get(address)
        assert not answer.headers.get("location", "/").startswith("//")


async def test_a_way_of_asking_that_is_not_there_says_which_are(site):
    await town()
    visitor = await site.client()
    answer = await visitor.put("/rivermead/plan", headers={"Origin": "http://testserver"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
