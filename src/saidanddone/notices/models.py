"""The outbox: what people are to be told, written with the act that it tells of, sent later and once."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from saidanddone import clock
from saidanddone.database import Record


class Notice(Record):
    """One thing to tell one person. ``key`` keeps the same thing from being told twice.

    ``sent_at`` is when they were written to about it, or when it needed no letter any more.
    """

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    person_id = fields.IntField()
    what = fields.CharField(max_length=40)
    kind = fields.CharField(max_length=20)
    thing_id = fields.IntField()
    key = fields.CharField(max_length=120, unique=True)
    made_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    tries = fields.IntField(default=0)

    class Meta:
        table = "notice"
        indexes = (("person_id", "made_at"), ("sent_at", "made_at"))


async def tell(council_id: int, person_ids: list[int], what: str, thing: Model, *, key: str = "") -> None:
    """Leave a notice for each of these people about ``thing``; the same key is told once only."""
    moment = clock.now()
    await Notice.bulk_create(
        [
            Notice(
                council_id=council_id,
                person_id=person_id,
                what=what,
                kind=thing._meta.db_table,
                thing_id=thing.pk,
                key=f"{what}:{thing._meta.db_table}:{thing.pk}:{key or moment.isoformat()}:{person_id}",
                made_at=moment,
            )
            for person_id in sorted(set(person_ids))
        ],
        ignore_conflicts=True,
    )


async def let_rest(person_id: int) -> None:
    """Write to somebody of nothing that they were told before now; their page keeps it all."""
    await Notice.filter(person_id=person_id, sent_at=None).update(sent_at=clock.now())


async def let_all_rest(thing: Model, *what: str, since: datetime) -> None:
    """Write to nobody any more of this about ``thing``, told since then; their pages keep it all."""
    told = Notice.filter(kind=thing._meta.db_table, thing_id=thing.pk, what__in=what)
    await told.filter(sent_at=None, made_at__gte=since).update(sent_at=clock.now())


async def untell(thing: Model, what: str, *, key: str = "") -> bool:
    """Take back what was not sent yet about ``thing`` (with this key); gives whether there was anything."""
    unsent = Notice.filter(kind=thing._meta.db_table, thing_id=thing.pk, what=what, sent_at=None)
    if key:
        unsent = unsent.filter(key__startswith=f"{what}:{thing._meta.db_table}:{thing.pk}:{key}:")
    return bool(await unsent.delete())
