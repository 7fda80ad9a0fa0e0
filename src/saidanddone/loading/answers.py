"""Made-up answers of the council to ideas."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from saidanddone import clock
from saidanddone.ideas.deciding import MOVE_FOR, Answer, NoKind
from saidanddone.ideas.models import UNDO_FOR
from saidanddone.ideas.stages import Stage
from saidanddone.loading import words
from saidanddone.loading.lives import Life
from saidanddone.loading.world import World

ANSWERS = {Stage.CHOSEN: Answer.YES, Stage.NO: Answer.NO, Stage.NOT_NOW: Answer.NOT_NOW}


def answer(world: World, life: Life, bound_for: Stage, at: datetime, back: date | None = None) -> None:
    """The council answers an idea; a “not now” comes back on a day, some months on unless given."""
    said, reason = ANSWERS[bound_for], world.rng.choice(words.ANSWERED)
    if said is Answer.NOT_NOW:
        back = back or clock.local(world.now).date() + timedelta(days=world.rng.randint(20, 200))
    life.goes(MOVE_FOR[said], at, world.decider, reason=said, message=reason)
    life.return_on = back
    life.decisions.append(
        {
            "answer": said,
            "reason": reason,
            "kind": world.rng.choice(list(NoKind)) if said is Answer.NO else None,
            "else_can": words.ELSE_CAN if said is Answer.NO else "",
            "return_on": back,
            "by_id": world.decider.id,
            "by_title": world.decider.job_title,
            "at": at,
            "told_at": at + UNDO_FOR,
        }
    )


def comes_back(life: Life, at: datetime) -> None:
    """A “not now” whose day has come is open again."""
    life.goes("come_back", at)
    life.return_on = None
