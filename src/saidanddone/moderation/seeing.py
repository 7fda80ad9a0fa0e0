"""When a worry was first opened by somebody who looks after people's safety, and by whom."""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.moderation.models import Concern
from saidanddone.people.models import Person


async def see(concerns: list[Concern], *, by: Person) -> None:
    """Write down that these worries were opened. Each keeps its first time; opening it again changes nothing.

    Opening the page does this: a lead must be able to rely on “seen”, without one more thing to press.
    """
    unseen = {concern.id: concern for concern in concerns if concern.seen_at is None}
    if not unseen:
        return

    async def act() -> None:
        moment = clock.now()
        still = await Concern.filter(id__in=list(unseen), seen_at=None).order_by("id").select_for_update()
        await Concern.filter(id__in=[one.id for one in still]).update(seen_at=moment, seen_by_id=by.id)
        for one in still:
            record(one.council_id, "see_worry", one, by=by)
            unseen[one.id].seen_at, unseen[one.id].seen_by = moment, by

    await database.write(act)
