"""Every route × every kind of person: who is let in, and how everyone else is turned away."""

import pytest
from starlette.routing import Route

from saidanddone.people.doors import EVERYONE, READERS, SIGNED_IN
from saidanddone.routes import routes
from saidanddone.settings import Settings
from tests.people import town

PARTS = {"number": "999", "id": "999", "m": "9", "h": "9", "token": "x", "framework": "none", "code": "x"}
# Signing out comes last: nobody is let in after it.
COUNCIL_ROUTES = sorted(
    (route for route in routes(Settings()) if isinstance(route, Route) and "{council}" in route.path),
    key=lambda route: route.name == "people:sign_out",
)
ANYONE = {EVERYONE, READERS}  # Rivermead lets everyone read its ideas


@pytest.fixture(autouse=True)
def on_one_database(engine_name):
    """Doors look at roles, and open or don't: alike on both databases."""
    if engine_name != "sqlite":
        pytest.skip("who is let in doesn’t depend on the database")


def address(route, council):
    path = route.path.replace("{council}", council)
    for name, value in PARTS.items():
        path = path.replace(f"{{{name}:number}}", value).replace(f"{{{name}}}", value)
    return path


def lets_in(whom, person):
    return bool({*ANYONE, SIGNED_IN} & {*whom}) or any(person.can(right) for right in whom)


async def knock(browser, route, council):
    if "GET" in route.methods:
        return await browser.get(address(route, council))
    return await browser.post(address(route, council), data={})


@pytest.mark.parametrize("name", ["amina", "cass", "ellis", "fern", "gus", "hana"])
async def test_only_those_with_the_right_come_in(site, name):
    there = await town()
    person = getattr(there, name)
    browser = await site.as_(person)
    for route in COUNCIL_ROUTES:
        answer = await knock(browser, route, "rivermead")
        if lets_in(route.endpoint.open_to, person):
            assert answer.status_code != 403, (route.name, name)
            assert answer.status_code < 500, (route.name, name)
        else:
            assert answer.status_code == (404 if "GET" in route.methods else 403), (route.name, name)


async def test_a_visitor_is_sent_to_sign_in_or_let_in(site):
    await town()
    visitor = await site.client()
    for route in COUNCIL_ROUTES:
        answer = await knock(visitor, route, "rivermead")
        if ANYONE & {*route.endpoint.open_to}:
            assert answer.status_code not in {403, 500}, route.name
        else:
            assert answer.status_code == 303, route.name
            assert answer.headers["location"].startswith("/rivermead/sign-in"), route.name


@pytest.mark.parametrize("name", ["dev", "ivo", "jo"])
async def test_people_of_elsewhere_find_nothing_that_is_not_public(site, name):
    there = await town()
    browser = await site.as_(getattr(there, name))
    for route in COUNCIL_ROUTES:
        answer = await knock(browser, route, "rivermead")
        if not ANYONE & {*route.endpoint.open_to}:
            assert answer.status_code == 404, (route.name, name)


async def test_a_suspended_person_is_nobody_at_every_route(site):
    from saidanddone import clock, database
    from saidanddone.people.models import Person

    there = await town()
    for person in (there.amina, there.fern):
        browser = await site.as_(person)
        await database.write(lambda one=person: Person.filter(id=one.id).update(suspended_at=clock.now()))
        for route in COUNCIL_ROUTES:
            if not ANYONE & {*route.endpoint.open_to}:
                answer = await knock(browser, route, "rivermead")
                assert answer.status_code == 303, route.name
                assert answer.headers["location"].startswith("/rivermead/sign-in"), route.name


async def test_a_route_that_is_open_to_too_many_would_be_noticed(site, monkeypatch):
    """The fault planted: a door that looks at nobody's rights."""
    from saidanddone.people import doors

    there = await town()
    monkeypatch.setattr(doors, "_turn_away", lambda *_: None)
    amina = await site.as_(there.amina, raises=False)
    opened = [
        route.name
        for route in COUNCIL_ROUTES
        if "GET" in route.methods
        and not lets_in(route.endpoint.open_to, there.amina)
        and (await knock(amina, route, "rivermead")).status_code == 200
    ]
    assert {"people:index", "front:settings", "front:history"} <= {*opened}
