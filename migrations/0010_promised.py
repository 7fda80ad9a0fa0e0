"""When somebody was last here: what their home counts as news begins there."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from saidanddone.migrations import _keep, _together

CHECKS = {"visit": {"order": "left_at IS NULL OR left_at <= seen_at"}}


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0009_screens")]

    operations = [
        ops.CreateModel(
            name="Visit",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.OneToOneField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="visit",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("left_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "visit", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        _keep.rules(CHECKS, {}),
    ]
