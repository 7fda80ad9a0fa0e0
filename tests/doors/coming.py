"""How young people come back in tests: what they are sent, and what they type."""

import re

from saidanddone.notices.letters import Letter

EMAIL = "amina@example.org"
ASK, TYPE = "/rivermead/sign-in", "/rivermead/sign-in/code"
CONTACT = "/rivermead/me/contact"
HOME = "/rivermead"


async def code_sent(what="sign-in-code"):
    """The figures of the newest letter of that kind."""
    letter = await Letter.filter(what=what, ended_at=None).order_by("-id").first()
    return re.search(r"[0-9]{3} [0-9]{3}", letter.body)[0]


async def gives(site, person, address=EMAIL):
    """Somebody gives an address on their own page and confirms it."""
    browser = await site.as_(person)
    council = "rivermead" if person.council_id == 1 else "ashcombe"
    page = f"/{council}/me/contact"
    assert (await browser.post(page, data={"address": address})).headers["location"] == f"{page}/code"
    done = await browser.post(f"{page}/code", data={"code": await code_sent("contact-code")})
    assert done.headers["location"] == page
    return browser


def other_than(code):
    """A code that isn't that one."""
    return f"{(int(code.replace(' ', '')) + 1) % 10**6:06}"


async def is_in(browser, council="rivermead"):
    """Whether this browser is signed in."""
    return (await browser.get(f"/{council}/me")).status_code == 200


async def asks(site, address=EMAIL, council="rivermead", *, network="127.0.0.1", **more):
    """A new browser in which somebody asked for a code."""
    browser = await site.client(network=network)
    asked = await browser.post(f"/{council}/sign-in", data={"address": address, **more})
    assert (asked.status_code, asked.headers["location"]) == (303, f"/{council}/sign-in/code")
    return browser
