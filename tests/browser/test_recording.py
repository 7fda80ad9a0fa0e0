"""Saying it instead: Chromium's made-up microphone hums, and it becomes an idea that others read."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from saidanddone.demo.tones import tone
from tests.browser.conftest import PATIENCE, watching
from tests.browser.looking import show_all
from tools import chromium

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
WORDS = "Let me bring my dog to the drop-in"


@pytest_asyncio.fixture(loop_scope="session")
async def humming() -> AsyncIterator[Browser]:
    """A Chromium with a microphone that hums and that every page may use."""
    async with async_playwright() as playwright:
        path = chromium.find()
        launched = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *MICROPHONE])
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def meet(humming, demo_address, sign_in):
    """`await meet("young-person-2")`: a page of theirs, watched for anything that goes wrong on it."""
    async with watching(demo_address) as watch:
        contexts = []

        async def met(person: str, **more: object) -> Page:
            context = await humming.new_context(
                base_url=demo_address, viewport={"width": 360, "height": 740}, reduced_motion="reduce", **more
            )
            contexts.append(context)
            context.set_default_timeout(PATIENCE)
            page = await context.new_page()
            watch(page)
            await sign_in(page, person)
            return page

        yield met
        for context in contexts:
            await context.close()


def said(page: Page) -> Locator:
    """What the recorder tells of itself."""
    return page.locator(".took [role=status]")


async def record(page: Page) -> None:
    """Open the page that records, from where one writes, and hum for a second and a half."""
    await page.goto("/rivermead/ideas/new")
    await page.get_by_role("link", name="Say it instead").click()
    await page.get_by_role("button", name="Press and talk").click()
    await expect(page.get_by_role("button", name="Stop")).to_be_focused()
    await expect(said(page)).to_have_text("Talk now. Press again to stop.")
    await page.wait_for_timeout(1500)
    await page.get_by_role("button", name="Stop").click()
    await expect(said(page)).to_have_text("Listen to it. Is it good? Then send it.")
    await expect(page.get_by_label("What you said")).to_be_focused()


async def test_from_a_hum_to_an_idea_that_others_read(meet, axe):
    magpie, worker = await meet("young-person-2"), await meet("worker")
    await record(magpie)
    await show_all(magpie)
    assert await axe(magpie) == []
    assert await magpie.get_by_label("What you said").evaluate("async a => {await a.play(); return !a.error}")
    await magpie.get_by_role("button", name="Send it").click()
    await expect(magpie).to_have_url(re.compile(r"/rivermead/ideas/\d+$"))
    await expect(magpie.get_by_role("main")).to_contain_text("Sent. A worker writes it down by")
    idea = magpie.url

    await worker.goto(f"/rivermead/moderation?item=recording-{idea.rsplit('/', 1)[1]}")
    sound = worker.locator("audio")
    assert await sound.evaluate(
        """async sound => { await sound.play(); await new Promise(done => { sound.ontimeupdate = done });
                            return sound.currentTime > 0 && !sound.error }"""
    )
    await show_all(worker)
    assert await axe(worker) == []
    await worker.get_by_label("What should change?").fill(WORDS)
    await worker.get_by_role("button", name="Ask if it is right").click()
    await expect(worker.get_by_role("main")).to_contain_text("Written down. Its author is asked")

    await magpie.goto("/rivermead")
    asked = magpie.get_by_role("region", name="Is this right?")
    await expect(asked).to_contain_text(WORDS)
    await asked.get_by_role("link", name="Listen, or change it").click()
    await show_all(magpie)
    assert await axe(magpie) == []
    assert await magpie.locator("audio").evaluate("sound => sound.play().then(() => true)")
    await magpie.get_by_role("button", name="Yes, that’s right").click()
    await expect(magpie.get_by_role("main")).to_contain_text("Your recording is deleted.")
    assert (await magpie.context.request.get(f"{idea}/recording")).status == 404

    await worker.goto(f"/rivermead/moderation?item=idea-{idea.rsplit('/', 1)[1]}")
    await worker.get_by_label("Short title").fill("Dogs at the drop-in")
    await worker.get_by_role("button", name="Publish", exact=True).click()
    await expect(worker.get_by_role("main")).to_contain_text("Published.")
    other = await meet("young-person")
    await other.goto(idea)
    await expect(other.get_by_role("main")).to_contain_text(WORDS)


async def test_a_lost_connection_keeps_it_on_the_page(meet):
    magpie = await meet("young-person-2")
    await record(magpie)
    await magpie.context.set_offline(True)
    await magpie.get_by_role("button", name="Send it").click()
    await expect(said(magpie)).to_contain_text("We keep it on this page.")
    await magpie.context.set_offline(False)
    await magpie.get_by_role("button", name="Send it").click()
    await expect(magpie).to_have_url(re.compile(r"/rivermead/ideas/\d+$"))


async def test_sending_nothing_and_recording_again(meet):
    magpie = await meet("young-person-2")
    await magpie.goto("/rivermead/recordings/new")
    await magpie.get_by_role("button", name="Send it").click()
    await expect(said(magpie)).to_have_text("Press the round button and talk first.")
    await record(magpie)
    await magpie.get_by_role("button", name="Record it again").click()
    await magpie.get_by_role("button", name="Stop").click()
    await expect(magpie.get_by_role("button", name="Record it again")).to_be_visible()


async def test_it_stops_by_itself(meet):
    magpie = await meet("young-person-2")
    await magpie.route("**/recordings/new", _a_short_minute)
    await magpie.goto("/rivermead/recordings/new")
    await magpie.get_by_role("button", name="Press and talk").click()
    await expect(said(magpie)).to_have_text("One minute is full. Listen to it, then send it.")


async def _a_short_minute(route) -> None:
    answer = await route.fetch()
    await route.fulfill(
        response=answer, body=(await answer.text()).replace('data-seconds="60"', 'data-seconds="2"')
    )


async def test_a_microphone_that_is_refused_leaves_two_other_ways(open_page, sign_in):
    page = await open_page()
    await sign_in(page, "young-person-2")
    await page.goto("/rivermead/recordings/new")
    await page.evaluate(
        """() => { navigator.mediaDevices.getUserMedia = async () => {
                     throw new DOMException('no', 'NotAllowedError');
                   }; }"""
    )
    await page.get_by_role("button", name="Press and talk").click()
    await expect(said(page)).to_contain_text("Your phone did not let us use the microphone.")
    await expect(page.get_by_label("Your recording")).to_be_visible()
    await expect(page.get_by_role("link", name="Write it instead")).to_be_visible()


async def test_without_script_a_phone_sends_its_own_recording(meet):
    magpie = await meet("young-person-2", java_script_enabled=False)
    await magpie.goto("/rivermead/recordings/new")
    await expect(magpie.get_by_role("button", name="Press and talk")).to_be_hidden()
    box = magpie.get_by_label("Your recording")
    for content, sentence in ((b"<script>", "We can’t play that."), (b"RIFF" * 1_250_000, "too big")):
        await box.set_input_files({"name": "note.webm", "mimeType": "audio/webm", "buffer": content})
        await magpie.get_by_role("button", name="Send it").click()
        await expect(magpie.locator(".errors")).to_contain_text(sentence)
    await box.set_input_files({"name": "note.wav", "mimeType": "audio/wav", "buffer": tone(220, 330)})
    await magpie.get_by_role("button", name="Send it").click()
    await expect(magpie.get_by_role("main")).to_contain_text("Waiting to be written down")
