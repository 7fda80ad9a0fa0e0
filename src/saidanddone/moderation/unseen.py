"""A worry that nobody has said that they read: after a quarter of an hour all leads and admins are told."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from saidanddone import clock, database
from saidanddone.moderation.models import Concern
from saidanddone.notices import letters
from saidanddone.notices.letters import Letter
from saidanddone.notices.models import Notice, tell
from saidanddone.people import reaching
from saidanddone.people.models import people_who_can
from saidanddone.people.rights import Right

WHAT = "worry_waits"
WAITS = timedelta(minutes=15)


async def tell_more() -> None:
    """Tell once of each open worry that has waited so long; admins learn that it waits, not what it is."""
    waiting = Concern.filter(closed_at=None, seen_at=None, raised_at__lte=clock.now() - WAITS)
    for concern in await waiting.order_by("id"):
        leads = await people_who_can(Right.SAFEGUARD, concern.council_id)
        admins = await people_who_can(Right.RUN_COUNCIL, concern.council_id)
        people = [*leads, *admins]
        if not await _were_told(people, concern):
            await database.write(partial(_tell, people, concern))


async def is_waiting(council_id: int) -> bool:
    """Whether a worry of the council's is open that nobody has said that they read."""
    return await Concern.exists(council_id=council_id, closed_at=None, seen_at=None)


@letters.asked
async def is_still_so(letter: Letter) -> bool:
    """Whether the worry that a letter tells of is open still, or unread: mail may have been down for days."""
    notice = await reaching.notice_of(letter)
    if notice is None or notice.kind != Concern._meta.db_table:
        return True
    still = Concern.filter(id=notice.thing_id, closed_at=None)
    return await (still.filter(seen_at=None) if notice.what == WHAT else still).exists()


async def _were_told(people: list[int], concern: Concern) -> bool:
    """Looked up by whom and since when, which notices are found by: this is asked while the worry waits."""
    theirs = Notice.filter(person_id__in=people, made_at__gte=concern.raised_at)
    return await theirs.filter(kind=Concern._meta.db_table, thing_id=concern.id, what=WHAT).exists()


async def _tell(people: list[int], concern: Concern) -> None:
    await tell(concern.council_id, people, "worry_waits", concern, key="waits")
