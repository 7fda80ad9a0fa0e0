"""Staff come in: by a code and a passkey, by a link, and with the council's account."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.browser.test_passkeys import lock_of
from tests.browser.walking import Phone, cards_made
from tests.providers.conftest import SECRET, provider_for


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


async def uses_the_councils_account(olu: Phone) -> None:
    await olu.goes_to("Use my council account")
    await olu.writes("Who are you?", "olu")
    await olu.presses("Sign in")


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
            await uses_the_councils_account(olu)
            await olu.is_at("/rivermead/desk")
        await elsewhere.knows(olu={"name": "Olu Bello", "groups": ["all"]})
        out = await phone(elsewhere=elsewhere.issuer)
        await out.opens_page("/rivermead/sign-in")
        await uses_the_councils_account(out)
        await out.reads("You are not in yet.")
        await look_at(out)
        await olu.is_out()
        await admin.opens_page("/rivermead/settings/sign-in")
        await admin.opens("Turn it off")
        await admin.presses("Turn it off now")
        await out.opens_page("/rivermead/sign-in")
        await expect(out.page.get_by_role("link", name="Use my council account")).to_have_count(0)
