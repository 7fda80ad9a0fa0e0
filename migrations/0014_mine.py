"""What people do with their own data, and who looked behind a hidden name."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from saidanddone.migrations import _keep

CHECKS = {
    "look": {"reason": "reason <> ''", "ends": "ends_at > at"},
}


class Migration(migrations.Migration):
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
        _keep.rules(CHECKS),
    ]
