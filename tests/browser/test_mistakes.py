"""What is typed wrong at a door, or behind it, is told where it is."""

import pytest
from playwright.async_api import expect

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
