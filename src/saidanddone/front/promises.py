"""What is told of an idea once something was promised for it: in the plan, claimed, confirmed or not yet."""

from __future__ import annotations

from saidanddone import clock
from saidanddone.front.answers import BEFORE_THE_PLAN
from saidanddone.front.gathering import Known
from saidanddone.front.told import Case, Told
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.plan.models import Action, Asking
from saidanddone.plan.shown import Promise
from saidanddone.plan.signs import days_quiet, mark_of, progress_of, signs_of
from saidanddone.plan.statuses import LOOKS, Rating, Sign, Status
from saidanddone.plan.verdicts import OUTCOME_WORDS, Outcome, Verdict
from saidanddone.spelling import day, short_day, week_day

WORTH_SAYING = {
    str(sign): sign
    for sign in (
        Rating.NEEDS_HELP,
        Rating.OFF_TRACK,
        Sign.OVERDUE,
        Sign.NO_NEWS,
        Status.PAUSED,
        Status.NOT_STARTED,
    )
}


def told_of(idea: Idea, known: Known, council: object, viewer: object) -> Told:
    """What the council answers to an idea now, for whoever looks at it."""
    case = Case(idea, known, council, idea.is_by(viewer))  # type: ignore[arg-type]
    if idea.stage in BEFORE_THE_PLAN:
        return BEFORE_THE_PLAN[idea.stage](case)
    promises = [one for one in known.promises[idea.id] if one.action.status is not Status.CANCELLED]
    if not promises:
        return case.told(f"{idea.allows.words}.", answer="Its promise is being written.")
    told = _told_of(case, max(promises, key=_weight))
    if len(promises) > 1:
        told.small.append(f"{len(promises)} promises were made for this.")
    return told


def _weight(promise: Promise) -> tuple[bool, object]:
    """The promise to tell of: one that is open again, else the one that moved last."""
    return is_open_again(promise), promise.moved_at


def is_open_again(promise: Promise) -> bool:
    """Whether young people said “not yet” and it is not said to be done again."""
    return promise.action.outcome is Outcome.NOT_YET and promise.action.status is not Status.COMPLETE


def _told_of(case: Case, promise: Promise) -> Told:
    if case.idea.stage is Stage.CONFIRMED:
        return confirmed(case, promise)
    if promise.action.status is Status.COMPLETE:
        return claimed(case, promise)
    return not_yet(case, promise) if is_open_again(promise) else moving(case, promise)


def moving(case: Case, promise: Promise) -> Told:
    """The newest news of a promise that is under way."""
    action = promise.action
    told = Told(
        "It is in the plan.",
        quote=action.said,
        answer="" if action.said else "It is in the plan. Nothing has been said about it yet.",
        small=[_owner(case, promise)],
        pips=_pips(promise),
        facts=_facts(case, promise),
        link=case.link("See the whole story"),
    )
    if action.said:
        told.stamp = ("moved", "Moved", week_day(action.news_at))
    told.chip = _chip(case, promise)
    return told


def not_yet(case: Case, promise: Promise) -> Told:
    """Young people said that it has not happened, so it is open again: said without blame."""
    action, asking = promise.action, _last_counted(promise)
    news = asking is not None and asking.counted_at is not None and action.news_at > asking.counted_at
    when = week_day(asking.counted_at) if asking and asking.counted_at else ""
    return Told(
        "The promise is open again.",
        stamp=("notyet", OUTCOME_WORDS[Outcome.NOT_YET], when),
        quote=action.said if news else "",
        answer=_why_open_again(promise, asking) if not news else "",
        small=[_must_act(action)],
        pips=_pips(promise),
        marks=promise.marks(asking) if asking else None,
        facts=_facts(case, promise),
        link=case.link("See the whole story"),
    )


def _must_act(action: Action) -> str:
    if action.due < clock.today():
        return f"Next: {action.owner} must act. It was due by {short_day(action.due)}."
    return f"Next: {action.owner} must act, by {day(action.due)}."


def claimed(case: Case, promise: Promise) -> Told:
    """The council says that it's done; young people are asked, or too few answered."""
    asking = promise.asking
    if asking is not None and asking.counted_at is None:
        small, line = "Young people are being asked", f"They can say until {day(asking.closes_at)}."
    elif asking is not None and asking.outcome is Outcome.NOT_ENOUGH:
        small, line = OUTCOME_WORDS[Outcome.NOT_ENOUGH], "Too few answered to know whether it happened."
    else:
        small, line = short_day(promise.action.status_since), "There was nobody to ask whether it happened."
    return Told(
        "The council says it’s done.",
        stamp=("claim", "The council says it’s done", small),
        quote=promise.action.said,
        small=[f"{promise.action.signed}, {short_day(promise.action.status_since)}. {line}"],
        pips=_pips(promise),
        facts=[("Who did it", promise.action.owner), ("How we’ll know", promise.action.how_we_know)],
        link=case.link("See the whole story"),
    )


def confirmed(case: Case, promise: Promise) -> Told:
    """Young people said yes: the answer is set larger than the ask."""
    asking = _last_counted(promise)
    when = day(asking.counted_at) if asking and asking.counted_at else ""
    return Told(
        "It happened.",
        stamp=("yes", "Young people say: yes", when),
        quote=promise.action.said,
        small=[promise.action.signed],
        marks=promise.marks(asking) if asking else None,
        facts=[("Who did it", promise.action.owner), ("How we know", promise.action.how_we_know)],
        happened=True,
        link=case.link("See the whole story"),
    )


def _last_counted(promise: Promise) -> Asking | None:
    counted = [asking for asking in promise.askings if asking.counted_at]
    return counted[-1] if counted else None


def _why_open_again(promise: Promise, asking: Asking | None) -> str:
    marks = promise.marks(asking) if asking else None
    if asking is None or marks is None:
        return (
            "The council said it was done. "
            "Young people say it has not all happened, so the promise is open again."
        )
    counts = promise.counts(asking)
    most = max((Verdict.PARTLY, Verdict.NO), key=lambda verdict: counts.get(verdict, 0))
    most_of = "Most" if counts.get(most, 0) * 2 > sum(marks) else "Many"
    return (
        f"The council said it was done. {sum(marks)} young people answered. "
        f"{most_of} said “{most}”, so the promise is open again."
    )


def _owner(case: Case, promise: Promise) -> str:
    action = promise.action
    moved = f" The first date was {short_day(action.first_due)}." if action.due != action.first_due else ""
    due = f"It {'was' if action.due < clock.today() else 'is'} due by {short_day(action.due)}."
    return f"{action.signed}. {due}{moved}"


def _pips(promise: Promise) -> tuple[int, int, str] | None:
    on, of, sentence = progress_of(promise.action, promise.milestones)
    return (on, of, sentence) if sentence else None


def _chip(case: Case, promise: Promise) -> tuple[str, str] | None:
    """The mark of a promise, where it says more than that something moved."""
    mark = mark_of(promise.action, signs_of(promise.action, case.council))
    sign = WORTH_SAYING.get(mark)
    if sign is None:
        return None
    words = LOOKS[sign].words
    return (mark, f"No news for {days_quiet(promise.action)} days" if sign is Sign.NO_NEWS else words)


def _facts(case: Case, promise: Promise) -> list[tuple[str, str]]:
    action = promise.action
    due = day(action.due)
    if action.due < clock.today():
        due += ". That day has passed"
    if action.due != action.first_due:
        due += f". First promised for {day(action.first_due)}"
    return [("Who must act", action.owner), ("Due", due), ("How we’ll know", action.how_we_know)]
