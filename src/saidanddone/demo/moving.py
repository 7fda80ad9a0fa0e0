"""The demo's clock: it runs ahead of the machine's by as much as people have moved it."""

from __future__ import annotations

from datetime import timedelta

from saidanddone import clock
from saidanddone.history.models import HistoryRow


def days_ahead() -> int:
    """Whole days by which the demo's clock is ahead."""
    return clock.ahead().days


def move(days: int) -> None:
    """Move the clock forward."""
    clock.move_ahead(clock.ahead() + timedelta(days=days))


async def wind() -> None:
    """After a restart, go on from the newest thing that happened, so that time never runs backwards."""
    newest = await HistoryRow.all().order_by("-at").first()
    if newest is not None and newest.at > clock.real_now():
        clock.move_ahead(newest.at - clock.real_now() + timedelta(minutes=1))
