"""A passkey is made on a phone, and its person comes in with it: with Chromium's own authenticator."""

import re
from urllib.parse import urlsplit

from playwright.async_api import Page, expect

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def lock_of(page: Page):
    """The phone's lock: `await unlocks(False)` and no finger, face or PIN is the right one any more."""
    chromium = await page.context.new_cdp_session(page)
    await chromium.send("WebAuthn.enable")
    added = await chromium.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})

    async def unlocks(right: bool) -> None:
        given = {"authenticatorId": added["authenticatorId"], "isUserVerified": right}
        await chromium.send("WebAuthn.setUserVerified", given)

    return unlocks


async def test_a_passkey_is_made_and_opens_the_door(open_page, demo_address):
    named = f"http://localhost:{urlsplit(demo_address).port}"
    page = await open_page(width=360, elsewhere=named)
    unlocks = await lock_of(page)
    await page.goto(f"{demo_address}/rivermead/sign-in")
    await page.get_by_role("link", name="open it by its name").click()
    await expect(page).to_have_url(f"{named}/rivermead/sign-in")
    sent = {"form": {"person": "young-person-2"}, "headers": {"Origin": named}}
    await page.context.request.post(f"{named}/demo/sign-in", **sent)

    await page.goto(f"{named}/rivermead/me/devices")
    await expect(page.get_by_text("needs its script")).to_be_hidden()
    await page.get_by_label("What do you call it?").fill("My phone")
    await unlocks(False)
    await page.get_by_role("button", name="Make a passkey").click()
    await expect(page.get_by_role("status").filter(has_text="Nothing was made")).to_be_visible()
    await unlocks(True)
    await page.keyboard.press("Enter")  # the keyboard is still on the button
    await expect(page.get_by_text("Your passkey “My phone” is ready.")).to_be_visible()
    await expect(page.get_by_role("heading", name="My phone")).to_be_visible()
    await page.get_by_role("button", name="Make another passkey").click()
    await expect(page.get_by_role("status").filter(has_text="has a passkey for you already")).to_be_visible()

    await page.get_by_role("button", name="Sign out here").click()
    await page.goto(f"{named}/rivermead/ideas/new")
    await expect(page).to_have_url(re.compile("/rivermead/sign-in"))
    await unlocks(False)
    await page.get_by_role("button", name="Use my passkey").click()
    await expect(page.get_by_role("status").filter(has_text="Nothing happened")).to_be_visible()
    await unlocks(True)
    await page.get_by_role("button", name="Use my passkey").click()
    await expect(page).to_have_url(f"{named}/rivermead/ideas/new")

    await page.goto(f"{named}/rivermead/me/devices")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.locator("summary", has_text="Remove").click()
    await page.get_by_label("Yes, remove my last passkey").check()
    await page.get_by_role("button", name="Remove it").click()
    await expect(page.get_by_text("“My phone” is removed.")).to_be_visible()
    await page.get_by_role("button", name="Sign out here").click()
    await page.goto(f"{named}/rivermead/sign-in")
    await page.get_by_role("button", name="Use my passkey").click()
    await expect(page.get_by_text("That passkey does not open this door.")).to_be_visible()


async def test_without_script_the_other_ways_are_there_and_devices_are_signed_out(open_page, sign_in):
    page = await open_page(width=360, script=False)
    await page.goto("/rivermead/sign-in")
    await expect(page.get_by_role("button", name="Use my passkey")).to_be_hidden()
    await expect(page.get_by_role("link", name="Type the code")).to_be_visible()
    other = await open_page(width=1280)
    await sign_in(page, "young-person-2")
    await sign_in(other, "young-person-2")
    await page.goto("/rivermead/me/devices")
    await page.get_by_role("button", name="Sign out everywhere else").click()
    await expect(page.get_by_text("You are signed out everywhere else.")).to_be_visible()
    await other.goto("/rivermead/me/devices")
    await expect(other).to_have_url(re.compile("/rivermead/sign-in"))
