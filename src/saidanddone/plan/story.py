"""What happened to a promise, dated: its updates and what young people said, as steps of a journey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from saidanddone import clock
from saidanddone.plan.models import Action, Asking, Update, standing
from saidanddone.plan.reports import says_no_change
from saidanddone.plan.statuses import LOOKS, Rating, Status
from saidanddone.plan.verdicts import OUTCOME_WORDS, Outcome

TAKEN_BACK = "Something said by mistake was taken back"
WHO = {
    Outcome.CONFIRMED: ("us", "tick"),
    Outcome.NOT_YET: ("no", "back"),
    Outcome.NOT_ENOUGH: ("us", "quiet"),
}


@dataclass(frozen=True)
class Step:
    """One step: whose it is ("us" young people, "them" the council, "no" not yet); does the way go back?"""

    at: datetime
    who: str
    icon: str
    heading: str
    update: Update | None = None
    loop: bool = False

    @property
    def stamp(self) -> str:
        """The day for machines, as people's clocks show it."""
        return clock.local(self.at).date().isoformat()


def story_of(action: Action, updates: Sequence[Update], askings: Sequence[Asking]) -> list[Step]:
    """The steps of a promise, newest first. ``updates`` come in the order they were made."""
    steps = [Step(action.created_at, "them", "flag", "Put in the plan")]
    before = Status.NOT_STARTED
    steps += [Step(one.at, "them", "back", TAKEN_BACK) for one in updates if one.takes_back]
    for update in standing(updates):
        steps.append(_told(update, before))
        before = Status.IN_PROGRESS if update.status is Status.COMPLETE else update.status
    for asking in askings:
        if asking.counted_at and asking.outcome:
            who, icon = WHO[asking.outcome]
            words = OUTCOME_WORDS[asking.outcome]
            back = asking.outcome is Outcome.NOT_YET
            steps.append(Step(asking.counted_at, who, icon, words, loop=back))
    steps.reverse()  # of two at one moment, the later made stands first
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _told(update: Update, before: Status) -> Step:
    return Step(update.at, "them", _icon(update), _heading(update, before), update, update.due_to is not None)


def _icon(update: Update) -> str:
    if update.status is Status.COMPLETE:
        return "half"
    if update.status in (Status.PAUSED, Status.CANCELLED):
        return "pause" if update.status is Status.PAUSED else "cross"
    return {Rating.NEEDS_HELP: "help", Rating.OFF_TRACK: "off"}.get(update.rating or Rating.ON_TRACK, "track")


def _heading(update: Update, before: Status) -> str:
    if update.status is Status.COMPLETE:
        return "The council said it was done"
    words = LOOKS[update.rating].words if update.rating else ""
    if update.status is not before:
        begun = "Started" if before is Status.NOT_STARTED else "Going again"
        moved = begun if update.status is Status.IN_PROGRESS else LOOKS[update.status].words
        return f"{moved}: {words.lower()}" if words else moved
    return words or ("No change" if says_no_change(update) else "News")
