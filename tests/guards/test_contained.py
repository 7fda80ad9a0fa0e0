"""Slow, huge and strange clients are contained: over real sockets, by the protocol that serves the site."""

import asyncio
from contextlib import asynccontextmanager

import pytest
import uvicorn

from saidanddone import protocol
from saidanddone.guards import BODY_BYTES_AT_MOST
from saidanddone.serving import SERVED
from tools import siege

HEAD = b"POST /rivermead/join HTTP/1.1\r\nHost: testserver\r\nOrigin: http://testserver\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@asynccontextmanager
async def served(app):
    """The site on a socket, with the protocol that it has for people."""
    given = SERVED | {"log_level": None, "lifespan": "off"}
    server = uvicorn.Server(uvicorn.Config(app, port=0, **given))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        for line in [*server.server_state.connections]:
            line.transport.abort()
        await server.shutdown()


async def say(port: int, words: bytes, *more: bytes, pause: float = 0.0) -> bytes:
    """What comes back until the line is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in (words, *more):
        writer.write(piece)
        await asyncio.sleep(pause)
    try:
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionError:
        return b"cut"
    finally:
        writer.close()


async def test_whoever_never_ends_a_sentence_is_hung_up_on_and_the_others_go_on(site, there, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.3)
    async with served(site.app) as port:
        slow = [
            asyncio.create_task(say(port, words))
            for words in (
                b"",
                b"GET /riv",
                b"GET /rivermead HTTP/1.1\r\nHost: testserver\r\n",
                HEAD + FORM + b"Content-Length: 50\r\n\r\ncode=",
                HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\ncode=\r\n",
            )
        ]
        dripping = asyncio.create_task(say(port, b"GET /x HTTP/1.1\r\n", *[b"X: y\r\n"] * 8, pause=0.1))
        good = b"GET /healthz HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n"
        assert (await say(port, good)).endswith(b"ok")
        for answer in await asyncio.gather(*slow, dripping):
            assert answer.startswith(b"HTTP/1.1 408 ") or answer == b"cut", answer
            assert answer == b"cut" or b"content-security-policy: default-src 'none'" in answer
        assert (await say(port, good)).endswith(b"ok")
        # A line that is kept open is waited for anew at each request.
        kept = good.replace(b"Connection: close\r\n", b"")
        answer = await say(port, kept, b"GET /healthz HTTP/1.1\r\n", pause=0.1)
        assert answer.count(b"HTTP/1.1 200 ") == 1
        assert answer.count(b"HTTP/1.1 408 ") == 1
    assert not protocol.Contained._waiting


def ask(line: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join([line, b"Connection: close", *headers, b"", b""])


OURS = b"Host: testserver"
STRANGE = {
    ask(b"GET /" + b"a" * 9_000 + b" HTTP/1.1", OURS): b"414",
    b"GET /" + b"a" * 60_000: b"414",
    ask(b"GET /healthz HTTP/1.1", *[b"X: y"] * 200): b"431",
    ask(b"GET /healthz HTTP/1.1", b"X: " + b"y" * 60_000): b"431",
    b"GET /healthz HTTP/1.1\r\nX: " + b"y" * 60_000: b"431",
    ask(b"NONSENSE /healthz HTTP/1.1", OURS): b"400",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": b"400",
    ask(b"GET /healthz HTTP/1.1", OURS, b" folded"): b"400",
    ask(b"GET /healthz HTTP/1.1", b"Content-Length: 5", b"Content-Length: 6"): b"400",
    ask(b"GET /healthz HTTP/1.1", b"Transfer-Encoding: chunked", b"Content-Length: 6"): b"400",
    b"GET /healthz HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n": b"400",
    ask(b"GET /rivermead HTTP/1.1"): b"400",
    ask(b"GET http://e.example/ HTTP/1.1", b"Host: e.example"): b"400",
    ask("GET /riverméad HTTP/1.1".encode(), OURS): b"400",
    ask(b"GET /%ff%fe%00 HTTP/1.1", OURS): b"404",
    ask(b"GET /rivermead?q=%ff%00 HTTP/1.1", OURS): b"200",
}


async def test_what_no_browser_sends_is_refused(site, there):
    async with served(site.app) as port:
        for words, status in STRANGE.items():
            answer = await say(port, words)
            assert answer[9:12] == status, (words[:60], answer[:300])


async def test_a_huge_body_is_refused_before_it_is_read(site, there):
    async with served(site.app) as port:
        told = HEAD + FORM + b"Content-Length: 200000000\r\n\r\n"
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(told)  # and nothing of the body
        answer = await asyncio.wait_for(reader.read(4096), 10)
        assert answer.startswith(b"HTTP/1.1 413 ")
        writer.close()
        for tells_length in (True, False):
            status, sent = await huge(port, 30, tells_length)
            assert status in (b"413", b"")
            assert sent < 24_000_000, "a few MB lie in the machine's own buffers"


async def huge(port: int, megabytes: int, tells_length: bool):
    kept, siege._form = siege._form, lambda _: "Origin: http://testserver\r\nContent-Type: text/plain"
    named, siege._head = (
        siege._head,
        lambda _, *given: named(0, *given).replace(b"127.0.0.1:0", b"testserver"),
    )
    try:
        return await siege._huge(port, megabytes, tells_length)
    finally:
        siege._form, siege._head = kept, named


@pytest.mark.parametrize("length", ["-1", "1e9", "9" * 30, "0x10", "٣", str(BODY_BYTES_AT_MOST + 1)])
async def test_a_length_that_is_none_or_too_long_is_refused(site, there, length):
    amina = await site.as_(there.amina)
    headers = [(b"content-length", length.encode()), (b"content-type", b"application/x-www-form-urlencoded")]
    answer = await amina.post("/rivermead/ideas", content=b"", headers=headers)
    assert answer.status_code == 413


async def test_when_too_many_wait_the_oldest_goes(site, there, monkeypatch):
    monkeypatch.setattr(protocol, "WAITING_AT_MOST", 20)
    async with served(site.app) as port:
        lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(30)]
        answers = [await asyncio.wait_for(reader.read(), 10) for reader, _ in lines[:8]]
        assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in answers)
        assert len(protocol.Contained._waiting) <= 20
        for _, writer in lines:
            writer.close()


async def test_whoever_does_not_read_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(protocol, "READ_SECONDS", 0.2)

    async def endless(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await send({"type": "http.response.body", "body": b"x" * 1_000_000, "more_body": True})
            if (await asyncio.wait_for(asyncio.shield(asyncio.sleep(0, True)), 1)) and ended.is_set():
                return

    ended = asyncio.Event()
    lost = protocol.Contained.connection_lost

    def connection_lost(line, exc):
        ended.set()
        lost(line, exc)

    monkeypatch.setattr(protocol.Contained, "connection_lost", connection_lost)
    async with served(endless) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
        writer.write(b"GET / HTTP/1.1\r\nHost: testserver\r\n\r\n")
        await asyncio.wait_for(ended.wait(), 10)
        writer.close()


async def test_without_an_end_a_line_would_wait_for_ever(site, there, monkeypatch):
    """The planted fault: uvicorn's own protocol waits."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(protocol.Contained, "_refuse", lambda *_: None)
    async with served(site.app) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /riv")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(), 1)
        writer.close()


@pytest.mark.slow
async def test_a_small_siege_of_a_real_server(engine_name):
    if engine_name != "sqlite":
        pytest.skip("the lines don't depend on the database")
    with siege.served() as (port, process):
        outcome = await siege.lay(port, process, siege.SHORT)
    assert [*outcome.faults(siege.SHORT)] == []
    broken = siege.Outcome(0.0, 0.6, 3, [b"200"], 10**9, 0, 500.0)
    assert len([*broken.faults(siege.FULL)]) == 6
