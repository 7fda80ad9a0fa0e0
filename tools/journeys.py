"""Walks what people come to do, by the words on links and buttons, and counts taps and seconds.

`python -m tools.journeys` walks all of them in a demo of its own and prints the table; with --write it also
writes docs/journeys.md. It ends with status 1 when a bar is broken. docs/journeys.md says how seconds count.
"""

import asyncio
import math
import re
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tools import chromium
from tools.pictures import DESK, HEIGHTS, PHONE, demo
from tools.smoke_wheel import ROOT

LETTERS_A_SECOND, A_SCREEN, A_TAP, A_SWIPE = 4, 3.0, 1.0, 1.0
OF_A_SCREEN = 0.8  # how far one swipe goes
PATIENCE = 20_000  # milliseconds
DOC = ROOT / "docs" / "journeys.md"


@dataclass
class Walk:
    """Somebody on their way: what they tapped, typed, read, swiped, and how long they waited."""

    page: Page
    taps: int = 0
    letters: int = 0
    screens: int = 1
    swipes: int = 0
    waited: float = 0.0

    @property
    def seconds(self) -> float:
        reading = self.screens * A_SCREEN + self.swipes * A_SWIPE
        return self.taps * A_TAP + self.letters / LETTERS_A_SECOND + reading + self.waited

    async def tap(self, what: Locator) -> None:
        """Swipe to it if need be, press it, and wait until the page has settled."""
        await self._reach(what)
        self.taps += 1
        before, start = self.page.url, time.perf_counter()
        await what.click()
        await self._settle()
        self.waited += time.perf_counter() - start
        self.screens += self.page.url.partition("#")[0] != before.partition("#")[0]

    async def link(self, name: str | re.Pattern[str]) -> None:
        await self.tap(self.page.get_by_role("link", name=name).locator("visible=true").first)

    async def button(self, name: str | re.Pattern[str], **more: bool) -> None:
        await self.tap(self.page.get_by_role("button", name=name, **more).locator("visible=true").first)

    async def fold(self, words: str) -> None:
        await self.tap(self.page.locator("summary", has_text=words).locator("visible=true").first)

    async def pick(self, name: str | re.Pattern[str]) -> None:
        """A tick or a choice, by its words."""
        await self.tap(self.page.locator("label", has_text=name).locator("visible=true").first)

    async def types(self, label: str, words: str) -> None:
        """Tap a box and write in it; the tap belongs to the typing."""
        box = self.page.get_by_label(label).locator("visible=true").first
        await self._reach(box)
        await box.fill(words)
        self.letters += len(words)

    async def reads(self, words: str | re.Pattern[str]) -> None:
        """See that it worked."""
        await expect(self.page.locator("body").get_by_text(words).first).to_be_visible(timeout=PATIENCE)

    async def _reach(self, what: Locator) -> None:
        await what.wait_for(timeout=PATIENCE)
        height = (self.page.viewport_size or {"height": 800})["height"]
        box = await what.bounding_box()
        if box is not None and not 0 <= box["y"] + box["height"] / 2 <= height:
            away = box["y"] - height / 2 if box["y"] > 0 else height / 2 - box["y"]
            self.swipes += max(1, math.ceil(away / (height * OF_A_SCREEN)))
            await what.scroll_into_view_if_needed()

    async def _settle(self) -> None:
        """Until what was asked for is there: a page that has loaded, and nothing that is still swapped in."""
        await self.page.wait_for_load_state("load")
        await expect(self.page.locator(".htmx-request, .htmx-swapping")).to_have_count(0, timeout=PATIENCE)


Way = Callable[[Walk], Awaitable[None]]


@dataclass(frozen=True)
class Journey:
    """Something that somebody comes to do, from their first page on, and the bars it must keep."""

    name: str
    person: str
    start: str
    way: Way
    taps: int | None = None
    seconds: float = 60


async def propose(walk: Walk) -> None:
    await walk.link("Say what should change")
    await walk.types("What should change?", "A bus pass until we are 25, so that I can get to college.")
    await walk.button("Send it")
    await walk.reads("A worker reads it by")


async def propose_from_home(walk: Walk) -> None:
    await walk.link("Say what should change")
    await walk.types("What should change?", "Let us use one form for money, not three.")
    await walk.button("Send it")
    await walk.reads("A worker reads it by")


async def vote(walk: Walk) -> None:
    await walk.tap(
        walk.page.locator("main a, nav.dock a")
        .filter(has_text=re.compile(r"^\s*Vote\s*$"))
        .locator("visible=true")
        .first
    )
    for place in (0, 1):
        await walk.tap(walk.page.locator("label", has=walk.page.locator("input[name=choice]")).nth(place))
    await walk.button("Send my vote")
    await walk.reads(re.compile("receipt|counted", re.I))


async def me_too(walk: Walk) -> None:
    await walk.link(re.compile("^Ideas$"))
    await walk.button(re.compile("^Me too"))
    await walk.reads("You said me too")


async def verdict(walk: Walk) -> None:
    await walk.button("Yes", exact=True)
    await walk.reads(re.compile("You said|Thank you|answer", re.I))


async def publish(walk: Walk) -> None:
    await walk.button("Publish", exact=True)
    await walk.reads(re.compile("Published|is up|Others can"))


async def send_back(walk: Walk) -> None:
    await walk.fold("Send back")
    await walk.types("What should change, and why?", "Can you say where you mean? Then I can publish it.")
    await walk.button("Send it back")
    await walk.reads(re.compile("Sent back|went back", re.I))


async def update(walk: Walk) -> None:
    await walk.fold("Say something about this")
    await walk.pick("On track")
    await walk.types("What happened since?", "Two more people have been hired and start in May.")
    await walk.button("Say it", exact=True)
    await walk.reads("Two more people have been hired")


async def decide(walk: Walk) -> None:
    await walk.link("Decide, with a reason")
    await walk.pick(re.compile(r"^\s*Yes\s*$"))
    await walk.types("The reason", "Enough of you asked for it, and we have the money this year.")
    await walk.button("Give this answer")
    await walk.reads("The council said yes")


async def close_worry(walk: Walk) -> None:
    await walk.fold("Close this worry")
    await walk.button("They are safe: put it back")
    await walk.reads(re.compile("No open worries|nothing|Put back|closed", re.I))


async def invite(walk: Walk) -> None:
    await walk.link("Make a card")
    await walk.button("Make the card")
    await walk.reads(re.compile("code", re.I))


async def set_reading_days(walk: Walk) -> None:
    await walk.link("Settings")
    await walk.link("Reading days")
    await walk.pick("Wednesday")
    await walk.button(re.compile("^(Save|Keep)"))
    await walk.reads(re.compile("Wednesday"))


async def look_up_a_promise(walk: Walk) -> None:
    await walk.link("The plan")
    await walk.link("See who’s at my door")
    await walk.reads("Eight more doorbells")


JOURNEYS = (
    Journey("Say what should change", "young-person", "/rivermead", propose, taps=6),
    Journey("Vote", "young-person", "/rivermead", vote),
    Journey("Say “me too”", "young-person", "/rivermead", me_too),
    Journey("Say whether it really happened", "young-person", "/rivermead/plan/actions/4", verdict),
    Journey("Publish one item", "worker", "/rivermead/moderation", publish, taps=2),
    Journey("Send one back with a question", "worker", "/rivermead/moderation?item=idea-32", send_back),
    Journey("Invite a young person", "worker", "/rivermead", invite),
    Journey("Say how a promise goes", "officer", "/rivermead/desk", update),
    Journey("Answer an idea that won", "officer-2", "/rivermead/desk", decide),
    Journey("Say what should change, as staff", "adviser", "/rivermead", propose_from_home, taps=6),
    Journey("Close a worry", "safeguarding", "/rivermead/concerns", close_worry),
    Journey("Set the reading days", "admin", "/rivermead", set_reading_days),
    Journey("Find what became of a promise", "", "/rivermead", look_up_a_promise),
)


async def walk(
    browser: Browser, address: str, journey: Journey, width: int, watch: Callable[[Page], None] | None = None
) -> Walk:
    """One journey at one width, by somebody who is signed in; ``watch`` is given the page first."""
    context = await browser.new_context(
        base_url=address,
        viewport={"width": width, "height": HEIGHTS[width]},
        reduced_motion="reduce",
        locale="en-GB",
        has_touch=width == PHONE,
    )
    context.set_default_timeout(PATIENCE)
    try:
        if journey.person:
            answer = await context.request.post(
                "/demo/sign-in", form={"person": journey.person}, headers={"Origin": address}
            )
            assert answer.ok, f"{journey.person} could not sign in"
        page = await context.new_page()
        if watch is not None:
            watch(page)
        await page.goto(journey.start)
        walked = Walk(page)
        await journey.way(walked)
        return walked
    finally:
        await context.close()


def broken(journey: Journey, walked: Walk) -> list[str]:
    """The bars that a walk broke, each in a sentence."""
    found = []
    if journey.taps is not None and walked.taps > journey.taps:
        found.append(f"{journey.name}: {walked.taps} taps, and {journey.taps} are enough.")
    if walked.seconds > journey.seconds:
        found.append(f"{journey.name}: {walked.seconds:.0f} s, and {journey.seconds:.0f} s are enough.")
    return found


async def _all(address: str, path: Path, width: int) -> list[tuple[Journey, int, Walk]]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        found = []
        for journey in JOURNEYS:
            try:
                found.append((journey, width, await walk(browser, address, journey, width)))
            except Exception as error:
                raise SystemExit(f"{journey.name} at {width} px can’t be walked: {error}") from error
        await browser.close()
        return found


def told(walks: list[tuple[Journey, int, Walk]]) -> str:
    """docs/journeys.md."""
    head = "| Who | What for | Width | Taps | Letters | Swipes | Seconds | Bar |\n"
    head += "|---|---|---|---:|---:|---:|---:|---|"
    lines = []
    for journey, width, walked in walks:
        bar = f"≤ {journey.seconds:.0f} s" + (f", ≤ {journey.taps} taps" if journey.taps else "")
        who = journey.person or "visitor"
        lines.append(
            f"| {who} | {journey.name} | {width} px | {walked.taps} | {walked.letters} | {walked.swipes} "
            f"| {walked.seconds:.0f} | {bar} |"
        )
    return f"{INTRODUCTION}\n{head}\n" + "\n".join(lines) + "\n"


INTRODUCTION = """# What people come to do, and how long it takes

Written by `make journeys`, which walks each journey in Chromium by the words on links and buttons, and fails
when a bar is broken. `tests/browser/test_journeys.py` walks them too.

Each begins on the person's first page, signed in. Seconds are counted like this:

- a tap: 1 s; a swipe of most of a screen: 1 s; a new page to read: 3 s, the first one too;
- typing: 4 letters a second, with the tap into the box; what is typed is one or two believable sentences;
- and all real waiting for the server, on the machine that ran it.
"""


def main() -> int:
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.NONE)
    walks = []
    for width in (PHONE, DESK):
        with demo() as address:  # a fresh one for each: what is done once can't be done again
            walks += asyncio.run(_all(address, path, width))
    text = told(sorted(walks, key=lambda walked: JOURNEYS.index(walked[0])))
    print(text)
    if "--write" in sys.argv:
        DOC.write_text(text, encoding="utf-8")
    faults = [fault for journey, _, walked in walks for fault in broken(journey, walked)]
    print("\n".join(faults) or "Every bar is kept.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
