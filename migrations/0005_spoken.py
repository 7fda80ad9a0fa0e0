"""Ideas that were said instead of written."""

from saidanddone.migrations import _keep, _together
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

CHECKS = {
    "recording": {
        "kept": "(sound IS NULL) = (deleted_at IS NOT NULL)",
        "wiped": "wiped_at IS NULL OR deleted_at IS NOT NULL",
        "kind": "kind IN ('audio/webm','audio/ogg','audio/mp4','audio/3gpp','audio/mpeg','audio/wav')",
        "size": "size > 0 AND size <= 2097152",
        "seconds": "seconds IS NULL OR (seconds >= 0 AND seconds <= 63)",
        "once": "once <> ''",
    },
}

ONLY_ONE = {"recording_kept": ("recording", "idea_id", "deleted_at IS NULL")}


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0004_words")]

    operations = [
        ops.CreateModel(
            name="Recording",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="recordings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("council_id", fields.IntField()),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="recordings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("once", fields.CharField(max_length=40)),
                ("sound", fields.BinaryField(null=True)),
                ("kind", fields.CharField(max_length=20)),
                ("size", fields.IntField(description="in bytes")),
                ("seconds", fields.IntField(null=True)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("delete_on", fields.DateField(description="its sound is deleted on this day at the latest")),
                ("deleted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("wiped_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "recording",
                "app": "saidanddone",
                "unique_together": (("by", "once"),),
                "indexes": [
                    Index(fields=["wiped_at", "delete_on"]),
                    Index(fields=["idea_id", "deleted_at"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        _keep.rules(CHECKS, ONLY_ONE),
    ]
