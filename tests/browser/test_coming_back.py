"""Young people come back by a code, a card and a worker's help; what was lost or suspended is out.

Codes by mail are read where the demo keeps its letters.
"""

import re

from playwright.async_api import expect

from tests.browser.walking import BOTH, DEAD, Phone, join

PIN, NEW_PIN = "4826", "9173"


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
