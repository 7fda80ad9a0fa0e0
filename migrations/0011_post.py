"""Letters, the addresses people gave, codes and come-back cards."""

from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from saidanddone.migrations import _keep, _together
from saidanddone.notices.letters import Way
from saidanddone.people.codes import For

CHECKS = {
    "letter": {
        "erased": "(sent_at IS NULL AND ended_at IS NULL) OR (address = '' AND body = '')",
        "order": "ends_at > made_at",
        "tries": "tries >= 0",
    },
    "code": {"tries": "tries >= 0 AND tries <= 5", "order": "ends_at > made_at"},
    "come_back_card": {
        "wrong": "wrong >= 0 AND wrong <= 5",
        "pin": "pin <> '' OR (ends_at IS NOT NULL AND used_at IS NULL)",
    },
    "contact": {"address": "address <> ''"},
}

# One row at most for each of these while the condition holds.
ONLY_ONE = {
    "come_back_card_now": ("come_back_card", "person_id", "ended_at IS NULL"),
    "contact_key": ("contact", '"key"', "confirmed_at IS NOT NULL"),
}


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0010_promised")]

    operations = [
        ops.CreateModel(
            name="Code",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="codes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "good_for",
                    fields.CharEnumField(description="what it is good for", enum_type=For, max_length=10),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="codes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(description="of the address", max_length=64)),
                ("place", fields.CharField(description="a hash of where it was asked from", max_length=64)),
                (
                    "browser",
                    fields.CharField(
                        unique=True, description="a hash of that browser’s secret", max_length=64
                    ),
                ),
                ("hash", fields.CharField(max_length=64)),
                ("tries", fields.IntField(default=0)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "code",
                "indexes": [
                    Index(fields=["key", "made_at"]),
                    Index(fields=["place", "made_at"]),
                    Index(fields=["council_id", "made_at"]),
                    Index(fields=["made_at"]),
                ],
                "app": "saidanddone",
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="ComeBackCard",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="cards",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("hash", fields.CharField(unique=True, max_length=64)),
                ("pin", fields.CharField(default="", max_length=120)),
                ("wrong", fields.IntField(default=0)),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="made_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="cards_made",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "ends_at",
                    fields.DatetimeField(
                        null=True,
                        description="without a PIN by then it ends",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                (
                    "used_at",
                    fields.DatetimeField(
                        null=True,
                        description="when it let its person in last",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "come_back_card",
                "indexes": [Index(fields=["person_id", "ended_at"])],
                "app": "saidanddone",
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Contact",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="contacts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "way",
                    fields.CharEnumField(
                        description="how letters travel there", enum_type=Way, max_length=10
                    ),
                ),
                ("address", fields.CharField(max_length=254)),
                ("key", fields.CharField(max_length=64)),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("confirmed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contact",
                "unique_together": (("person", "way", "key"),),
                "indexes": [Index(fields=["key"]), Index(fields=["confirmed_at", "given_at"])],
                "app": "saidanddone",
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Letter",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField(null=True)),
                ("person_id", fields.IntField(null=True)),
                ("way", fields.CharEnumField(description="how it travels", enum_type=Way, max_length=10)),
                ("address", fields.CharField(max_length=254)),
                ("what", fields.CharField(max_length=40)),
                ("subject", fields.CharField(max_length=120)),
                ("body", fields.TextField(unique=False)),
                ("key", fields.CharField(unique=True, max_length=120)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "ends_at",
                    fields.DatetimeField(
                        description="after this it is not sent any more", auto_now=False, auto_now_add=False
                    ),
                ),
                (
                    "try_at",
                    fields.DatetimeField(
                        description="when it is tried next",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("tries", fields.IntField(default=0)),
                ("fault", fields.CharField(default="", description="why the last try failed", max_length=80)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "ended_at",
                    fields.DatetimeField(
                        null=True, description="given up, or too old", auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "letter",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["sent_at", "ended_at", "try_at"]),
                    Index(fields=["person_id"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        _keep.rules(CHECKS, ONLY_ONE),
    ]
