"""The second step of staff, as a test takes it."""

from __future__ import annotations

import httpx2

from tests.doors.authenticator import Phone


async def take_the_step(
    browser: httpx2.AsyncClient, mine: str = "/rivermead/me", **typed: str
) -> tuple[Phone, httpx2.Response]:
    """Make the first passkey of whoever is signed in; gives the phone that has it, and the answer."""
    phone, at = Phone(), f"{mine}/passkeys"
    asked = await browser.post(f"{at}/challenges")
    assert asked.status_code == 200, asked.text
    made = {"name": "Phone", "credential": phone.make(asked.json())}
    return phone, await browser.post(at, data={**made, **typed})
