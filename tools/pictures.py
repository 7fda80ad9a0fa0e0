"""Takes the pictures of docs/pictures: `python -m tools.pictures [NAME …]`.

It serves the demo on a free port, at a day that is always the same, signs in as each person and photographs
their pages, on a phone (360 px) and on a desk (1280 px). Chromium itself writes them as small WebP files.
"""

import asyncio
import base64
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tools import chromium
from tools.postgres import free_port
from tools.smoke_wheel import ROOT

PICTURES = ROOT / "docs" / "pictures"
TODAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KB_AT_MOST = 60
PHONE, DESK = 360, 1280
HEIGHTS, SHARPNESS = {PHONE: 760, DESK: 860}, {PHONE: 1.5, DESK: 1}
READY_WITHIN = 120  # seconds

# A council's own site has no line on top that says it is the demo.
WITHOUT_THE_DEMO = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".demo-bar { display: none }");
  document.adoptedStyleSheets = [sheet];
}"""


@dataclass(frozen=True)
class Picture:
    """One page as somebody sees it; ``fill`` is what is typed on it first, ``at`` what is scrolled to."""

    name: str
    person: str
    path: str
    widths: tuple[int, ...] = (PHONE,)
    dark: bool = False
    fill: tuple[tuple[str, str], ...] = ()
    at: str = ""


SHOWN = (
    Picture("young-person-home", "young-person", "/rivermead", (PHONE, DESK)),
    Picture("young-person-home-dark", "young-person", "/rivermead", (PHONE,), dark=True),
    Picture(
        "young-person-propose",
        "young-person",
        "/rivermead/ideas/new",
        fill=(("What should change?", "A bus pass until we are 25."),),
    ),
    Picture("young-person-vote", "young-person", "/rivermead/rounds/3"),
    Picture("young-person-verdict", "young-person", "/rivermead/plan/actions/4", at="#verdicts, #answer"),
    Picture("idea", "young-person", "/rivermead/ideas/8", (PHONE, DESK)),
    Picture("board", "", "/rivermead/ideas", (PHONE, DESK)),
    Picture("worker-queue", "worker", "/rivermead/moderation", (PHONE, DESK)),
    Picture("officer-desk", "officer", "/rivermead/desk", (PHONE, DESK)),
    Picture("adviser-home", "adviser", "/rivermead"),
    Picture("safeguarding-concerns", "safeguarding", "/rivermead/concerns"),
    Picture("admin-settings", "admin", "/rivermead/settings", (DESK,)),
    Picture("plan", "", "/rivermead/plan", (PHONE, DESK)),
    Picture("plan-dark", "", "/rivermead/plan", (DESK,), dark=True),
    Picture("missions", "", "/rivermead/missions", (DESK,)),
    Picture("together", "", "/rivermead/together", (PHONE,)),
)


def files() -> list[str]:
    """The names of all the files this writes."""
    return [f"{picture.name}-{width}.webp" for picture in SHOWN for width in picture.widths]


def main(only: list[str]) -> None:
    """Take the pictures whose names begin with one of these; with none, all of them."""
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.NONE)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demo() as address:
        asyncio.run(_take_all(address, path, only))


async def _take_all(address: str, path: Path, only: list[str]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for picture in SHOWN:
            if not only or picture.name.startswith(tuple(only)):
                for width in picture.widths:
                    await _take(browser, address, picture, width)
        await browser.close()


async def _take(browser: Browser, address: str, picture: Picture, width: int) -> None:
    size = {"width": width, "height": HEIGHTS[width]}
    context = await browser.new_context(
        base_url=address,
        viewport=size,
        device_scale_factor=SHARPNESS[width],
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    if picture.person:
        answer = await context.request.post(
            "/demo/sign-in", form={"person": picture.person}, headers={"Origin": address}
        )
        assert answer.ok, f"{picture.person} could not sign in: {answer.status}"
    page = await context.new_page()
    answer = await page.goto(picture.path)
    assert answer is not None
    assert answer.ok, f"{picture.path} answered {answer.status}"
    for label, words in picture.fill:
        await page.get_by_label(label).first.fill(words)
    if picture.at and await page.locator(picture.at).count():
        await page.locator(picture.at).first.scroll_into_view_if_needed()
    await page.evaluate(WITHOUT_THE_DEMO)
    await page.evaluate("document.fonts.ready")
    file = PICTURES / f"{picture.name}-{width}.webp"
    file.write_bytes(await _webp(page))
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.0f} kB")
    await context.close()


async def _webp(page: Page) -> bytes:
    """The page as it stands in its window, as good as fits into the size that is allowed."""
    session = await page.context.new_cdp_session(page)
    for quality in range(80, 10, -8):
        shot = await session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        found = base64.b64decode(shot["data"])
        if len(found) <= KB_AT_MOST * 1000:
            return found
    raise SystemExit(f"{page.url} makes no picture of {KB_AT_MOST} kB. Choose a smaller part of it.")


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo of its own, on a day that is always the same."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        address = f"http://127.0.0.1:{(port := free_port())}"
        command = [sys.executable, "-m", "tools.pictures", "--serve", str(port), folder]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port, process)
            yield address
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_WITHIN * 10):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The demo did not start.")


def serve(port: str, folder: str) -> int:
    """Serve the demo, with the machine's clock stopped at that day."""
    from saidanddone import cli, clock

    os.environ["SAIDANDDONE_DATA"] = folder
    clock.real_now = lambda: TODAY
    return cli.main(["demo", "--port", port])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        sys.exit(serve(*sys.argv[2:]))
    main(sys.argv[1:])
