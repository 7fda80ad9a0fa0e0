"""A nurse at a hospital owns a promise: the link that she is sent opens it, and nothing else."""

import re

from playwright.async_api import expect

from tests.browser.walking import BOTH


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
