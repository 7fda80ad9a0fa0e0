"""An idea's journey from a promise on: planned, reported on, its dates moved, done, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from saidanddone import clock
from saidanddone.front.promises import is_open_again
from saidanddone.front.steps import Step
from saidanddone.front.told import Case
from saidanddone.front.words import reads_next
from saidanddone.ideas.awaiting import answer_clock
from saidanddone.ideas.stages import Stage
from saidanddone.plan.models import Action, Asking, Update, VerdictAnswer, standing
from saidanddone.plan.shown import Promise
from saidanddone.plan.statuses import LOOKS, Status
from saidanddone.plan.verdicts import OUTCOME_WORDS, Outcome
from saidanddone.spelling import clock_time, count_of, day, short_day, week_day


def planned(promises: list[Promise]) -> Iterator[Step]:
    """It went in the plan, with an owner and a first date."""
    for promise in promises:
        action = promise.action
        lines = [f"{action.owner}. First due {short_day(action.first_due)}."]
        link = (action.title, "plan:action", action.number)
        yield Step(action.created_at, "them", "flag", "It went in the plan", lines, link=link)


def reported(updates: list[Update], actions: dict[int, Action]) -> Iterator[Step]:
    """What its owners said: news, dates that moved, and that it was done."""
    for update in standing(updates):
        if update.due_from and update.due_to:
            yield _moved(update, update.due_to - update.due_from)
        if update.said or not update.due_to:
            yield _news(update, actions[update.action_id], named=len(actions) > 1)


def ticked(promises: list[Promise]) -> Iterator[Step]:
    """The steps of a promise that were done."""
    for promise in promises:
        for one in promise.milestones:
            if one.done_at:
                yield Step(one.done_at, "them", "tick", "A step was done", [f"{one.title}."])


def _moved(update: Update, by: timedelta) -> Step:
    assert update.due_from
    assert update.due_to
    days = count_of(abs(by.days), "day")
    later = by.days > 0
    heading = f"The date moved by {days}" if later else f"The date came {days} nearer"
    lines = [f"Reason: {update.due_reason}"] if update.due_reason else []
    return Step(update.at, "them", "late", heading, lines, slip=(update.due_from, update.due_to), loop=later)


def _news(update: Update, action: Action, *, named: bool) -> Step:
    step = Step(update.at, "them", "go", "It moved")
    if update.status is Status.COMPLETE:
        step.icon, step.heading = "half", "The council said it was done"
    elif update.status in (Status.PAUSED, Status.CANCELLED):
        look = LOOKS[update.status]
        step.icon, step.heading = look.icon, f"The promise was {look.words.lower()}"
        step.loop = update.status is Status.CANCELLED
    elif update.rating:
        look = LOOKS[update.rating]
        step.icon, step.heading = look.icon, look.words
    elif not update.said:
        step.icon, step.heading = "quiet", "No change"
    if update.said:
        step.quotes = [(update.said, update.by_title)]
    if named:
        step.link = (action.title, "plan:action", action.number)
    if update.next_step:
        step.lines.append(f"Next: {update.next_step}")
    if update.reached is not None and action.reach_planned:
        step.lines.append(f"{update.reached} of {action.reach_planned} people reached.")
    return step


def judged(promises: list[Promise], words: dict[int, list[VerdictAnswer]]) -> Iterator[Step]:
    """What young people answered, once it was counted, with their published words and without their names."""
    for promise in promises:
        for asking in promise.askings:
            if asking.counted_at and asking.outcome:
                yield _counted(promise, asking, words[asking.id])


def _counted(promise: Promise, asking: Asking, words: list[VerdictAnswer]) -> Step:
    assert asking.counted_at
    assert asking.outcome
    who, icon, heading = {
        Outcome.CONFIRMED: ("us", "tick", "Young people said: yes, it happened"),
        Outcome.NOT_YET: ("no", "back", "Young people said: not yet"),
        Outcome.NOT_ENOUGH: ("us", "quiet", OUTCOME_WORDS[Outcome.NOT_ENOUGH]),
    }[asking.outcome]
    again = asking.outcome is Outcome.NOT_YET
    marks = promise.marks(asking)
    lines = ["So the promise is open again."] if again else []
    if marks:
        yes, partly, no = marks
        lines.append(f"{yes} yes, {partly} partly, {no} no.")
    if words:
        lines.append("Words are shown without names.")
    quotes = [(answer.words, "") for answer in words]
    return Step(asking.counted_at, who, icon, heading, lines, quotes, loop=again)


# What comes next


def ahead(case: Case) -> Step | None:
    """The next step, with its day where there is one; none where the way ends."""
    if case.idea.stage in (Stage.IN_PLAN, Stage.DELIVERED):
        return _ahead_in_the_plan(case)
    found = _ahead_before_the_plan(case)
    return _next(*found) if found else None


def _next(when: str, heading: str, line: str = "") -> Step:
    return Step(clock.now(), "next", "quiet", heading, [line] if line else [], ahead=when)


def _ahead_before_the_plan(case: Case) -> tuple[str, str, str] | None:
    idea, council = case.idea, case.council
    round_ = case.known.rounds.get(idea.id)
    if idea.stage is Stage.DRAFT:
        return "When you are ready", "Next: you send it", "A worker reads it then."
    if idea.stage is Stage.WRITTEN:
        who = "you say" if case.mine else "who said it says"
        return "No date yet", f"Next: {who} whether the words are right", "A worker reads them then."
    if idea.stage in (Stage.WAITING, Stage.SPOKEN):
        by = case.promised_for
        act = "reads it" if idea.stage is Stage.WAITING else "writes it down"
        if by < clock.today():
            line = f"Promised by {short_day(by)}. {reads_next(council)}"
            return "Late", f"Next: a worker {act}", line
        return f"By {short_day(by)}", f"Next: a worker {act}", "You will see it here." if case.mine else ""
    if idea.stage is Stage.OPEN:
        line = "The more people want it, the better it is heard."
        return "No date yet", "Next: it may be put forward for a vote, or answered", line
    if idea.stage is Stage.SHORTLISTED:
        return "No date yet", "Next: young people vote", ""
    if idea.stage is Stage.IN_ROUND and round_:
        line = f"At {clock_time(round_.closes_at)}. Nobody sees how it stands before that."
        return f"On {short_day(round_.closes_at)}", "Next: the vote closes", line
    if left := answer_clock(idea, council):
        line = "You will see it here, with the reason."
        if left.is_late:
            return (
                left.words.capitalize(),
                "Next: the council answers",
                f"It was due by {day(left.by)}. {line}",
            )
        return f"By {short_day(left.by)}", "Next: the council answers", line
    if idea.stage is Stage.CHOSEN:
        return "No date yet", "Next: somebody owns it, with a date", "Then it is in the plan."
    if idea.stage is Stage.NOT_NOW and idea.return_on:
        return f"On {short_day(idea.return_on)}", "Next: it comes back by itself", "It is then open again."
    return None


def _ahead_in_the_plan(case: Case) -> Step | None:
    promises = [one for one in case.known.promises[case.idea.id] if one.action.status is not Status.CANCELLED]
    asked = [one.asking for one in promises if one.asking and one.asking.counted_at is None]
    live = [one for one in promises if one.action.status is not Status.COMPLETE]
    if live:
        promise = min(live, key=lambda one: (not is_open_again(one), one.action.due))
        action = promise.action
        heading = (
            "Next: the council answers" if is_open_again(promise) else "Next: the council says it’s done"
        )
        if action.due < clock.today():
            line = f"{action.owner}. It was due on {day(action.due)}, so it is late."
            return _next("Late", heading, line)
        return _next(f"By {short_day(action.due)}", heading, f"{action.owner}.")
    if asked:
        closes = asked[0].closes_at
        line = f"Those who asked for it can say until {week_day(closes)}."
        return _next(f"By {short_day(closes)}", "Next: young people say whether it happened", line)
    return None
