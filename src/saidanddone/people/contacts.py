"""Addresses that people gave: the young to come back by when they lose their phone, staff to be written to.

Nobody has to. An address of staff opens no door: it has a key by which none is looked up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tortoise import fields
from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.notices import letters
from saidanddone.notices.letters import Way
from saidanddone.notices.models import let_rest
from saidanddone.people import codes
from saidanddone.people.addresses import Address
from saidanddone.people.codes import Asker, For
from saidanddone.people.door_news import writes
from saidanddone.people.models import Person, is_only_young
from saidanddone.people.providers.trusting import check_awake
from saidanddone.rules import NotAllowed, Refused

MOST = 2  # an email address and a mobile number
SHUT = "left "  # such a key is no hash: no typed address has it
FOR_WORK = "work "  # likewise: what staff gave is looked up at no door
KEPT_UNCONFIRMED = timedelta(days=1)


class Contact(Record):
    """An address of somebody's. It counts once a code that was sent there was typed (``confirmed_at``).

    ``key`` finds a young person's when it is typed at the door; the address is kept to send letters to.
    Taken away, the whole row is deleted.
    """

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="contacts", on_delete=fields.OnDelete.CASCADE
    )
    person_id: int
    way = fields.CharEnumField(Way, max_length=10, description="how letters travel there")
    address = fields.CharField(max_length=254)
    key = fields.CharField(max_length=64)
    given_at = fields.DatetimeField()
    confirmed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "contact"
        unique_together = (("person", "way", "key"),)
        indexes = (("key",), ("confirmed_at", "given_at"))

    @property
    def hint(self) -> str:
        return Address(self.way, self.address).hint

    def key_under(self, site_key: bytes) -> str:
        """What its key is under this secret of the site."""
        assert self.person.council_id is not None
        return Address(self.way, self.address).key(self.person.council_id, site_key)

    @property
    def is_for_work(self) -> bool:
        """Whether somebody of staff gave it, to be written to about their work."""
        return self.key.startswith(FOR_WORK)


async def give(council: Council, address: Address, *, by: Person, asker: Asker) -> str:
    """Give an address and have a code sent there; gives the secret for the browser that gave it."""
    key = await _key_of(address, by, council, asker)
    here = Contact.filter(person_id=by.id)

    async def act() -> str:
        await here.filter(confirmed_at=None).delete()
        if await here.count() >= MOST:
            raise Refused("You gave two addresses already. Take one away first.")
        if await here.filter(way=address.way, address=address.text).exists():
            raise Refused("You gave that one already. It works.")
        await Contact.create(
            person=by,
            way=address.way,
            address=address.text,
            key=key,
            given_at=clock.now(),
        )
        code, secret = await codes.make(council, For.CONTACT, person=by, address=address, asker=asker)
        await letters.leave(
            address.way,
            address.text,
            "contact-code",
            council_id=council.id,
            person_id=by.id,
            lasts=codes.LASTS,
            at_once=True,
            code=codes.as_read(code),
        )
        return secret

    return await database.write(act)


async def confirm(council: Council, typed: str, *, by: Person, secret: str) -> bool:
    """Confirm the address with the code that was sent there; False for a wrong, used or old one.

    Raises Refused when the address opens another account here: whoever has it may sign in there.
    """

    check_awake(by)

    async def act() -> bool:
        code = await codes.use(council, For.CONTACT, secret=secret, typed=typed)
        if code is None or code.person_id != by.id:
            return False
        keys = [code.key, _of_staff(code.key, by)]
        waiting = Contact.filter(person_id=by.id, key__in=keys, confirmed_at=None)
        contact = await waiting.first()
        if contact is None:
            return False
        if contact.is_for_work and not await is_written_to(by):
            await let_rest(by.id)  # they are here, and their page says it all
        await waiting.update(confirmed_at=clock.now())
        record(council.id, "give_contact", by, by=by, end=contact.way)
        return True

    try:
        return await database.write(act)
    except IntegrityError:
        raise Refused("That address opens another account here. Sign in with it, or give another.") from None


async def take_away(contact: Contact, *, by: Person) -> None:
    """Forget an address, and whatever was still to be sent there."""
    if contact.person_id != by.id or by.council_id is None:
        raise NotAllowed("That address is somebody else’s.")
    council_id = by.council_id

    async def act() -> None:
        if await Contact.filter(id=contact.id).delete():
            await letters.forget(by.id, address=contact.address)
            record(council_id, "take_contact_away", by, by=by, start=contact.way)

    await database.write(act)


async def contacts_of(person: Person) -> list[Contact]:
    """The addresses of somebody that count."""
    return await Contact.filter(person_id=person.id, confirmed_at__isnull=False).order_by("id")


async def is_written_to(person: Person) -> bool:
    """Whether somebody of staff gave an address to which letters of their work go."""
    return any(contact.is_for_work for contact in await contacts_of(person))


async def end_work(person: Person) -> None:
    """Whoever is no staff any more is written to about no work: their work addresses go. Inside a write."""
    if person.is_staff:
        return
    for contact in await Contact.filter(person_id=person.id, key__startswith=FOR_WORK):
        await letters.forget(person.id, address=contact.address)
        await Contact.filter(id=contact.id).delete()


@writes
async def warn(person: Person, what: str, *, key: str = "") -> None:
    """Write to somebody's addresses that a way in of theirs changed; inside the write that changed it.

    ``what`` is one whole sentence without names: “A passkey was added.”
    """
    await write_to(person, "ways-in-changed", key=key, what=what)


async def write_to(person: Person, letter: str, *, key: str = "", **facts: Any) -> None:
    """Leave a letter at each address that somebody gave, inside a write. Who gave none is sent nothing."""
    for contact in await contacts_of(person):
        await letters.leave(
            contact.way,
            contact.address,
            letter,
            council_id=person.council_id,
            person_id=person.id,
            key=f"{key}:{contact.id}" if key else "",
            **facts,
        )


async def keep_shut(person: Person) -> None:
    """Keep what somebody can be reached by, so that it opens no way in any more. Inside a write.

    For whoever left while a worry about them is open.
    """
    await Contact.filter(person_id=person.id, confirmed_at=None).delete()
    for contact in await contacts_of(person):
        await Contact.filter(id=contact.id).update(key=f"{SHUT}{contact.id}")


async def hash_anew(site_key: bytes) -> None:
    """Make the keys of all addresses again, where the site has another secret than when they were given.

    Those of staff and of people who left open nothing, and stay so. A key that an address has under this
    secret already is given to nobody else.
    """
    none_of_staff = Contact.exclude(key__startswith=FOR_WORK)
    found = await none_of_staff.exclude(key__startswith=SHUT).order_by("-id").select_related("person")
    known, anew = {contact.key for contact in found}, {}
    for contact in sorted(found, key=lambda one: one.confirmed_at is None):
        key = contact.key_under(site_key)
        if key not in known:
            known.add(key)
            anew[contact.id] = key

    async def act() -> None:
        for id_, key in anew.items():
            await Contact.filter(id=id_).update(key=key)

    if anew:
        await database.write(act)


async def delete_due() -> None:
    """Forget addresses that nobody confirmed."""
    old = Contact.filter(confirmed_at=None, given_at__lt=clock.now() - KEPT_UNCONFIRMED)
    if await old.exists():
        await database.write(old.delete)


async def _key_of(address: Address, person: Person, council: Council, asker: Asker) -> str:
    """By what it is found: a young person's opens the door to them, nobody's of staff does."""
    check_awake(person)
    key = address.key(council.id, asker.site_key)
    if person.is_staff:
        return _of_staff(key, person)
    if await is_only_young(person):
        return key
    raise NotAllowed("Codes are for young people. Staff sign in with their work account.")


def _of_staff(key: str, person: Person) -> str:
    """A key of their own: colleagues may share an inbox, and it opens an account to none of them."""
    return f"{FOR_WORK}{person.id} {key}"[: len(key)]
