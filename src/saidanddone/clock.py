"""The only place that asks what time it is, and the runner of work that has come due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import Context, ContextVar, copy_context
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from saidanddone import logs

log = logging.getLogger("saidanddone.clock")

_set: ContextVar[datetime | None] = ContextVar("clock_set", default=None)
_ahead = timedelta(0)
_zone = ZoneInfo("Europe/London")

DueWork = Callable[[], Awaitable[object]]


def now() -> datetime:
    """This moment, aware and in UTC, as the site sees it: set by a test, moved by the demo, else real."""
    return _set.get() or real_now() + _ahead


def real_now() -> datetime:
    """The machine's own time. Only sessions and one-time codes use it, so a moved clock signs nobody out."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date where people read it."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A moment as people's clocks show it."""
    return moment.astimezone(_zone)


def at_local(day: datetime) -> datetime:
    """The UTC moment of a time without a zone, read off people's clocks."""
    return day.replace(tzinfo=_zone).astimezone(UTC)


def live_in(zone: str) -> None:
    """Choose the time zone in which people read dates."""
    global _zone
    _zone = ZoneInfo(zone)


def move_ahead(by: timedelta) -> None:
    """Say how far ahead of the machine this site's clock runs (the demo's clock; nothing else moves it)."""
    global _ahead
    _ahead = by


def ahead() -> timedelta:
    """How far ahead of the machine this site's clock runs."""
    return _ahead


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside the block it is ``moment``."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


async def run_due(work: Sequence[DueWork]) -> None:
    """Run each piece of due work once. One that fails is logged and does not stop the next."""
    for piece in work:
        try:
            await piece()
        except Exception as error:
            logs.crash(log, error, "due work failed", work=piece.__qualname__)


async def keep_running(work: Sequence[DueWork], every: float, bell: asyncio.Event | None = None) -> None:
    """Look for due work every so many seconds until cancelled, each time in a context of its own.

    Where there is a bell, at once when it rings too.
    """
    bell = bell or asyncio.Event()
    while True:
        bell.clear()
        await asyncio.create_task(run_due(work), context=copy_context())
        with suppress(TimeoutError):
            await asyncio.wait_for(bell.wait(), every)


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Inside the block this runs beside it, and ends with it.

    It has a context of its own: a task that inherited a request's would write into its transaction.
    """
    task = asyncio.get_running_loop().create_task(work, context=Context())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def kept_up(
    work: Sequence[DueWork], every: float, bell: asyncio.Event | None = None
) -> AsyncIterator[None]:
    """Inside the block due work is looked for every so many seconds; with ``every`` 0 never."""
    if not every:
        yield
        return
    async with beside(keep_running(work, every, bell)):
        yield
