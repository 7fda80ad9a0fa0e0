"""Asking both servers in turn, and what each request cost."""

import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bench.asks import KINDS, PHONES, Kind, Known
from bench.phones import Ask, Told, ask_all
from bench.running import Server, Size

FEWEST, AT_MOST = 8, 0.6  # requests, and seconds of CPU, for one line and size in one round


@dataclass
class Row:
    """One kind of request on one size: for each round CPU seconds a request, and of bare text beside it."""

    kind: Kind
    size: Size
    cpu: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    bytes: int = 0
    missing: str = ""

    @property
    def cost(self) -> float:
        """Microseconds of CPU a request."""
        return statistics.median(self.cpu) * 1e6

    @property
    def times_bare(self) -> float:
        return statistics.median(a / b for a, b in zip(self.cpu, self.bare, strict=True))

    def latency(self, share: float) -> float:
        """The milliseconds within which that share of the answers came."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3

    def how_many(self, each: int) -> int:
        """How many requests the next round makes of it: fewer of what is dear."""
        if self.kind.at_once == PHONES:
            return max(each, 2 * PHONES)
        return max(FEWEST, min(each, int(AT_MOST / self.cpu[-1]))) if self.cpu else FEWEST


async def measure(
    kinds: list[Kind], servers: list[Server], known: dict[str, Known], *, rounds: int, each: int
) -> list[Row]:
    """Ask everything of all servers in turn, several times over; the first round only warms up."""
    rows = {(kind.name, at.size.name): Row(kind, at.size) for kind in kinds for at in servers}
    for turn in range(rounds + 1):
        for kind in kinds:
            for at in servers if turn % 2 else reversed(servers):
                await _ask(rows[kind.name, at.size.name], at, known[at.size.name], each)
        if not turn:
            for row in rows.values():
                row.cpu, row.bare, row.took = row.cpu[-1:], row.bare[-1:], []
        print(f"Round {turn} of {rounds}", file=sys.stderr, flush=True)
    return [replace(row, cpu=row.cpu[1:], bare=row.bare[1:]) for row in rows.values()]


async def _ask(row: Row, at: Server, known: Known, each: int) -> None:
    kind = row.kind
    asks = list(await _unchanged(at, kind, known)) if kind.unchanged else []
    asks = asks * row.how_many(each) or kind.make(known, row.how_many(each))
    bare, _ = await _cost(at, KINDS[0].make(known, each), KINDS[0])
    cpu, told = await _cost(at, asks, kind)
    row.cpu.append(cpu)
    row.bare.append(bare)
    row.took += told.took
    row.bytes = told.size
    if kind.unchanged:
        row.missing = "" if set(told.statuses) == {304} else "always sent whole: no ETag"
    elif set(told.statuses) - set(kind.fine):
        raise SystemExit(f"{kind.name} in the {at.size.name} council was answered with {told.statuses}.")


async def _unchanged(at: Server, kind: Kind, known: Known) -> Iterator[Ask]:
    """The same page again, with the ETag that it had just now."""
    (ask,) = kind.make(known, 1)
    told = await ask_all(at.origin, [ask], at_once=1)
    return iter([replace(ask, unless=told.etag)])


async def _cost(at: Server, asks: list[Ask], kind: Kind) -> tuple[float, Told]:
    before = at.cpu()
    told = await ask_all(at.origin, asks, at_once=kind.at_once)
    return (at.cpu() - before) / len(asks), told
