"""One-time codes: six figures, sent to an address, typed in the browser that asked for them.

What is kept of a code is a hash of it together with a secret that only that browser has. So a code can't be
used by another browser's request, and whoever reads the database can't work it out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from tortoise import fields
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.people.addresses import Address
from saidanddone.people.models import Person
from saidanddone.people.sessions import hashed
from saidanddone.rules import Refused

LASTS = timedelta(minutes=10)
TRIES = 5
FIGURES = 6
KEPT = timedelta(days=1)  # a row is needed for the limits below, and no longer

CONTACTS = ("person_id", 8, KEPT)  # codes to addresses that one person says are theirs
# (what is counted, how many codes at most, in which time). A group session shares one place: it has room.
LIMITS = (
    ("key", 4, LASTS),
    ("key", 20, KEPT),
    ("place", 40, LASTS),
    ("council_id", 300, LASTS),
)
TOO_MANY = "Many codes were asked for just now. Wait ten minutes, then ask again. Or come in another way."


class For(StrEnum):
    """What a code is good for."""

    SIGN_IN = "sign-in"
    CONTACT = "contact"


class Code(Record):
    """A code that was asked for. One asked for by a stranger has no person: nobody is ever sent it."""

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="codes", on_delete=fields.OnDelete.CASCADE
    )
    council_id: int
    good_for = fields.CharEnumField(For, max_length=10, description="what it is good for")
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="codes", null=True, on_delete=fields.OnDelete.CASCADE
    )
    person_id: int | None
    key = fields.CharField(max_length=64, description="of the address")
    place = fields.CharField(max_length=64, description="a hash of where it was asked from")
    browser = fields.CharField(max_length=64, unique=True, description="a hash of that browser’s secret")
    hash = fields.CharField(max_length=64)
    tries = fields.IntField(default=0)
    made_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    used_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "code"
        indexes = (("key", "made_at"), ("place", "made_at"), ("council_id", "made_at"), ("made_at",))


def place_of(host: str) -> str:
    """What is kept of where somebody asks from, to count by."""
    return hashed(f"place:{host}")


async def make(
    council: Council, good_for: For, *, person: Person | None, address: Address, place: str
) -> tuple[str, str]:
    """A new code, inside a write: the code itself, and the secret for the browser that asked.

    Raises Refused when too many were asked for lately: counted alike for addresses that are known and not.
    """
    await Council.select_for_update().get(id=council.id)  # those who ask at once are counted one by one
    key = address.key(council.id)
    await _count(council, key, place, by=person.id if person and good_for is For.CONTACT else None)
    code, secret, moment = (
        f"{secrets.randbelow(10**FIGURES):0{FIGURES}}",
        secrets.token_urlsafe(32),
        clock.real_now(),
    )
    await Code.create(
        council=council,
        good_for=good_for,
        person=person,
        key=key,
        place=place,
        browser=hashed(secret),
        hash=_mixed(secret, code),
        made_at=moment,
        ends_at=moment + LASTS,
    )
    return code, secret


async def use(council: Council, good_for: For, *, secret: str, typed: str) -> Code | None:
    """Use a code up: it, the first time that it is typed rightly; none when it is wrong, used or too old.

    A try is counted before it is looked at, so that a hundred at once are five.
    """
    code = await Code.get_or_none(browser=hashed(secret), council_id=council.id, good_for=good_for)
    if code is None:
        return None

    async def act() -> bool:
        live = Code.filter(id=code.id, used_at=None, ends_at__gt=clock.real_now(), tries__lt=TRIES)
        if not await live.update(tries=F("tries") + 1):
            return False
        if not hmac.compare_digest(code.hash, _mixed(secret, plain(typed))) or code.person_id is None:
            return False
        return bool(await Code.filter(id=code.id, used_at=None).update(used_at=clock.real_now()))

    return code if await database.write(act) else None


async def is_open(council: Council, good_for: For, *, secret: str) -> bool:
    """Whether the code that this browser asked for may still be typed."""
    found = await Code.get_or_none(browser=hashed(secret), council_id=council.id, good_for=good_for)
    return (
        found is not None
        and found.used_at is None
        and found.tries < TRIES
        and found.ends_at > clock.real_now()
    )


async def delete_due() -> None:
    """Delete codes that no limit counts any more."""
    old = Code.filter(made_at__lt=clock.real_now() - KEPT)
    if await old.exists():
        await database.write(old.delete)


def plain(typed: str) -> str:
    """The figures of a code, however it was typed."""
    return "".join(sign for sign in typed if sign.isascii() and sign.isdigit())[:20]


def in_halves(code: str) -> str:
    """A code as it is read: “123 456”."""
    return f"{code[:3]} {code[3:]}"


async def _count(council: Council, key: str, place: str, *, by: int | None) -> None:
    values = {"key": key, "place": place, "council_id": council.id, "person_id": by}
    for name, most, within in (*LIMITS, CONTACTS) if by else LIMITS:
        lately = Code.filter(council_id=council.id, made_at__gt=clock.real_now() - within)
        if await lately.filter(**{name: values[name]}).count() >= most:
            raise Refused(TOO_MANY)


def _mixed(secret: str, code: str) -> str:
    return hashlib.sha256(f"{secret}:{code}".encode()).hexdigest()
