"""Somebody at their phone, who presses what they see: by the names of links, buttons and fields."""

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from saidanddone.people.cards import card

BOTH = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
DEAD = "This code opens nothing here."


@dataclass
class Phone:
    """Somebody at their phone, who presses what they see."""

    page: Page
    script: bool = True

    async def opens_page(self, address: str) -> None:
        await self.page.goto(address)

    async def goes_to(self, name: str, **more: bool) -> None:
        await self.page.get_by_role("link", name=name, **more).first.click()

    async def presses(self, name: str | re.Pattern[str], **more: bool) -> None:
        await self.page.get_by_role("button", name=name, **more).click()

    async def opens(self, words: str) -> None:
        """A fold, by the words on it."""
        await self.page.locator("summary", has_text=words).click()

    async def writes(self, label: str, words: str, **more: bool) -> None:
        await self.page.get_by_label(label, **more).fill(words)

    async def picks(self, label: str | re.Pattern[str]) -> None:
        await self.page.get_by_label(label).check()

    async def says_whose_device(self, *, shared: bool) -> None:
        """Nothing is chosen for them: on a phone that is lent, a forgotten box would leave the door open."""
        own, others = self.page.get_by_label("My own"), self.page.get_by_label("Others use it too")
        assert not await own.is_checked()
        assert not await others.is_checked()
        await (others if shared else own).check()

    async def reads(self, words: str | re.Pattern[str], **more: bool) -> None:
        await expect(self.page.get_by_role("main").get_by_text(words, **more).first).to_be_visible()

    async def is_told(self, words: str) -> None:
        """What is said of the last act, above the page."""
        await expect(
            self.page.locator("[data-notice], .saved, .flash").filter(has_text=words)
        ).to_be_visible()

    async def is_at(self, address: str) -> None:
        await expect(self.page).to_have_url(re.compile(f"^[^?#]*{address}([?#].*)?$"))

    async def is_out(self) -> None:
        """The next page asks who they are."""
        await self.page.goto("/rivermead/me")
        await self.is_at("/rivermead/sign-in")

    async def stays(self) -> None:
        """From here on, a page that is loaded anew is noticed by `stayed`."""
        await self.page.evaluate("window.wasHereBefore = true")

    async def stayed(self) -> bool:
        return bool(await self.page.evaluate("window.wasHereBefore === true"))

    async def focus(self) -> str:
        """What the keyboard would act on."""
        return str(
            await self.page.evaluate(
                "document.activeElement.tagName + ': ' + document.activeElement.textContent"
            )
        )


async def cards_made(giver: Phone, address: str, how_many: str = "1", role: str = "") -> list[str]:
    """Their codes. Each square opens the address of its own code."""
    await giver.opens_page("/rivermead/invitations")
    if role:
        await giver.picks(role)
    await giver.writes("How many cards?", how_many)
    await giver.presses("Make the card")
    await giver.reads("ready.")
    codes = await giver.page.locator(".code").all_inner_texts()
    squares = await giver.page.locator("svg.qr path").evaluate_all(
        "all => all.map(one => one.getAttribute('d'))"
    )
    assert squares == [card(code, f"{address}/rivermead/join/{code}").square for code in codes]
    return codes


async def join(one: Phone, code: str, nickname: str, *, shared: bool = False) -> None:
    """Straight through, by the square."""
    await one.opens_page(f"/rivermead/join/{code}")
    await one.writes("A nickname", nickname)
    await one.says_whose_device(shared=shared)
    await one.presses("Join", exact=True)
    await one.is_told(f"You are in, {nickname}")
