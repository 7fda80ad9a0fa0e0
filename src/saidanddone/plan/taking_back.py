"""The newest update, taken back by whoever said it: a row of its own says so, and all is as it was before."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.ideas.models import UNDO_FOR
from saidanddone.notices.models import untell
from saidanddone.people.models import Person
from saidanddone.plan.models import Action, Milestone, Update, hold_still
from saidanddone.plan.statuses import Status
from saidanddone.plan.updating import check_may_report
from saidanddone.rules import RULE, NotAllowed, Refused

BACK_BY = {
    (Status.IN_PROGRESS, Status.NOT_STARTED): "unstart",
    (Status.IN_PROGRESS, Status.PAUSED): "pause",
    (Status.PAUSED, Status.IN_PROGRESS): "resume",
}
TOO_LATE = "Something has happened since, or it was said a while ago. Say how it is now in a new update."


def may_take_back(action: Action, newest: Update | None, person: Any) -> bool:
    """Whether this person may take the action's newest update back now."""
    if newest is None or newest.by_id != person.id or not newest.before or newest.takes_back:
        return False
    was = Status(json.loads(newest.before)["status"])
    can_go_back = newest.status is was or (newest.status, was) in BACK_BY
    nothing_since = action.moved_at == newest.at and action.status is newest.status
    return can_go_back and nothing_since and clock.now() - newest.at <= UNDO_FOR


async def take_back(update: Update, *, by: Person) -> Update:
    """Take back what was said a moment ago. The update stays, with a row that says it was taken back.

    Raises NotAllowed for anybody but who said it, Refused when it is too late or something happened since.
    """
    if update.by_id != by.id:
        raise NotAllowed("Only the person who said this can take it back.")

    async def act() -> Update:
        held = await hold_still(await Action.get(id=update.action_id))
        check_may_report(held, by)
        newest = await Update.filter(action_id=held.id).order_by("-id").first()
        if newest is None or newest.id != update.id or not may_take_back(held, newest, by):
            raise Refused(TOO_LATE)
        return await _restore(held, newest, by)

    try:
        return await database.write(act)
    except IntegrityError:
        raise Refused("This is taken back already.") from None


async def _restore(action: Action, update: Update, by: Person) -> Update:
    was, moment = json.loads(update.before), clock.now()
    if update.status != was["status"]:
        name = BACK_BY[update.status, Status(was["status"])]
        await action.make_move(name, by=RULE if name == "unstart" else by)
    ticked = await Milestone.filter(action_id=action.id, done_at=update.at)
    if update.steps_done:
        ids = [step.id for step in ticked]
        await Milestone.filter(id__in=ids).update(done_at=None, done_by_id=None)
    await Action.filter(id=action.id).update(
        rating=was["rating"],
        said=was["said"],
        said_by=was["said_by"],
        said_at=_moment(was["said_at"]),
        due=date.fromisoformat(was["due"]),
        reach_reached=was["reach_reached"],
        news_at=_moment(was["news_at"]),
        moved_at=moment,
        version=F("version") + 1,
    )
    kept = await Update.create(
        action_id=action.id,
        by=by,
        by_title=by.job_title or action.owner,
        at=moment,
        status=was["status"],
        takes_back=update.id,
    )
    record(action.council_id, "take_back", action, by=by)
    await untell(action, "update", key=str(update.id))
    return kept


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
