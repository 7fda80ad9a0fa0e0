"""A story told in order: each event at its moment, by the same moves that the site makes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta

from saidanddone import clock

Event = Callable[[], Awaitable[object]]


class Story:
    """Events with their moments, counted back in days from ``today``; told in order, with due work each night."""

    def __init__(self, today: datetime, due_work: tuple[Event, ...]) -> None:
        self.today = today
        self.due_work = due_work
        self.events: list[tuple[datetime, int, Event]] = []

    def when(self, days_ago: float, hour: int = 11, minute: int = 0) -> datetime:
        """The moment that many days ago, at this hour on people's clocks."""
        day = clock.local(self.today - timedelta(days=days_ago)).date()
        return clock.at_local(datetime.combine(day, time(hour, minute)))

    def then(self, days_ago: float, event: Event, hour: int = 11, minute: int = 0) -> None:
        """Something that happens."""
        self.at(self.when(days_ago, hour, minute), event)

    def at(self, moment: datetime, event: Event) -> None:
        """Something that happens at an exact moment."""
        self.events.append((moment, len(self.events), event))

    async def tell(self) -> None:
        """Let it all happen, in order; the clock does each night what came due."""
        self.events.sort(key=lambda event: event[:2])
        night = self.events[0][0]
        for moment, _, event in self.events:
            while night < moment:
                await self._nightly(night)
                night += timedelta(days=1)
            with clock.at(moment):
                await event()
        await self._nightly(self.today)

    async def _nightly(self, moment: datetime) -> None:
        with clock.at(moment):
            for work in self.due_work:
                await work()
