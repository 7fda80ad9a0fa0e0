"""Ways to do it, weighed openly, with practice from elsewhere as evidence."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0006_help")]

    operations = []
