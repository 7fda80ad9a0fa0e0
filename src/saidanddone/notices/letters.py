"""Letters: mail and text messages, left with the act they tell of, sent after it is committed, and once."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import StrEnum

from tortoise import fields

from saidanddone import clock, database
from saidanddone.database import Record
from saidanddone.notices.wordings import LETTERS

KEPT = timedelta(days=30)  # that something was sent, and when; by then without address and words
LASTS = timedelta(days=7)  # news of a week ago alarms more than it tells


class Way(StrEnum):
    """How a letter travels."""

    EMAIL = "email"
    TEXT = "text"


class Letter(Record):
    """One letter to one address. Once it is sent, or too old to be, address and words are erased.

    ``key`` keeps the same thing from being written twice. Moments are the machine's own time.
    """

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField(null=True)
    person_id = fields.IntField(null=True)
    way = fields.CharEnumField(Way, max_length=10, description="how it travels")
    address = fields.CharField(max_length=254)
    what = fields.CharField(max_length=40)
    subject = fields.CharField(max_length=120)
    body = fields.TextField()
    key = fields.CharField(max_length=120, unique=True)
    made_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(description="after this it is not sent any more")
    try_at = fields.DatetimeField(description="when it is tried next")
    tries = fields.IntField(default=0)
    fault = fields.CharField(max_length=80, default="", description="why the last try failed")
    sent_at: datetime | None = fields.DatetimeField(null=True)
    ended_at: datetime | None = fields.DatetimeField(null=True, description="given up, or too old")

    class Meta:
        table = "letter"
        indexes = (("sent_at", "ended_at", "try_at"), ("person_id",))


async def leave(
    way: Way,
    address: str,
    what: str,
    /,
    *,
    council_id: int | None,
    person_id: int | None = None,
    key: str = "",
    lasts: timedelta = LASTS,
    at_once: bool = False,
    **facts: str,
) -> None:
    """Leave a letter to be sent when this write is committed; only inside ``database.write``.

    ``what`` names its words in ``notices.wordings.LETTERS``, which ``facts`` fill in. The same ``key`` is
    written once. ``lasts`` says how long it may still be sent; ``at_once``, that somebody is waiting for it.
    A letter to no address is written and never sent: it takes as long as one to somebody.
    """
    unit, moment = database.unit(), clock.real_now()
    subject, body = LETTERS[what].filled(facts)
    letter = Letter(
        council_id=council_id,
        person_id=person_id,
        way=way,
        address=address,
        what=what,
        subject=subject,
        body=body if address else "",
        key=f"{what}:{key or secrets.token_hex(16)}",
        made_at=moment,
        ends_at=moment + lasts,
        try_at=moment,
        ended_at=None if address else moment,
    )
    await Letter.bulk_create([letter], ignore_conflicts=True)
    if at_once:
        unit.afterwards.extend(_wakers)


async def forget(person_id: int, *, what: str = "", address: str = "") -> None:
    """Erase what wasn't sent yet to somebody (only such letters, only to that address); inside a write."""
    waiting = Letter.filter(person_id=person_id, sent_at=None, ended_at=None)
    if what:
        waiting = waiting.filter(what=what)
    if address:
        waiting = waiting.filter(address=address)
    await waiting.update(address="", body="", ended_at=clock.real_now())


Asker = Callable[[Letter], Awaitable[bool]]
_askers: list[Asker] = []


def asked(asker: Asker) -> Asker:
    """Have this asked just before a letter goes: whether whom it is for may still read it."""
    _askers.append(asker)
    return asker


async def may_go(letter: Letter) -> bool:
    """Whether nothing has changed since it was left that it must not go for."""
    return all([await ask(letter) for ask in _askers])


async def end(letter: Letter) -> None:
    """Erase a letter unsent, for good."""
    erased = {"address": "", "body": "", "ended_at": clock.real_now()}
    await database.write(lambda: Letter.filter(id=letter.id, sent_at=None).update(**erased))


_site = [""]


def lead_to(origin: str) -> None:
    """Say where this site is found: what the links in letters begin with."""
    _site[:] = [origin.rstrip("/")]


def link(path: str) -> str:
    """A whole address of this site, for a letter."""
    return f"{_site[0]}{path}"


_wakers: list[Callable[[], Awaitable[None]]] = []


def wakes(waker: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Have something woken when a letter waits that somebody is waiting for."""
    _wakers.append(waker)
    return waker
