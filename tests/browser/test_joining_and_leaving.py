"""Jade comes in with the card that a worker made for her, and leaves with what is hers, on a phone."""

import json
from pathlib import Path

import pytest

from tests.browser.walking import BOTH, DEAD, Phone, join


async def last_for(one: Phone, *, days: bool) -> bool:
    """Whether the door's cookie stays for days, or goes with the browser."""
    kept = [c for c in await one.page.context.cookies() if c["name"].endswith("saidanddone")]
    return len(kept) == 1 and (kept[0]["expires"] > 0) is days


@BOTH
@pytest.mark.parametrize("way", ["square", "code"])
async def test_jade_joins_with_her_card(phone, handed, look_at, way, script):
    code, jade = await handed(), await phone(script=script)
    name = f"Otter {way} {'quick' if script else 'plain'}"
    if way == "square":
        await jade.opens_page(f"/rivermead/join/{code}")
    else:
        await jade.opens_page("/rivermead")
        await jade.goes_to("Sign in")
        await jade.goes_to("Type the code")
        await jade.writes("Your code", "not a code")
        await jade.presses("Go on")
        await jade.reads(DEAD)
        await look_at(jade)
        await jade.writes("Your code", code.lower().replace("-", " "))
        await jade.presses("Go on")
    await jade.writes("A nickname", "Kestre1")
    await jade.presses("Join", exact=True)
    await jade.reads("Somebody here has that name, or one that looks like it.")
    await jade.reads("Pick one: my own, or others use it too.")
    await look_at(jade)
    await jade.writes("A nickname", "Jade Kingfisher")
    await jade.says_whose_device(shared=way == "code")
    await jade.presses("Join", exact=True)
    await jade.reads("That looks like a full name.")
    await look_at(jade)
    await jade.writes("A nickname", name)
    await jade.presses("Join", exact=True)
    await jade.is_told(f"You are in, {name}. Welcome.")
    assert await last_for(jade, days=way == "square")
    await jade.goes_to("Not now")
    await jade.is_at("/rivermead")
    await jade.opens_page(f"/rivermead/join/{code}")
    await jade.reads("This card was used to join.")
    await look_at(jade)


@pytest.mark.parametrize(("way", "script"), [("take everything away", True), ("keep my ideas", False)])
async def test_jade_takes_what_is_hers_and_leaves(phone, handed, look_at, way, script):
    name = "Teal pond" if script else "Wigeon pond"
    jade = await phone(script=script, accept_downloads=True)
    await join(jade, await handed(), name)
    await jade.opens_page("/rivermead/ideas/new")
    await jade.writes("What should change?", f"A kettle in each room, says {way}.")
    await jade.presses("Send it")
    await jade.is_at(r"/rivermead/ideas/\d+")
    await jade.goes_to("Everything about me")
    await jade.reads(name)
    async with jade.page.expect_download() as down:
        await jade.goes_to("Take it with you")
    assert name in json.dumps(held_in(await (await down.value).path()))
    await jade.goes_to("Leave for good")
    await jade.goes_to(way)
    await jade.reads("What goes")
    await jade.presses("Leave in a week")
    await jade.reads("You leave on")
    await look_at(jade)
    await jade.presses("Stay after all")
    await jade.is_told("You stay. Nothing has changed.")
    await jade.goes_to(way)
    await jade.opens("Leave today instead")
    await jade.page.get_by_label("I know that it can’t be undone").check()
    await jade.presses("Leave now, for good")
    await jade.is_told("You have left.")
    await jade.is_out()


def held_in(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8"))
