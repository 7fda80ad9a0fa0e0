"""Leaving, and how long a council keeps what it holds of people: both dated rows."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from tortoise import fields

from saidanddone.database import Record
from saidanddone.people.models import Person

RESTRICT = fields.OnDelete.RESTRICT


class LeavingWay(StrEnum):
    """What becomes of somebody's words when they leave."""

    EVERYTHING = "everything"
    KEEP_IDEAS = "keep-ideas"


class Leaving(Record):
    """That somebody leaves, and on which day. Called off, it stays as a row until they leave after all.

    ``asked_by`` is the admin who was asked face to face. ``waits``: something is kept while a worry about it
    is open, and goes when that is closed. ``name`` is what they were called, for the safeguarding lead, and
    is kept here for that time only: on the account itself it is gone, so no other page can show it.
    """

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="leavings", on_delete=RESTRICT
    )
    person_id: int
    way = fields.CharEnumField(LeavingWay, max_length=12, description="what becomes of their words")
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="leavings_asked", null=True, on_delete=RESTRICT
    )
    asked_by_id: int | None
    asked_how = fields.CharField(max_length=12, default="", description="how an admin was asked")
    leaves_at = fields.DatetimeField()
    called_off_at: datetime | None = fields.DatetimeField(null=True)
    done_at: datetime | None = fields.DatetimeField(null=True)
    waits = fields.BooleanField(default=False, description="for a worry to be closed")
    name = fields.CharField(
        max_length=40, default="", db_default="", description="kept for the safeguarding lead while it waits"
    )

    class Meta:
        table = "leaving"
        indexes = (("called_off_at", "done_at", "leaves_at"), ("person_id", "id"))


class Retention(Record):
    """For how many days a council keeps something, from one moment until it says otherwise."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    what = fields.CharField(max_length=20)
    days = fields.IntField()
    set_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "retention"
        indexes = (("council_id", "ended_at"),)


class GoesSoon(Record):
    """That somebody was told beforehand what goes next, and when: nothing goes without it."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="goes_soon", on_delete=RESTRICT
    )
    person_id: int
    what = fields.CharField(max_length=20)
    thing_id = fields.IntField()
    told_at = fields.DatetimeField()
    goes_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True, description="it went, or stays after all")

    class Meta:
        table = "goes_soon"
        indexes = (("ended_at", "goes_at"), ("person_id", "ended_at"))
