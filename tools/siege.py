"""Lays siege to a server of our own: half-open lines, endless headers, huge bodies; how do others fare?

`python -m tools.siege` takes a minute; `--short` some seconds. Exit status 1 when a bar is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

BAR = 0.5  # seconds: 95 of 100 other people are answered within it
MEMORY = 100.0  # MB that the server may grow
PIECE = b"x" * 65_536


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Force:
    """How much is thrown at the server."""

    lines: int
    bodies: int
    megabytes: int
    others: int
    wait: bool  # until the half-open lines are cut


FULL = Force(lines=1000, bodies=8, megabytes=200, others=200, wait=True)
SHORT = Force(lines=150, bodies=2, megabytes=20, others=40, wait=False)


@dataclass
class Outcome:
    calm: float
    meanwhile: float
    answered: int
    refused: list[bytes]
    taken: int
    cut: int
    grown: float

    def faults(self, force: Force) -> Iterator[str]:
        """What broke a bar, a sentence each."""
        if self.answered != force.others:
            yield f"only {self.answered} of {force.others} others were answered"
        if self.meanwhile > BAR:
            yield f"others waited {self.meanwhile * 1000:.0f} ms (95 of 100), the bar is {BAR * 1000:.0f}"
        if any(status not in (b"413", b"") for status in self.refused):
            yield f"huge bodies were answered {self.refused}"
        if self.taken > force.bodies * 24_000_000:
            yield f"{self.taken // 1_000_000} MB of huge bodies were taken in"
        if force.wait and self.cut < force.lines:
            yield f"only {self.cut} of {force.lines} half-open lines were cut"
        if self.grown > MEMORY:
            yield f"the server grew by {self.grown:.0f} MB"


async def lay(port: int, process: int, force: Force) -> Outcome:
    """Lay siege to the server on this port."""
    await _others(port, 3)  # the first page compiles its template
    calm = await _others(port, force.others // 2)
    before = _memory(process)
    async with _half_open(port, force.lines) as lines:
        huge = (_huge(port, force.megabytes, number % 2 == 0) for number in range(force.bodies))
        bodies = asyncio.gather(*huge)
        took = await _others(port, force.others)
        told = await bodies
        cut = 0
        if force.wait:
            cut = sum(await asyncio.gather(*(_is_cut(reader, 20) for reader, _ in lines)))
        took += await _others(port, 5)
    grown = _memory(process) - before
    refused, taken = [status for status, _ in told], sum(sent for _, sent in told)
    return Outcome(_p95(calm), _p95(took), len(took) - 5, refused, taken, cut, grown)


def _p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


async def _others(port: int, how_many: int) -> list[float]:
    """How long people wait for a page, each over a line of their own, one after the other."""
    took = []
    for _ in range(how_many):
        start = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_head(port, "GET", "/siege", ("Connection: close",)))
        answer = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        if answer.startswith(b"HTTP/1.1 200 "):
            took.append(time.perf_counter() - start)
        await asyncio.sleep(0.01)
    return took


@contextlib.asynccontextmanager
async def _half_open(port: int, how_many: int) -> AsyncIterator[list[Line]]:
    """Lines on which nothing comes, half a head, endless headers a bit at a time, or an unfinished body."""
    begun = (
        b"",
        b"GET /siege HT",
        _head(port, "GET", "/siege", ("X-Slow: 1",))[:-2],
        _head(port, "POST", "/siege/join", ("X-Slow: 1", _form(port)))[:-4],
    )
    lines: list[Line] = []
    for number in range(how_many):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(begun[number % len(begun)])
        lines.append((reader, writer))
    drops = [writer for _, writer in lines[2 :: len(begun)]]
    dripping = asyncio.ensure_future(_drip(drops))
    try:
        yield lines
    finally:
        dripping.cancel()
        for _, writer in lines:
            writer.close()


async def _drip(writers: list[asyncio.StreamWriter]) -> None:
    while True:
        for writer in writers:
            if not writer.is_closing():
                writer.write(b"X-More: 1\r\n")
        await asyncio.sleep(0.5)


async def _is_cut(reader: asyncio.StreamReader, seconds: float) -> bool:
    with contextlib.suppress(ConnectionError):
        try:
            await asyncio.wait_for(reader.read(), seconds)
        except TimeoutError:
            return False
    return True


async def _huge(port: int, megabytes: int, tells_length: bool) -> tuple[bytes, int]:
    """Send a huge body as fast as it is taken: the status that came back, if any, and the bytes that went."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    length = f"Content-Length: {megabytes * 1_000_000}" if tells_length else "Transfer-Encoding: chunked"
    writer.write(_head(port, "POST", "/siege/join", (length, _form(port))))
    piece = PIECE if tells_length else b"%x\r\n%b\r\n" % (len(PIECE), PIECE)
    sent, answer = 0, b""
    with contextlib.suppress(ConnectionError, TimeoutError):
        while sent < megabytes * 1_000_000:
            writer.write(piece)
            await asyncio.wait_for(writer.drain(), 15)
            sent += len(piece)
    with contextlib.suppress(ConnectionError, TimeoutError):
        answer = await asyncio.wait_for(reader.read(64), 5)
    writer.close()
    return answer[9:12], sent


def _head(port: int, method: str, path: str, more: tuple[str, ...]) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *more, "", ""]).encode()


def _form(port: int) -> str:
    return f"Origin: http://127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded"


def _memory(process: int) -> float:
    """Resident memory of a process, in MB; 0 where the machine doesn't tell."""
    statm = Path(f"/proc/{process}/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if statm.exists() else 0.0


@contextlib.contextmanager
def served() -> Iterator[tuple[int, int]]:
    """`saidanddone serve` over a database of its own with one council: its port and its process."""
    with tempfile.TemporaryDirectory(prefix="saidanddone-siege-") as folder:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            port = held.getsockname()[1]
        ours = {
            "SAIDANDDONE_DATABASE_URL": f"sqlite://{folder}/siege.sqlite3",
            "SAIDANDDONE_ORIGIN": f"http://127.0.0.1:{port}",
            "SAIDANDDONE_DUE_EVERY": "0",
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith("SAIDANDDONE_")}
        command = [sys.executable, "-c", "import sys; from saidanddone.cli import main; sys.exit(main())"]
        for words in (["migrate"], ["council", "add", "siege", "Siege"]):
            subprocess.run([*command, *words], env=others | ours, check=True, stdout=subprocess.DEVNULL)
        serve = [*command, "serve", "--port", str(port)]
        with subprocess.Popen(serve, env=others | ours, stdout=subprocess.DEVNULL) as process:
            try:
                _wait_for(port, process)
                yield port, process.pid
            finally:
                process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit("The server did not start.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a small siege, in some seconds")
    force = SHORT if parser.parse_args().short else FULL
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8192)), hard))
    with served() as (port, process):
        outcome = asyncio.run(lay(port, process, force))
    print(f"{force.lines:,} half-open lines, {force.bodies} bodies of {force.megabytes} MB")
    print(
        f"others, 95 of 100: {outcome.calm * 1000:.0f} ms before, {outcome.meanwhile * 1000:.0f} ms meanwhile"
    )
    print(f"taken in: {outcome.taken / 1e6:.1f} MB; refused: {outcome.refused}; lines cut: {outcome.cut}")
    print(f"the server grew by {outcome.grown:.0f} MB")
    faults = [*outcome.faults(force)]
    for fault in faults:
        print(f"BROKEN: {fault}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
