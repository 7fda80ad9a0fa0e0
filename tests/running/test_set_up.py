"""From an empty database to a first invitation, and the page that leads there."""

import re

from saidanddone import cli, clock
from saidanddone.councils.models import Council
from saidanddone.missions.keeping import check_wording
from saidanddone.missions.models import Framework
from saidanddone.missions.shipped import ensure_shipped
from saidanddone.people import inviting
from saidanddone.people.models import Person, with_roles
from saidanddone.people.rights import Role
from tests.doors.stepping import take_the_step
from tests.people import town

SETTINGS = "/newtown/settings"


async def test_an_empty_site_says_kindly_what_to_run(site):
    page = (await (await site.client()).get("/")).text
    assert "saidanddone council add" in page
    assert "saidanddone invite council-admin" in page


async def test_from_nothing_to_the_first_invitation(site):
    await ensure_shipped()
    council = await Council.add("newtown", "Newtown")
    _, code = await inviting.invite(council, Role.ADMIN, by=None)
    browser = await site.client()
    joined = {"nickname": "Fern", "job_title": "Service Manager", "device": "own"}
    assert (await browser.post(f"/newtown/join/{code}", data=joined)).headers["location"] == SETTINGS
    _, came = await take_the_step(browser, "/newtown/me", next=SETTINGS)
    assert came.headers["location"] == SETTINGS
    assert "Five short steps, then invite." in (await browser.get(SETTINGS)).text
    assert "Five steps of set-up left." in (await browser.get("/newtown")).text

    assert (await browser.post(SETTINGS + "/council", data={"ideas_open_to": "council"})).status_code == 303
    assert (await browser.post(SETTINGS + "/reading", data={"day": ["1", "3"]})).status_code == 303
    words = {"help_now": "Ring 01632 960000.", "advocate": "Ask the advocate."}
    assert (await browser.post(SETTINGS + "/council", data=words)).status_code == 303
    for framework in await Framework.all():
        at = f"{SETTINGS}/missions/{framework.id}/wording-check"
        assert (await browser.post(at)).status_code == 303
    page = (await browser.get(SETTINGS)).text
    assert "1 step left." in page

    lead = re.search(r'href="(/newtown/invitations\?role=safeguarding-lead)"', page)[1]
    assert re.search(r'value="safeguarding-lead"[^>]* checked', (await browser.get(lead)).text)
    cards = await browser.post("/newtown/invitations", data={"role": "safeguarding-lead", "cards": "1"})
    (code,) = re.findall(r'class="code">([A-Z0-9-]{14})<', cards.text)
    lead = {"nickname": "Hana", "job_title": "Safeguarding Lead", "device": "own"}
    assert (await (await site.client()).post(f"/newtown/join/{code}", data=lead)).status_code == 303
    hana = await Person.get(nickname="Hana")
    week = {f"day{number}": str(hana.id) for number in range(7)}
    assert (await browser.post(SETTINGS + "/rota", data=week)).status_code == 303
    done = (await browser.get(SETTINGS)).text
    assert "steps left" not in done
    assert "step left" not in done
    assert "What is set in Newtown" in done
    assert "2 people are in Newtown." in (await browser.get("/newtown")).text


async def test_settings_say_what_wants_attention(site):
    there = await town()
    page = (await (await site.as_(there.fern)).get("/rivermead/settings")).text
    days = 28 - clock.today().weekday()
    assert f"{days} days have nobody, of the next {days}." in page
    assert "There is one admin only." in page
    stable = await Framework.get(slug="stable-homes-2023")
    await check_wording(stable, by=there.fern, council=there.rivermead)
    again = (await (await site.as_(there.fern)).get("/rivermead/settings")).text
    assert "Wording is not compared" in again, "the other framework is not checked yet"


async def test_the_doors_to_settings_are_drawn_for_those_who_may(site):
    there = await town()
    assert "/rivermead/settings" in (await (await site.as_(there.fern)).get("/rivermead")).text
    for person in (there.cass, there.amina, there.hana):
        assert '"/rivermead/settings"' not in (await (await site.as_(person)).get("/rivermead")).text
    cass = (await (await site.as_(there.cass)).get("/rivermead")).text
    assert "/rivermead/invitations" in cass
    hana = (await (await site.as_(there.hana)).get("/rivermead/concerns")).text
    assert "/rivermead/settings/rota" in hana
    queue = (await (await site.as_(there.cass)).get("/rivermead/moderation")).text
    assert "/rivermead/settings/reading" in queue


def test_the_command_prints_an_address_that_lets_the_admin_in(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAIDANDDONE_DATABASE_URL", f"sqlite://{tmp_path}/site.sqlite3")
    assert cli.main(["migrate"]) == 0
    assert cli.main(["council", "add", "newtown", "Newtown"]) == 0
    capsys.readouterr()
    assert cli.main(["invite", "council-admin", "--council", "newtown", "--name", "The first"]) == 0
    said = capsys.readouterr()
    assert re.fullmatch(r"http://127.0.0.1:8000/newtown/join/[A-Z0-9-]{14}\n", said.out)
    assert cli.main(["invite", "council-admin", "--council", "nowhere"]) == 2
    assert "There is no council “nowhere”" in capsys.readouterr().err


async def test_the_first_admin_holds_that_role_and_no_other(site):
    await ensure_shipped()
    council = await Council.add("newtown", "Newtown")
    _, code = await inviting.invite(council, Role.ADMIN, by=None)
    sent = {"nickname": "Fern", "job_title": "Manager", "device": "shared"}
    await (await site.client()).post(f"/newtown/join/{code}", data=sent)
    assert (await with_roles(await Person.get())).roles == frozenset({Role.ADMIN})
