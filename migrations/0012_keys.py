"""Passkeys, and what they are asked to sign."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from saidanddone.migrations import _keep

CHECKS = {
    "passkey": {
        "name": "name <> ''",
        "count": "sign_count >= 0",
        "whole": "credential <> '' AND public_key <> ''",
    },
    "key_holder": {"random": "length(handle) >= 40"},
    "key_challenge": {"random": "length(challenge) >= 40", "bound": "length(browser_hash) = 64"},
}


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0011_post")]

    operations = [
        ops.CreateModel(
            name="KeyHolder",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.OneToOneField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="key_holder",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "handle",
                    fields.CharField(unique=True, description="64 random bytes, as base64url", max_length=90),
                ),
            ],
            options={"table": "key_holder", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Passkey",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="passkeys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "credential",
                    fields.CharField(unique=True, description="its id, as base64url", max_length=1400),
                ),
                ("public_key", fields.TextField(description="COSE, as base64url", unique=False)),
                (
                    "sign_count",
                    fields.BigIntField(default=0, description="how often it says that it was used"),
                ),
                ("name", fields.CharField(max_length=40)),
                (
                    "made_on",
                    fields.ForeignKeyField(
                        "saidanddone.Session",
                        source_field="made_on_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="passkeys",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "passkey",
                "app": "saidanddone",
                "indexes": [Index(fields=["person_id", "id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="KeyChallenge",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "challenge",
                    fields.CharField(unique=True, description="64 random bytes, as base64url", max_length=90),
                ),
                ("browser_hash", fields.CharField(max_length=64)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="key_challenges",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="key_challenges",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "key_challenge",
                "app": "saidanddone",
                "indexes": [Index(fields=["browser_hash"]), Index(fields=["ends_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        _keep.rules(CHECKS),
    ]
