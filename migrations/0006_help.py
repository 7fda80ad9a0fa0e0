"""Help that an action asks for, and who gave it."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0005_spoken")]

    operations = []
