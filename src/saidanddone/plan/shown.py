"""Promises as pages show them: each with all that a list needs, in as many queries for many as for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from tortoise.expressions import Q

from saidanddone.councils.models import Council
from saidanddone.database import by
from saidanddone.missions.models import Mission
from saidanddone.plan.answering import counts_of
from saidanddone.plan.help_models import made_with
from saidanddone.plan.models import Action, ActionMission, Asking, Milestone, Update, standing
from saidanddone.plan.signs import Slip, days_quiet, mark_of, progress_of, signs_of, slip_of
from saidanddone.plan.statuses import LOOKS, Sign, Status
from saidanddone.plan.verdicts import OUTCOME_WORDS, Outcome, Verdict
from saidanddone.spelling import count_of, day, short_day

CLAIM = "The council says it’s done"
MARK_WORDS = {
    "confirmed": "kept",
    "claim": "said to be done",
    "on-track": "on track",
    "in-progress": "in progress",
    "needs-help": "needs help",
    "not-yet": "not yet",
    "off-track": "off track",
    "overdue": "overdue",
    "no-news": "without news",
    "paused": "paused",
    "not-started": "not started",
    "cancelled": "cancelled",
}


@dataclass
class Promise:
    """One action with its missions (in order), steps, dates and askings (oldest first).

    ``mark`` is its one mark. ``answers`` holds, by asking, how many said what: only of those counted, from
    the floor up. ``makers`` are the different young people who took part in helping with it.
    """

    action: Action
    missions: list[Mission]
    milestones: list[Milestone]
    slip: Slip
    signs: list[Sign]
    askings: list[Asking]
    answers: dict[int, dict[Verdict, int]]
    makers: int = 0
    done: int = field(init=False)
    of: int = field(init=False)
    progress: str = field(init=False)
    mark: str = field(init=False)

    def __post_init__(self) -> None:
        self.done, self.of, self.progress = progress_of(self.action, self.milestones)
        self.mark = mark_of(self.action, self.signs)

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(kind, words): its rating while in progress, else its status; then what the rules found."""
        action = self.action
        says = action.rating if action.rating and action.status is Status.IN_PROGRESS else action.status
        return [(says, LOOKS[says].words), *((sign, self._sign_words(sign)) for sign in self.signs)]

    def _sign_words(self, sign: Sign) -> str:
        if sign is Sign.NO_NEWS:
            return f"No news for {days_quiet(self.action)} days"
        return LOOKS[sign].words

    @property
    def asking(self) -> Asking | None:
        """The newest time that young people were asked."""
        return self.askings[-1] if self.askings else None

    def counts(self, asking: Asking) -> dict[Verdict, int]:
        """How many gave each answer; nothing where that may not be shown."""
        return self.answers.get(asking.id, {})

    def marks(self, asking: Asking) -> tuple[int, int, int] | None:
        """How many said yes, partly and no: only once counted, and from the floor up."""
        counts = self.counts(asking)
        if not counts:
            return None
        return counts.get(Verdict.YES, 0), counts.get(Verdict.PARTLY, 0), counts.get(Verdict.NO, 0)

    @property
    def moved_at(self) -> datetime:
        """When anything last happened to it."""
        askings = [moment for one in self.askings for moment in (one.asked_at, one.counted_at) if moment]
        return max([self.action.moved_at, self.action.news_at, *askings])

    @property
    def being_asked(self) -> bool:
        return self.asking is not None and self.asking.is_open

    @property
    def stamp(self) -> tuple[str, str, str] | None:
        """(kind, words, small words) once the council said it was done; else none."""
        action, asking = self.action, self.asking
        if action.status is Status.COMPLETE and asking is not None and asking.counted_at is None:
            until = f"Young people are being asked until {short_day(asking.closes_at)}"
            return "claim", CLAIM, until if asking.is_open else "Young people’s answers are being counted"
        if action.status is Status.COMPLETE and action.outcome is Outcome.CONFIRMED:
            return "yes", OUTCOME_WORDS[Outcome.CONFIRMED], self._counted
        if action.status is Status.COMPLETE:
            few = action.outcome is Outcome.NOT_ENOUGH
            return "claim", CLAIM, OUTCOME_WORDS[Outcome.NOT_ENOUGH] if few else ""
        if action.status is Status.IN_PROGRESS and action.outcome is Outcome.NOT_YET:
            return "notyet", OUTCOME_WORDS[Outcome.NOT_YET], self._counted
        return None

    @property
    def _counted(self) -> str:
        when = day(self.asking.counted_at) if self.asking and self.asking.counted_at else ""
        counts = self.counts(self.asking) if self.asking else {}
        if not counts:
            return when
        said, of = counts.get(Verdict.YES, 0), sum(counts.values())
        return f"{when} · {said} of {of} said yes"


async def missions_by_action(actions: Sequence[Action]) -> dict[int, list[Mission]]:
    """The missions of each of these actions, in order, by the action's id."""
    links = (
        await ActionMission.filter(action_id__in=[action.id for action in actions])
        .order_by("mission__framework__position", "mission__framework_id", "mission__position")
        .select_related("mission__framework")
    )
    return {id_: [link.mission for link in found] for id_, found in by("action_id", links).items()}


async def promises_of(
    council: Council, actions: Sequence[Action], missions: Mapping[int, list[Mission]] | None = None
) -> list[Promise]:
    """These actions of a council as promises, in the same order; ``missions`` for pages that show them."""
    if not actions:
        return []
    ids = [action.id for action in actions]
    steps = by("action_id", await Milestone.filter(action_id__in=ids).order_by("number"))
    dated = Q(due_to__isnull=False) | Q(takes_back__isnull=False)
    moves = by("action_id", standing(await Update.filter(dated, action_id__in=ids).order_by("id")))
    askings = await Asking.filter(action_id__in=ids).order_by("number")
    asked, answers, makers = by("action_id", askings), await shown_counts(askings), await made_with(ids)
    return [
        Promise(
            action=action,
            missions=(missions or {}).get(action.id, []),
            milestones=steps[action.id],
            slip=slip_of(action, moves[action.id]),
            signs=signs_of(action, council),
            askings=asked[action.id],
            answers={one.id: answers[one.id] for one in asked[action.id] if one.id in answers},
            makers=makers.get(action.id, 0),
        )
        for action in actions
    ]


async def shown_counts(askings: Sequence[Asking]) -> dict[int, dict[Verdict, int]]:
    """How many said what, only where it may be shown: once counted, with at least the floor of answers."""
    counted = {asking.id: asking for asking in askings if asking.counted_at is not None}
    found = await counts_of(list(counted)) if counted else {}
    return {id_: tally for id_, tally in found.items() if sum(tally.values()) >= counted[id_].floor}


class Marked(Protocol):
    """Whatever carries the one mark of an action."""

    @property
    def mark(self) -> str: ...


def told(promises: Sequence[Marked]) -> str:
    """“3 promises. 1 kept, 2 on track.” Cancelled ones are told, and not counted as promises."""
    marks = Counter(promise.mark for promise in promises)
    whole = sum(marks.values()) - marks["cancelled"]
    shares = [f"{marks[mark]} {words}" for mark, words in MARK_WORDS.items() if marks[mark]]
    if not shares:
        return "No promise yet."
    first = count_of(whole, "promise") if whole else "No promise now"
    if whole == 1 and len(shares) == 1:
        return f"{first}, {shares[0].split(' ', 1)[1]}."
    return f"{first}. {', '.join(shares)}."
