"""What is kept of passkeys: the public half, and no fingerprint or face (those never leave the device)."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields

from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.people.models import Person, Session


class KeyHolder(Record):
    """The random name by which devices know whose their passkeys are: it tells nobody who that is."""

    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Person] = fields.OneToOneField(
        "saidanddone.Person", related_name="key_holder", on_delete=fields.OnDelete.CASCADE
    )
    person_id: int
    handle = fields.CharField(max_length=90, unique=True, description="64 random bytes, as base64url")

    class Meta:
        table = "key_holder"


class Passkey(Record):
    """A passkey of a person, and so of their council, or of the programme."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="passkeys", on_delete=fields.OnDelete.CASCADE
    )
    person_id: int
    credential = fields.CharField(max_length=1400, unique=True, description="its id, as base64url")
    public_key = fields.TextField(description="COSE, as base64url")
    sign_count = fields.BigIntField(default=0, description="how often it says that it was used")
    name = fields.CharField(max_length=40)
    made_on: fields.ForeignKeyNullableRelation[Session] = fields.ForeignKeyField(
        "saidanddone.Session", related_name="passkeys", null=True, on_delete=fields.OnDelete.SET_NULL
    )
    made_on_id: int | None
    made_at = fields.DatetimeField()
    used_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "passkey"
        indexes = (("person_id", "id"),)


class KeyChallenge(Record):
    """What a passkey is to sign, once, within minutes, in the browser that asked for it."""

    id = fields.IntField(primary_key=True)
    challenge = fields.CharField(max_length=90, unique=True, description="64 random bytes, as base64url")
    browser_hash = fields.CharField(max_length=64)
    council: fields.ForeignKeyNullableRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="key_challenges", null=True, on_delete=fields.OnDelete.CASCADE
    )
    council_id: int | None  # none: the programme's own door
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="key_challenges", null=True, on_delete=fields.OnDelete.CASCADE
    )
    person_id: int | None
    ends_at = fields.DatetimeField()

    class Meta:
        table = "key_challenge"
        indexes = (("browser_hash",), ("ends_at",))
