"""When somebody was last here: what their home counts as news begins there."""

from __future__ import annotations

from datetime import datetime, timedelta

from tortoise import fields

from saidanddone import clock, database
from saidanddone.database import Record
from saidanddone.people.models import Person

ONE_VISIT = timedelta(minutes=30)  # who comes again within this time never left
NOTED_EVERY = timedelta(minutes=5)


class Visit(Record):
    """When a person saw their home last, and when the visit before this one ended. Nothing more is kept."""

    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Person] = fields.OneToOneField(
        "saidanddone.Person", related_name="visit", on_delete=fields.OnDelete.CASCADE
    )
    person_id: int
    seen_at = fields.DatetimeField()
    left_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "visit"


async def come(person: Person) -> datetime | None:
    """Note that somebody is here; gives when their visit before this one ended, None on the first.

    Looking again within half an hour is the same visit, so what was news stays news while they read.
    """
    moment = clock.now()
    visit = await Visit.get_or_none(person_id=person.id)
    if visit is None:
        first = Visit(person_id=person.id, seen_at=moment)
        await database.write(lambda: Visit.bulk_create([first], ignore_conflicts=True))
        return None
    away = moment - visit.seen_at
    before = visit.seen_at if away > ONE_VISIT else visit.left_at
    if away > NOTED_EVERY:
        same = Visit.filter(id=visit.id, seen_at=visit.seen_at)
        await database.write(lambda: same.update(seen_at=moment, left_at=before))
    return before
