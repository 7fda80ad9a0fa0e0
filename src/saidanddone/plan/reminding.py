"""Owners are reminded before an update is due, when it is due, and when a step's day has passed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.notices.models import tell
from saidanddone.plan.models import Action, Milestone
from saidanddone.plan.signs import SPEAKS, days_quiet
from saidanddone.plan.statuses import LIVE

SOON = timedelta(days=7)


async def remind_owners() -> None:
    """Leave each owner what is due: once for each silence and each step, however often this runs."""
    for council in await Council.all().order_by("id"):
        await _of_updates(council)
        await _of_steps(council)


async def _of_updates(council: Council) -> None:
    """Before an update is due, and when it is: each once for one silence."""
    quiet = timedelta(days=council.quiet_days)
    early = max(quiet - SOON, timedelta(days=1))
    midnight = datetime.combine(clock.today() - early + timedelta(days=1), time(), UTC)
    silent = Action.filter(council_id=council.id, status__in=SPEAKS, news_at__lt=midnight)
    for action in await silent.exclude(owner_person_id=None).order_by("id"):
        days = days_quiet(action)
        if days < early.days:
            continue
        what = "update_due" if days >= quiet.days else "update_soon"
        await _tell_owner(action, what, action, key=clock.local(action.news_at).date().isoformat())


async def _of_steps(council: Council) -> None:
    late = Milestone.filter(
        action__council_id=council.id, action__status__in=LIVE, done_at=None, due__lt=clock.today()
    )
    for step in await late.order_by("id").select_related("action"):
        if step.action.owner_person_id and step.due:
            await _tell_owner(step.action, "step_late", step, key=step.due.isoformat())


async def _tell_owner(action: Action, what: str, thing: Action | Milestone, *, key: str) -> None:
    owner = action.owner_person_id
    assert owner is not None
    await database.write(lambda: tell(action.council_id, [owner], what, thing, key=key))
