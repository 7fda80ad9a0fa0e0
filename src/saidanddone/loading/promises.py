"""Made-up promises: what the council said it would do, what it said since, and young people's answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from saidanddone import clock
from saidanddone.ideas.stages import Stage
from saidanddone.loading import bulk, words
from saidanddone.loading.lives import Life, Staff
from saidanddone.loading.world import World
from saidanddone.plan.models import (
    Action,
    ActionIdea,
    ActionMission,
    Asking,
    Milestone,
    Respondent,
    Update,
    VerdictAnswer,
)
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.verdicts import Outcome, Verdict, outcome

STANDS = {Status.NOT_STARTED: 15, Status.IN_PROGRESS: 52, Status.PAUSED: 3, Status.COMPLETE: 30}
RATINGS = {Rating.ON_TRACK: 7, Rating.NEEDS_HELP: 2, Rating.OFF_TRACK: 1}
NEWS_EVERY, REPORTS_AT_MOST = timedelta(days=32), 14
TAKES, OVERDUE = timedelta(days=240), 0.1  # how long a promise is given; the share that may be overdue


@dataclass
class Promise:
    """One action, the idea it answers, its reports, and the asking once it is said to be done."""

    id: int
    number: int
    life: Life
    owner: Staff
    made_at: datetime
    stands: Status
    reports: list[dict[str, Any]] = field(default_factory=list)
    asking_id: int = 0
    answers: dict[int, Verdict] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    outcome: Outcome | None = None

    @property
    def done_at(self) -> datetime | None:
        return self.reports[-1]["at"] if self.stands is Status.COMPLETE else None


async def imagine(world: World, how_many: int) -> list[Promise]:
    """Promise something for as many of the ideas that were chosen; their ideas move with them."""
    chosen = [life for life in world.lives if life.stands is Stage.CHOSEN][:how_many]
    made = []
    for place, (id_, life) in enumerate(zip(await bulk.ids(Action, len(chosen)), chosen, strict=True), 1):
        owner = world.rng.choice(world.owners)
        made_at = world.between(life.moved_at, min(life.moved_at + timedelta(days=30), world.ago(15)))
        stands = world.rng.choices(list(STANDS), list(STANDS.values()))[0]
        life.goes("plan", made_at, world.decider)
        promise = Promise(id_, place, life, owner, made_at, stands)
        _report(world, promise)
        made.append(promise)
    finished = [promise for promise in made if promise.done_at]
    for id_, promise in zip(await bulk.ids(Asking, len(finished)), finished, strict=True):
        _ask(world, promise, id_)
    return made


def _report(world: World, promise: Promise) -> None:
    """Its owner says how it goes, about once a month; the last report brings it to where it stands."""
    if promise.stands is Status.NOT_STARTED:
        return
    at = world.between(promise.made_at, min(promise.made_at + NEWS_EVERY, world.ago(2)))
    moments: list[datetime] = []
    while at < world.now and len(moments) < REPORTS_AT_MOST:
        moments.append(at)
        at += NEWS_EVERY * (0.7 + world.rng.random() / 2)
    for moment in moments:
        last = moment is moments[-1]
        is_done = last and promise.stands is Status.COMPLETE
        rating = None if is_done else world.rng.choices(list(RATINGS), list(RATINGS.values()))[0]
        promise.reports.append(
            {
                "action_id": promise.id,
                "by_id": promise.owner.id,
                "by_title": promise.owner.job_title,
                "at": moment,
                "status": promise.stands if last else Status.IN_PROGRESS,
                "rating": rating,
                "said": world.rng.choice(words.NEWS),
                "next_step": words.NEXT_STEP if rating in (Rating.NEEDS_HELP, Rating.OFF_TRACK) else "",
                "due_from": None,
                "due_to": None,
                "reached": None,
            }
        )


def _ask(world: World, promise: Promise, id_: int) -> None:
    """It is said to be done: its young people are asked, answer, and after four weeks are counted."""
    life, done_at = promise.life, promise.done_at
    assert done_at is not None
    life.goes("deliver", done_at)
    behind = set(life.supporters).union(
        *(each.supporters for each in world.lives if each.merged_into is life)
    )
    joined = {each.author_id for each in world.lives if each.merged_into is life}
    promise.asking_id, promise.asked = id_, sorted(behind | joined | {life.author_id})
    is_over = done_at + _days(world) <= world.now
    share = 1.0 if is_over and len(promise.asked) < world.council.floor else 0.6
    for person in promise.asked:
        if world.rng.random() < share and (is_over or len(promise.answers) < len(promise.asked) - 1):
            promise.answers[person] = world.rng.choices(list(Verdict), (8, 1, 0))[0]
    if not is_over:
        return
    promise.outcome = _counted(world, promise)
    if promise.outcome is Outcome.NOT_YET:
        promise.answers = dict.fromkeys(promise.answers, Verdict.YES)
        promise.outcome = _counted(world, promise)
    if promise.outcome is Outcome.CONFIRMED:
        life.goes("confirm", done_at + _days(world))


def _in_days(world: World, first: int, last: int) -> datetime:
    return world.now + timedelta(days=world.rng.randint(first, last))


def _days(world: World) -> timedelta:
    return timedelta(days=world.council.verdict_days)


def _counted(world: World, promise: Promise) -> Outcome:
    yes = sum(verdict is Verdict.YES for verdict in promise.answers.values())
    return outcome(
        yes=yes, answered=len(promise.answers), asked=len(promise.asked), floor=world.council.floor
    )


async def keep(world: World, promises: list[Promise]) -> None:
    """Write the promises down, with their links, steps, reports, askings and answers."""
    await bulk.put(Action, (_action(world, promise) for promise in promises))
    ids = {mission.code: mission.id for mission in world.missions}
    missions = ({"action_id": each.id, "mission_id": ids[each.life.topic.mission]} for each in promises)
    await bulk.put(ActionMission, missions)
    await bulk.put(ActionIdea, ({"action_id": each.id, "idea_id": each.life.id} for each in promises))
    await bulk.put(Milestone, (step for promise in promises for step in _steps(world, promise)))
    await bulk.put(Update, (report for promise in promises for report in promise.reports))
    asked = [promise for promise in promises if promise.asking_id]
    await bulk.put(Asking, (_asking(world, promise) for promise in asked))
    respondents = (
        {"asking_id": promise.asking_id, "person_id": person} for promise in asked for person in promise.asked
    )
    await bulk.put(Respondent, respondents)
    await bulk.put(VerdictAnswer, (said for promise in asked for said in _answers(world, promise)))
    world.say(f"Promises: {len(promises):,}")


def _action(world: World, promise: Promise) -> dict[str, Any]:
    last = promise.reports[-1] if promise.reports else None
    late = world.rng.random() < OVERDUE
    is_over = late or promise.stands is Status.COMPLETE
    ends = promise.made_at + TAKES if is_over else max(promise.made_at + TAKES, _in_days(world, 10, 250))
    due = clock.local(ends).date()
    since = promise.done_at or (promise.reports[0]["at"] if promise.reports else promise.made_at)
    counted = promise.done_at and promise.outcome and promise.done_at + _days(world)
    return {
        "id": promise.id,
        "council_id": world.council.id,
        "number": promise.number,
        "title": promise.life.title,
        "what": f"We said yes to this: {promise.life.what}",
        "owner": promise.owner.job_title,
        "owner_person_id": promise.owner.id,
        "starts": None,
        "first_due": due,
        "due": due,
        "how_we_know": "We ask the young people it is for.",
        "cost": "to be confirmed",
        "reach_planned": None,
        "fit_checked_by_id": None,
        "status": promise.stands,
        "status_since": last["at"] if last and promise.stands is Status.PAUSED else since,
        "rating": last["rating"] if last else None,
        "said": last["said"] if last else "",
        "said_by": promise.owner.job_title if last else "",
        "said_at": last["at"] if last else None,
        "news_at": last["at"] if last else promise.made_at,
        "outcome": promise.outcome,
        "created_by_id": world.decider.id,
        "created_at": promise.made_at,
        "moved_at": counted or since,
        "version": 1 + len(promise.reports),
    }


def _steps(world: World, promise: Promise) -> Iterator[dict[str, Any]]:
    """Its milestones: all done when it is complete, some while it is in progress."""
    done = len(promise.reports) * len(words.STEPS) // REPORTS_AT_MOST
    for number, title in enumerate(words.STEPS, start=1):
        is_done = promise.stands is Status.COMPLETE or number <= done
        at = promise.done_at or promise.made_at + NEWS_EVERY * number
        yield {
            "action_id": promise.id,
            "number": number,
            "title": title,
            "due": None,
            "done_at": min(at, world.now) if is_done else None,
            "done_by_id": promise.owner.id if is_done else None,
        }


def _asking(world: World, promise: Promise) -> dict[str, Any]:
    assert promise.done_at is not None
    closes = promise.done_at + _days(world)
    return {
        "id": promise.asking_id,
        "action_id": promise.id,
        "number": 1,
        "asked_at": promise.done_at,
        "closes_at": closes,
        "floor": world.council.floor,
        "counted_at": closes if promise.outcome else None,
        "outcome": promise.outcome,
    }


def _answers(world: World, promise: Promise) -> Iterator[dict[str, Any]]:
    assert promise.done_at is not None
    for person, verdict in promise.answers.items():
        yield {
            "asking_id": promise.asking_id,
            "council_id": world.council.id,
            "person_id": person,
            "verdict": verdict,
            "at": world.between(promise.done_at, min(promise.done_at + _days(world), world.now)),
            "replaced_at": None,
            "published_at": None,
            "refused_at": None,
            "read_by_id": None,
        }
