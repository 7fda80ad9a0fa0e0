"""What is found by rule and never stored: signs, progress, how a date slipped, an action's one mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.plan.models import Action, Milestone, Update
from saidanddone.plan.statuses import LIVE, Rating, Sign, Status
from saidanddone.plan.verdicts import Outcome
from saidanddone.spelling import short_day

SPEAKS = (Status.NOT_STARTED, Status.IN_PROGRESS)


def days_quiet(action: Action) -> int:
    """Whole days since something was last said of it."""
    return (clock.today() - clock.local(action.news_at).date()).days


def signs_of(action: Action, council: Council) -> list[Sign]:
    """No news (for more days than the council allows), overdue, no owner: only of what is not over."""
    late, quiet = action.due < clock.today(), days_quiet(action) > council.quiet_days
    found = found_by_rule(action.status, late=late, quiet=quiet)
    if action.status in LIVE and action.owner_person_id is None and not action.owner_contact:
        found.append(Sign.NO_OWNER)
    return found


def found_by_rule(status: Status, *, late: bool, quiet: bool) -> list[Sign]:
    """Overdue and no news, of an action whose day had passed or of which nothing was heard, at any moment."""
    found = []
    if late and status in LIVE:
        found.append(Sign.OVERDUE)
    if quiet and status in SPEAKS:
        found.append(Sign.NO_NEWS)
    return found


def progress_of(action: Action, milestones: Iterable[Milestone]) -> tuple[int, int, str]:
    """How much is done, of how much, and that as a sentence: people reached, else steps done.

    Without either it is ``(0, 0, "")``. More people may be reached than were planned.
    """
    if action.reach_planned:
        reached, planned = action.reach_reached, action.reach_planned
        return reached, planned, f"{reached} of {planned} {'person' if planned == 1 else 'people'} reached"
    steps = list(milestones)
    if steps:
        done = sum(step.done_at is not None for step in steps)
        return done, len(steps), f"{done} of {len(steps)} {'step' if len(steps) == 1 else 'steps'} done"
    if action.reach_reached:
        people = "person" if action.reach_reached == 1 else "people"
        return action.reach_reached, 0, f"{action.reach_reached} {people} reached"
    return 0, 0, ""


def often(times: int) -> str:
    """“once”, “twice”, “3 times”."""
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


@dataclass(frozen=True)
class Slip:
    """The story of a due date: the dates it had before, in order, and the newest reason."""

    first: date
    now: date
    before: tuple[date, ...] = ()
    reason: str = ""

    @property
    def days(self) -> int:
        """Days later than first promised; fewer than none when it comes earlier."""
        return (self.now - self.first).days

    @property
    def told(self) -> str:
        """“First 1 March, moved twice, 45 days later”; empty when it never moved."""
        return f"First {short_day(self.first)}, {self.words}" if self.before else ""

    @property
    def words(self) -> str:
        """“Never moved”, “moved once, 53 days later”, “moved twice, back to its first date”."""
        times = len(self.before)
        if not times:
            return "Never moved"
        if not self.days:
            return f"moved {often(times)}, back to its first date"
        days = f"{abs(self.days)} {'day' if abs(self.days) == 1 else 'days'}"
        return f"moved {often(times)}, {days} {'later' if self.days > 0 else 'earlier'}"


def slip_of(action: Action, updates: Sequence[Update]) -> Slip:
    """The story of its date, from its updates in the order they were made."""
    moves = [update for update in updates if update.due_from is not None]
    before = tuple(update.due_from for update in moves if update.due_from is not None)
    return Slip(action.first_due, action.due, before, moves[-1].due_reason if moves else "")


def mark_of(action: Action, signs: Sequence[Sign]) -> str:
    """The one mark that stands for an action in a line or a count: what people most need to know of it."""
    return mark_for(action.status, action.rating, action.outcome, signs)


def mark_for(status: Status, rating: Rating | None, outcome: Outcome | None, signs: Sequence[Sign]) -> str:
    """The one mark of an action that stands so, now or at any moment before."""
    if status is Status.COMPLETE:
        return "confirmed" if outcome is Outcome.CONFIRMED else "claim"
    if status in (Status.CANCELLED, Status.PAUSED):
        return str(status)
    if status is Status.NOT_STARTED:
        return str(Sign.OVERDUE if Sign.OVERDUE in signs else Status.NOT_STARTED)
    if outcome is Outcome.NOT_YET:
        return str(Outcome.NOT_YET)
    if rating in (Rating.OFF_TRACK, Rating.NEEDS_HELP):
        return str(rating)
    for sign in (Sign.OVERDUE, Sign.NO_NEWS):
        if sign in signs:
            return str(sign)
    return str(rating or Status.IN_PROGRESS)
