"""The demo's clock: it runs ahead of the machine's by as much as people have moved it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from saidanddone import clock
from saidanddone.history.models import HistoryRow

STEPS_AT_MOST = 100


def days_ahead() -> int:
    """Whole days by which the demo's clock is ahead."""
    return clock.ahead().days


async def move(days: int, work: Sequence[clock.DueWork]) -> None:
    """Move the clock forward, a day at a time where that isn't long, so that each thing comes on its day."""
    step = 1 + (days - 1) // STEPS_AT_MOST
    for _ in range(days // step):
        await _go_on(step, work)
    if days % step:
        await _go_on(days % step, work)


async def _go_on(days: int, work: Sequence[clock.DueWork]) -> None:
    clock.move_ahead(clock.ahead() + timedelta(days=days))
    await clock.run_due(work)


async def wind() -> None:
    """After a restart, go on from the newest thing that happened, so that time never runs backwards."""
    newest = await HistoryRow.all().order_by("-at").first()
    if newest is not None and newest.at > clock.real_now():
        clock.move_ahead(newest.at - clock.real_now() + timedelta(minutes=1))
