"""Councils never mix: whoever belongs to one finds nothing of another, by whatever number or code they ask.

Quinn holds every role at Ashcombe, Zaya every role at Rivermead. Both councils have real things in them, so
a view that looked for a number without asking whose it is would find something.
"""

import itertools
import re

import pytest
from starlette.routing import Route
from tortoise import Tortoise

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.people.doors import EVERYONE
from saidanddone.people.inviting import invite
from saidanddone.people.models import Person, RoleGrant, with_roles
from saidanddone.people.rights import OF_A_COUNCIL, Role
from saidanddone.people.sessions import make_link

NOWHERE = 987654321
LAST = ("people:sign_out", "people:leave")
CHANGES_ALWAYS = {"session"}  # when a device was last seen
NO_NUMBER = {"token", "code", "framework"}  # links and codes are below; missions may be read by everyone


async def all_roles(slug: str, nickname: str) -> Person:
    """Somebody who holds every role of a council."""
    first, *more = OF_A_COUNCIL
    person = await Person.join(await Council.get(slug=slug), nickname, first, job_title=f"All {slug}")
    for role in more:
        await database.write(
            lambda role=role: RoleGrant.create(person=person, role=role, given_at=clock.now())
        )
    return await with_roles(person)


def routes_of(site) -> list[Route]:
    """The routes of a council that name a thing in it by its number."""
    return [
        route
        for route in site.app.routes
        if isinstance(route, Route)
        and route.path.startswith("/{council}/")
        and route.name not in LAST
        and len(route.param_convertors) > 1
        and not {*route.param_convertors} & NO_NUMBER
    ]


def addresses(route: Route, slug: str, numbers: list[int]) -> list[str]:
    """The route's addresses with each of these numbers in each of its places."""
    places = [name for name in route.param_convertors if name != "council"]
    return [
        str(route.url_path_for(route.name, council=slug, **dict(zip(places, each, strict=True))))
        for each in itertools.product(numbers, repeat=len(places))
    ]


async def numbers_of(slug: str, *, but_not: str) -> list[int]:
    """Numbers and ids that things of one council have and none of the other has."""
    here, there = await _taken(slug), await _taken(but_not)
    return sorted(here - there, reverse=True)


async def _taken(slug: str) -> set[int]:
    council, found = await Council.get(slug=slug), set()
    for model in Tortoise.apps["saidanddone"].values():
        if "council_id" not in model._meta.fields_db_projection:
            continue
        kept = {"id", "number"} & {*model._meta.fields_db_projection}
        for row in await model.filter(council_id=council.id).order_by("-id").limit(400).values(*kept):
            found |= {value for value in row.values() if isinstance(value, int)}
    return found


async def everything() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    found = {}
    for model in Tortoise.apps["saidanddone"].values():
        if model._meta.db_table not in CHANGES_ALWAYS:
            found[model._meta.db_table] = sorted(repr(row) for row in await model.all().values())
    return found


def bare(text: str) -> str:
    """A page without the address it was asked by and the moment."""
    return re.sub(r"\d+", "#", text)


async def answer_to(browser, route: Route, address: str):
    if "GET" in route.methods:
        return await browser.get(address)
    return await browser.post(address, data={})


@pytest.mark.slow
@pytest.mark.parametrize("who", ["Quinn of Ashcombe at home", "Zaya of Rivermead as a stranger"])
async def test_numbers_of_another_council_open_nothing(demo_site, who):
    if who.startswith("Quinn"):
        person = await all_roles("ashcombe", "Quinn")
        numbers = (await numbers_of("rivermead", but_not="ashcombe"))[:3]
    else:
        person = await all_roles("rivermead", "Zaya")
        numbers = [1, 2]  # Ashcombe has ideas, promises and people by such numbers
    browser = await demo_site.as_(person)
    assert len(numbers) > 1, "the two councils are too alike to tell anything"
    before = await everything()
    wrong = []
    for route in routes_of(demo_site):
        if EVERYONE in route.endpoint.open_to and who.startswith("Zaya"):
            continue  # what any visitor may read
        nothing = bare((await answer_to(browser, route, addresses(route, "ashcombe", [NOWHERE])[0])).text)
        for address in addresses(route, "ashcombe", numbers)[:4]:
            answer = await answer_to(browser, route, address)
            if answer.status_code != 404 or bare(answer.text) != nothing:
                wrong.append((answer.status_code, route.name, address))
    assert wrong == []
    after = await everything()
    assert [table for table in before if before[table] != after[table]] == []


async def test_links_and_codes_of_another_council_open_nothing(site, there):
    fern, browser = there.fern, await site.client()
    link = await make_link(there.amina)
    _, code = await invite(there.rivermead, Role.YOUNG_PERSON, by=fern)
    assert (await browser.post(f"/ashcombe/sign-in/{link}")).status_code == 422
    assert (await browser.post(f"/programme/sign-in/{link}")).status_code == 422
    assert (await browser.get(f"/ashcombe/join/{code}")).status_code == 404
    form = {"nickname": "Kestrel", "device": "own"}
    assert (await browser.post(f"/ashcombe/join/{code}", data=form)).status_code == 404
    assert (await browser.post("/ashcombe/join", data={"code": code})).status_code == 422
    assert not browser.cookies
    assert (await browser.post(f"/rivermead/sign-in/{link}")).status_code == 303  # they were good all along
    assert (await browser.get(f"/rivermead/join/{code}")).status_code == 200


async def test_a_view_that_forgets_whose_number_it_is_would_be_noticed(demo_site, monkeypatch):
    """The fault that the test above is for, planted: ideas found by number in all councils."""
    from saidanddone.ideas import models, views

    monkeypatch.setattr(views, "ideas_seen_by", lambda _person: models.Idea.all())
    quinn = await demo_site.as_(await all_roles("ashcombe", "Quinn"))
    number = max(
        await models.Idea.filter(council__slug="rivermead", stage="open").values_list("number", flat=True)
    )
    answer = await quinn.post(f"/ashcombe/ideas/{number}/support")
    assert answer.status_code != 404
