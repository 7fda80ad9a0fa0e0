"""A worry about why somebody gave a score: the words are kept back until the lead lets them go on.

The score itself stands.
"""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.appraisal.models import Score
from saidanddone.history.models import record
from saidanddone.ideas.commenting import FOR_READERS
from saidanddone.moderation.checking import close, raise_alarm
from saidanddone.moderation.models import Concern
from saidanddone.moderation.seeing import FOR_LEADS
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for


async def hold_reason(score: Score, *, by: Person, message: str) -> Concern:
    """Keep unread words back because of a worry, and tell the safeguarding lead and the writer.

    ``score`` is fetched with its appraisal.
    """
    here = score.appraisal.council_id
    only_for(by, Right.CHECK_IDEAS, here, FOR_READERS)

    async def act() -> Concern:
        moment = clock.now()
        unread = Score.filter(id=score.id, published_at=None, refused_at=None, replaced_at=None)
        if not await unread.exclude(reason="").update(refused_at=moment, read_by_id=by.id, worry=True):
            raise Refused("Somebody has read these words already, or the writer changed them.")
        record(here, "hold_reason", score, by=by)
        concern = await Concern.create(
            council_id=here, score_id=score.id, raised_by=by, raised_at=moment, message=message
        )
        await raise_alarm(concern, by=by)
        await tell(here, [score.person_id], "hold_reason", score)
        return concern

    return await database.write(act)


async def release_reason(score: Score, *, by: Person, done: str = "") -> None:
    """Close the worry; a worker reads the words again, unless their writer has changed them."""
    here = score.appraisal.council_id
    only_for(by, Right.SAFEGUARD, here, FOR_LEADS)

    async def act() -> None:
        if not await Score.filter(id=score.id, worry=True).update(
            refused_at=None, read_by_id=None, worry=False
        ):
            raise Refused("Someone else got there first. This worry is closed.")
        record(here, "release_reason", score, by=by)
        for concern in await Concern.filter(score_id=score.id, closed_at=None):
            await close(concern, by=by, done=done)

    await database.write(act)
