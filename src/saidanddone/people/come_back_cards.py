"""Come-back cards: a secret on paper and a PIN in somebody's head let them in again on any phone."""

from __future__ import annotations

import asyncio
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from tortoise import fields
from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.notices.models import tell
from saidanddone.people.contacts import warn
from saidanddone.people.inviting import LENGTH, SIGNS, in_groups, plain_code
from saidanddone.people.models import Person, is_only_young, with_roles
from saidanddone.people.rights import Right
from saidanddone.people.sessions import hashed
from saidanddone.rules import NotAllowed, Refused, only_for

WRONG_AT_MOST = 5
FIRST_USE = timedelta(days=3)  # a card that a worker made has no PIN yet: it must not lie about for long
AT_ONCE = 2  # PINs hashed at the same time: each takes 19 MiB and a processor for a moment
FOR_ANOTHER = "A new card is made by a worker of the council, for somebody else."
RUNS = "01234567890 09876543210"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_hashing = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pin")


class ComeBackCard(Record):
    """Somebody's card. Only hashes of its code and of the PIN are kept. Five wrong PINs lock it.

    ``made_by`` is the worker who made it face to face; none when its person made it. ``pin`` is empty until
    its person chose one, by ``ends_at``.
    """

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="cards", on_delete=fields.OnDelete.CASCADE
    )
    person_id: int
    hash = fields.CharField(max_length=64, unique=True)
    pin = fields.CharField(max_length=120, default="")
    wrong = fields.IntField(default=0)
    made_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="cards_made", null=True, on_delete=fields.OnDelete.RESTRICT
    )
    made_by_id: int | None
    made_at = fields.DatetimeField()
    ends_at: datetime | None = fields.DatetimeField(null=True, description="without a PIN by then it ends")
    used_at: datetime | None = fields.DatetimeField(null=True, description="when it let its person in last")
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "come_back_card"
        indexes = (("person_id", "ended_at"),)

    @property
    def is_locked(self) -> bool:
        return self.wrong >= WRONG_AT_MOST

    @property
    def is_over(self) -> bool:
        late = not self.pin and self.ends_at is not None and self.ends_at <= clock.real_now()
        return self.ended_at is not None or late


def fault_of_pin(pin: str) -> str:
    """A sentence about what is wrong with a PIN; empty when nothing is."""
    if not re.fullmatch(r"[0-9]{4,6}", pin):
        return "Pick four, five or six numbers, 0 to 9."
    if len(set(pin)) == 1 or pin in RUNS:
        return "That PIN is easy to guess. Pick four to six numbers only you would think of."
    return ""


async def make(*, by: Person, pin: str) -> tuple[ComeBackCard, str]:
    """Make a card of one's own; gives it with its code, which nobody can look up again. The old one ends."""
    await _may_have_one(by)
    if fault := fault_of_pin(pin):
        raise Refused(fault)
    kept = await _hash(pin)
    return await _make(by, by=by, pin=kept, made_by=None, ends_at=None)


async def make_for(person: Person, *, by: Person) -> tuple[ComeBackCard, str]:
    """Make a card for somebody who is there. They choose its PIN at first use, within three days."""
    only_for(by, Right.INVITE, person.council_id, FOR_ANOTHER)
    if by.id == person.id:
        raise NotAllowed(FOR_ANOTHER)
    await _may_have_one(person)
    return await _make(person, by=by, pin="", made_by=by, ends_at=clock.real_now() + FIRST_USE)


async def _make(
    person: Person, *, by: Person, made_by: Person | None, **given: Any
) -> tuple[ComeBackCard, str]:
    code, council_id = "".join(secrets.choice(SIGNS) for _ in range(LENGTH)), person.council_id
    assert council_id is not None

    async def act() -> ComeBackCard:
        had_one = await _end(person)
        made = await ComeBackCard.create(
            person=person, hash=hashed(code), made_by=made_by, made_at=clock.now(), **given
        )
        record(council_id, "make_card_for" if made_by else "make_card", made, by=by)
        await _tell_of(made, person, had_one=had_one)
        return made

    try:
        return await database.write(act), in_groups(code)
    except IntegrityError:
        raise Refused("Another card was made at the same moment. Look at your page again.") from None


async def _tell_of(made: ComeBackCard, person: Person, *, had_one: bool) -> None:
    """Say so, inside the write. A first card of one’s own is no news to whoever holds it."""
    assert person.council_id is not None
    if made.made_by_id is not None:
        await tell(person.council_id, [person.id], "card-from-worker", made)
    elif had_one:
        await tell(person.council_id, [person.id], "card-made-anew", made)
    only = " Only the newest card works." if had_one else ""
    await warn(person, f"You have a new card to come back with.{only}")


async def end(person: Person, *, by: Person) -> None:
    """Make somebody's card useless: it was lost, say."""
    council_id = person.council_id
    if by.id != person.id or council_id is None:
        raise NotAllowed("That card is somebody else’s.")

    async def act() -> None:
        if await _end(person):
            record(council_id, "end_card", person, by=by)

    await database.write(act)


async def end_unused_of(worker: Person, *, by: Person) -> None:
    """The cards that a worker made for others and that nobody used yet open nothing. Inside a write.

    Whoever kept one's code would choose its PIN.
    """
    out = ComeBackCard.filter(made_by_id=worker.id, pin="", ended_at=None, ends_at__gt=clock.real_now())
    for card in await out.order_by("id").select_related("person"):
        if await _end(card.person) and card.person.council_id is not None:
            record(card.person.council_id, "end_card", card.person, by=by)


async def _end(person: Person) -> bool:
    standing = ComeBackCard.filter(person_id=person.id, ended_at=None)
    return bool(await standing.update(ended_at=clock.now()))


async def card_of(person: Person) -> ComeBackCard | None:
    """The card that somebody has now."""
    return await ComeBackCard.filter(person_id=person.id, ended_at=None).select_related("made_by").first()


async def open_card(council: Council, code: str) -> ComeBackCard | None:
    """The card of this council with that code: one answer for wrong, ended, suspended and others'."""
    here = ComeBackCard.filter(hash=hashed(plain_code(code)), ended_at=None, person__council_id=council.id)
    found = await here.filter(person__suspended_at=None).select_related("person").first()
    if found is None or found.is_over:
        return None
    await with_roles(found.person)
    return found if await is_only_young(found.person) else None


async def choose_pin(card: ComeBackCard, pin: str) -> Person:
    """The first use of a card that a worker made: whoever holds it chooses its PIN, and is in."""
    if fault := fault_of_pin(pin):
        raise Refused(fault)
    kept, council_id = await _hash(pin), card.person.council_id
    assert council_id is not None

    async def act() -> None:
        moment = clock.real_now()
        first = ComeBackCard.filter(id=card.id, pin="", ended_at=None, ends_at__gt=moment)
        if not await first.update(pin=kept, used_at=clock.now()):
            raise Refused("This card has a PIN already. Type that one.")
        record(council_id, "choose_pin", card, by=card.person)

    await database.write(act)
    return card.person


async def come_in(card: ComeBackCard, pin: str) -> Person | None:
    """The card's person when the PIN is right. A try is counted before it is looked at; five lock it."""
    counted = ComeBackCard.filter(id=card.id, ended_at=None, wrong__lt=WRONG_AT_MOST).exclude(pin="")
    if not await database.write(lambda: counted.update(wrong=F("wrong") + 1)):
        return None
    if await _fits(card.pin, pin):
        here = ComeBackCard.filter(id=card.id, ended_at=None)  # none when another card was made meanwhile
        standing = await database.write(lambda: here.update(wrong=0, used_at=clock.now()))
        return card.person if standing else None
    await database.write(lambda: _note_lock(card))
    return None


async def _note_lock(card: ComeBackCard) -> None:
    now = await ComeBackCard.get(id=card.id)
    if now.is_locked and card.person.council_id is not None:
        record(card.person.council_id, "lock_card", card)
        await tell(card.person.council_id, [card.person_id], "card-locked", card, key="locked")


async def _hash(pin: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.hash, pin)


async def _fits(kept: str, pin: str) -> bool:
    try:
        return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.verify, kept, pin)
    except (VerifyMismatchError, InvalidHashError):
        return False


async def _may_have_one(person: Person) -> None:
    if not await is_only_young(person):
        raise NotAllowed("These cards are for young people. Staff sign in with their work account.")
