"""What is typed is not lost: not by a lost connection, and on one's own phone not by a closed tab."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

NEW = "/rivermead/ideas/new"
WORDS = "One person to ring about money, or driving lessons"
KEPT_HERE = (
    "Object.keys(localStorage).concat(Object.keys(sessionStorage)).filter(key => key.startsWith('draft '))"
)
WORDS_KEPT = KEPT_HERE + ".map(key => localStorage.getItem(key) || sessionStorage.getItem(key)).join()"


async def write(page: Page, words: str = WORDS) -> None:
    await page.goto(NEW)
    await page.get_by_label("What should change?").press_sequentially(words)


async def kept(page: Page, words: str = WORDS) -> None:
    """Wait until the last word is kept: the line speaks up at the first pause in typing."""
    while words not in await page.evaluate(WORDS_KEPT):
        await page.wait_for_timeout(50)


def line(page: Page) -> object:
    return page.locator("[data-draft-line=say]")


async def make_shared(page: Page) -> None:
    """The same pages as on a device that others use too."""

    async def changed(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(
            response=answer, body=(await answer.text()).replace('data-device="own"', 'data-device="shared"')
        )

    await page.route(lambda url: url.endswith(NEW), changed)


async def test_a_closed_tab_keeps_a_draft_on_ones_own_phone(page_360, sign_in):
    await sign_in(page_360, "young-person-2")
    await write(page_360)
    await expect(line(page_360)).to_have_text("Kept on this phone until you send it.")
    await kept(page_360)
    again = await page_360.context.new_page()
    await page_360.close()
    await again.goto(NEW)
    await expect(again.get_by_label("What should change?")).to_have_value(WORDS)
    await expect(line(again)).to_have_text("This is what you wrote before. It was not sent.")


async def test_on_a_shared_device_a_draft_goes_with_its_tab(page_360, sign_in):
    await sign_in(page_360, "young-person-2")
    await make_shared(page_360)
    await write(page_360)
    await expect(line(page_360)).to_have_text("Kept until you close this tab.")
    await kept(page_360)
    await page_360.reload()
    await expect(page_360.get_by_label("What should change?")).to_have_value(WORDS)
    again = await page_360.context.new_page()
    await again.goto(NEW)
    await expect(again.get_by_label("What should change?")).to_have_value("")


@pytest.mark.parametrize("shared", [True, False])
async def test_signing_out_wipes_drafts(page_360, sign_in, shared):
    await sign_in(page_360, "young-person-2")
    if shared:
        await make_shared(page_360)
    await write(page_360)
    await expect(line(page_360)).to_contain_text("Kept")
    assert len(await page_360.evaluate(KEPT_HERE)) == 1
    await page_360.get_by_role("button", name="Sign out").click()
    await page_360.wait_for_url("**/rivermead**")
    await expect(page_360.get_by_role("button", name="Sign out")).to_have_count(0)
    assert await page_360.evaluate(KEPT_HERE) == []


async def test_signing_out_right_after_the_last_letter_leaves_nothing(page_360, sign_in):
    async def slowly(route: Route) -> None:
        await asyncio.sleep(1)  # longer than the pause after which what is typed is kept
        await route.continue_()

    await sign_in(page_360, "young-person-2")
    await page_360.route("**/sign-out", slowly)
    await write(page_360)
    await page_360.get_by_role("button", name="Sign out").click()
    await page_360.wait_for_url("**/rivermead")
    assert await page_360.evaluate(KEPT_HERE) == []


@pytest.mark.parametrize("by", ["keys", "button"])
async def test_leaving_wipes_drafts_on_a_shared_device_at_once(page_360, sign_in, by):
    await sign_in(page_360, "young-person-2")
    await make_shared(page_360)

    async def slowly(route: Route) -> None:
        await asyncio.sleep(1)
        await route.fulfill(body="elsewhere", content_type="text/plain")

    await page_360.route("**/leave", slowly)
    await write(page_360)
    await expect(line(page_360)).to_have_text("Kept until you close this tab.")
    await page_360.get_by_label("What should change?").press_sequentially("!")
    if by == "keys":
        for _ in range(3):
            await page_360.keyboard.press("Shift")
    else:
        await page_360.locator("a.leave").first.click()
    await page_360.wait_for_url("**/leave")
    assert await page_360.evaluate(KEPT_HERE) == []


async def test_a_lost_connection_loses_nothing_and_says_so(open_page, demo_address, browser):
    context = await browser.new_context(base_url=demo_address, viewport={"width": 360, "height": 740})
    try:  # a failed fetch is written to the console, which the watched pages do not allow
        await context.request.post(
            "/demo/sign-in", form={"person": "young-person-2"}, headers={"Origin": demo_address}
        )
        page = await context.new_page()
        await write(page, "Somewhere to wait for the bus when it rains")
        await context.set_offline(True)
        await page.get_by_role("button", name="Send it").click()
        await expect(line(page)).to_contain_text("No signal. Your words are kept on this phone.")
        await page.wait_for_timeout(600)  # the pause after which typing says “kept”
        await expect(line(page)).to_contain_text("No signal.", timeout=1)
        await context.set_offline(False)
        await page.get_by_role("button", name="Send it").click()
        await page.wait_for_url(re.compile(r"/rivermead/ideas/\d+$"))
        assert await page.evaluate(KEPT_HERE) == []
        await page.goto(NEW)
        await expect(page.get_by_label("What should change?")).to_have_value("")
    finally:
        await context.close()


async def test_an_idea_like_it_is_supported_without_losing_a_word(page_360, sign_in, axe):
    await sign_in(page_360, "young-person-2")
    await write(page_360)
    like = page_360.locator("#like")
    await expect(like.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    assert await page_360.evaluate("document.activeElement.id") == "what"
    button = like.locator("button[aria-pressed]").first
    was = await button.get_attribute("aria-pressed")
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "false" if was == "true" else "true")
    await expect(page_360.get_by_label("What should change?")).to_have_value(WORDS)
    assert await axe(page_360) == []


async def test_back_after_sending_shows_an_empty_box(page_360, sign_in):
    await sign_in(page_360, "young-person-2")
    await write(page_360, "A kettle in every new flat, from the first night on.")
    await page_360.get_by_role("button", name="Send it").click()
    await page_360.wait_for_url(re.compile(r"/ideas/\d+$"))
    await page_360.go_back()
    await page_360.wait_for_url(re.compile(NEW + "$"))
    await expect(page_360.get_by_label("What should change?")).to_have_value("")
