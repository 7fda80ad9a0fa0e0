"""How promises stood at the end of each month, worked out again from the dated rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel.dates import format_date

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.plan.models import Action, Asking, Milestone, Update
from saidanddone.plan.shapes import Strip, strips
from saidanddone.plan.signs import found_by_rule, mark_for
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.verdicts import Outcome
from saidanddone.spelling import count_of

MONTHS = 12
# What is drawn as one strip: its kind, its words, the marks it holds. Cancelled promises are left out.
STRIPS = (
    ("confirmed", "Kept: young people say yes", ("confirmed",)),
    ("claim", "The council says it’s done", ("claim",)),
    ("on-track", "On track, or in progress", ("on-track", "in-progress")),
    ("needs-help", "Needs help", ("needs-help",)),
    ("off-track", "Off track, overdue, or not yet", ("off-track", "overdue", "not-yet")),
    ("not-started", "Not started, paused, or no news", ("not-started", "paused", "no-news")),
)


@dataclass(frozen=True)
class Told:
    """One dated thing that changed how an action stood."""

    at: datetime
    status: Status | None = None
    rating: Rating | None = None
    due: date | None = None
    outcome: Outcome | None = None


@dataclass
class OverTime:
    """Counts by month for each strip; the last month is how it is now."""

    months: list[date]
    rows: list[tuple[str, str, list[int]]]

    @property
    def strips(self) -> list[Strip]:
        return strips(self.rows)

    @property
    def high(self) -> float:
        found = self.strips
        return found[-1].foot + 18 if found else 0.0

    @property
    def heads(self) -> list[str]:
        """The months by their short names; the last is now."""
        return [format_date(month, "MMM", locale="en_GB") for month in self.months[:-1]] + ["Now"]

    @property
    def table(self) -> list[list[str | int]]:
        """The same in a table: a row for each month, newest first."""
        names = [format_date(month, "MMMM y", locale="en_GB") for month in self.months[:-1]] + ["Now"]
        found: list[list[str | int]] = [
            [name, *(counts[at] for _, _, counts in self.rows)] for at, name in enumerate(names)
        ]
        return found[::-1]

    @property
    def columns(self) -> list[str]:
        return ["At the end of", *(words for _, words, _ in self.rows)]

    @property
    def words(self) -> str:
        """What has changed from the first month to now, in a sentence."""
        if not self.rows:
            return ""
        then = sum(counts[0] for _, _, counts in self.rows)
        now = sum(counts[-1] for _, _, counts in self.rows)
        first = format_date(self.months[0], "MMMM y", locale="en_GB")
        kept = next((counts for kind, _, counts in self.rows if kind == "confirmed"), [0])
        return (
            f"At the end of {first}: {count_of(then, 'promise')}, {kept[0]} kept. "
            f"Now: {count_of(now, 'promise')}, {kept[-1]} kept."
        )


async def over_time(actions: Sequence[Action], council: Council) -> OverTime | None:
    """How these actions of a council stood at the end of each of the last months; none before the second."""
    return by_month(actions, await told_of(actions), council)


def by_month(
    actions: Sequence[Action], told: Mapping[int, Sequence[Told]], council: Council
) -> OverTime | None:
    """The same from what was told of them (``told_of``)."""
    ends = month_ends(actions)
    if len(ends) < 2:
        return None
    tallies = [
        Counter(standing_at(one, told.get(one.id, ()), end, council) for one in actions) for end in ends
    ]
    rows = [
        (kind, words, [sum(tally[mark] for mark in marks) for tally in tallies])
        for kind, words, marks in STRIPS
    ]
    return OverTime([clock.local(end).date() for end in ends], [row for row in rows if any(row[2])])


def month_ends(actions: Sequence[Action]) -> list[datetime]:
    """The ends of the months since the first of these was made, a year at most, and now."""
    if not actions:
        return []
    first = clock.local(min(action.created_at for action in actions)).date().replace(day=1)
    found, month = [clock.now()], clock.today().replace(day=1)
    while month > first and len(found) < MONTHS:
        found.insert(0, clock.at_local(datetime.combine(month, time())) - timedelta(microseconds=1))
        month = (month - timedelta(days=1)).replace(day=1)
    return found


async def told_of(actions: Sequence[Action]) -> dict[int, list[Told]]:
    """All that was told of these actions, in order of time: one query for each kind of row."""
    ids = [action.id for action in actions]
    found: dict[int, list[Told]] = defaultdict(list)
    said = Update.filter(action_id__in=ids).order_by("at", "id")
    reports = await said.values_list("action_id", "at", "status", "rating", "due_to", "id", "takes_back")
    taken_back = {takes_back for *_, takes_back in reports}
    for action_id, at, status, rating, due, id_, takes_back in reports:
        if takes_back is None and id_ not in taken_back:
            found[action_id].append(Told(at, Status(status), Rating(rating) if rating else None, due))
    counted = Asking.filter(action_id__in=ids, counted_at__isnull=False).order_by("counted_at")
    for action_id, at, outcome in await counted.values_list("action_id", "counted_at", "outcome"):
        found[action_id].append(Told(at, outcome=Outcome(outcome) if outcome else None))
    ticked = Milestone.filter(action_id__in=ids, done_at__isnull=False)
    for action_id, at in await ticked.values_list("action_id", "done_at"):
        found[action_id].append(Told(at))
    for rows in found.values():
        rows.sort(key=lambda one: one.at)
    return found


def standing_at(action: Action, told: Iterable[Told], moment: datetime, council: Council) -> str:
    """The one mark of an action as it stood then; "" before it was made."""
    if action.created_at > moment:
        return ""
    status, rating, outcome = Status.NOT_STARTED, None, None
    due, news = action.first_due, action.created_at
    for one in told:
        if one.at > moment:
            break
        if one.outcome is not None:
            outcome = one.outcome
            if outcome is Outcome.NOT_YET and status is Status.COMPLETE:
                status, rating = Status.IN_PROGRESS, None
            continue
        status, rating, due, news = one.status or status, one.rating or rating, one.due or due, one.at
    then = clock.local(moment).date()
    quiet = (then - clock.local(news).date()).days
    signs = found_by_rule(status, late=due < then, quiet=quiet > council.quiet_days)
    return mark_for(status, rating, outcome, signs)
