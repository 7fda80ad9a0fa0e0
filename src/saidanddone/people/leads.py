"""That somebody became a safeguarding lead, or is one no more: the other leads and all admins are told.

Nobody can quietly let themselves, or anybody else, read what people's safety depends on.
"""

from __future__ import annotations

from saidanddone.notices.models import tell
from saidanddone.people.models import Person, RoleGrant, people_who_can
from saidanddone.people.rights import RIGHTS, Right


async def announce(grant: RoleGrant, person: Person, *, by: Person | None, ended: bool = False) -> None:
    """Tell those who must know of a role given or ended, when it is one that sees worries. Inside a write."""
    if Right.SAFEGUARD not in RIGHTS[grant.role] or person.council_id is None:
        return
    told = {*await people_who_can(Right.SAFEGUARD, person.council_id)}
    told |= {*await people_who_can(Right.RUN_COUNCIL, person.council_id)}
    told -= {by.id if by else 0}
    if not ended:
        told -= {person.id}
    await tell(person.council_id, sorted(told), "lead_ended" if ended else "new_lead", grant)
