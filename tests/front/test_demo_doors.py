"""Only in the demo: stepping into somebody's shoes, and moving the date."""

from datetime import UTC, datetime, timedelta

import pytest

from saidanddone import clock, demo, serving
from saidanddone.demo import moving
from saidanddone.demo.cast import CAST
from saidanddone.rounds.models import Round, RoundState
from saidanddone.routes import routes
from saidanddone.settings import Settings
from tests.people import town

STARTS = {
    "young-person": "/rivermead",
    "worker": "/rivermead/moderation",
    "officer": "/rivermead/desk",
    "safeguarding": "/rivermead/concerns",
    "adviser": "/rivermead",
    "admin": "/rivermead",
    "programme": "/programme",
    "ashcombe-worker": "/ashcombe/moderation",
}


async def test_these_addresses_exist_in_no_other_mode(site):
    await town()
    browser = await site.client()
    for address in ("/demo", "/design"):
        assert (await browser.get(address)).status_code == 404
    for address in ("/demo/sign-in", "/demo/clock"):
        answer = await browser.post(address, data={"person": "worker", "days": "1"})
        assert answer.status_code in (404, 405)  # /demo/sign-in is then the page of a council called “demo”
        assert not answer.cookies
    named = [route.name for route in routes(Settings())]
    assert not [name for name in named if name.startswith("demo:")]


def test_no_variable_turns_a_served_site_into_the_demo(monkeypatch):
    monkeypatch.setenv("SAIDANDDONE_DEMO", "1")
    served = serving.site()
    assert not served.state.settings.demo


async def test_everyone_in_the_cast_can_be_played(demo_site):
    for key in CAST:
        browser = await demo_site.client()
        came_in = await browser.post("/demo/sign-in", data={"person": key})
        assert came_in.status_code == 303, key
        address = came_in.headers["location"]
        assert address == STARTS.get(key, address)
        assert (await browser.get(address)).status_code == 200, key


async def test_the_page_offers_everyone_and_the_clock(demo_site):
    page = (await (await demo_site.client()).get("/demo?next=/rivermead/ideas/1")).text
    for key in CAST:
        assert f'value="{key}"' in page
    assert 'value="/rivermead/ideas/1"' in page
    assert 'name="days" value="31"' in page
    assert (await (await demo_site.client()).get("/design")).status_code == 200


async def test_one_goes_on_to_where_one_wanted_but_never_off_the_site(demo_site):
    browser = await demo_site.client()
    wanted = await browser.post("/demo/sign-in", data={"person": "worker", "next": "/rivermead/ideas/1"})
    assert wanted.headers["location"] == "/rivermead/ideas/1"
    away = await browser.post("/demo/sign-in", data={"person": "worker", "next": "//evil.example"})
    assert away.headers["location"] == "/rivermead/moderation"


async def test_nobody_outside_the_cast_can_be_played(demo_site):
    browser = await demo_site.client()
    for person in ("", "Kestrel", "1"):
        refused = await browser.post("/demo/sign-in", data={"person": person})
        assert refused.status_code == 422
        assert "Pick one of these people." in refused.text


async def test_the_date_moves_on_and_people_stay_signed_in(demo_site):
    browser = await demo_site.client()
    await browser.post("/demo/sign-in", data={"person": "young-person"})
    before = clock.today()
    moved = await browser.post("/demo/clock", data={"days": "31"})
    assert (moved.status_code, moved.headers["location"]) == (303, "/demo")
    assert (clock.today() - before).days == 31
    assert moving.days_ahead() >= 31
    assert "Hello, Kestrel" in (await browser.get("/rivermead")).text


async def test_what_comes_due_on_the_way_comes_on_its_day(demo_site):
    open_now = await Round.get(state=RoundState.OPEN)
    await (await demo_site.client()).post("/demo/clock", data={"days": "31"})
    await open_now.refresh_from_db()
    assert open_now.state is RoundState.CLOSED
    assert timedelta(0) <= open_now.closed_at - open_now.closes_at <= timedelta(days=1)


@pytest.mark.parametrize("days", ["", "0", "-1", "3661", "1.5", "a week", "9" * 400])
async def test_the_date_only_goes_forward_and_not_too_far(demo_site, days):
    before = moving.days_ahead()
    refused = await (await demo_site.client()).post("/demo/clock", data={"days": days})
    assert refused.status_code == 422
    assert "a whole number from 1 to 3660" in refused.text
    assert moving.days_ahead() == before


async def test_the_demo_loads_when_a_framework_of_its_story_has_ended(site, monkeypatch):
    later = datetime(2029, 3, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    await demo.load()
    visitor = await site.client()
    for page in ("/rivermead", "/rivermead/plan", "/rivermead/missions", "/rivermead/ideas/8"):
        assert (await visitor.get(page)).status_code == 200, page
