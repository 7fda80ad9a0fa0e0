"""axe finds nothing against WCAG 2.2 AA or good practice: on every page, and after every swap."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looking import show_all
from tests.test_queries import PAGES

Axe = Callable[[Page], Awaitable[list[str]]]
SignIn = Callable[[Page, str], Awaitable[None]]
IN_THE_DARK = {
    None: ("/rivermead", "/rivermead/ideas", "/rivermead/ideas/8", "/rivermead/rounds/1/results", "/design"),
    "young-person": (
        "/rivermead",
        "/rivermead/ideas/new",
        "/rivermead/rounds/3",
        "/rivermead/plan/actions/4",
    ),
    "worker": ("/rivermead/moderation", "/rivermead/rounds/new"),
    "officer": ("/rivermead/desk", "/rivermead/plan", "/rivermead/ideas/17/decision"),
    "safeguarding": ("/rivermead/concerns",),
}


async def go_through(page: Page, addresses: tuple[str, ...], axe: Axe) -> dict[str, list[str]]:
    """What axe finds on each page with all its folds open. (After swaps they are looked at shut.)"""
    found = {}
    width = page.viewport_size["width"]
    for address in addresses:
        await page.set_viewport_size({"width": width, "height": 740})
        await page.goto(address)
        await page.evaluate(
            """for (const fold of document.querySelectorAll("details")) {
                 fold.removeAttribute("name");
                 fold.open = true;
               }"""
        )
        await show_all(page)
        broken = await axe(page)
        if broken:
            found[address] = broken
    return found


@pytest.fixture
async def as_(open_page: OpenPage, sign_in: SignIn) -> Callable[..., Awaitable[Page]]:
    """`await as_("worker", dark=True)`: a page of theirs; a visitor's with None."""

    async def opened(person: str | None, **looks: object) -> Page:
        page = await open_page(**looks)
        if person:
            await sign_in(page, person)
        return page

    return opened


@pytest.mark.parametrize("person", PAGES, ids=str)
async def test_every_page(as_, axe, person):
    addresses = tuple(address for address in PAGES[person] if not address.endswith((".json", ".txt", ".csv")))
    assert await go_through(await as_(person), addresses, axe) == {}


@pytest.mark.parametrize("person", IN_THE_DARK, ids=str)
async def test_at_a_desk_in_the_dark(as_, axe, person):
    assert await go_through(await as_(person, width=1280, dark=True), IN_THE_DARK[person], axe) == {}


async def swapped(page: Page, axe: Axe, sign: Locator) -> None:
    """The sign of the swap has come, the keyboard still has a place, and axe finds nothing."""
    await expect(sign).to_be_visible()
    await expect(page.locator("body")).not_to_be_focused()
    await show_all(page)
    assert await axe(page) == []


async def test_after_me_too_and_after_looking_for_a_word(as_, axe):
    page = await as_("young-person")
    await page.goto("/rivermead/ideas")
    await page.get_by_role("button", name=re.compile("^Me too")).first.click()
    await swapped(page, axe, page.locator("main button:focus", has_text="You said me too"))
    await page.locator("main button:focus").click()
    await swapped(page, axe, page.locator("main button:focus", has_text="Me too"))
    await page.get_by_label("Find an idea").fill("nothing is like this")
    await page.get_by_label("Find an idea").press("Enter")
    await swapped(page, axe, page.get_by_text("No idea like that yet."))


async def test_after_an_idea_without_words(as_, axe):
    page = await as_("young-person")
    await page.goto("/rivermead/ideas/new")
    await page.get_by_role("button", name="Send it").click()
    await swapped(page, axe, page.locator(".errors"))
    await expect(page.locator(".errors")).to_be_focused()


async def test_after_a_mistake_in_the_queue_and_after_the_next_comes(as_, axe):
    page = await as_("worker")
    await page.goto("/rivermead/moderation")
    await page.get_by_label("Short title").fill(" ")
    await page.get_by_role("button", name="Publish", exact=True).click()
    await swapped(page, axe, page.locator(".errors"))
    await page.get_by_label("Short title").fill("Tell us before our PA changes")
    await page.get_by_role("button", name="Publish", exact=True).click()
    await swapped(page, axe, page.locator("#queue [data-notice]"))


async def test_after_each_answer_is_looked_at(as_, axe):
    page = await as_("officer-2")
    await page.goto("/rivermead/ideas/17/decision")
    for words, answer in (
        ("Yes", "The council said yes"),
        ("Yes, in part", "in part"),
        ("Not now", "not now"),
        ("No, because…", "What else you can do"),
    ):
        await page.get_by_role("radio", name=words, exact=True).check()
        await page.get_by_label("The reason").fill(f"{words}: this is the reason.")
        await page.get_by_role("button", name="See it first").click()
        await swapped(page, axe, page.locator("#preview").get_by_text(re.compile(answer, re.I)).first)
    await page.get_by_role("button", name="Give this answer").click()
    await swapped(page, axe, page.locator(".errors"))


async def test_after_an_update_from_the_desk(as_, axe):
    page = await as_("officer")
    await page.goto("/rivermead/desk")
    task = page.locator("ol.desk > li:has(details)").first
    if not await task.get_by_role("button", name="Say it").is_visible():
        await task.locator("summary").first.click()
    await task.get_by_role("radio", name="Needs help").check()
    await task.get_by_label("What happens next?").fill("")
    await task.get_by_role("button", name="Say it").click()
    await swapped(page, axe, page.locator(".errors"))
    await task.get_by_role("radio", name="On track").check()
    await task.get_by_label("What happened since?").fill("It went on well.")
    await task.get_by_role("button", name="Say it").click()
    await swapped(page, axe, page.locator("#desk [data-notice]"))


async def test_after_a_vote_without_a_choice_and_after_a_vote(as_, axe):
    page = await as_("young-person-2")
    await page.goto("/rivermead/rounds/3")
    again = page.locator("summary", has_text="Vote again")
    if await again.count():
        await again.click()
    await page.get_by_role("button", name=re.compile("^Send my")).click()
    await swapped(page, axe, page.locator(".errors"))
    await page.locator(".ballot label").last.click()
    await page.get_by_role("button", name=re.compile("^Send my")).click()
    await swapped(page, axe, page.locator("[data-notice]", has_text="Your receipt:"))


async def test_axe_sees_what_is_wrong(page_360, axe):
    """The planted fault: a picture without words."""
    await page_360.goto("/rivermead/how")
    await page_360.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [line.split(":")[0] for line in await axe(page_360)] == ["image-alt"]
