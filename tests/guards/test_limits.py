"""How often is too often: who is counted as whom, what they are told, and that nothing typed is lost."""

import re
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from starlette.requests import Request
from starlette.routing import Route

from saidanddone import clock, how_often, limiting
from saidanddone.how_often import HOUR, LIMITS, MINUTE, WRONG_CODES, Limit, Per
from saidanddone.ideas.models import Idea
from saidanddone.limiting import InMemory, Limits
from saidanddone.routes import routes
from saidanddone.settings import Settings
from tests.forms import read
from tests.people import young_people

IDEA = {"what": "Doorbells", "why": "So I know\nwho “it” is.", "shown_as": "nickname", "door": "everyone"}


@pytest.fixture
def counting(site):
    """The same site, counting as it does for people."""
    site.app.state.limits = Limits(replace(site.settings, limits="memory"))
    return site


def row(what: str, per: Per) -> Limit:
    return next(limit for limit in LIMITS if (limit.what, limit.per) == (what, per))


async def test_amina_who_sends_too_much_is_told_how_long_to_wait_and_gets_her_words_back(
    counting, there, monkeypatch
):
    amina, bo = await counting.as_(there.amina), await counting.as_(there.bo)
    most = row("ideas sent", Per.PERSON).at_most
    for number in range(most):
        assert (
            await amina.post("/rivermead/ideas", data={**IDEA, "what": f"Idea {number}"})
        ).status_code == 303
    refused = await amina.post("/rivermead/ideas", data={**IDEA, "pin": "4321"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= HOUR
    assert await Idea.all().count() == most
    form = read(refused.text).forms[-2]  # the last is the one that signs out
    assert form.action == "/rivermead/ideas"
    assert {name: value.strip() for name, value in form.fields} == IDEA
    assert "4321" not in refused.text
    assert "Wait 1 hour, then send it again." in refused.text
    # Script leaves the form where it is, and says so above it.
    swapped = await amina.post("/rivermead/ideas", data=IDEA, headers={"HX-Request": "true"})
    assert swapped.status_code == 429
    assert swapped.headers["hx-retarget"] == "#problem"
    assert "What you typed is still here" in swapped.text
    assert "<html" not in swapped.text
    # Others go on; reading goes on; an hour later so does she.
    assert (await bo.post("/rivermead/ideas", data=IDEA)).status_code == 303
    assert (await amina.get("/rivermead/ideas/new")).status_code == 200
    later = clock.real_now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert (await amina.post("/rivermead/ideas", data=dict(form.fields))).status_code == 303


async def test_a_room_full_of_phones_behind_one_address_is_not_one_person(counting, there):
    """A closing evening: everyone votes from the same wifi, 100 requests a second, and nobody must wait."""
    people = await young_people(there.rivermead, 3)
    phones = [await counting.as_(person) for person in people]
    visitor = await counting.client()
    limits = counting.app.state.limits
    for phone in phones:
        for _ in range(60):
            assert (await phone.post("/rivermead/rounds/9/votes", data={})).status_code == 404
    for _ in range(300):
        assert await limits.count(row("searches", Per.NETWORK), "127.0.0.1")
    assert (await visitor.get("/rivermead/ideas?q=door")).status_code == 200
    for number in range(200):  # signing in, in ten minutes
        assert await limits.count(row("signing in and joining", Per.NETWORK), "127.0.0.1"), number


async def test_one_person_counts_as_one_whatever_address_they_say_they_have(counting, there):
    amina = await counting.as_(there.amina)
    most = row("any form", Per.PERSON).at_most
    statuses = []
    for number in range(most + 2):
        amina.headers["X-Forwarded-For"] = f"203.0.113.{number}"
        statuses.append((await amina.post("/rivermead/rounds/9/votes", data={})).status_code)
    assert statuses == [404] * most + [429] * 2


async def test_visitors_who_only_read_are_never_counted(counting, there):
    visitor = await counting.client(Cookie="drawn=anew")
    counting.app.state.limits._here.storage.incr = None  # counting would fail
    for address in ("/rivermead", "/rivermead/ideas", "/rivermead/plan", "/rivermead/sign-in"):
        assert (await visitor.get(address)).status_code == 200


async def test_what_is_much_to_look_up_is_counted_without_a_question_too(counting, there):
    """Everything about me, files, sheets to print: for whoever is signed in, and for visitors by network."""
    amina, visitor = await counting.as_(there.amina), await counting.client()
    for browser, address, per in (
        (amina, "/rivermead/me/data.json", Per.PERSON),
        (visitor, "/rivermead/rounds/9/results.json", Per.NETWORK),
    ):
        heavy, whose = row("heavy pages and files", per), str(there.amina.id)
        assert (await browser.get(address)).status_code in {200, 404}
        for _ in range(heavy.at_most - 1):
            await counting.app.state.limits.count(heavy, whose if per is Per.PERSON else "127.0.0.1")
        refused = await browser.get(address)
        assert (refused.status_code, "retry-after" in refused.headers) == (429, True)
    assert (await amina.get("/rivermead/me")).status_code == 200


async def test_every_file_is_in_the_table(counting):
    """What is sent to be kept (.json, .csv, .txt) is heavy, so that none is forgotten when it is added."""
    files = {
        route.name
        for route in counting.app.routes
        if isinstance(route, Route) and "GET" in route.methods and re.search(r"\.[a-z]+$", route.path)
    }
    assert len(files) >= 4
    assert files - {"favicon", "robots"} <= how_often.HEAVY


async def test_one_council_that_is_flooded_does_not_stop_another(counting, there):
    flooded = row("ideas sent", Per.COUNCIL)
    for _ in range(flooded.at_most):
        await counting.app.state.limits.count(flooded, str(there.rivermead.id))
    amina, ivo = await counting.as_(there.amina), await counting.as_(there.ivo)
    assert (await amina.post("/rivermead/ideas", data=IDEA)).status_code == 429
    assert (await ivo.post("/ashcombe/ideas", data=IDEA)).status_code == 303


async def test_whoever_is_not_signed_in_is_counted_by_address_and_no_form_comes_back(counting, there):
    visitor = await counting.client()
    for _ in range(row("signing in and joining", Per.NETWORK).at_most):
        await counting.app.state.limits.count(row("signing in and joining", Per.NETWORK), "127.0.0.1")
    refused = await visitor.post("/rivermead/join", data={"code": "KKKK-KKKK-KKKK"})
    assert refused.status_code == 429
    assert "KKKK" not in refused.text
    assert (await visitor.get("/rivermead/join")).status_code == 200
    amina = await counting.as_(there.amina)
    assert (await amina.post("/rivermead/ideas", data=IDEA)).status_code == 303


def asking(host: str, **headers: str) -> Request:
    scope = {"type": "http", "client": (host, 1) if host else None, "headers": [*headers.items()]}
    return Request(scope)


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::"),
        ("no:address", "no:address"),
        ("", ""),
    ],
)
def test_a_home_with_many_addresses_counts_as_one(host, counted_as):
    assert limiting.address_of(asking(host)) == counted_as


async def test_memory_stays_small_and_quick_however_many_addresses_there_are(monkeypatch):
    monkeypatch.setattr(limiting, "KEYS_AT_MOST", 1000)
    store, start = InMemory(), clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: start)
    for number in range(5000):
        assert await store.incr(f"address {number}", 60) == 1
        assert len(store._counts) <= 1000
    assert await store.incr("address 4999", 60) == 2, "those who came last are remembered"
    monkeypatch.setattr(clock, "real_now", lambda: start + timedelta(seconds=61))
    assert await store.incr("address 4999", 60) == 1
    assert await store.get("address 4998") == 0
    assert (await store.check(), await store.reset(), len(store._counts)) == (
        True,
        501,
        0,
    ) or not store._counts


async def test_counting_costs_next_to_nothing(counting, there):
    """Ten µs for a page (that isn't counted), on a machine that does nothing else; here, ten times that."""
    route = next(each for each in counting.app.routes if getattr(each, "name", "") == "plan:plan")
    scope = {
        "type": "http",
        "method": "GET",
        "query_string": b"",
        "route": route,
        "signed_in": None,
        "headers": [],
    }
    request, limits = Request(scope), counting.app.state.limits
    start = perf_counter()
    for _ in range(2000):
        await limits.wait(request)
    assert (perf_counter() - start) / 2000 < 100e-6


def test_every_row_names_routes_that_are_there():
    named = {route.name: route for route in routes(Settings()) if isinstance(route, Route)}
    for limit in LIMITS:
        assert limit.routes <= named.keys(), limit
    assert len({(limit.what, limit.per) for limit in LIMITS}) == len(LIMITS)
    assert row("any form", Per.NETWORK).at_most > 5 * MINUTE, "ten forms a second, from one wifi"
    assert WRONG_CODES.at_most * 60 * 24 * 365 < 32**8, "guessing for a year finds nothing"


@pytest.mark.parametrize(
    ("limits", "workers", "says"),
    [
        ("memory", 1, ""),
        ("memory", 4, "Each of the 4 workers counts for itself"),
        ("off", 4, ""),
        ("redis://localhost", 4, "pip install redis"),
        ("http://localhost", 1, "Set SAIDANDDONE_LIMITS to memory, off, or Redis"),
    ],
)
def test_where_it_is_counted_is_checked(monkeypatch, limits, workers, says):
    monkeypatch.setattr(limiting, "find_spec", lambda _: None)
    said = " ".join(limiting.faults(Settings(limits=limits), workers))
    assert said.startswith(says) if not says else says in said
    monkeypatch.setattr(limiting, "find_spec", lambda name: name)
    assert not [*limiting.faults(Settings(limits="redis://localhost"), workers)]


def test_doctor_and_serve_say_what_is_wrong_with_it(run_migrated, monkeypatch):
    monkeypatch.setattr("saidanddone.serving.serve", lambda *_, **__: None)
    assert "well   Limits: memory" in run_migrated("doctor")[1]
    monkeypatch.setenv("SAIDANDDONE_LIMITS", "nonsense")
    status, _, said = run_migrated("serve")
    assert status == 2
    assert "Set SAIDANDDONE_LIMITS to memory" in said
    assert re.search(r"WRONG  Limits: Set SAIDANDDONE_LIMITS", run_migrated("doctor")[1])


async def test_when_the_shared_count_is_lost_each_process_counts_for_itself(counting, there, caplog):
    class Gone(InMemory):
        STORAGE_SCHEME = None

        async def incr(self, *_, **__):
            raise OSError

        get = get_expiry = incr

    limits = counting.app.state.limits
    limits._shared = type(limits._here)(Gone())
    amina = await counting.as_(there.amina)
    most = row("ideas sent", Per.PERSON).at_most
    statuses = [(await amina.post("/rivermead/ideas", data=IDEA)).status_code for _ in range(most + 1)]
    assert statuses == [303] * most + [429]
    assert caplog.text.count("each process counts for itself") == 1


async def test_a_shared_count_that_fails_is_left_alone_for_a_while_and_a_second_time_is_told_again(
    site, monkeypatch, caplog
):
    """Else each request would wait for it; and nobody would know of the outage after the first."""
    asked, limits = [], Limits(replace(site.settings, limits="memory"))

    class Shared(InMemory):
        STORAGE_SCHEME = None
        is_gone = True

        async def incr(self, *given, **more):
            asked.append(self.is_gone)
            if self.is_gone:
                raise OSError
            return await super().incr(*given, **more)

    shared, moment = Shared(), clock.real_now()
    limits._shared = type(limits._here)(shared)
    monkeypatch.setattr(clock, "real_now", lambda: moment)

    async def amina_asks(seconds):
        nonlocal moment
        moment += timedelta(seconds=seconds)
        assert await limits.count(row("any form", Per.PERSON), "1")

    for seconds in (0, 10, 19):
        await amina_asks(seconds)
    assert asked == [True]
    shared.is_gone = False
    await amina_asks(1)
    assert asked == [True, False]
    shared.is_gone = True
    await amina_asks(0)
    assert (len(asked), caplog.text.count("each process counts for itself")) == (3, 2)
