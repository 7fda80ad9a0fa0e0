"""Alarms are looked for beside the rest of the site's due work, and at once when one is raised."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from saidanddone import clock, database

_bells: set[asyncio.Event] = set()


@contextlib.asynccontextmanager
async def watched(work: Sequence[clock.DueWork], every: float) -> AsyncIterator[None]:
    """Inside the block this work is done every so many seconds, and whenever somebody rings.

    With ``every`` 0 it is left to the command.
    """
    bell = asyncio.Event()
    _bells.add(bell)
    try:
        async with clock.kept_up(work, every, bell):
            yield
    finally:
        _bells.discard(bell)


def ring() -> None:
    """Have alarms looked for as soon as this write is committed; only inside ``database.write``."""
    database.unit().afterwards.append(_ring)


async def _ring() -> None:
    for bell in _bells:
        bell.set()
