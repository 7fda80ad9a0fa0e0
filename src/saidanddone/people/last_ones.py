"""Whoever alone holds a right that a council can't be without.

One rule, whoever would end it: they themselves by leaving, an admin here, or the council's directory.
"""

from __future__ import annotations

from tortoise.expressions import Subquery

from saidanddone.people.models import Person, RoleGrant, people_who_can
from saidanddone.people.providers.trusting import asleep_for
from saidanddone.people.rights import Right, roles_with
from saidanddone.people.session_limits import LONG_ASLEEP


async def who_is_there(right: Right, council_id: int) -> set[int]:
    """Those who hold a right and are there to use it: not kept out, nor long asleep."""
    held = RoleGrant.filter(
        role__in=roles_with(right), ended_at=None, person__council_id=council_id, person__suspended_at=None
    )
    long = asleep_for(LONG_ASLEEP).filter(person__council_id=council_id)
    found = await held.exclude(id__in=Subquery(long.values("id"))).values_list("person_id", flat=True)
    return set(found)  # type: ignore[arg-type]


async def is_the_last(person: Person, right: Right) -> bool:
    """Whether nobody else of their council who may come in, and is there, has this right, and they do."""
    assert person.council_id is not None
    if await who_is_there(right, person.council_id) - {person.id}:
        return False
    return person.id in await people_who_can(right, person.council_id)
