"""Loads two councils, asks both in turn, prints what each request costs. Ends only what it started.

python -m bench                 the whole of it
python -m bench --short         a smaller large council and fewer requests
python -m bench --write         also writes docs/speed.md
python -m bench --keep FOLDER   leaves the databases there, and takes those it finds
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Coroutine
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import report, running
from bench.asks import KINDS, look_up
from bench.measuring import Row, measure
from bench.running import Size

SMALL = Size("small", ideas=100, people=100, votes=1_000)
LARGE = Size("large", ideas=10_000, people=5_000, votes=1_000_000)
LARGE_SHORT = replace(LARGE, name="large-short", votes=50_000)
ENDS_AFTER = 20 * 60  # seconds, whatever happens


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--short", action="store_true", help="a smaller large council and fewer requests")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    parser.add_argument("--keep", type=Path, help="a folder for databases that stay")
    parser.add_argument("--only", help="only kinds whose name holds this")
    given = parser.parse_args()
    large, rounds, each = (LARGE_SHORT, 3, 60) if given.short else (LARGE, 5, 200)
    kinds = [kind for kind in KINDS if not given.only or given.only in kind.name]
    with ExitStack() as held:
        folder = given.keep or Path(held.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        server_core, phone_core = running.cores()
        loaded = {size.name: running.fill(folder.resolve(), size) for size in (SMALL, large)}
        known = {
            size.name: look_up(running.variables(folder.resolve(), size)["SAIDANDDONE_DATABASE_URL"])
            for size in (SMALL, large)
        }
        servers = [
            held.enter_context(running.serving(folder.resolve(), size, server_core))
            for size in (SMALL, large)
        ]
        idle = {at.size.name: at.memory() for at in servers}
        os.sched_setaffinity(0, phone_core)
        start = time.monotonic()
        rows = asyncio.run(_within(measure(kinds, servers, known, rounds=rounds, each=each)))
        facts = report.Facts(
            rows=rows,
            sizes=[SMALL, large],
            loaded=loaded,
            first_page={at.size.name: at.first_page for at in servers},
            idle=idle,
            after={at.size.name: at.memory() for at in servers},
            shared_core=server_core == phone_core,
            seconds=time.monotonic() - start,
            each=each,
            rounds=rounds,
        )
    text = report.told(facts)
    print(text)
    if given.write:
        report.write(text)


async def _within(work: Coroutine[Any, Any, list[Row]]) -> list[Row]:
    async with asyncio.timeout(ENDS_AFTER):
        return await work


if __name__ == "__main__":
    main()
