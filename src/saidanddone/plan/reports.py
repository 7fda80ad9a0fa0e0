"""What is said in one update, and whether it can stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from saidanddone import clock
from saidanddone.plan.mistakes import Mistake, raise_all
from saidanddone.plan.models import Action, Update
from saidanddone.plan.statuses import NEED_A_NEXT_STEP, Rating, Status

PEOPLE_AT_MOST = 1_000_000
MOVES_TO = {
    (Status.NOT_STARTED, Status.IN_PROGRESS): "start",
    (Status.PAUSED, Status.IN_PROGRESS): "resume",
    (Status.IN_PROGRESS, Status.PAUSED): "pause",
    (Status.NOT_STARTED, Status.CANCELLED): "cancel",
    (Status.IN_PROGRESS, Status.CANCELLED): "cancel",
    (Status.PAUSED, Status.CANCELLED): "cancel",
}


@dataclass(frozen=True)
class Report:
    """What is said in one update, before it is known to be fit to keep."""

    rating: Rating | None
    said: str
    status: Status | None
    next_step: str
    due: date | None
    due_reason: str
    reached: int | None
    steps: tuple[int, ...] = ()

    def ends_in(self, start: Status) -> Status:
        """The status after it: as asked, and a rating starts what has not started."""
        if self.status is not None:
            return self.status
        return Status.IN_PROGRESS if self.rating and start is Status.NOT_STARTED else start

    def changes_nothing(self, action: Action) -> bool:
        """Whether it is “no change”: no words, and all as it was."""
        same_rating = self.rating is None or self.rating is action.rating
        same_reach = self.reached is None or self.reached == action.reach_reached
        return not (self.said or self.steps) and self.due is None and same_rating and same_reach

    def look_over(self, action: Action, last: Update | None) -> None:
        """Raise Mistake beside each field that can't stand; ``last`` is the action's newest update."""
        raise_all(self._mistakes(action, last))

    def _mistakes(self, action: Action, last: Update | None) -> Iterator[Mistake]:
        end = self.ends_in(action.status)
        yield from self._of_status(action, end)
        if self.rating in NEED_A_NEXT_STEP and not self.said:
            yield Mistake("said", "Say why, in a sentence: needs help and off track need a reason.")
        if self.rating in NEED_A_NEXT_STEP and not self.next_step:
            yield Mistake("next_step", "Say what happens next.")
        yield from self._of_date(action)
        if self.reached is not None and not 0 <= self.reached <= PEOPLE_AT_MOST:
            yield Mistake("reached", "Give the number of people reached so far, 0 or more.")
        if self.steps and end not in (Status.NOT_STARTED, Status.IN_PROGRESS):
            yield Mistake("step", "Steps can be ticked while it goes on.")
        if last is None and not self.said:
            yield Mistake("said", "This is the first update. Say what is happening, in a sentence.")
        if end is not action.status and not self.said and self.rating is None:
            yield Mistake("said", "Say why, in a sentence.")
        if last is not None and self.changes_nothing(action) and says_no_change(last):
            yield Mistake("said", "The last update said “no change” too. This time, say it in a sentence.")

    def _of_status(self, action: Action, end: Status) -> Iterator[Mistake]:
        if end is not action.status and (action.status, end) not in MOVES_TO:
            yield Mistake("status", f"From “{words_of(action.status)}” it can’t go to “{words_of(end)}”.")
        if self.rating is not None and end is not Status.IN_PROGRESS:
            yield Mistake("rating", "Only an action in progress can be on track, need help or be off track.")
        if end is Status.CANCELLED and not self.said:
            yield Mistake("said", "Say why it is cancelled, in a sentence. Everyone can read it.")

    def _of_date(self, action: Action) -> Iterator[Mistake]:
        if self.due is None:
            if self.due_reason:
                yield Mistake("due", "Give the new date too, or take the reason out.")
            return
        if self.due == action.due:
            yield Mistake("due", "That is its date already. Give another, or leave it empty.")
        elif self.due < clock.today():
            yield Mistake("due", "Give a date that is still to come.")
        elif action.starts is not None and self.due < action.starts:
            yield Mistake("due", "It can’t be due before it starts.")
        if not self.due_reason:
            yield Mistake("due_reason", "Say why the date moves. Everyone can read it.")


def words_of(status: Status) -> str:
    """A status as people say it."""
    return status.replace("-", " ")


def says_no_change(update: Update) -> bool:
    """Whether an update only said “no change”: nothing else leaves all of these empty."""
    empty = update.rating is None and update.due_to is None and update.reached is None
    empty = empty and not update.steps_done
    return not update.said and empty
