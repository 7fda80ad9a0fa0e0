"""A worry that nobody has said that they read: after a quarter of an hour all leads and admins are told."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from tortoise.expressions import Subquery

from saidanddone import clock, database
from saidanddone.moderation.models import Concern
from saidanddone.notices import letters
from saidanddone.notices.letters import Letter
from saidanddone.notices.models import Notice, tell
from saidanddone.people import reaching
from saidanddone.people.models import people_who_can
from saidanddone.people.rights import Right

WAITS = timedelta(minutes=15)


async def tell_more() -> None:
    """Tell once of each open worry that has waited so long; admins learn that it waits, not what it is."""
    told = Notice.filter(what="worry_waits", kind=Concern._meta.db_table)
    waiting = Concern.filter(closed_at=None, seen_at=None, raised_at__lte=clock.now() - WAITS)
    for concern in await waiting.exclude(id__in=Subquery(told.values("thing_id"))).order_by("id"):
        await database.write(partial(_tell, concern))


@letters.asked
async def is_still_so(letter: Letter) -> bool:
    """Whether the worry that a letter tells of is open still, or unread: mail may have been down for days."""
    notice = await reaching.notice_of(letter)
    if notice is None or notice.kind != Concern._meta.db_table:
        return True
    still = Concern.filter(id=notice.thing_id, closed_at=None)
    return await (still.filter(seen_at=None) if notice.what == "worry_waits" else still).exists()


async def _tell(concern: Concern) -> None:
    leads = await people_who_can(Right.SAFEGUARD, concern.council_id)
    admins = await people_who_can(Right.RUN_COUNCIL, concern.council_id)
    await tell(concern.council_id, [*leads, *admins], "worry_waits", concern, key="waits")
