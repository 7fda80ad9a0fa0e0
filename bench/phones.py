"""Phones that ask a server one thing after the other, over connections that stay open."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True)
class Ask:
    """One request as it goes over the wire."""

    path: str
    cookie: str = ""
    form: Sequence[tuple[str, str]] | None = None
    unless: str = ""  # an ETag
    htmx: bool = False

    def wire(self, origin: str) -> bytes:
        host = origin.removeprefix("http://")
        body = urlencode(self.form).encode() if self.form is not None else b""
        lines = [f"{'GET' if self.form is None else 'POST'} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"Cookie: saidanddone={self.cookie}"] if self.cookie else []
        lines += [f"If-None-Match: {self.unless}"] if self.unless else []
        lines += ["HX-Request: true"] if self.htmx else []
        if self.form is not None:
            lines += [f"Origin: {origin}", "Content-Type: application/x-www-form-urlencoded"]
            lines += [f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Told:
    """How a run of requests went: the seconds each took, and how often each status came."""

    took: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    size: int = 0
    etag: str = ""


async def ask_all(origin: str, asks: Sequence[Ask], *, at_once: int) -> Told:
    """Ask all of these, ``at_once`` at a time, each phone as soon as it has its answer."""
    told, todo = Told(), iter(asks)
    phones = [_phone(origin, todo, told) for _ in range(min(at_once, len(asks)))]
    await asyncio.gather(*phones)
    return told


async def _phone(origin: str, todo: Iterator[Ask], told: Told) -> None:
    host, _, port = origin.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        for ask in todo:
            start = time.perf_counter()
            writer.write(ask.wire(origin))
            await _answer(reader, told)
            told.took.append(time.perf_counter() - start)
    finally:
        writer.close()
        await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, told: Told) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ", 2)[1])
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:]) if name}
    told.statuses[status] = told.statuses.get(status, 0) + 1
    told.etag = headers.get("etag", told.etag)
    if "content-length" in headers:
        told.size = int(headers["content-length"])
        await reader.readexactly(told.size)
    elif status != 304:
        raise RuntimeError(f"an answer {status} of unknown length")
