"""What every page keeps: its width, the keyboard's place, a fast way out, little data, silence."""

import asyncio
import gzip
import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, watching
from tests.browser.looking import LOOK
from tests.test_queries import PAGES

KB = 1000
FIRST_LOAD, SCRIPT, FURTHER_PAGE = 100 * KB, 40 * KB, 15 * KB
FILES = (".json", ".txt", ".csv")  # what a browser saves instead of showing it
ELSEWHERE = "https://www.bbc.co.uk/"


@pytest.mark.parametrize("person", PAGES, ids=str)
async def test_no_page_is_wider_than_the_smallest_phone_in_either_direction(open_page, sign_in, person):
    page = await open_page(width=320)
    if person:
        await sign_in(page, person)
    found = {}
    for address in PAGES[person]:
        if not address.endswith(FILES):
            await page.goto(address)
            if wrong := await page.evaluate(LOOK):
                found[address] = wrong
    assert found == {}


async def test_what_is_too_wide_is_noticed(open_page):
    page = await open_page(width=320)
    await page.goto("/rivermead/how")
    assert await page.evaluate(LOOK) == []
    await page.evaluate("""const wide = document.createElement("p");
        wide.className = "planted";
        wide.textContent = "x".repeat(200);
        document.querySelector("main").append(wide);
        new CSSStyleSheet();
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(".planted { white-space: nowrap; overflow-wrap: normal }");
        document.adoptedStyleSheets = [sheet];""")
    assert [line[:3] for line in await page.evaluate(LOOK)] == ["ltr", "rtl"]


# The keyboard

# Whether what has the focus is on top where its middle is: the bar at the foot of a phone covers nothing.
UNCOVERED = """one => {
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return one.contains(top) || top.contains(one);
}"""


async def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until the focus is on what has this name, and see that the focus can be seen."""
    wanted = page.locator(":focus").filter(has_text=name)
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await wanted.count():
            break
    focused = page.locator(":focus")
    await expect(focused).to_contain_text(name)
    await expect(focused).to_be_in_viewport()
    assert await focused.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
    assert await focused.evaluate(UNCOVERED)


async def test_the_first_tab_offers_to_skip_to_the_page(page_360, sign_in):
    await sign_in(page_360, "young-person")
    await page_360.goto("/rivermead")
    await page_360.keyboard.press("Tab")
    skip = page_360.get_by_role("link", name="Skip to the page")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await page_360.keyboard.press("Enter")
    await expect(page_360.get_by_role("main")).to_be_focused()
    await page_360.keyboard.press("Tab")
    assert await page_360.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    ("person", "address", "names"),
    [
        ("young-person", "/rivermead", ["Leave this site", "Say what should change", "Vote"]),
        (
            "worker",
            "/rivermead/moderation",
            ["Leave it, show me the next", "Publish", "I’m worried"],
        ),
        ("officer", "/rivermead/desk", ["Say"]),
    ],
    ids=["home", "queue", "desk"],
)
async def test_tab_reaches_what_a_page_is_for(page_360, sign_in, person, address, names):
    await sign_in(page_360, person)
    await page_360.goto(address)
    for name in names:
        await tab_to(page_360, name)


async def test_enter_sends_and_the_keyboard_keeps_its_place(page_360, sign_in):
    await sign_in(page_360, "young-person")
    await page_360.goto("/rivermead/ideas")
    button = page_360.get_by_role("button", name=re.compile("^Me too")).first
    await button.focus()
    await page_360.keyboard.press("Enter")
    await expect(page_360.locator(":focus")).to_contain_text("You said me too")
    await page_360.keyboard.press("Enter")
    await expect(page_360.locator(":focus")).to_contain_text("Me too")

    await page_360.get_by_label("Find an idea").fill("bus")
    await page_360.keyboard.press("Enter")
    await expect(page_360).to_have_url(re.compile("q=bus"))
    await expect(page_360.get_by_label("Find an idea")).to_be_focused()

    await page_360.goto("/rivermead/ideas/new")
    await page_360.get_by_label("What should change?").focus()
    await tab_to(page_360, "Send it")
    await page_360.keyboard.press("Enter")
    await expect(page_360.locator(".errors")).to_be_focused()


async def test_a_slow_send_says_so_and_is_sent_once(page_360, sign_in):
    """Nothing comes back for a while: the button says what happens, and a second press sends nothing more."""
    held, may_go_on = [], asyncio.Event()

    async def slowly(route):
        held.append(route.request.url)
        await may_go_on.wait()
        await route.continue_()

    await sign_in(page_360, "young-person-2")
    await page_360.goto("/rivermead/ideas/new")
    await page_360.route("**/rivermead/ideas", slowly)
    await page_360.get_by_label("What should change?").fill("A clock that works in the hall.")
    button = page_360.get_by_role("button", name="Send it")
    await button.click(no_wait_after=True)
    sending = page_360.get_by_role("button", name="Sending…")
    await expect(sending).to_be_visible()
    await sending.click(no_wait_after=True)
    may_go_on.set()
    await expect(page_360).to_have_url(re.compile(r"/rivermead/ideas/\d+$"))
    assert len(held) == 1


async def test_what_was_said_about_an_earlier_act_goes_when_there_is_something_newer(page_1280, sign_in):
    await sign_in(page_1280, "worker-2")
    await page_1280.goto("/rivermead/moderation")
    here = {"name": "notice", "value": "Mended.", "url": page_1280.url}
    await page_1280.context.add_cookies([here])
    await page_1280.reload()
    await expect(page_1280.get_by_role("status")).to_be_focused()
    await page_1280.get_by_role("button", name="Answer").click()
    await expect(page_1280.locator(".errors")).to_be_focused()
    await expect(page_1280.get_by_text("Mended.")).to_have_count(0)


# Leaving


@pytest.fixture
async def away(open_page: OpenPage, sign_in):
    """A young person's page from which a made-up elsewhere can be reached."""

    async def opened(*, script: bool = True) -> Page:
        page = await open_page(script=script, elsewhere=ELSEWHERE)
        await page.context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
        await sign_in(page, "young-person")
        await page.goto("/rivermead/who-sees")
        await page.goto("/rivermead")
        return page

    return opened


async def test_shift_pressed_three_times_leaves_and_back_does_not_lead_here(away):
    page = await away()
    for _ in range(3):
        await page.keyboard.press("Shift")
    await expect(page).to_have_url(re.compile(f"^{ELSEWHERE}"))
    await page.go_back()
    await expect(page).to_have_url(re.compile("/rivermead/who-sees$"))


async def test_shift_twice_and_typing_capitals_stay(away):
    page = await away()
    for key in ("Shift", "Shift", "Shift+A", "Shift"):
        await page.keyboard.press(key)
    await expect(page.get_by_role("link", name="Leave this site")).to_be_visible()
    assert page.url.endswith("/rivermead")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_the_link_leaves(away, script):
    page = await away(script=script)
    await page.get_by_role("link", name="Leave this site").click()
    await expect(page).to_have_url(re.compile(f"^{ELSEWHERE}"))


# Little data


async def fetched(page: Page, address: str) -> dict[str, int]:
    """What a page brings over the wire that the phone does not hold yet: address → bytes, gzipped."""
    await page.goto(address, wait_until="load")
    names = await page.evaluate("""performance.getEntries()
        .filter((one) => ["navigation", "resource"].includes(one.entryType) && one.transferSize)
        .map((one) => one.name)""")
    weights = {}
    for name in dict.fromkeys(names):
        body = await (await page.context.request.get(name)).body()
        weights[name] = len(gzip.compress(body, 6))
    return weights


@pytest.mark.parametrize("person", [None, "young-person"], ids=str)
async def test_pages_weigh_little(page_360, sign_in, person):
    if person:
        await sign_in(page_360, person)
    first = await fetched(page_360, "/rivermead")
    script = {name: weight for name, weight in first.items() if re.search(r"\.js(\?|$)", name)}
    assert len(script) == (4 if person else 3), first
    assert all(any(kind in name for name in first) for kind in (".css", ".woff2", "icons.svg"))
    assert sum(first.values()) <= FIRST_LOAD, first
    assert sum(script.values()) <= SCRIPT, script
    heavy = {}
    for address in PAGES[person]:
        if address.startswith(("/demo", "/design")) or address.endswith(FILES):
            continue
        weights = await fetched(page_360, address)
        assert sum(weights.values()) > 0
        beside = [
            name for name in weights if not re.search("(recorder|passkeys).js", name)
        ]  # on their own pages only
        if sum(weights.values()) > FURTHER_PAGE or len(beside) > 1:
            heavy[address] = weights
    assert heavy == {}


# Silence


async def test_what_goes_wrong_on_a_page_is_noticed(browser: Browser, demo_address: str):
    """The planted faults that every page's watch would catch."""
    faults = {
        "setTimeout(() => { throw new Error('planted') })": "planted",
        "document.body.setAttribute('style', 'color: red')": "Content Security Policy",
        "document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))": "example.org",
    }
    for fault, word in faults.items():
        with pytest.raises(AssertionError, match=word):
            await _suffer(browser, demo_address, fault, "pageerror" if word == "planted" else "console")


async def _suffer(browser: Browser, address: str, fault: str, event: str) -> None:
    page = await browser.new_page()
    async with watching(address) as watch:
        watch(page)
        await page.goto(f"{address}/rivermead/how")
        async with page.expect_event(event):
            await page.evaluate(fault)
        await page.close()
