"""The second step of staff: who still owes it, and the council's choice to ask for it."""

from __future__ import annotations

from saidanddone import database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.people.models import Person, Proof
from saidanddone.people.passkey_models import Passkey
from saidanddone.people.passkey_place import place_of
from saidanddone.people.providers.trusting import check_awake
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, only_for
from saidanddone.settings import Settings

BOTH_STEPS = frozenset({Proof.PASSKEY, Proof.PROVIDER, Proof.DEMO})
USE_YOURS = "You have a passkey. Use it first: then you can add another."


def is_asked(council: Council | None, settings: Settings) -> bool:
    """Whether staff need two steps here, at the programme (no council) always.

    Where there can be no passkeys, none is asked for.
    """
    return (council is None or council.two_steps) and place_of(settings) is not None


def owes_it(person: Person, council: Council | None, settings: Settings) -> bool:
    """Whether somebody of staff came in with one step where two are asked for. Young people never do."""
    device = person.came_by
    one_only = device is not None and device.proof not in BOTH_STEPS
    return person.is_staff and one_only and is_asked(council, settings)


async def check_may_add(person: Person, council: Council | None, settings: Settings) -> None:
    """Raises NotAllowed for whoever owes the step and has a passkey: a stolen link must not make another.

    So it is for everyone with a role that waits for the council's provider: what they made now would open
    that role as soon as its owner comes in there.
    """
    check_awake(person)
    if owes_it(person, council, settings) and await Passkey.exists(person_id=person.id):
        raise NotAllowed(USE_YOURS)


async def need_it(council: Council, needed: bool, *, by: Person | None) -> None:
    """Ask staff for a second step from now on, or no more. Those who are in and owe it meet it at once.

    ``by`` is none at the keyboard of the machine.
    """
    if by is not None:
        only_for(by, Right.RUN_COUNCIL, council.id, "How staff sign in is for the council’s admin.")

    async def act() -> None:
        if await Council.filter(id=council.id, two_steps=not needed).update(two_steps=needed):
            words = {True: "two steps", False: "one step"}
            record(council.id, "set_two_steps", council, by=by, start=words[not needed], end=words[needed])

    await database.write(act)
    await council.refresh_from_db()
