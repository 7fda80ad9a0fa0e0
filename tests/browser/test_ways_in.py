"""Each way in, and each way out, as somebody walks it on a phone: by what they read and press.

Cards are squares and codes that a worker made; codes by mail are read where the demo keeps its letters.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from saidanddone.people.cards import card
from tests.browser.test_axe import show_all
from tests.browser.test_frame import LOOK
from tests.browser.test_passkeys import lock_of
from tests.browser.walking import Phone
from tests.providers.conftest import SECRET, provider_for

PIN, NEW_PIN = "4826", "9173"
BOTH = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
DEAD = "This code opens nothing here."


@pytest.fixture
def phone(open_page):
    """`await phone()`: somebody at a phone that nobody has used here."""

    async def picked_up(*, script: bool = True, **looks: object) -> Phone:
        return Phone(await open_page(script=script, **looks), script)

    return picked_up


@pytest.fixture
def look_at(axe):
    """`await look_at(jade)`: nothing is wrong with the page, on the smallest phone, folds open."""

    async def looked(one: Phone) -> None:
        if not one.script:  # axe needs one that runs scripts; the page is the same
            return
        page, size = one.page, one.page.viewport_size
        folds = "[...document.querySelectorAll('details')]"
        open_now = await page.evaluate(f"{folds}.map(one => one.open)")
        await page.set_viewport_size({"width": 320, "height": 740})
        assert await page.evaluate(LOOK) == [], page.url
        await page.evaluate("document.documentElement.dir = 'ltr'")
        await show_all(page)
        assert await axe(page) == [], page.url
        await page.evaluate(
            f"before => {folds}.forEach((one, place) => {{ one.open = before[place]; }})", open_now
        )
        await page.set_viewport_size(size)

    return looked


@pytest.fixture
def staff(phone, sign_in):
    """`await staff("worker")`: one of the team, at their own phone."""

    async def at_work(who: str, **looks: object) -> Phone:
        one = await phone(**looks)
        await sign_in(one.page, who)
        return one

    return at_work


@pytest.fixture(scope="module")
def pocket():
    """The codes of cards that were made and not handed over yet."""
    return []


@pytest.fixture
def handed(staff, demo_address, pocket):
    """`await handed()`: the code of a card, of the dozen that a worker makes at once for a room."""

    async def over() -> str:
        if not pocket:
            pocket.extend(await cards_made(await staff("worker"), demo_address, "12"))
        return pocket.pop()

    return over


async def cards_made(giver: Phone, address: str, how_many: str = "1", role: str = "") -> list[str]:
    """Their codes. Each square opens the address of its own code."""
    await giver.opens_page("/rivermead/invitations")
    if role:
        await giver.picks(role)
    await giver.writes("How many cards?", how_many)
    await giver.presses("Make the card")
    await giver.reads("ready.")
    codes = await giver.page.locator(".code").all_inner_texts()
    squares = await giver.page.locator("svg.qr path").evaluate_all(
        "all => all.map(one => one.getAttribute('d'))"
    )
    assert squares == [card(code, f"{address}/rivermead/join/{code}").square for code in codes]
    return codes


async def join(one: Phone, code: str, nickname: str, *, shared: bool = False) -> None:
    """Straight through, by the square."""
    await one.opens_page(f"/rivermead/join/{code}")
    await one.writes("A nickname", nickname)
    await one.says_whose_device(shared=shared)
    await one.presses("Join", exact=True)
    await one.is_told(f"You are in, {nickname}")


async def card_made(one: Phone, pin: str) -> str:
    """Somebody makes a come-back card on their own page; gives its code."""
    await one.opens_page("/rivermead/me/card")
    await one.writes("Choose a PIN: four to six numbers", pin)
    await one.writes("The same PIN again", pin)
    await one.presses("Make my card")
    return await one.page.locator(".code").inner_text()


async def letter_to(one: Phone, address: str) -> str:
    """The newest code that was sent to an address, as the demo's letters show it."""
    await one.opens_page("/demo/letters")
    newest = one.page.get_by_role("listitem").filter(has_text=address).first
    return re.search(r"\b[0-9]{3}(?: [0-9]{3})+\b", await newest.inner_text())[0]


async def last_for(one: Phone, *, days: bool) -> bool:
    """Whether the door's cookie stays for days, or goes with the browser."""
    kept = [c for c in await one.page.context.cookies() if c["name"].endswith("saidanddone")]
    return len(kept) == 1 and (kept[0]["expires"] > 0) is days


# Young people join


@BOTH
@pytest.mark.parametrize("way", ["square", "code"])
async def test_jade_joins_with_her_card(phone, handed, look_at, way, script):
    code, jade = await handed(), await phone(script=script)
    name = f"Otter {way} {'quick' if script else 'plain'}"
    if way == "square":
        await jade.opens_page(f"/rivermead/join/{code}")
    else:
        await jade.opens_page("/rivermead")
        await jade.goes_to("Sign in")
        await jade.goes_to("Type the code")
        await jade.writes("Your code", "not a code")
        await jade.presses("Go on")
        await jade.reads(DEAD)
        await look_at(jade)
        await jade.writes("Your code", code.lower().replace("-", " "))
        await jade.presses("Go on")
    await jade.writes("A nickname", "Kestre1")
    await jade.presses("Join", exact=True)
    await jade.reads("Somebody here has that name, or one that looks like it.")
    await jade.reads("Pick one: my own, or others use it too.")
    await look_at(jade)
    await jade.writes("A nickname", "Jade Kingfisher")
    await jade.says_whose_device(shared=way == "code")
    await jade.presses("Join", exact=True)
    await jade.reads("That looks like a full name.")
    await look_at(jade)
    await jade.writes("A nickname", name)
    await jade.presses("Join", exact=True)
    await jade.is_told(f"You are in, {name}. Welcome.")
    assert await last_for(jade, days=way == "square")
    await jade.goes_to("Not now")
    await jade.is_at("/rivermead")
    await jade.opens_page(f"/rivermead/join/{code}")
    await jade.reads("This card was used to join.")
    await look_at(jade)


# They come back


@BOTH
async def test_jade_comes_back_by_a_code_and_by_her_card_and_signs_out_what_is_not_hers(
    phone, handed, look_at, script
):
    kind = "quick" if script else "plain"
    jade, address = await phone(script=script), f"heron-{kind}@example.org"
    await join(jade, await handed(), f"Heron {kind}", shared=True)
    code = await card_made(jade, PIN)
    await look_at(jade)
    await jade.opens_page("/rivermead/me")
    await jade.goes_to("Ways to come back")
    await jade.goes_to("Give an address")
    await jade.writes("Email or mobile", address)
    await jade.presses("Send a code there")
    sent = await letter_to(jade, address)
    await jade.opens_page("/rivermead/me/contact/code")
    await jade.writes("The code", sent)
    await jade.presses("That’s mine")
    await jade.reads("Only codes, and news about your ways in, go there.")
    await look_at(jade)

    library = await phone(script=script)
    await library.opens_page("/rivermead/me/devices")
    await library.is_at("/rivermead/sign-in")
    await library.writes("Email or mobile", address.upper())
    await library.presses("Send me a code")
    typed = library.page.url
    sent = await letter_to(library, address)
    await library.opens_page(typed)
    await library.writes("The code", f"{sent[:-1]}{(int(sent[-1]) + 1) % 10}")
    await library.says_whose_device(shared=True)
    await library.presses("Come in")
    await library.reads("not the code")
    await look_at(library)
    await library.writes("The code", sent)
    await library.presses("Come in")
    await library.reads("My devices.")

    new = await phone(script=script)
    await new.opens_page("/rivermead/join")
    await new.writes("Your code", code.lower())
    await new.presses("Go on")
    await new.writes("PIN", NEW_PIN)
    await new.says_whose_device(shared=False)
    await new.presses("Come in")
    await new.reads("You have 4 tries left.")
    await look_at(new)
    await new.writes("PIN", PIN)
    await new.presses("Come in")
    await new.is_told("You are in. Welcome back.")

    await library.opens_page("/rivermead")
    await expect(library.page.get_by_text("A new device signed in")).to_be_visible()
    await new.opens_page("/rivermead/me/devices")
    await look_at(new)
    await look_at(library)
    await new.presses("Sign out everywhere else")
    for other in (library, jade):
        await other.is_out()
    await new.opens_page("/rivermead/me/devices")
    await new.reads("You are signed in nowhere else.")
    await new.presses("Sign out here")
    await new.is_out()


@BOTH
async def test_a_worker_meets_jade_and_makes_her_a_card_and_a_suspended_one_is_out(
    phone, staff, handed, look_at, script
):
    name = f"Plover {'quick' if script else 'plain'}"
    jade = await phone(script=script)
    await join(jade, await handed(), name)
    old = await card_made(jade, PIN)

    worker = await staff("worker", script=script)
    await worker.opens_page(f"/rivermead/young-people?q={name}")
    await worker.presses(re.compile("^I met this person"))
    await worker.is_told(f"{name} is confirmed.")
    await worker.opens_page(f"/rivermead/young-people?q={name}")
    await worker.opens("Lost their card")
    await worker.presses("Make a new card")
    await worker.reads("You never learn it.")
    await look_at(worker)
    new = await worker.page.locator(".code").inner_text()
    await worker.goes_to("I handed it over", exact=True)
    await worker.is_at("/rivermead/young-people")
    await jade.opens_page("/rivermead/me")
    await jade.reads("A worker met you face to face")

    found = await phone(script=script)
    await found.opens_page(f"/rivermead/card/{old}")
    await found.reads(DEAD)
    await found.opens_page(f"/rivermead/card/{new}")
    await found.writes("A new PIN", "1234")
    await found.says_whose_device(shared=False)
    await found.presses("Come in")
    await found.reads("That PIN is easy to guess.")
    await look_at(found)
    await found.writes("A new PIN", NEW_PIN)
    await found.writes("The same PIN again", NEW_PIN)
    await found.presses("Come in")
    await found.is_told("You are in. Welcome back.")

    admin = await staff("admin", script=script)
    await admin.opens_page(f"/rivermead/settings/people?q={name}")
    await admin.goes_to(name)
    await admin.opens("Suspend them")
    await admin.writes("Why?", "Somebody else uses this account")
    await admin.presses("Suspend them now")
    await admin.reads("They can’t sign in.")
    await look_at(admin)
    for device in (jade, found):
        await device.is_out()
    await found.opens_page(f"/rivermead/card/{new}")
    await found.reads(DEAD)
    await admin.opens_page("/rivermead/settings")
    await admin.goes_to("History", exact=True)
    await admin.opens("Find something")
    await admin.page.get_by_label("What", exact=True).select_option(label="People and roles")
    await admin.presses("Find", exact=True)
    await admin.reads(name)
    rows = admin.page.get_by_role("main").get_by_role("listitem")
    await expect(rows.filter(has_text=name).first).to_contain_text("Suspended")
    await expect(rows.filter(has_text=re.compile("^Published"))).to_have_count(0)


# They leave


@pytest.mark.parametrize(("way", "script"), [("take everything away", True), ("keep my ideas", False)])
async def test_jade_takes_what_is_hers_and_leaves(phone, handed, look_at, way, script):
    name = "Teal pond" if script else "Wigeon pond"
    jade = await phone(script=script, accept_downloads=True)
    await join(jade, await handed(), name)
    await jade.opens_page("/rivermead/ideas/new")
    await jade.writes("What should change?", f"A kettle in each room, says {way}.")
    await jade.presses("Send it")
    await jade.is_at(r"/rivermead/ideas/\d+")
    await jade.goes_to("Everything about me")
    await jade.reads(name)
    async with jade.page.expect_download() as down:
        await jade.goes_to("Take it with you")
    assert name in json.dumps(held_in(await (await down.value).path()))
    await jade.goes_to("Leave for good")
    await jade.goes_to(way)
    await jade.reads("What goes")
    await jade.presses("Leave in a week")
    await jade.reads("You leave on")
    await look_at(jade)
    await jade.presses("Stay after all")
    await jade.is_told("You stay. Nothing has changed.")
    await jade.goes_to(way)
    await jade.opens("Leave today instead")
    await jade.page.get_by_label("I know that it can’t be undone").check()
    await jade.presses("Leave now, for good")
    await jade.is_told("You have left.")
    await jade.is_out()


def held_in(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8"))


# Staff come in


@pytest.fixture
def by_name(phone, demo_address):
    """A phone at the demo's name, where passkeys work: an address of figures has none."""
    address = f"http://localhost:{urlsplit(demo_address).port}"

    async def picked_up(**looks: object) -> tuple[Phone, str]:
        return await phone(elsewhere=address, **looks), address

    return picked_up


async def staff_card(staff, at: str) -> str:
    return (
        await cards_made(
            await staff("admin"), at.replace("localhost", "127.0.0.1"), role="Participation worker"
        )
    )[0]


async def joins_the_team(one: Phone, at: str, code: str, name: str) -> None:
    await one.opens_page(f"{at}/rivermead/join")
    await one.writes("Your code", code)
    await one.presses("Go on")
    await one.writes("A name for you here", name)
    await one.writes("Your job title", "Participation Worker")
    await one.says_whose_device(shared=False)
    await one.presses("Join", exact=True)
    await one.reads("One more step.")


async def test_nan_joins_the_team_by_a_code_and_a_passkey_and_comes_back_by_a_link_and_a_passkey(
    by_name, staff, look_at, demo_folder
):
    nan, at = await by_name()
    await lock_of(nan.page)
    await joins_the_team(nan, at, await staff_card(staff, at), "Nan")
    await look_at(nan)
    await nan.opens_page(f"{at}/rivermead/moderation")
    await nan.reads("One more step.")
    await nan.writes("What do you call it?", "My work phone")
    await nan.presses("Make a passkey")
    await nan.is_at("/rivermead/moderation")
    await nan.presses("Sign out")
    await nan.opens_page(link_for("Nan", at, demo_folder))
    await nan.says_whose_device(shared=False)
    await nan.presses("Sign in")
    await nan.reads("Use your passkey")
    await look_at(nan)
    await nan.presses("Use my passkey")
    await nan.is_at("/rivermead")
    await nan.presses("Sign out")
    await nan.opens_page(f"{at}/rivermead/moderation")
    await nan.presses("Use my passkey")
    await nan.is_at("/rivermead/moderation")


async def test_without_script_the_second_step_says_what_else_there_is(by_name, staff):
    nobody, at = await by_name(script=False)
    await joins_the_team(nobody, at, await staff_card(staff, at), "Nobody yet")
    await nobody.reads("this page needs its script and a newer browser")
    await nobody.opens_page(f"{at}/rivermead/moderation")
    await nobody.is_at("/rivermead/second-step")
    await nobody.presses("Sign out")
    await nobody.is_at("/rivermead")


def link_for(name: str, at: str, folder: Path) -> str:
    """The one-time link that whoever is at the keyboard of the site prints for somebody."""
    command = [str(Path(sys.executable).with_name("saidanddone")), "sign-in-link"]
    here = {"SAIDANDDONE_DATABASE_URL": f"sqlite://{folder}/demo.sqlite3", "SAIDANDDONE_ORIGIN": at}
    wanted = ["--council", "rivermead", "--person", name]
    printed = subprocess.run([*command, *wanted], env=os.environ | here, capture_output=True, check=True)
    return printed.stdout.decode().strip()


async def test_olu_comes_in_with_the_councils_account_as_what_its_groups_say(
    phone, staff, look_at, demo_address
):
    with provider_for(f"{demo_address}/rivermead/sign-in/provider/callback") as elsewhere:
        await elsewhere.knows(olu={"name": "Olu Bello", "job_title": "Housing Lead", "groups": ["housing"]})
        admin = await staff("admin")
        await admin.opens_page("/rivermead/settings")
        await admin.goes_to("How staff sign in")
        await admin.writes("The provider’s address", elsewhere.issuer)
        await admin.writes("The number of this application there", "said-and-done")
        await admin.picks(re.compile("^Always: our provider asks"))
        await admin.presses("Save it")
        await admin.reads("Type the secret")
        await look_at(admin)
        await admin.writes("The secret", SECRET)
        await admin.presses("Save it")
        await admin.presses("Try it")
        await admin.reads("Now say which group")
        await admin.writes("The group", "housing")
        await admin.picks("Senior officer")
        await admin.presses("Add the group")
        await expect(admin.page.get_by_role("button", name="Take it out")).to_be_visible()
        await look_at(admin)
        for script in (True, False):
            olu = await phone(script=script, elsewhere=elsewhere.issuer)
            await olu.opens_page("/rivermead/desk")
            await olu.goes_to("Use my council account")
            await olu.writes("Who are you?", "olu")
            await olu.presses("Sign in")
            await olu.is_at("/rivermead/desk")
        await elsewhere.knows(olu={"name": "Olu Bello", "groups": ["all"]})
        out = await phone(elsewhere=elsewhere.issuer)
        await out.opens_page("/rivermead/sign-in")
        await out.goes_to("Use my council account")
        await out.writes("Who are you?", "olu")
        await out.presses("Sign in")
        await out.reads("You are not in yet.")
        await look_at(out)
        await olu.is_out()
        await admin.opens_page("/rivermead/settings/sign-in")
        await admin.opens("Turn it off")
        await admin.presses("Turn it off now")
        await out.opens_page("/rivermead/sign-in")
        await expect(out.page.get_by_role("link", name="Use my council account")).to_have_count(0)


# An owner outside the council


@BOTH
async def test_an_outside_owners_link_opens_one_promise_and_nothing_else(phone, staff, look_at, script):
    officer = await staff("officer-2")
    await officer.opens_page("/rivermead/plan/actions/7")
    await officer.opens("A link for the outside owner")
    await officer.presses(re.compile("^Make a (new )?link"))
    link = await officer.page.get_by_label("Copy this address").input_value()
    nurse = await phone(script=script)
    await nurse.opens_page(link)
    await nurse.reads("It opens this one promise and nothing else.")
    await nurse.presses("Send it")
    await expect(nurse.page.locator(".errors")).to_be_visible()
    await look_at(nurse)
    said = f"The first {'two' if script else 'three'} clinics ran."
    await nurse.picks("On track")
    await nurse.writes("What happened since?", said)
    await nurse.presses("Send it")
    await nurse.reads("the team has not read it yet")
    await look_at(nurse)
    await nurse.is_out()
    await nurse.opens_page("/rivermead/plan/actions/7")
    await expect(nurse.page.get_by_text(said)).to_have_count(0)
    await officer.opens_page("/rivermead/plan/actions/7")
    await officer.opens("A link for the outside owner")
    await officer.presses("End this link")
    await officer.page.wait_for_load_state()
    await expect(officer.page.get_by_role("button", name="End this link")).to_have_count(0)
    assert (await nurse.page.goto(link)).status == 404
    await nurse.reads("Ask whoever at Rivermead sent you the link for a new one.")
    await look_at(nurse)


# What goes wrong

MISTAKES = {
    "": (("/rivermead/sign-in", {"Email or mobile": "nobody"}, "Send me a code"),),
    "young-person": (
        ("/rivermead/me/nickname", {"A nickname": "Magpie"}, "Use this name"),
        ("/rivermead/me/contact", {"Email or mobile": "nobody"}, "Send a code there"),
        ("/rivermead/me/card", {"Choose a PIN": "1"}, "Make my card"),
    ),
    "worker": (
        ("/rivermead/invitations", {"How many cards?": "500"}, "Make the card"),
        (
            "/rivermead/moderation/ideas/new",
            {"What should change?": "A bin that shuts."},
            "Send it as theirs",
        ),
    ),
    "admin": (
        ("/rivermead/settings/retention", {"Notices that were left for people": "1"}, "Keep these times"),
        ("/rivermead/settings/people/3/leaving", {}, "Take it away"),
        ("/rivermead/settings/sign-in", {}, "Add the group"),
    ),
}


@pytest.mark.parametrize("who", MISTAKES, ids=lambda who: who or "visitor")
async def test_a_mistake_is_told_where_it_is_and_the_keyboard_goes_there(phone, staff, look_at, who):
    one = await (staff(who) if who else phone())
    for address, typed, button in MISTAKES[who]:
        await one.opens_page(address)
        for label, words in typed.items():
            await one.writes(label, words)
        await one.presses(button)
        await expect(one.page.locator(".errors")).to_be_focused()
        for label, words in typed.items():
            await expect(one.page.get_by_label(label)).to_have_value("" if "PIN" in label else words)
        await look_at(one)
