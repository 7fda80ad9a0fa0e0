"""Why somebody gave a score: a young person’s words are read by a worker before others see them."""

from __future__ import annotations

from typing import Any

from saidanddone import clock, database
from saidanddone.appraisal.models import Appraisal, Score
from saidanddone.history.models import record
from saidanddone.ideas.commenting import FOR_READERS
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for


async def publish_reason(score: Score, *, by: Person) -> None:
    """Let everyone read it once the scoring has ended, without a name."""
    await _read(score, by, "publish_reason", "published_at")


async def refuse_reason(score: Score, *, by: Person) -> None:
    """Keep it from others. The score itself stands."""
    await _read(score, by, "refuse_reason", "refused_at")


async def _read(score: Score, by: Person, act_name: str, column: str) -> None:
    """``score`` is fetched with its appraisal."""
    here = only_for(by, Right.CHECK_IDEAS, score.appraisal.council_id, FOR_READERS)

    async def act() -> None:
        unread = Score.filter(id=score.id, published_at=None, refused_at=None, replaced_at=None)
        if not await unread.update(read_by_id=by.id, **{column: clock.now()}):
            raise Refused("Somebody has read these words already, or their writer changed them.")
        record(here, act_name, score, by=by)

    await database.write(act)


async def unread_reasons(appraisal: Appraisal) -> list[Score]:
    """Words that wait for a worker, oldest first."""
    waiting = Score.filter(
        appraisal_id=appraisal.id, replaced_at=None, published_at=None, refused_at=None, young=True
    )
    waiting = waiting.exclude(reason="").order_by("at", "id")
    return await waiting.select_related("appraisal", "way", "criterion")


async def is_kept_safe(appraisal: Appraisal, person: Any) -> bool:
    """Whether words of this person are kept back because of a worry: then they read kind words."""
    if not getattr(person, "id", None):
        return False
    return await Score.exists(appraisal_id=appraisal.id, person_id=person.id, worry=True)
