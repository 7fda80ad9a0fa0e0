"""That somebody became a lead, is one no more, or is let in again: the other leads and all admins are told.

Nobody can quietly let themselves, or anybody else, read what people's safety depends on. Whoever has kept all
others out finds the programme told.
"""

from __future__ import annotations

from tortoise.models import Model

from saidanddone.notices.models import tell
from saidanddone.people.last_ones import who_is_there
from saidanddone.people.models import Person, RoleGrant, people_who_can
from saidanddone.people.rights import RIGHTS, Right, roles_with

ONCE = "once"  # whoever is told of it already is not told again, when those who are left are told


async def announce(grant: RoleGrant, person: Person, *, by: Person | None, ended: bool = False) -> None:
    """Tell those who must know of a role given or ended, when it is one that sees worries. Inside a write."""
    if Right.SAFEGUARD not in RIGHTS[grant.role] or person.council_id is None:
        return
    told = {*await people_who_can(Right.SAFEGUARD, person.council_id)}
    told |= {*await people_who_can(Right.RUN_COUNCIL, person.council_id)}
    told -= {by.id if by else 0}
    if not ended:
        told -= {person.id}
    what = "lead_ended" if ended else "new_lead"
    await tell(person.council_id, sorted(told), what, grant, key=ONCE)
    if not told & await _there(person.council_id):
        await tell_whoever_is_left(person.council_id, what, grant, unseen="lead_unseen")


async def announce_link(person: Person, *, by: Person) -> None:
    """Tell those who must know of a link with which somebody could come in as a lead. Inside a write.

    Where nobody but the two of them is there to be told, the programme is.
    """
    assert person.council_id is not None
    told = {*await people_who_can(Right.SAFEGUARD, person.council_id)}
    told |= {*await people_who_can(Right.RUN_COUNCIL, person.council_id)}
    told -= {by.id, person.id}
    await tell(person.council_id, sorted(told), "lead_link", person)
    if not told & await _there(person.council_id):
        await tell(person.council_id, await _of_the_programme(), "link_unseen", person)


async def tell_whoever_is_left(
    council_id: int, what: str, thing: Model, *, unseen: str, else_told: tuple[int, ...] = ()
) -> None:
    """Tell the admins who may come in, though one of them did it; where others are kept out, the programme.

    ``unseen`` is what the programme is told; ``else_told`` are told where no admin may come in.
    """
    left = await people_who_can(Right.RUN_COUNCIL, council_id)
    await tell(council_id, left or list(else_told), what, thing, key=ONCE)
    here = await who_is_there(Right.RUN_COUNCIL, council_id)
    if not here or await _others_are_kept_out(council_id):
        await tell(council_id, await _of_the_programme(), unseen, thing)


async def _there(council_id: int) -> set[int]:
    """Whoever is told counts only when they are there to be told."""
    leads = await who_is_there(Right.SAFEGUARD, council_id)
    return leads | await who_is_there(Right.RUN_COUNCIL, council_id)


async def _others_are_kept_out(council_id: int) -> bool:
    watching = {*roles_with(Right.SAFEGUARD), *roles_with(Right.RUN_COUNCIL)}
    grants = RoleGrant.filter(role__in=list(watching), ended_at=None, person__council_id=council_id)
    return await grants.filter(person__suspended_at__isnull=False, person__left_at=None).exists()


async def _of_the_programme() -> list[int]:
    here = RoleGrant.filter(role__in=roles_with(Right.SEE_FIGURES), ended_at=None)
    found = await here.filter(person__council_id=None, person__suspended_at=None).values_list(
        "person_id", flat=True
    )
    return sorted(set(found))  # type: ignore[arg-type]
