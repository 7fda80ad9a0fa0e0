"""Roles that slept for weeks end, on the record. The last admin's stays."""

from __future__ import annotations

from typing import Any

from saidanddone import database
from saidanddone.councils.models import Council
from saidanddone.people.keeping import end_sessions
from saidanddone.people.last_ones import is_the_last
from saidanddone.people.models import with_roles
from saidanddone.people.providers.meeting import end_provided
from saidanddone.people.providers.models import ProvidedGrant
from saidanddone.people.providers.trusting import asleep_for
from saidanddone.people.rights import RIGHTS, Right
from saidanddone.people.session_limits import ASLEEP_ENDS


async def end_due() -> None:
    """End what slept for too long. Each council's turn comes with its own changes of roles."""
    due: list[Any] = await asleep_for(ASLEEP_ENDS).order_by("id").values_list("id", "person__council_id")
    for grant_id, council_id in due:

        async def act(grant_id: int = grant_id, council_id: int = council_id) -> None:
            await Council.select_for_update().get(id=council_id)
            await _end(grant_id)

        await database.write(act)


async def _end(grant_id: int) -> None:
    """Whoever came in meanwhile, or runs the council alone, keeps it."""
    grant = await asleep_for(ASLEEP_ENDS).get_or_none(id=grant_id).select_related("person")
    if grant is None:
        return
    person = await with_roles(grant.person)
    if Right.RUN_COUNCIL in RIGHTS[grant.role] and await is_the_last(person, Right.RUN_COUNCIL):
        return
    provided = await ProvidedGrant.get(grant_id=grant.id).select_related("identity__person")
    await end_provided([grant], provided.identity)
    await end_sessions(person)
