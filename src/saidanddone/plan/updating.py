"""What an owner says of an action: dated updates, never overwritten, and steps ticked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.plan.asking_for_help import call_off_all
from saidanddone.plan.linked import move_ideas_of
from saidanddone.plan.mistakes import Mistake
from saidanddone.plan.models import Action, Milestone, Update, hold_still, standing
from saidanddone.plan.reports import MOVES_TO, Report, words_of
from saidanddone.plan.signs import progress_of, signs_of
from saidanddone.plan.statuses import LIVE, Rating, Status
from saidanddone.rules import NotAllowed, Refused

__all__ = ["add_milestone", "complete_milestone", "progress_of", "signs_of", "update"]


async def update(
    action: Action,
    *,
    by: Person,
    rating: Rating | None = None,
    said: str = "",
    status: Status | None = None,
    next_step: str = "",
    due: date | None = None,
    due_reason: str = "",
    reached: int | None = None,
    steps: Sequence[int] = (),
    signed: str = "",
) -> Update:
    """Report on an action; all that is left out stays as it was. ``reached`` is the number of people so far,
    ``steps`` the numbers of the milestones that are ticked with it, ``signed`` the job title of an outside
    owner whose words ``by`` puts in the plan.

    Raises NotAllowed for someone who doesn't answer for it, Refused when it is over, Mistake for a field.
    """
    report = Report(
        Rating(rating) if rating else None,
        said.strip(),
        Status(status) if status else None,
        next_step.strip(),
        due,
        due_reason.strip(),
        reached,
        tuple(dict.fromkeys(steps)),
    )

    async def act() -> Update:
        held = await _held_for(action, by)
        said_so_far = standing(await Update.filter(action_id=held.id).order_by("id"))
        report.look_over(held, said_so_far[-1] if said_so_far else None)
        return await _write(held, report, by, signed)

    kept = await database.write(act)
    await action.refresh_from_db()
    return kept


async def _write(action: Action, report: Report, by: Person, signed: str) -> Update:
    moment, start, end = clock.now(), action.status, report.ends_in(action.status)
    nothing = report.changes_nothing(action) and end is start
    before = snapshot(action)
    if end is not start:
        await action.make_move(MOVES_TO[start, end], by=by, said=report.said)
    kept = await Update.create(
        action_id=action.id,
        by=by,
        by_title=signed or by.job_title or action.owner,
        at=moment,
        status=end,
        rating=None if nothing else report.rating,
        said=report.said,
        next_step=report.next_step,
        due_from=action.due if report.due else None,
        due_to=report.due,
        due_reason=report.due_reason,
        reached=None if nothing else report.reached,
        steps_done=len(report.steps),
        before=before,
    )
    await _tick(action, report.steps, by, moment)
    await Action.filter(id=action.id).update(
        rating=report.rating or action.rating,
        said=report.said or action.said,
        said_by=kept.by_title if report.said else action.said_by,
        said_at=moment if report.said else action.said_at,
        due=report.due or action.due,
        reach_reached=action.reach_reached if report.reached is None else report.reached,
        news_at=moment,
        moved_at=moment,
        version=F("version") + 1,
    )
    record(action.council_id, "update", action, by=by, end=report.rating or "", text=report.said)
    if report.due:
        dates = {"start": action.due.isoformat(), "end": report.due.isoformat()}
        record(action.council_id, "move_date", action, by=by, text=report.due_reason, **dates)
    if end is Status.CANCELLED:
        await move_ideas_of(action)
        await call_off_all(action, why=report.said)
    if not nothing:
        theirs = Idea.filter(action_ideas__action_id=action.id).exclude(author_id=by.id)
        told: list[int] = await theirs.values_list("author_id", flat=True)  # type: ignore[assignment]
        await tell(action.council_id, told, "update", action, key=str(kept.id))
    return kept


async def _tick(action: Action, numbers: Sequence[int], by: Person, moment: datetime) -> None:
    """Tick the steps that an update says are done, at its own moment."""
    for number in numbers:
        step = await Milestone.get_or_none(action_id=action.id, number=number)
        unticked = Milestone.filter(action_id=action.id, number=number, done_at=None)
        if step is None or not await unticked.update(done_at=moment, done_by_id=by.id):
            raise Mistake("step", "One of those steps is ticked already, or is not there. Look again.")
        record(action.council_id, "complete_milestone", step, by=by)


def snapshot(action: Action) -> str:
    """How an action stands, for taking an update back."""
    moments = {"said_at": action.said_at, "news_at": action.news_at}
    return json.dumps(
        {
            "status": action.status,
            "rating": action.rating,
            "said": action.said,
            "said_by": action.said_by,
            "due": action.due.isoformat(),
            "reach_reached": action.reach_reached,
            **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        }
    )


async def add_milestone(action: Action, *, by: Person, title: str, due: date | None = None) -> Milestone:
    """Add a step that can be ticked."""
    title = title.strip()

    async def act() -> Milestone:
        held = await _held_for(action, by)
        if not title:
            raise Mistake("title", "Say what the step is.")
        newest = await Milestone.filter(action_id=held.id).order_by("-number").first()
        number = newest.number + 1 if newest else 1
        milestone = await Milestone.create(action_id=held.id, number=number, title=title, due=due)
        await Action.filter(id=held.id).update(version=F("version") + 1)
        record(held.council_id, "add_milestone", milestone, by=by, text=title)
        return milestone

    return await database.write(act)


async def complete_milestone(milestone: Milestone, *, by: Person) -> None:
    """Tick a step; that is news of its action."""

    async def act() -> None:
        held = await _held_for(await Action.get(id=milestone.action_id), by)
        moment = clock.now()
        unticked = Milestone.filter(id=milestone.id, done_at=None)
        if not await unticked.update(done_at=moment, done_by_id=by.id):
            raise Refused("This step is ticked already.")
        await Action.filter(id=held.id).update(news_at=moment, moved_at=moment, version=F("version") + 1)
        record(held.council_id, "complete_milestone", milestone, by=by)
        await milestone.refresh_from_db()

    await database.write(act)


async def _held_for(action: Action, by: Person) -> Action:
    """The action, held still for someone who answers for it, while it is not over."""
    held = await hold_still(action)
    check_may_report(held, by)
    return held


def check_may_report(action: Action, by: Person) -> None:
    """Raises NotAllowed for someone who doesn't answer for it, Refused when it is over."""
    if not action.is_owned_by(by):
        raise NotAllowed("Only the action’s owner and senior officers can report on it.")
    if action.status not in LIVE:
        raise Refused(f"This action is {words_of(action.status)}, so nothing can be changed in it.")
