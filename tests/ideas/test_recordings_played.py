"""How a recording is played: in parts, to those who may hear it, and nothing runs in it."""

from tests.ideas.recorded import TONE, spoken
from tests.people import town


async def test_an_iphone_gets_the_parts_it_asks_for(site):
    there = await town()
    await spoken(there)
    amina = await site.as_(there.amina)
    size = len(TONE)
    for wanted, status, content in (
        ("bytes=0-1", 206, TONE[:2]),
        ("bytes=10-", 206, TONE[10:]),
        ("bytes=-5", 206, TONE[-5:]),
        (f"bytes=0-{size * 9}", 206, TONE),
        (f"bytes={size}-", 416, b""),
        ("bytes=9-3", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=0-1,4-5", 200, TONE),
        ("bytes=-", 200, TONE),
        ("pages=1-2", 200, TONE),
        ("bytes=999999999999-", 200, TONE),
    ):
        answer = await amina.get("/rivermead/ideas/1/recording", headers={"Range": wanted})
        assert (answer.status_code, answer.content) == (status, content), wanted
        assert answer.headers["accept-ranges"] == "bytes"
    first = await amina.get("/rivermead/ideas/1/recording", headers={"Range": "bytes=0-1"})
    assert first.headers["content-range"] == f"bytes 0-1/{size}"


async def test_nothing_runs_in_it_and_nothing_keeps_it(site):
    there = await town()
    await spoken(there)
    headers = (await (await site.as_(there.amina)).get("/rivermead/ideas/1/recording")).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert headers["cross-origin-resource-policy"] == "same-origin"


async def test_microphone_and_player_are_open_where_they_are_needed_and_nowhere_else(site):
    there = await town()
    await spoken(there)
    amina, cass, hana = [await site.as_(one) for one in (there.amina, there.cass, there.hana)]
    player = "media-src 'self'"
    for browser, address, media, microphone in (
        (amina, "/rivermead/recordings/new", "media-src 'self' blob:", "(self)"),
        (amina, "/rivermead/ideas/1", player, "()"),
        (cass, "/rivermead/ideas/1", player, "()"),
        (cass, "/rivermead/moderation", player, "()"),
        (hana, "/rivermead/concerns", player, "()"),
        (amina, "/rivermead", "", "()"),
        (amina, "/rivermead/ideas/new", "", "()"),
        (amina, "/rivermead/ideas", "", "()"),
    ):
        headers = (await browser.get(address)).headers
        policy = headers["content-security-policy"]
        assert policy.partition("; media-src")[2] == media.removeprefix("media-src"), address
        assert "script-src 'self';" in policy
        assert f"microphone={microphone}," in headers["permissions-policy"], address
        assert "camera=()," in headers["permissions-policy"]
