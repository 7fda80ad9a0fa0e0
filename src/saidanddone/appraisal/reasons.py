"""Why somebody gave a score: a young person’s words are read by a worker before others see them."""

from __future__ import annotations

from typing import Any

from saidanddone import clock, database
from saidanddone.appraisal.models import Appraisal, Score
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, Refused


async def publish_reason(score: Score, *, by: Person) -> None:
    """Let everyone read it once the scoring has ended, without a name."""
    await _read(score, by, published_at=clock.now())


async def refuse_reason(score: Score, *, by: Person) -> None:
    """Keep it from others. The score itself stands."""
    await _read(score, by, refused_at=clock.now())


async def _read(score: Score, by: Person, **moment: Any) -> None:
    if not by.can(Right.CHECK_IDEAS):
        raise NotAllowed("Words are read by the participation workers.")
    unread = Score.filter(id=score.id, published_at=None, refused_at=None)
    if not await database.write(lambda: unread.update(read_by_id=by.id, **moment)):
        raise Refused("Somebody has read these words already.")


async def unread_reasons(appraisal: Appraisal) -> list[Score]:
    """Words that wait for a worker, oldest first."""
    waiting = Score.filter(
        appraisal_id=appraisal.id, replaced_at=None, published_at=None, refused_at=None, young=True
    )
    return await waiting.exclude(reason="").order_by("at", "id").select_related("way", "criterion")


async def is_kept_safe(appraisal: Appraisal, person: Any) -> bool:
    """Whether words of this person are kept back because of a worry: then they read kind words."""
    if not getattr(person, "id", None):
        return False
    return await Score.exists(appraisal_id=appraisal.id, person_id=person.id, worry=True)
