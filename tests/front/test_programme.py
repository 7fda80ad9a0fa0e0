"""Jo of the programme sees the councils' figures side by side, and none of their people."""

import re

import pytest

from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from tests.people import young_people
from tests.rounds.votes import ideas_of

ROW = re.compile(r'<tr><th scope="row">.*?</tr>', re.S)


def row_of(text: str, council: str) -> list[str]:
    found = next(row for row in ROW.findall(text) if council in row)
    return re.findall(r'<td class="n">(.*?)</td>', found)


async def test_jo_sees_each_council_in_figures_and_nobody_by_name(site, there):
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    jo = await site.as_(there.jo)
    page = (await jo.get("/programme")).text
    assert row_of(page, "Rivermead")[:2] == ["2", str(len(ideas))]
    assert row_of(page, "Ashcombe")[:2] == ["fewer than 6", "0"]
    for person in await Person.all().exclude(id=there.jo.id):
        assert not re.search(rf"\b{person.nickname}\b", page)
    for idea in ideas:
        assert idea.what not in page
    await young_people(there.ashcombe, 5)
    assert row_of((await jo.get("/programme")).text, "Ashcombe")[0] == "6"


@pytest.mark.parametrize("name", ["amina", "cass", "ellis", "fern", "gus", "hana", "dev", "ivo"])
async def test_for_all_others_there_is_no_such_page(site, there, name):
    assert (await (await site.as_(getattr(there, name))).get("/programme")).status_code == 404


async def test_visitors_are_asked_to_sign_in(site, there):
    asked = await (await site.client()).get("/programme")
    assert (asked.status_code, asked.headers["location"]) == (303, "/programme/sign-in?next=/programme")


async def test_the_figures_ask_no_more_when_there_are_more_councils(site, there, queries):
    from saidanddone.councils.models import Council

    jo = await site.as_(there.jo)
    await jo.get("/programme")
    with queries() as few:
        await jo.get("/programme")
    for number in range(4):
        council = await Council.add(f"more-{number}", f"More {number}")
        await Person.join(council, "Kit", Role.YOUNG_PERSON)
    with queries() as many:
        await jo.get("/programme")
    assert len(many) == len(few)


async def test_jo_comes_in_by_a_link_of_the_programme_and_goes_again(site, there):
    from saidanddone.people import sessions

    browser, token = await site.client(), await sessions.make_link(there.jo)
    assert (
        await browser.post(f"/rivermead/sign-in/{token}", data={"device": "own"})
    ).status_code == 422  # no council's door
    assert "Come in." in (await browser.get(f"/programme/sign-in/{token}")).text
    answer = await browser.post(f"/programme/sign-in/{token}", data={"device": "own"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/programme")
    assert (await browser.get("/programme")).headers["location"].startswith("/programme/second-step")
    assert (await browser.post("/programme/sign-out")).headers["location"] == "/"
    assert (await browser.get("/programme")).headers["location"].startswith("/programme/sign-in")
    assert (
        await browser.post(f"/programme/sign-in/{token}", data={"device": "own"})
    ).status_code == 422  # it worked once


async def test_a_councils_link_opens_nothing_at_the_programme(site, there):
    from saidanddone.people import sessions

    browser = await site.client()
    assert (
        await browser.post(
            f"/programme/sign-in/{await sessions.make_link(there.fern)}", data={"device": "own"}
        )
    ).status_code == 422
    assert not browser.cookies


def test_a_programme_admin_is_added_at_the_keyboard_and_let_in(run_migrated):
    assert run_migrated("programme", "add", "Programme Admin")[0] == 0
    status, out, _ = run_migrated("sign-in-link", "--person", "programme admin")
    assert status == 0
    assert "/programme/sign-in/" in out
    status, _, says = run_migrated("programme", "add", "Programme admin")
    assert status == 2
    assert "already" in says
    assert run_migrated("sign-in-link", "--person", "Nobody")[0] == 2
    assert "is signed out" in run_migrated("programme", "anew", "programme admin")[1]
    assert run_migrated("programme", "anew", "Nobody")[0] == 2
