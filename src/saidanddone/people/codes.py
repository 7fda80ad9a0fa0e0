"""One-time codes: a few figures, sent to an address, typed in the browser that asked for them.

What is kept of a code is a hash of it together with a secret that only that browser has. So a code can't be
used by another browser's request, and whoever reads the database can't work it out.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tortoise import fields
from tortoise.expressions import F
from tortoise.queryset import QuerySet

from saidanddone import clock, database, how_often
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.how_often import DAY, HOUR, TEN_MINUTES, Limit, Per
from saidanddone.notices.letters import Way
from saidanddone.people.addresses import Address
from saidanddone.people.models import Person, Session
from saidanddone.people.sessions import hashed
from saidanddone.rules import Refused

LASTS = timedelta(minutes=10)
TRIES = 5
FIGURES, LONG = 6, 10
KEPT = timedelta(days=1)  # a row is needed for the limits, and no longer
WAITS = {TEN_MINUTES: "Wait ten minutes", HOUR: "Wait an hour", DAY: "Wait a day"}

log = logging.getLogger("saidanddone.codes")


class For(StrEnum):
    """What a code is good for."""

    SIGN_IN = "sign-in"
    CONTACT = "contact"


@dataclass(frozen=True)
class Asker:
    """Who asks for a code, as far as it can be told.

    ``place`` is a hash of where from; ``browser`` what a browser of one's own is known by, empty where there
    is none (see ``Session.browser_hash``). ``site_key`` is what addresses are hashed under.
    """

    place: str
    browser: str
    site_key: bytes


class Code(Record):
    """A code that was asked for. One asked for by a stranger has no person: nobody is ever sent it.

    ``key`` is what it is counted by: of the address, or of the address in one browser that its person knows.
    """

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


async def make(
    council: Council, good_for: For, *, person: Person | None, address: Address, asker: Asker
) -> tuple[str, str]:
    """A new code, inside a write: the code itself, and the secret for the browser that asked.

    Raises Refused when too many were asked for lately: counted alike for addresses that are known and not.
    """
    await Council.select_for_update().get(id=council.id)  # those who ask at once are counted one by one
    key, known = address.key(council.id, asker.site_key), await _is_known(person, asker)
    if good_for is For.SIGN_IN and known:
        key = hashed(f"{key}:{asker.browser}")
    counted = _Counted(council.id, good_for, key, asker.place, person.id if person else None, address.way)
    await counted.refuse_too_many(known=known)
    figures = LONG if await counted.is_tried_a_lot() else FIGURES
    code, secret, moment = (
        f"{secrets.randbelow(10**figures):0{figures}}",
        secrets.token_urlsafe(32),
        clock.real_now(),
    )
    await Code.create(
        council=council,
        good_for=good_for,
        person=person,
        key=key,
        place=asker.place,
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


def as_read(code: str) -> str:
    """A code as it is read: “123 456”, and a long one “123 456 7890”."""
    return f"{code[:3]} {code[3:6]} {code[6:]}".strip()


async def _is_known(person: Person | None, asker: Asker) -> bool:
    """Whether the person signed in with this browser before. Asked for nobody too: that takes as long."""
    if not asker.browser:
        return False
    return await Session.exists(person_id=person.id if person else 0, browser_hash=asker.browser)


@dataclass(frozen=True)
class _Counted:
    """What one more code is counted by; the rows of the table are in ``how_often``."""

    council_id: int
    good_for: For
    key: str
    place: str
    person_id: int | None
    way: Way

    async def refuse_too_many(self, *, known: bool) -> None:
        """Raises Refused; the longest wait first, so that nobody waits in vain."""
        for limit in sorted(await self._rows(known=known), key=lambda row: -row.seconds):
            if await self._lately(limit).count() >= limit.at_most:
                raise Refused(
                    f"Many codes were asked for just now. {WAITS[limit.seconds]}, then ask again. "
                    "Or come in another way."
                )
        if await self._lately(how_often.ALARM).count() == how_often.ALARM.at_most:
            log.warning("many codes are asked for", extra={"facts": {"council": self.council_id}})

    async def is_tried_a_lot(self) -> bool:
        """Whether so many were asked for lately that six figures might be found by trying."""
        if self.good_for is For.CONTACT:
            return False
        return any([await self._lately(limit).count() >= limit.at_most for limit in how_often.LONGER])

    async def _rows(self, *, known: bool) -> list[Limit]:
        if self.good_for is For.CONTACT:
            return [row for row in how_often.CODES if row.routes == how_often.GIVING]
        asking = [row for row in how_often.CODES if row.routes == how_often.ASKING]
        rows = [row for row in asking if (row.per is Per.KNOWN) == known]
        return [*rows, how_often.SPACED] if not known and await self._is_sent_enough() else rows

    async def _is_sent_enough(self) -> bool:
        """Whether this inbox was sent so much in a day that each place is now to ask more seldom."""
        enough = [how_often.ENOUGH, *([how_often.ENOUGH_TEXTS] if self.way is Way.TEXT else [])]
        return any([await self._lately(limit).count() >= limit.at_most for limit in enough])

    def _lately(self, limit: Limit) -> QuerySet[Code]:
        since = clock.real_now() - timedelta(seconds=limit.seconds)
        lately = Code.filter(council_id=self.council_id, good_for=self.good_for, made_at__gt=since)
        return lately.filter(**{name: getattr(self, name) for name in COUNTED_BY[limit.per]})


COUNTED_BY: dict[Per, tuple[str, ...]] = {
    Per.PERSON: ("person_id",),
    Per.COUNCIL: (),
    Per.PLACE: ("place",),
    Per.INBOX_AND_PLACE: ("place", "key"),
    Per.INBOX: ("key",),
    Per.KNOWN: ("key",),
}


def _mixed(secret: str, code: str) -> str:
    return hashlib.sha256(f"{secret}:{code}".encode()).hexdigest()
