"""Looking behind a name that is not shown: for a reason, on the record, told to the admin, for a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.ideas.models import ShownAs
from saidanddone.moderation.models import Concern, Look
from saidanddone.moderation.seeing import see
from saidanddone.notices.models import tell
from saidanddone.people.last_ones import who_is_there
from saidanddone.people.leads import ONCE, tell_whoever_is_left
from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for

LASTS = timedelta(hours=24)
REASON_AT_MOST = 2000


def is_hidden(concern: Concern) -> bool:
    """Whether others are not told whose words these are. Added words, answers and who left have no name."""
    idea = concern.idea
    return idea is None or idea.shown_as is ShownAs.HIDDEN or idea.author.left_at is not None


async def look_behind(concern: Concern, *, by: Person, reason: str) -> Look:
    """See for a day who is behind an open worry. Within that day another press changes nothing.

    The council's admins are told who looked, not what they saw; a lead who is an admin too is told of to the
    other leads as well, so that nobody looks with nobody knowing.
    """
    says = "Who is behind hidden words is for the safeguarding lead only."
    only_for(by, Right.SAFEGUARD, concern.council_id, says)
    if not reason.strip():
        raise Refused("Say why you need to know who this is.")

    async def act() -> Look:
        open_now = await Concern.filter(id=concern.id, closed_at=None).select_for_update().first()
        if open_now is None:
            raise Refused("This worry is closed. A name can be looked up while it is open.")
        if standing := await looks_of(by, [concern.id]):
            return standing[0]
        moment = clock.now()
        look = await Look.create(
            council_id=concern.council_id,
            concern_id=concern.id,
            by=by,
            reason=reason.strip(),
            at=moment,
            ends_at=moment + LASTS,
        )
        record(concern.council_id, "look_behind", look, by=by, text=reason.strip())
        await _tell(look, by)
        await see(concern, by=by)
        return look

    return await database.write(act)


async def looks_of(person: Person, concern_ids: Iterable[int]) -> list[Look]:
    """This lead's own looks at these worries that have not run out."""
    mine = Look.filter(by_id=person.id, concern_id__in=list(concern_ids), ends_at__gt=clock.now())
    return await mine.order_by("-id")


async def _tell(look: Look, by: Person) -> None:
    told = set(await people_who_can(Right.RUN_COUNCIL, look.council_id))
    if by.id in told:
        told |= set(await people_who_can(Right.SAFEGUARD, look.council_id))
    there = await who_is_there(Right.RUN_COUNCIL, look.council_id)
    if by.id in told:
        there |= await who_is_there(Right.SAFEGUARD, look.council_id)
    await tell(look.council_id, sorted(told - {by.id}), "look_behind", look, key=ONCE)
    if not there - {by.id}:
        await tell_whoever_is_left(
            look.council_id, "look_behind", look, unseen="look_unseen", else_told=(by.id,)
        )
