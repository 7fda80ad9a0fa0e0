"""A demo that serves and a Chromium that looks at it.

Every page that these fixtures open is watched: an error of a script, something refused by the content policy
or anything fetched from another host fails the test.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect

from tests.browser.looking import LOOK, show_all
from tests.browser.walking import Phone, cards_made
from tools import chromium
from tools.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 240  # seconds, on a busy machine
PATIENCE = 20_000  # milliseconds, for a machine that is busy with other tests
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenPage = Callable[..., Awaitable[Page]]
PickUp = Callable[..., Awaitable[Phone]]
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one worker, so one server and one browser
            if pytest_asyncio.is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo keeps its data."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo_address(demo_folder: Path) -> Iterator[str]:
    """The address of a demo with fresh data, served by the command itself; it may ask a provider here."""
    folder, port = demo_folder, free_port()
    address = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("saidanddone")), "demo", "--port", str(port)]
    variables = os.environ | {
        "SAIDANDDONE_DATA": str(folder),
        "SAIDANDDONE_SECRETS_KEY": "k" * 32,
        "SAIDANDDONE_PRIVATE_PROVIDERS": "yes",
    }
    with (
        (folder / "log").open("w+") as log,
        subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log) as server,
    ):
        try:
            _wait_for(address, server, folder / "log")
            yield address
        finally:
            server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            httpx2.get(address, timeout=10)
            return
        except httpx2.TransportError:
            if server.poll() is not None or time.monotonic() > until:
                pytest.fail(f"The demo did not start: {log.read_text()[-2000:]}")
            time.sleep(0.1)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = await asyncio.to_thread(chromium.find)
    if path is None:
        pytest.exit(chromium.NONE, returncode=2)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, demo_address: str) -> AsyncIterator[OpenPage]:
    """`await open_page(width=360, script=False, dark=True)`: a new visitor's page, with its own cookies.

    It may lead to one other host when the test names it as ``elsewhere``.
    """
    async with watching(demo_address) as watch:
        contexts = []

        async def opened(
            *, width: int = 360, script: bool = True, dark: bool = False, elsewhere: str = "", **more: Any
        ) -> Page:
            context = await browser.new_context(
                base_url=demo_address,
                viewport={"width": width, "height": 740 if width < 600 else 800},
                java_script_enabled=script,
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                locale="en-GB",
                **more,
            )
            contexts.append(context)
            context.set_default_timeout(PATIENCE)
            page = await context.new_page()
            watch(page, elsewhere)
            return page

        yield opened
        for context in contexts:
            await context.close()


@asynccontextmanager
async def watching(address: str) -> AsyncIterator[Callable[..., None]]:
    """`watch(page)`, and at the end nothing may have gone wrong on it."""
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        # A refusal that a page shows (404, 409, 422) is no fault, though the browser notes each one.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            wrong.append(message.text)

    def watch(page: Page, elsewhere: str = "") -> None:
        ours = (address, "data:", "blob:", *([elsewhere] if elsewhere else []))

        def asked(request: Request) -> None:
            if not request.url.startswith(ours):
                wrong.append(f"asked another host: {request.url}")

        page.on("console", said)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", asked)

    yield watch
    assert wrong == []


@pytest_asyncio.fixture(loop_scope="session")
async def page_360(open_page: OpenPage) -> Page:
    """A phone."""
    return await open_page(width=360)


@pytest_asyncio.fixture(loop_scope="session")
async def page_1280(open_page: OpenPage) -> Page:
    """A desk."""
    return await open_page(width=1280)


@pytest_asyncio.fixture(loop_scope="session")
async def plain_page(open_page: OpenPage) -> Page:
    """A phone on which no script runs."""
    return await open_page(width=360, script=False)


@pytest.fixture
def sign_in(demo_address: str) -> Callable[[Page, str], Awaitable[None]]:
    """`await sign_in(page, "worker")`: as one of the people whom /demo offers."""

    async def signed_in(page: Page, person: str) -> None:
        answer = await page.context.request.post(
            "/demo/sign-in", form={"person": person}, headers={"Origin": demo_address}
        )
        assert answer.ok, f"signing in as {person} answered {answer.status}"

    return signed_in


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], Awaitable[list[str]]]:
    """`assert await axe(page) == []`: what breaks WCAG 2.2 AA or good practice on the page as it stands now.

    The browser hands the script to the page, which does not load it, so its content policy stays on. The page
    must be one that runs scripts: axe waits for ever where none does.
    """
    source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    async def broken(page: Page) -> list[str]:
        await page.evaluate(source)
        async with asyncio.timeout(READY_WITHIN):
            found = await page.evaluate(
                "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
            )
        return [
            f"{rule['id']}: {rule['help']} {[node['target'] for node in rule['nodes']]}"
            for rule in found["violations"]
        ]

    return broken


# Somebody at their phone


@pytest.fixture
def phone(open_page: OpenPage) -> PickUp:
    """`await phone()`: somebody at a phone that nobody has used here."""

    async def picked_up(*, script: bool = True, **looks: object) -> Phone:
        return Phone(await open_page(script=script, **looks), script)

    return picked_up


@pytest.fixture
def look_at(axe: Callable[[Page], Awaitable[list[str]]]) -> Callable[[Phone], Awaitable[None]]:
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
def staff(phone: PickUp, sign_in: Callable[[Page, str], Awaitable[None]]) -> PickUp:
    """`await staff("worker")`: one of the team, at their own phone."""

    async def at_work(who: str, **looks: object) -> Phone:
        one = await phone(**looks)
        await sign_in(one.page, who)
        return one

    return at_work


@pytest.fixture(scope="session")
def pocket() -> list[str]:
    """The codes of cards that were made and not handed over yet."""
    return []


@pytest.fixture
def handed(staff: PickUp, demo_address: str, pocket: list[str]) -> Callable[[], Awaitable[str]]:
    """`await handed()`: the code of a card, of the dozen that a worker makes at once for a room."""

    async def over() -> str:
        if not pocket:
            pocket.extend(await cards_made(await staff("worker"), demo_address, "12"))
        return pocket.pop()

    return over
