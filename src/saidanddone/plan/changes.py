"""What changed in the plan since a month ago, counted from its dated rows, in one paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from saidanddone import clock
from saidanddone.plan.models import Action
from saidanddone.plan.over_time import Told
from saidanddone.plan.statuses import Status
from saidanddone.plan.verdicts import Outcome
from saidanddone.spelling import count_of, in_words, short_day


@dataclass
class Changes:
    """How many promises, of those that there are, did what since a day."""

    since: date
    of: int = 0
    made: int = 0
    heard_of: int = 0
    done: int = 0
    kept: int = 0
    opened_again: int = 0
    moved: int = 0

    @property
    def words(self) -> str:
        """“Since 22 October, 1 promise was made. The council said that one is done. …”"""
        found = []
        if self.made:
            found.append(f"{count_of(self.made, 'promise was', 'promises were')} made")
        if self.done:
            found.append(
                f"the council said that {in_words(self.done)} {'is' if self.done == 1 else 'are'} done"
            )
        if self.kept:
            found.append(f"young people said yes to {in_words(self.kept)}")
        if self.opened_again:
            found.append(f"young people said “not yet” to {in_words(self.opened_again)}")
        if self.moved:
            found.append(f"{count_of(self.moved, 'promise')} got a later date")
        first = f"Since {short_day(self.since)}"
        if not found and not self.heard_of:
            return f"{first} nothing was said about any promise."
        news = f"There was news of {self.heard_of} of {count_of(self.of, 'promise')}."
        return " ".join([*(f"{one[:1].upper()}{one[1:]}." for one in _opened(first, found)), news])


def _opened(first: str, found: list[str]) -> list[str]:
    return [f"{first}, {found[0]}", *found[1:]] if found else []


def a_month_ago(today: date) -> date:
    """The same day of the month before, or that month's last day."""
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, min(today.day, 28))


def changes_in(actions: Sequence[Action], told: Mapping[int, Sequence[Told]]) -> Changes:
    """What happened to these actions since a month ago; each action counts once for each kind of thing."""
    day = a_month_ago(clock.today())
    since = clock.at_local(datetime.combine(day, time()))
    found = Changes(day, of=len(actions))
    for action in actions:
        found.made += action.created_at >= since
        due, later, rows = action.first_due, False, told.get(action.id, ())
        for one in rows:
            later |= one.at >= since and one.due is not None and one.due > due
            due = one.due or due
        new = [one for one in rows if one.at >= since]
        found.moved += later
        found.heard_of += any(one.status is not None for one in new)
        found.done += any(one.status is Status.COMPLETE for one in new)
        found.kept += any(one.outcome is Outcome.CONFIRMED for one in new)
        found.opened_again += any(one.outcome is Outcome.NOT_YET for one in new)
    return found
