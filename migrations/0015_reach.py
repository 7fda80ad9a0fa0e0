"""What somebody who left was called, for the safeguarding lead, while a worry about them is open."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0014_mine")]

    operations = [
        ops.AddField(
            model_name="Leaving",
            name="name",
            field=fields.CharField(
                default="",
                db_default="",
                description="kept for the safeguarding lead while it waits",
                max_length=40,
            ),
        ),
    ]
