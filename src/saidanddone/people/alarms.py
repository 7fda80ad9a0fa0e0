"""Alarms are looked for beside the rest of the site's due work, and at once when one is raised."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextvars import Context

from saidanddone import clock, database

_bells: set[asyncio.Event] = set()


@contextlib.asynccontextmanager
async def watched(work: Sequence[clock.DueWork], every: float) -> AsyncIterator[None]:
    """Inside the block this work is done every so many seconds, and whenever somebody rings.

    With ``every`` 0 it is left to the command. It runs in a context of its own, outside any request's
    transaction.
    """
    if not every:
        yield
        return
    bell = asyncio.Event()
    keeping = clock.keep_running(work, every, bell)
    watch = asyncio.get_running_loop().create_task(keeping, context=Context())
    _bells.add(bell)
    try:
        yield
    finally:
        _bells.discard(bell)
        watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watch


def ring() -> None:
    """Have alarms looked for as soon as this write is committed; only inside ``database.write``."""
    database.unit().afterwards.append(_ring)


async def _ring() -> None:
    for bell in _bells:
        bell.set()
