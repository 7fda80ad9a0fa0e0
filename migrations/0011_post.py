"""Letters, the addresses people gave, codes and come-back cards."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index
from saidanddone.migrations import _keep
from saidanddone.notices.letters import Way

CHECKS = {
    "letter": {
        "erased": "(sent_at IS NULL AND ended_at IS NULL) OR (address = '' AND body = '')",
        "order": "ends_at > made_at",
        "tries": "tries >= 0",
    },
}


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0010_promised")]

    operations = [
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
        _keep.rules(CHECKS),
    ]
