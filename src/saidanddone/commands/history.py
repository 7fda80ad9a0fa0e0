"""The history: whether it is whole, and its heads to keep elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from saidanddone import database
from saidanddone.commands import Wrong
from saidanddone.commands.doing import run
from saidanddone.councils.models import Council
from saidanddone.history.models import HistoryHead, fault_against, first_fault
from saidanddone.settings import Settings


def verify(settings: Settings, given: argparse.Namespace) -> None:
    checked = run(_verify(settings, _posted(given.head) if given.head else {}))
    faults = [f"{name}: {fault}" for name, fault in checked if fault]
    if faults:
        raise Wrong(f"History was changed. {' '.join(faults)} Compare with a backup.")
    print(f"The history is whole: {', '.join(name for name, _ in checked) or 'no council yet'}.")


def _posted(file: str) -> dict[str, list[tuple[int, str]]]:
    """The heads that were kept in a file, by council: lines of `history head`, of any number of days."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Wrong(
            f"“{file}” can't be read ({type(error).__name__}). Give a file of printed heads."
        ) from None
    posted: dict[str, list[tuple[int, str]]] = {}
    for line in filter(None, map(str.strip, lines)):
        slug, position, head, *more = [*line.split(), "", ""]
        if not position.isdecimal() or len(head) != 64 or any(more):
            raise Wrong(f"“{line[:80]}” is no line of `saidanddone history head`.")
        posted.setdefault(slug, []).append((int(position), head))
    if not posted:
        raise Wrong(f"“{file}” holds no head. Keep what `saidanddone history head` prints in it.")
    return posted


async def _verify(
    settings: Settings, posted: dict[str, list[tuple[int, str]]]
) -> list[tuple[str, str | None]]:
    async with database.connected(settings.database_url):
        checked = []
        for council in await Council.all().order_by("id"):
            fault = await first_fault(council.id)
            for position, head in posted.pop(council.slug, []):
                fault = fault or await fault_against(council.id, position, head)
            checked.append((council.name, fault))
        return checked + [(slug, "There is no such council any more.") for slug in posted]


def print_heads(settings: Settings, given: argparse.Namespace) -> None:
    for slug, position, head in run(_heads(settings)):
        print(f"{slug} {position} {head}")


async def _heads(settings: Settings) -> list[tuple[str, int, str]]:
    async with database.connected(settings.database_url):
        slugs = {council.id: council.slug for council in await Council.all()}
        heads = await HistoryHead.filter(council_id__in=list(slugs)).order_by("council_id")
        return [(slugs[head.council_id], head.position, head.hash) for head in heads]
