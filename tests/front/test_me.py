"""My own page: what I have done, private, and what of it I take with me."""

import csv
import io
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.front.record import Line, Record
from saidanddone.front.record_files import inert
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.plan.help_models import Attendance, Help, Offer, Omission
from saidanddone.plan.help_rules import Work
from saidanddone.plan.help_shown import hours_words
from saidanddone.plan.offering import offer
from saidanddone.plan.taking_part import Part, say_who_took_part
from tests.front.telling import open_idea, promised, see
from tests.plan.helping import asked, fresh, helped

ME, TEXT, TABLE, PRINT = (f"/rivermead/me{rest}" for rest in ("", "/record.txt", "/record.csv", "/record"))
GIVEN_AWAY = ("care", "Rivermead", "doorbell", "Doorbell", "Leaving", "Manager", "my door")


@pytest.fixture
async def done(there):
    """Amina's idea is in the plan, and she helped with it once: an hour and a half, £15."""
    action = await promised(there, await open_idea(there, "See who is at my door"))
    return await helped(there, action, there.amina)


async def test_amina_reads_what_she_did_and_who_confirmed_it(site, there, done):
    page = await see(await site.as_(there.amina), ME)
    for words in (
        "Only you can see this page",
        "You took part once, for 1 hour 30 minutes. £15 in vouchers.",
        "Try the doorbells.",
        "Confirmed by Leaving Care Service Manager",
        "£15 voucher",
        "Ideas of mine that became promises",
        "See who is at my door",
    ):
        assert words in page


async def test_nobody_else_can_open_it_staff_neither(site, there, done):
    await helped(there, await promised(there, title="Other"), there.bo)
    bo = await site.as_(there.bo)
    for address in (ME, PRINT, TEXT, TABLE):
        assert "my door" not in await see(bo, address)
        for person in (there.cass, there.ellis, there.fern, there.hana, there.gus, there.dev, there.ivo):
            assert (await (await site.as_(person)).get(address)).status_code == 404, (address, person)
        visitor = await (await site.client()).get(address)
        assert visitor.status_code == 303
    page = await see(bo, ME)
    assert "Ideas of mine" not in page


async def test_a_record_with_nothing_in_it_is_kind(site, there):
    bo = await site.as_(there.bo)
    page = await see(bo, ME)
    assert "Nothing here yet" in page
    assert "/rivermead/help-wanted" in page
    for address in (PRINT, TEXT, TABLE):
        await see(bo, address)


async def test_downloads_are_named_neutrally_and_kept_nowhere(site, there, done):
    amina = await site.as_(there.amina)
    for address, kind, name in ((TEXT, "text/plain", "record.txt"), (TABLE, "text/csv", "record.csv")):
        answer = await amina.get(address)
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["cache-control"] == "no-store"
        assert answer.text.count("Try the doorbells.") == 1
        assert "Amina" not in answer.text
    text = (await amina.get(f"{TEXT}?vouchers=in")).text
    assert "£15" in text
    assert "£15" not in (await amina.get(TEXT)).text
    assert "£15" in (await amina.get(f"{TABLE}?vouchers=in")).text
    unasked = (await amina.get(TABLE)).text
    assert "£15" not in unasked
    assert "Voucher" not in unasked
    assert "Confirmed by Leaving Care Service Manager" in text


async def test_leaving_out_that_she_was_in_care_gives_nothing_away(site, there, done):
    amina = await site.as_(there.amina)
    choice = "?care=out&vouchers=in"
    paper = await see(amina, PRINT + choice)
    on_paper = paper[paper.index("Record of involvement") : paper.index("</main>")]
    for words in (on_paper, await see(amina, TEXT + choice), await see(amina, TABLE + choice)):
        assert "Tested something new for a public service and gave feedback" in words
        for given_away in GIVEN_AWAY:
            assert given_away not in words, given_away
    assert "<title>My record</title>" in paper
    assert "As at" not in paper  # the line above other printed pages names the council


async def test_a_line_is_left_out_of_every_download_and_stands_in_the_record(site, there, done):
    amina = await site.as_(there.amina)
    idea_line = f"idea-{(await there_idea()).id}"
    for line in (f"help-{done.id}", idea_line):
        sent = await amina.post(f"{ME}/omissions", data={"line": line})
        assert (sent.status_code, sent.headers["location"]) == (303, ME)
        assert (await amina.post(f"{ME}/omissions", data={"line": line})).status_code == 303
    assert await Omission.all().count() == 2
    for address in (PRINT, TEXT, TABLE):
        page = await see(amina, address)
        assert "Try the doorbells." not in page
        assert "my door" not in page
        assert "Took part" not in page
    page = await see(amina, ME)
    assert page.count("Left out of downloads.") >= 2
    assert "Try the doorbells." in page
    back = await amina.post(
        f"{ME}/omissions/undo", data={"line": f"help-{done.id}"}, headers={"HX-Request": "true"}
    )
    assert back.text.count("Left out of downloads.") == 1
    assert "<html" not in back.text
    assert "Try the doorbells." in await see(amina, TEXT)
    assert "my door" not in await see(amina, TEXT)


async def there_idea():
    from saidanddone.ideas.models import Idea

    return await Idea.get(number=1)


async def test_nobody_leaves_out_a_line_of_somebody_else(site, there, done):
    bo = await site.as_(there.bo)
    idea = await there_idea()
    for line in (
        f"help-{done.id}",
        f"idea-{idea.id}",
        "help-99999",
        "help-",
        "idea-x",
        "",
        "person-1",
        "help-²",
    ):
        for address in (f"{ME}/omissions", f"{ME}/omissions/undo"):
            assert (await bo.post(address, data={"line": line})).status_code == 404, line
    cass = await site.as_(there.cass)
    assert (await cass.post(f"{ME}/omissions", data={"line": f"help-{done.id}"})).status_code == 403
    assert not await Omission.exists()


async def test_a_correction_changes_the_record(site, there, done):
    amina = await site.as_(there.amina)
    await say_who_took_part(done, by=there.cass, parts=[Part(there.amina.id, True, 8, 0)])
    page = await see(amina, ME)
    assert "for 2 hours." in page
    assert "Confirmed by Participation Worker" in page
    assert "voucher</span>" not in page
    await say_who_took_part(done, by=there.cass, parts=[Part(there.amina.id, False)])
    assert "Try the doorbells." not in await see(amina, ME)
    sent = await amina.post(f"{ME}/omissions", data={"line": f"help-{done.id}"})
    assert sent.status_code == 409


async def test_every_cell_of_the_table_is_inert(site, there):
    action = await promised(there, title="A")
    moment = clock.now() - timedelta(days=9)
    for number, begins in enumerate(("=1+1", "+44", "-2", "@SUM(A1)", " =A1")):
        with clock.at(moment):
            help_ = await asked(
                there, action, what=f"{begins} doorbells", starts_at=moment + timedelta(hours=1)
            )
            await offer(help_, by=there.bo)
        await say_who_took_part(
            await fresh(help_), by=there.ellis, parts=[Part(there.bo.id, True, number + 1)]
        )
    rows = [
        *csv.reader(
            io.StringIO((await see(await site.as_(there.bo), f"{TABLE}?vouchers=in")).lstrip("\ufeff"))
        )
    ]
    assert rows[0] == ["When", "What", "Hours", "Voucher", "Confirmed by"]
    assert len(rows) == 6
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t")), row
    assert inert("\t=x").startswith("'")
    assert inert("＝1+1").startswith("'")
    assert inert("\r=x").startswith("'")
    assert inert("Try it") == "Try it"


async def test_people_who_left_or_turned_staff_lose_nothing(site, there, done):
    both = await Person.join(there.rivermead, "Both", Role.YOUNG_PERSON, Role.WORKER, job_title="Apprentice")
    assert "Nothing here yet" in await see(await site.as_(both), ME)


# Home


async def test_home_shows_what_is_asked_near_her_ideas_and_missions(site, there):
    action = await promised(there, await open_idea(there, "See who is at my door"))
    other = await promised(there, title="Elsewhere")
    await database.write(lambda: other.action_missions.all().delete())
    await asked(there, action)
    await asked(there, other, what="Something else entirely.")
    page = await see(await site.as_(there.amina), "/rivermead")
    assert "Try the doorbells." in page
    assert "Something else entirely." not in page
    assert "See all that you can help with" in page
    bo = await see(await site.as_(there.bo), "/rivermead")
    assert "Try the doorbells." not in bo
    assert "See all that you can help with" in bo


async def test_home_says_when_she_is_coming_and_forgets_it_afterwards(site, there):
    help_ = await asked(there, await promised(there))
    await offer(help_, by=there.bo)
    bo = await site.as_(there.bo)
    assert "You are coming on" in await see(bo, "/rivermead")
    assert "You are coming on" not in await see(await site.as_(there.amina), "/rivermead")
    with clock.at(clock.now() + timedelta(days=11)):
        assert "You are coming on" not in await see(bo, "/rivermead")


async def test_queries_do_not_grow_with_what_somebody_did(site, there, queries):
    async def count(address):
        amina = await site.as_(there.amina)
        await see(amina, address)
        with queries() as found:
            await see(amina, address)
        return len(found)

    async def more(times):
        for _ in range(times):
            action = await promised(there, await open_idea(there, f"Idea {times}"))
            await helped(there, action, there.amina)
            await offer(await asked(there, action), by=there.amina)
            await asked(there, action)

    await more(1)
    addresses = (ME, TEXT, TABLE, PRINT, "/rivermead/help-wanted", "/rivermead", "/rivermead/plan/actions/1")
    before = {address: await count(address) for address in addresses}
    await more(5)
    assert {address: await count(address) for address in addresses} == before


# Words


@pytest.mark.parametrize(
    ("quarters", "words"),
    [
        (1, "15 minutes"),
        (3, "45 minutes"),
        (4, "1 hour"),
        (5, "1 hour 15 minutes"),
        (6, "1 hour 30 minutes"),
        (8, "2 hours"),
        (27, "6 hours 45 minutes"),
    ],
)
def test_hours_are_told_in_words(quarters, words):
    assert hours_words(quarters) == words


def test_totals_are_told_in_words():
    def record(*lines):
        moment = clock.now()
        return Record(None, [Line("", moment, "", "", quarters=one, pence=two) for one, two in lines])

    assert record().totals() == ""
    assert record((4, 0)).totals() == "Took part once, for 1 hour."
    assert record((4, 1000), (6, 550)).totals("You") == (
        "You took part twice, 2 hours 30 minutes in all. £15.50 in vouchers."
    )
    assert (
        record((4, 1000), (4, 0), (4, 0)).totals(vouchers=False) == "Took part three times, 3 hours in all."
    )


async def test_nothing_that_was_said_of_her_is_anywhere_else(site, there, done):
    """Who took part, for how long and for what voucher: on the team's page and on her own, nowhere else."""
    assert (await Attendance.get()).person_id == there.amina.id
    assert (await Offer.get()).person_id == there.amina.id
    assert (await Help.get()).work is Work.TRYING_OUT
    for person in (there.bo, there.gus, there.fern, None):
        browser = await (site.as_(person) if person else site.client())
        for address in ("/rivermead", "/rivermead/plan", "/rivermead/plan/actions/1", "/rivermead/together"):
            page = await see(browser, address)
            assert "1 hour 30 minutes" not in page
            assert "£15" not in page
