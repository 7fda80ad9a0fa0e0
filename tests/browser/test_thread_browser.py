"""The golden thread as people walk it on a phone: by the names of links and buttons, also without script."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from saidanddone import clock
from tests.browser.conftest import OpenPage
from tests.browser.walking import Phone

MISSION = "/rivermead/missions/stable-homes-2023/5"
NEWEST = "/rivermead/ideas?sort=newest"
KESTREL, MAGPIE = "Kestrel, a young person", "Magpie, a young person"
WORKER, HEAD = "The participation worker", "The Head of Leaving Care"


@dataclass
class Cast:
    kestrel: Phone
    magpie: Phone
    worker: Phone
    head: Phone
    visitor: Page
    script: bool


@pytest.fixture
async def meet(open_page: OpenPage):
    """Each of the cast at a phone of their own, signed in by the cards of the demo."""

    async def met(*, script: bool) -> Cast:
        phones = []
        for name in (KESTREL, MAGPIE, WORKER, HEAD):
            phone = Phone(await open_page(script=script))
            await phone.page.goto("/demo")
            await phone.presses(f"Look around as {name}")
            await expect(phone.page).not_to_have_url(re.compile("/demo$"))
            phones.append(phone)
        return Cast(*phones, visitor=await open_page(script=script), script=script)

    return met


async def say(cast: Cast, words: str) -> str:
    """Kestrel says it; gives the idea's address."""
    kestrel = cast.kestrel
    await kestrel.goes_to("Say what should change")
    await kestrel.writes("What should change?", words)
    await kestrel.presses("Send it")
    await kestrel.is_at(r"/rivermead/ideas/\d+")
    await kestrel.reads("Waiting to be read")
    assert (await cast.visitor.goto(kestrel.page.url)).status == 404
    return kestrel.page.url


async def publish(cast: Cast, words: str, title: str) -> None:
    """The worker leaves what others sent until it is this one's turn, and publishes it."""
    worker = cast.worker
    await worker.goes_to("To read")
    item, place = worker.page.locator("#item"), worker.page.get_by_role("heading", level=1)
    for turn in range(1, 20):
        await expect(place).to_have_text(re.compile(f"^{turn} of "))
        if await item.get_by_role("heading", name=words).is_visible():
            break
        await worker.goes_to("Leave it, show me the next")
    await worker.writes("Short title", title)
    mission = worker.page.get_by_role("checkbox", name="5. Safe, suitable homes")
    if not await mission.is_visible():  # its words did not suggest it, so the worker looks for it
        await item.locator("summary", has_text=re.compile("Other missions|Pick missions")).click()
    await mission.check()
    await worker.stays()
    await worker.presses("Publish", exact=True)
    await worker.reads("Published")
    if cast.script:
        assert await worker.stayed()
        assert "BODY" not in await worker.focus()
    await cast.visitor.goto(NEWEST)
    await expect(cast.visitor.get_by_role("link", name=title)).to_be_visible()


async def back_it(cast: Cast, idea: str, title: str) -> None:
    """Magpie finds it on the board and says “Me too”: the count moves where it stands."""
    magpie = cast.magpie
    await magpie.goes_to("Ideas", exact=True)
    await magpie.page.goto(NEWEST)  # by turns, a new idea may stand on another page
    card = magpie.page.get_by_role("article").filter(has=magpie.page.get_by_role("link", name=title))
    await expect(card).to_contain_text("No “me too” yet")
    await magpie.stays()
    await card.get_by_role("button", name="Me too").click()
    if cast.script:
        await expect(card).to_contain_text("1 wants this too")
        assert await magpie.stayed()
        await expect(card.get_by_role("button", name="You said me too", pressed=True)).to_be_focused()
    else:
        await magpie.page.goto(idea)
        await magpie.reads("1 wants this too")


async def put_to_the_vote(cast: Cast, idea: str, title: str, question: str) -> str:
    """The worker puts it forward, plans a vote with it and another, and opens it; gives its address."""
    worker = cast.worker
    await worker.page.goto(idea)
    await worker.presses("Put forward for a vote")
    await worker.reads("Put forward for a vote.")
    await worker.goes_to("Votes")
    await worker.goes_to("Plan a vote")
    await worker.writes("What does the vote ask?", question)
    await worker.page.get_by_role("checkbox", name=title).check()
    await worker.page.get_by_role("checkbox", name=re.compile(r"idea \d+$"), checked=False).first.check()
    await worker.presses("Plan this vote")
    await worker.reads("The vote is planned.")
    await worker.goes_to("Open it sooner")
    await worker.presses("Open the vote now")
    await worker.reads("The vote is open.")
    return worker.page.url


async def vote(cast: Cast, who: Phone, title: str, question: str) -> str:
    """They find the open vote and pick the idea; gives their receipt."""
    await who.page.get_by_role("navigation", name="Your turn").get_by_role("link", name="Vote").click()
    await who.page.get_by_role("link", name=re.compile(rf"^Vote now\W+{re.escape(question)}")).click()
    await who.stays()
    choice = who.page.get_by_role("radio", name=title)
    await who.page.locator("label").filter(has=choice).click()
    await expect(choice).to_be_checked()
    await who.presses("Send my vote")
    await who.reads("Your receipt:")
    if cast.script:
        assert await who.stayed()
        assert "Your receipt:" in await who.focus()
    assert await who.page.locator("input:checked").count() == 0  # nothing shows what was picked
    return await who.page.locator(".ref").inner_text()


async def type_in_paper(cast: Cast, round_: str, title: str) -> None:
    """The worker types in the one vote that came on paper: with two, nothing would be published."""
    worker = cast.worker
    await worker.page.goto(f"{round_}/paper")
    await worker.page.get_by_label("The code on the slip").first.fill("BRCH-2345")
    await worker.page.locator("label").filter(has_text=title).click()
    await worker.presses("Count it")
    await worker.reads("Counted")


async def close(cast: Cast, round_: str, title: str) -> None:
    """The worker closes it early, after being asked whether they mean it."""
    worker = cast.worker
    assert (await cast.visitor.goto(f"{round_}/results")).status == 404
    await worker.page.goto(round_)
    await worker.goes_to("Close this vote early…")
    await worker.reads("It can’t be opened again.")
    await worker.presses("Close the vote now")
    await worker.reads("The vote is closed and counted.")
    await worker.reads("One idea won.")
    await expect(worker.page.locator(".results li").first).to_contain_text(title)


async def decide(cast: Cast, title: str) -> None:
    """The head of service writes the answer, and sees it as young people will before it is given."""
    head = cast.head
    await head.goes_to("My actions")
    await _beside(head, title, "Decide, with a reason").click()
    await head.page.get_by_role("radio", name="Yes", exact=True).check()
    reason = head.page.get_by_role("textbox", name="The reason")
    preview = head.page.locator("#preview")
    if cast.script:
        await head.stays()
        await reason.press_sequentially("Nobody should be afraid of their door.", delay=5)
        await expect(preview).to_contain_text("“Nobody should be afraid of their door.”")
        await expect(reason).to_be_focused()
        assert await head.stayed()
    else:
        await reason.fill("Nobody should be afraid of their door.")
        await head.presses("See it first")
        await expect(head.page.locator("#preview")).to_contain_text(
            "“Nobody should be afraid of their door.”"
        )
    await head.presses("Give this answer")
    await head.reads("Nobody should be afraid of their door.")


async def promise(cast: Cast, title: str) -> str:
    """The head of service makes an action of it; gives the action's address."""
    head = cast.head
    await head.goes_to("My actions")
    await head.goes_to(f"Make an action for {title}")
    await expect(head.page.get_by_role("checkbox", name=title)).to_be_checked()
    await head.writes("What is the promise?", f"Fit it: {title}")
    await head.writes("What will the council do?", "Fit a video doorbell for thirty people.")
    await head.writes("How will we know that it happened?", "Thirty people say who is at the door.")
    await head.writes("When is it due?", (clock.today() + timedelta(days=60)).isoformat())
    await head.writes("Who owns it?", "Head of Leaving Care")
    await head.page.get_by_role("checkbox", name="Safe, suitable homes").first.check()
    await head.presses("Put it in the plan")
    await head.is_at(r"/rivermead/plan/actions/\d+")
    return head.page.url


async def keep(cast: Cast, action: str, title: str) -> None:
    """They say from the desk how it goes, and later that it's done."""
    head = cast.head
    await head.goes_to("My actions")
    task = head.page.get_by_role("listitem").filter(
        has=head.page.get_by_role("heading", name=f"Fit it: {title}")
    )
    form = task.get_by_role("button", name="Say it")
    if not await form.is_visible():
        await task.locator("summary", has_text="Say something about this").click()
    await task.get_by_role("radio", name="On track").check()
    await task.get_by_label("What happened since?").fill("Eight went up this month.")
    await form.click()
    await expect(task).to_contain_text("“Eight went up this month.”")
    await head.page.goto(action)
    await head.opens("Say it’s done")
    await head.writes("What was done?", "All thirty are up.")
    await head.presses("Yes, it is done")
    await head.reads("The council says it’s done")


async def answer(cast: Cast, who: Phone, title: str) -> None:
    """A young person is asked at home whether it happened, and says yes."""
    await who.page.goto("/rivermead")
    asked = who.page.get_by_role("form", name=f"Fit it: {title}: did it really happen?")
    await asked.get_by_role("button", name="Yes").click()
    await who.reads("Thank you.")


async def kept(cast: Cast) -> tuple[int, int]:
    """How many promises the mission's page shows, and how many of them happened."""
    await cast.visitor.goto(MISSION)
    promised = await cast.visitor.get_by_role("heading", name=re.compile(r"^\d+ promises?$")).inner_text()
    happened = cast.visitor.get_by_label("What was promised").get_by_text("It happened.")
    return int(promised.split()[0]), await happened.count()


def _beside(who: Phone, title: str, name: str):
    """The link of this name in the block that speaks of this idea."""
    page = who.page
    about = page.locator("main .desk > li, main div.stack").filter(has=page.get_by_role("link", name=title))
    return about.get_by_role("link", name=name).last


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_the_thread_from_words_to_a_mission_that_moved(meet, script):
    cast = await meet(script=script)
    title = "See who’s at the front door" if script else "A light over every front door"
    words, question = f"{title}, please, in all our flats", f"What first, {'one' if script else 'two'}?"
    promised, happened = await kept(cast)

    idea = await say(cast, words)
    await publish(cast, words, title)
    await back_it(cast, idea, title)
    round_ = await put_to_the_vote(cast, idea, title, question)
    receipts = [await vote(cast, who, title, question) for who in (cast.kestrel, cast.magpie)]
    assert receipts[0] != receipts[1]
    await type_in_paper(cast, round_, title)
    await close(cast, round_, title)
    await decide(cast, title)
    action = await promise(cast, title)
    await keep(cast, action, title)
    for who in (cast.kestrel, cast.magpie):
        await answer(cast, who, title)

    await cast.visitor.goto(idea)
    await expect(cast.visitor.get_by_role("main")).to_contain_text("It happened.")
    assert await kept(cast) == (promised + 1, happened + 1)
