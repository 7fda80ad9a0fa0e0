"""Somebody at their phone, who presses what they see: by the names of links, buttons and fields."""

import re
from dataclasses import dataclass

from playwright.async_api import Page, expect


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
