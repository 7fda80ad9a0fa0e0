"""The link by which an outside owner reports on their one action, and the words that came by it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from tortoise import fields

from saidanddone.database import Record
from saidanddone.people.models import Person
from saidanddone.plan.models import Action, Update
from saidanddone.plan.statuses import Rating

RESTRICT = fields.OnDelete.RESTRICT


class OwnerLink(Record):
    """A way to report on one action. Only hashes are kept: of its token, and of whose it was."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="owner_links", on_delete=RESTRICT
    )
    action_id: int
    hash = fields.CharField(max_length=64, unique=True)
    owner_hash = fields.CharField(max_length=64, description="of the owner and contact it was made for")
    made_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="owner_links", on_delete=RESTRICT
    )
    made_by_id: int
    made_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "owner_link"
        indexes = (("action_id", "id"),)


class OwnerWords(Record):
    """What an outside owner said, read by the team first. ``became`` is the update that it was put in as."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="owner_words", on_delete=RESTRICT
    )
    action_id: int
    link: fields.ForeignKeyRelation[OwnerLink] = fields.ForeignKeyField(
        "saidanddone.OwnerLink", related_name="words", on_delete=RESTRICT
    )
    link_id: int
    by_title = fields.CharField(max_length=80)
    at = fields.DatetimeField()
    rating: Rating | None = fields.CharEnumField(Rating, max_length=12, null=True, description="as said")  # type: ignore[assignment]
    said = fields.TextField()
    next_step = fields.TextField(default="")
    read_at: datetime | None = fields.DatetimeField(null=True)
    read_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="owner_words_read", null=True, on_delete=RESTRICT
    )
    read_by_id: int | None
    became: fields.OneToOneNullableRelation[Update] = fields.OneToOneField(
        "saidanddone.Update", related_name="came_from", null=True, on_delete=RESTRICT
    )
    became_id: int | None

    class Meta:
        table = "owner_words"
        indexes = (("council_id", "read_at", "id"), ("link_id", "read_at"))


def owner_hash(action: Action) -> str:
    """Whose an action is, told apart without keeping a name a second time."""
    whose = f"{action.owner_person_id}\n{action.owner}\n{action.owner_contact}"
    return hashlib.sha256(whose.encode()).hexdigest()
