"""Coming back by a code sent to an address: the same to look at for those who are known here and not."""

from __future__ import annotations

from saidanddone import database
from saidanddone.councils.models import Council
from saidanddone.notices import letters
from saidanddone.people import codes
from saidanddone.people.addresses import Address
from saidanddone.people.codes import Asker, For
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person, is_only_young, with_roles


async def ask(council: Council, address: Address, *, asker: Asker) -> str:
    """Have a code sent to an address, if it is somebody's here; gives the secret for the browser that asked.

    For an unknown address everything is written too, a letter to nobody included: it takes as long. Raises
    Refused when too many codes were asked for.
    """

    async def act() -> str:
        here = Contact.filter(key=address.key(council.id, asker.site_key), confirmed_at__isnull=False)
        known = (
            await here.filter(person__suspended_at=None, person__council_id=council.id)
            .select_related("person")
            .first()
        )
        person = known.person if known else None
        code, secret = await codes.make(council, For.SIGN_IN, person=person, address=address, asker=asker)
        await letters.leave(
            address.way,
            address.text if person else "",
            "sign-in-code",
            council_id=council.id,
            person_id=person.id if person else None,
            lasts=codes.LASTS,
            at_once=True,
            code=codes.as_read(code),
        )
        return secret

    return await database.write(act)


async def come_in(council: Council, typed: str, *, secret: str) -> Person | None:
    """Who may come in by this code in this browser; none when it is wrong, used or too old."""
    code = await codes.use(council, For.SIGN_IN, secret=secret, typed=typed)
    if code is None:
        return None
    person = await Person.get_or_none(id=code.person_id, council_id=council.id, suspended_at=None)
    if person is None:
        return None
    await with_roles(person)
    return person if await is_only_young(person) else None
