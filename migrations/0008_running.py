"""Inviting people, the safeguarding rota and a council's own wording."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0007_ways")]

    operations = []
