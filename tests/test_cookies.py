"""Over https every cookie is tied to this very host, whichever page sets it, and no script reads it."""

import ast
import re
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import httpx2

from saidanddone.app import build
from saidanddone.cookies import COOKIES
from saidanddone.people import sessions
from saidanddone.people.inviting import invite
from saidanddone.people.rights import Role
from tests.people import town

SAFE = "https://said.example"
SOURCE = Path(__file__).parents[1] / "src" / "saidanddone"


async def test_every_cookie_is_tied_to_the_host(site):
    there = await town()
    link = await sessions.make_link(there.amina)
    _, code = await invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern)
    app = build(replace(site.settings, origin=SAFE))
    async with AsyncExitStack() as opened:
        transport = httpx2.ASGITransport(app=app)
        given = {"base_url": SAFE, "headers": {"Origin": SAFE}, "follow_redirects": False}
        browser = await opened.enter_async_context(httpx2.AsyncClient(transport=transport, **given))
        joins = {"nickname": "Kestrel", "device": "own"}
        asked = {"address": "kestrel@mail.example"}
        answers = [
            await browser.post(f"/rivermead/sign-in/{link}", data={"device": "own"}),
            await browser.post("/rivermead/sign-out"),
            await browser.get("/rivermead"),  # the notice is shown and taken away
            await browser.post("/rivermead/sign-in", data=asked),
            await browser.post("/rivermead/sign-in/passkeys/challenges"),
            await browser.post(f"/rivermead/join/{code}", data=joins),
        ]
    cookies = [line for answer in answers for line in answer.headers.get_list("set-cookie")]
    assert len({line.split("=")[0] for line in cookies}) > 2, cookies
    for line in cookies:
        name, _, rest = line.partition("=")
        assert name.startswith("__Host-"), line
        for part in ("Secure", "HttpOnly", "Path=/"):
            assert part in rest, line
        assert re.search("SameSite=(lax|strict)", rest), line
        assert "Domain" not in rest, line


def test_cookies_are_set_in_one_file_alone():
    """So that one set elsewhere is looked at: it is a row there, and its way is in the test above."""
    found = {
        file.name
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "set_cookie"
    }
    assert found == {"cookies.py"}
    assert len({cookie.name for cookie in COOKIES}) == len(COOKIES)
