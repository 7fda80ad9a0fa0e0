"""One promise in pictures: its dates with what was said of it, and people reached. Each also in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from saidanddone import clock
from saidanddone.plan.models import Action, Asking, Milestone, Update
from saidanddone.plan.shapes import (
    DUE,
    LOOP,
    MOVED,
    SAID,
    STEP,
    Event,
    StepLine,
    Timeline,
    step_line,
    timeline,
)
from saidanddone.plan.signs import often
from saidanddone.plan.statuses import LIVE, LOOKS, Rating, Status
from saidanddone.plan.verdicts import OUTCOME_WORDS, Outcome
from saidanddone.spelling import count_of, short_day


@dataclass
class Picture:
    """A picture's name, what it shows in a sentence or two, and the same in a table (heads, rows)."""

    title: str
    words: str
    columns: list[str]
    rows: list[list[str | int]]
    timeline: Timeline | None = None
    steps: StepLine | None = None


def dates_of(
    action: Action, updates: Sequence[Update], askings: Sequence[Asking], milestones: Sequence[Milestone]
) -> Picture:
    """From its start to its date: updates, steps, dates that moved, and where it was opened again."""
    events = list(_events(action, updates, askings, milestones))
    begins = action.starts or clock.local(action.created_at).date()
    drawn = timeline(begins, action.due, clock.today(), events)
    told = sorted(events, key=lambda found: found[1].day)
    return Picture(
        "Its dates, from the start to when it is due",
        _dates_in_words(action, updates, askings),
        ["Day", "What"],
        [[short_day(event.day), event.words] for place, event in told],
        timeline=drawn,
    )


def _events(
    action: Action, updates: Sequence[Update], askings: Sequence[Asking], milestones: Sequence[Milestone]
) -> Iterator[tuple[str, Event]]:
    made = clock.local(action.created_at).date()
    yield SAID, Event(made, "not-started", f"Put in the plan, due {short_day(action.first_due)}")
    for update in updates:
        on = clock.local(update.at).date()
        kind, words = _said(update)
        yield SAID, Event(on, kind, words)
        if update.due_from and update.due_to:
            words = f"Date moved from {short_day(update.due_from)} to {short_day(update.due_to)}"
            if update.due_reason:
                words += f", because: {update.due_reason}"
            yield MOVED, Event(on, "moved", words, update.due_from, update.due_to)
    for asking in askings:
        if asking.counted_at and asking.outcome:
            on, words = clock.local(asking.counted_at).date(), OUTCOME_WORDS[asking.outcome]
            if asking.outcome is Outcome.NOT_YET:
                yield LOOP, Event(on, "not-yet", f"{words}. It was opened again")
            else:
                kind = "confirmed" if asking.outcome is Outcome.CONFIRMED else "no-news"
                yield SAID, Event(on, kind, words)
    for one in milestones:
        if one.done_at:
            yield STEP, Event(clock.local(one.done_at).date(), "done", f"Step done: {one.title}")
        elif one.due:
            yield STEP, Event(one.due, "open", f"Step to come: {one.title}")
    if action.due != action.first_due:
        yield DUE, Event(action.first_due, "first", "First promised for this day")
    yield DUE, Event(action.due, "due", "Due" if action.status in LIVE else "Was due")


def _said(update: Update) -> tuple[str, str]:
    """The mark of an update and its words."""
    if update.status is Status.COMPLETE:
        return "claim", "The council said it was done"
    if update.status in (Status.PAUSED, Status.CANCELLED):
        return str(update.status), LOOKS[update.status].words
    rating = update.rating
    if rating is None:
        return "in-progress", "News" if update.said else "No change"
    words = LOOKS[rating].words
    return str(rating), f"{words}: {update.said}" if update.said and rating is not Rating.ON_TRACK else words


def _dates_in_words(action: Action, updates: Sequence[Update], askings: Sequence[Asking]) -> str:
    made = short_day(clock.local(action.created_at).date())
    moves = sum(update.due_to is not None for update in updates)
    again = sum(asking.outcome is Outcome.NOT_YET for asking in askings)
    parts = [f"Put in the plan on {made}, first due {short_day(action.first_due)}."]
    if moves:
        parts.append(f"The date moved {often(moves)}, to {short_day(action.due)}.")
    if updates:
        parts.append(f"{count_of(len(updates), 'update')} so far.")
    if again:
        parts.append(f"Opened again {often(again)}, because young people said: not yet.")
    return " ".join(parts)


def reach_of(action: Action, updates: Sequence[Update]) -> Picture | None:
    """People reached by when, against the number planned; none when fewer than two reports said a number."""
    points: list[tuple[date, int]] = [
        (clock.local(update.at).date(), update.reached) for update in updates if update.reached is not None
    ]
    if len(points) < 2:
        return None
    begins = action.starts or clock.local(action.created_at).date()
    words = f"{points[-1][1]} people by {short_day(points[-1][0])}"
    if action.reach_planned:
        words += f", of {action.reach_planned} planned"
    return Picture(
        "People reached, over time",
        f"{words}.",
        ["Day", "People reached so far"],
        [[short_day(on), number] for on, number in points],
        steps=step_line(points, action.reach_planned, begins, clock.today()),
    )
