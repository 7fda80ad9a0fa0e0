"""A database of some size and a server over it, on a core of its own; the server's CPU time and memory."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

READY_WITHIN = 60  # seconds
COUNCIL = "load-test"


@dataclass(frozen=True)
class Size:
    """How much there is in a database."""

    name: str
    ideas: int
    people: int
    votes: int

    @property
    def told(self) -> str:
        return f"{self.ideas:,} ideas, {self.votes:,} votes, {self.people:,} young people"


@dataclass
class Server:
    """A running server of ours: its address, its process, and how long it took to its first page."""

    size: Size
    address: tuple[str, int]
    process: int
    first_page: float

    @property
    def origin(self) -> str:
        return f"http://{self.address[0]}:{self.address[1]}"

    def cpu(self) -> float:
        """Seconds of CPU that all its threads have used so far."""
        nanoseconds = 0
        for thread in Path(f"/proc/{self.process}/task").iterdir():
            with suppress(OSError):
                nanoseconds += int((thread / "schedstat").read_text().split()[0])
        return nanoseconds / 1e9

    def memory(self) -> float:
        """Its resident memory, in MB."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cores() -> tuple[set[int], set[int]]:
    """The core for the server, and the one for the phones; the same where there is only one."""
    ours = sorted(os.sched_getaffinity(0))
    return {ours[0]}, {ours[-1]}


def variables(folder: Path, size: Size, origin: str = "http://127.0.0.1:8000") -> dict[str, str]:
    """The environment of a site over this size's database, without due work in between."""
    ours = {
        "SAIDANDDONE_DATABASE_URL": f"sqlite://{folder / size.name}.sqlite3",
        "SAIDANDDONE_ORIGIN": origin,
        "SAIDANDDONE_DUE_EVERY": "0",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("SAIDANDDONE_")}
    return others | ours


def fill(folder: Path, size: Size) -> float:
    """Make and load a database unless it is there already; gives the seconds it took."""
    if (folder / f"{size.name}.sqlite3").exists():
        return 0.0
    start, command = time.monotonic(), str(Path(sys.executable).with_name("saidanddone"))
    much = ["--ideas", str(size.ideas), "--people", str(size.people), "--votes", str(size.votes)]
    for words in (["migrate"], ["load", *much, "--council", COUNCIL]):
        subprocess.run([command, *words], env=variables(folder, size), check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


@contextmanager
def serving(folder: Path, size: Size, core: set[int]) -> Iterator[Server]:
    """A server over this size's database, on that core; it ends with the block."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address: tuple[str, int] = held.getsockname()
        origin = f"http://127.0.0.1:{address[1]}"
        start = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "bench.site", str(held.fileno())],
            env=variables(folder, size, origin),
            pass_fds=[held.fileno()],
        ) as process:
            try:
                os.sched_setaffinity(process.pid, core)
                _wait_for(f"{origin}/{COUNCIL}", process)
                yield Server(size, address, process.pid, time.monotonic() - start)
            finally:
                process.terminate()


def _wait_for(page: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            urllib.request.urlopen(page, timeout=10).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("The server did not start.") from None
            time.sleep(0.02)
