"""Councils never mix: whoever belongs to one finds nothing of another, by whatever number or code.

Quinn holds every role at Ashcombe, and asks for all kinds of things by numbers that only Rivermead has. A
view that looked for a number without asking whose it is would find something.
"""

import itertools
import re
from typing import Any

import pytest
from starlette.routing import Route
from tortoise import Tortoise

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.people.inviting import invite
from saidanddone.people.models import Person, RoleGrant, with_roles
from saidanddone.people.rights import OF_A_COUNCIL, Role
from saidanddone.people.sessions import make_link

NOWHERE = 987654321
LAST = ("people:sign_out", "people:leave")
CHANGES_ALWAYS = {"session"}  # when a device was last seen


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
        and ":number}" in route.path
    ]


# What stands before a number in an address: the model, the column it is found by, the way to its council.
NAMED = {
    "ideas": ("Idea", "number", "council_id"),
    "rounds": ("Round", "number", "council_id"),
    "actions": ("Action", "number", "council_id"),
    "help": ("Help", "number", "council_id"),
    "milestones": ("Milestone", "number", "action__council_id"),
    "updates": ("Update", "id", "action__council_id"),
    "owner-links": ("OwnerLink", "id", "council_id"),
    "owner-words": ("OwnerWords", "id", "council_id"),
    "comments": ("Comment", "id", "council_id"),
    "verdicts": ("VerdictAnswer", "id", "council_id"),
    "reasons": ("Score", "id", "person__council_id"),
    "concerns": ("Concern", "id", "council_id"),
    "people": ("Person", "id", "council_id"),
    "young-people": ("Person", "id", "council_id"),
    "invitations": ("Invitation", "id", "council_id"),
    "devices": ("Session", "id", "person__council_id"),
    "passkeys": ("Passkey", "id", "person__council_id"),
    "news": ("Notice", "id", "council_id"),
    "contact": ("Contact", "id", "person__council_id"),
    "groups": ("GroupRole", "id", "council_id"),
    "away": ("DaysAway", "id", "council_id"),
    "missions": ("Framework", "id", "council_id"),
    "labels": ("Mission", "id", "framework__council_id"),
}
AT_MOST = 6  # numbers of one kind; of ideas one in each stage


async def numbers_of(kind: str, *, but_not: Council) -> list[int]:
    """Numbers by which there is something, though not at this council; the newest first."""
    name, column, council = NAMED[kind]
    model = Tortoise.apps["saidanddone"][name]
    theirs = set(await model.filter(**{council: but_not.id}).values_list(column, flat=True))
    others = model.exclude(**{council: but_not.id}) if council != "council_id" else model.all()
    others = others.filter(**{f"{council}__isnull": False}) if "__" not in council else others
    found = dict.fromkeys(await others.order_by("-id").values_list(column, flat=True))
    return [number for number in found if number not in theirs][:AT_MOST]


async def addresses(route: Route, council: Council) -> list[str]:
    """The route's addresses at this council, with numbers of others."""
    parts = route.path.split("/")
    places = {
        part[1:-1].split(":")[0]: parts[at - 1] for at, part in enumerate(parts) if part.endswith(":number}")
    }
    numbers = [await numbers_of(kind, but_not=council) for kind in places.values()]
    return [
        str(route.url_path_for(route.name, council=council.slug, **dict(zip(places, each, strict=True))))
        for each in itertools.product(*numbers)
    ][: AT_MOST * 2]


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


async def what_opens(site, person: Person) -> tuple[list[Any], int]:
    """What somebody finds at their own council by numbers of others, and how many they asked for."""
    council = await Council.get(id=person.council_id)
    browser, found, asked = await site.as_(person, raises=False), [], 0
    for route in routes_of(site):
        nothing = None
        for address in await addresses(route, council):
            if nothing is None:
                nothing = bare((await answer_to(browser, route, nowhere(address))).text)
            answer, asked = await answer_to(browser, route, address), asked + 1
            if answer.status_code != 404 or bare(answer.text) != nothing:
                found.append((answer.status_code, route.name, address))
    return found, asked


def nowhere(address: str) -> str:
    """The same address with numbers that nothing has."""
    return re.sub(r"/\d+(?=/|$)", f"/{NOWHERE}", address)


@pytest.mark.slow
async def test_numbers_of_another_council_open_nothing(demo_site, engine_name):
    if engine_name != "sqlite":
        pytest.skip("what is found through a person is found so on both databases")
    quinn = await all_roles("ashcombe", "Quinn")
    before = await everything()
    found, asked = await what_opens(demo_site, quinn)
    assert found == []
    assert asked > 400, "too little was asked for to tell anything"
    after = await everything()
    assert [table for table in before if before[table] != after[table]] == []


async def test_every_kind_of_number_in_an_address_is_tried(site):
    for route in routes_of(site):
        kinds = [before for before, _ in re.findall(r"([\w-]+)/\{(\w+):number\}", route.path)]
        assert {*kinds} <= {*NAMED}, route.path


async def test_links_and_codes_of_another_council_open_nothing(site, there):
    fern, browser = there.fern, await site.client()
    link = await make_link(there.amina)
    _, code = await invite(there.rivermead, Role.YOUNG_PERSON, by=fern)
    assert (await browser.post(f"/ashcombe/sign-in/{link}", data={"device": "own"})).status_code == 422
    assert (await browser.post(f"/programme/sign-in/{link}", data={"device": "own"})).status_code == 422
    assert (await browser.get(f"/ashcombe/join/{code}")).status_code == 404
    form = {"nickname": "Kestrel", "device": "own"}
    assert (await browser.post(f"/ashcombe/join/{code}", data=form)).status_code == 404
    assert (await browser.post("/ashcombe/join", data={"code": code})).status_code == 422
    assert not browser.cookies
    assert (
        await browser.post(f"/rivermead/sign-in/{link}", data={"device": "own"})
    ).status_code == 303  # they were good all along
    assert (await browser.get(f"/rivermead/join/{code}")).status_code == 200


async def test_a_view_that_forgets_whose_number_it_is_would_be_noticed(demo_site, engine_name, monkeypatch):
    """The fault that the test above is for, planted: ideas found by number in all councils."""
    if engine_name != "sqlite":
        pytest.skip("as above")
    from saidanddone.ideas import models, views

    monkeypatch.setattr(views, "ideas_seen_by", lambda _person: models.Idea.all())
    found, _ = await what_opens(demo_site, await all_roles("ashcombe", "Quinn"))
    assert {name for _, name, _ in found} & {"ideas:support", "ideas:comment", "moderation:publish"}
