"""What was measured, as the text of docs/speed.md."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from bench.running import Size

if TYPE_CHECKING:
    from bench.measuring import Row

SPEED = Path(__file__).resolve().parents[1] / "docs" / "speed.md"


@dataclass
class Facts:
    """All that one run found."""

    rows: list[Row]
    sizes: list[Size]
    loaded: dict[str, float]
    first_page: dict[str, float]
    idle: dict[str, float]
    after: dict[str, float]
    shared_core: bool
    seconds: float
    each: int
    rounds: int


READING = """## How to read it

- Two councils are loaded with `saidanddone load`. Each is served by a process of its own, both on one core.
  Phones on the other core ask both in turn, within one run, so that whatever else the machine does falls on
  both alike.
- **CPU µs** is the processor time of the server's process for one request: the median of all rounds. It
  says how many requests a second a core can bear (1,000,000 ÷ µs).
- **Growth** is the large council's cost ÷ the small one's. The bar is 1.25: what there is more of may cost
  a quarter.
- **× bare** is the cost ÷ that of a line of bare text from the same server, asked right before it. The bars
  are 1.6 for a visitor's page and for one that has not changed, 6 for the board of somebody who is signed
  in, 12 for a vote.
- **ms** is what a phone waits on this machine while 8 ask at once (64 for votes): half of the answers came
  within the first, 99 of 100 within the second. Compare them with each other rather than with your machine.
- “Over” marks a bar that was not met. A ratio near its bar moves from run to run: run it again before you
  believe it.
- A visitor's page is drawn once and then kept for five seconds, or until something changes. Its line mixes
  both; with few requests, as in `make bench-short`, the drawing weighs most.
- Votes are durable: SQLite waits for the disk at every one (`synchronous=FULL`)."""


def told(facts: Facts) -> str:
    """The whole page."""
    small, large = facts.sizes
    by_kind: dict[str, dict[str, Row]] = {}
    for row in facts.rows:
        by_kind.setdefault(row.kind.name, {})[row.size.name] = row
    head = ("Asked for", "CPU µs, small", "CPU µs, large", "Growth", "× bare", "ms", "kB")
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    lines += [_line(kinds[small.name], kinds[large.name]) for kinds in by_kind.values()]
    over = [name for name, kinds in by_kind.items() if _over(kinds[small.name], kinds[large.name])]
    parts = [
        "# How fast it is",
        "Written by `make bench`; edit `bench/` and run it again.",
        "\n".join(
            (
                f"- Small: {small.told}. Large: {large.told}{_loading(facts, large)}.",
                f"- {_machine(facts)}",
                f"- {facts.rounds} rounds of up to {facts.each} requests for each line and size,"
                f" {facts.seconds:.0f} s in all.",
                f"- Start to first page: {facts.first_page[small.name]:.1f} s small,"
                f" {facts.first_page[large.name]:.1f} s large. Memory of the large one's server:"
                f" {facts.idle[large.name]:.0f} MB before, {facts.after[large.name]:.0f} MB after the run.",
            )
        ),
        "\n".join(lines),
        f"Over a bar: {', '.join(over)}." if over else "Every bar was met.",
        READING,
    ]
    return "\n\n".join(parts) + "\n"


def _line(small: Row, large: Row) -> str:
    if large.missing:
        return f"| {large.kind.name} | {large.missing} | | | | | |"
    growth = large.cost / small.cost
    cells = (
        large.kind.name,
        f"{small.cost:,.0f}",
        f"{large.cost:,.0f}",
        _against(growth, large.kind.grows),
        _against(large.times_bare, large.kind.times_bare),
        f"{large.latency(0.5):.1f}, {large.latency(0.99):.1f}",
        f"{large.bytes / 1000:.1f}",
    )
    return "| " + " | ".join(cells) + " |"


def _against(ratio: float, bar: float | None) -> str:
    return f"{ratio:.2f}" + (f" **over {bar:g}**" if bar and ratio > bar else "")


def _over(small: Row, large: Row) -> bool:
    if large.missing:
        return True
    kind = large.kind
    grows = kind.grows is not None and large.cost / small.cost > kind.grows
    return grows or (kind.times_bare is not None and large.times_bare > kind.times_bare)


def _loading(facts: Facts, size: Size) -> str:
    """How long its loading took, unless it was kept from before."""
    return f", loaded in {facts.loaded[size.name]:.0f} s" if facts.loaded[size.name] else ""


def _machine(facts: Facts) -> str:
    cores = f"{os.cpu_count()} cores" + (
        ", both sides on one" if facts.shared_core else ", one for each side"
    )
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    return f"{cores}; Python {python}, SQLite {sqlite}, uvicorn {uvicorn.__version__}."


def write(text: str) -> None:
    """Keep it as docs/speed.md."""
    SPEED.write_text(text, encoding="utf-8")
