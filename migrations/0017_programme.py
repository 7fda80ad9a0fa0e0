"""Passkeys of programme admins: what is asked at the programme's own door belongs to no council.

The table is made anew and empty, which loses nothing: what is in it ends within five minutes, and a browser that was
asked just then asks again. Changing the column in place would have SQLite rebuild the table anyway.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from saidanddone.migrations import _keep

CHECKS = {"key_challenge": {"random": "length(challenge) >= 40", "bound": "length(browser_hash) = 64"}}


def _to(model, related_name):
    """Nobody, or one of these."""
    return fields.ForeignKeyField(
        f"saidanddone.{model}",
        source_field=f"{model.lower()}_id",
        null=True,
        db_constraint=True,
        to_field="id",
        related_name=related_name,
        on_delete=OnDelete.CASCADE,
    )


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0016_again")]

    operations = [
        ops.DeleteModel(name="KeyChallenge"),
        ops.CreateModel(
            name="KeyChallenge",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "challenge",
                    fields.CharField(unique=True, description="64 random bytes, as base64url", max_length=90),
                ),
                ("browser_hash", fields.CharField(max_length=64)),
                ("council", _to("Council", "key_challenges")),
                ("person", _to("Person", "key_challenges")),
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
