"""What people do with their own data, and who looked behind a hidden name."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from saidanddone.migrations import _keep, _together
from saidanddone.mine.models import LeavingWay

CHECKS = {
    "look": {"reason": "reason <> ''", "ends": "ends_at > at"},
    "leaving": {
        "way": "way IN ('everything','keep-ideas')",
        "order": "leaves_at >= asked_at",
        "one_end": "called_off_at IS NULL OR done_at IS NULL",
    },
    "retention": {"days": "days > 0"},
    "goes_soon": {"order": "goes_at > told_at"},
}

# One row at most for each of these while the condition holds.
ONLY_ONE = {
    "leaving_now": ("leaving", "person_id", "called_off_at IS NULL"),
    "retention_now": ("retention", "council_id, what", "ended_at IS NULL"),
    "goes_soon_now": ("goes_soon", "person_id, what, thing_id", "ended_at IS NULL"),
}


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0013_staff")]

    operations = [
        ops.CreateModel(
            name="Look",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "concern",
                    fields.ForeignKeyField(
                        "saidanddone.Concern",
                        source_field="concern_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="looks",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="looks",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.TextField(unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "look",
                "app": "saidanddone",
                "indexes": [Index(fields=["concern_id", "id"]), Index(fields=["council_id", "id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Leaving",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="leavings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "way",
                    fields.CharEnumField(
                        description="what becomes of their words", enum_type=LeavingWay, max_length=12
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "asked_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="asked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="leavings_asked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "asked_how",
                    fields.CharField(default="", description="how an admin was asked", max_length=12),
                ),
                ("leaves_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("called_off_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("waits", fields.BooleanField(default=False, description="for a worry to be closed")),
            ],
            options={
                "table": "leaving",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["called_off_at", "done_at", "leaves_at"]),
                    Index(fields=["person_id", "id"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Retention",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                ("what", fields.CharField(max_length=20)),
                ("days", fields.IntField()),
                ("set_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "retention",
                "app": "saidanddone",
                "indexes": [Index(fields=["council_id", "ended_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="GoesSoon",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="goes_soon",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("what", fields.CharField(max_length=20)),
                ("thing_id", fields.IntField()),
                ("told_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("goes_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "ended_at",
                    fields.DatetimeField(
                        null=True,
                        description="it went, or stays after all",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
            ],
            options={
                "table": "goes_soon",
                "app": "saidanddone",
                "indexes": [Index(fields=["ended_at", "goes_at"]), Index(fields=["person_id", "ended_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="QuoteBack",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="quotes_back",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "quote_back",
                "app": "saidanddone",
                "indexes": [Index(fields=["idea_id", "at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        _keep.rules(CHECKS, ONLY_ONE),
    ]
