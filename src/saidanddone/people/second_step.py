"""The second step of staff: who still owes it, and the council's choice to ask for it."""

from __future__ import annotations

from saidanddone import database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.people.models import Person, Proof
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed

BOTH_STEPS = frozenset({Proof.PASSKEY, Proof.PROVIDER, Proof.DEMO})


def owes_it(person: Person, council: Council) -> bool:
    """Whether somebody of staff came in with one step where two are asked for. Young people never do."""
    device = person.came_by
    return council.two_steps and person.is_staff and device is not None and device.proof not in BOTH_STEPS


async def need_it(council: Council, needed: bool, *, by: Person) -> None:
    """Ask staff for a second step from now on, or no more. Those who are in and owe it meet it at once."""
    if not by.can(Right.RUN_COUNCIL) or by.council_id != council.id:
        raise NotAllowed("How staff sign in is for the council’s admin.")

    async def act() -> None:
        if await Council.filter(id=council.id, two_steps=not needed).update(two_steps=needed):
            words = {True: "two steps", False: "one step"}
            record(council.id, "set_two_steps", council, by=by, start=words[not needed], end=words[needed])

    await database.write(act)
    await council.refresh_from_db()
