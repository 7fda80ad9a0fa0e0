"""Whether somebody showed a provider just now that it is them, or came in without being asked anything."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0015_reach")]

    operations = [
        ops.AddField(
            model_name="Session",
            name="silent",
            field=fields.BooleanField(
                default=False,
                db_default=False,
                description="a provider may have let them in without asking anything",
            ),
        ),
        ops.AddField(
            model_name="Handshake",
            name="again",
            field=fields.BooleanField(
                default=False,
                db_default=False,
                description="they are to show there, just now, that it is them",
            ),
        ),
    ]
