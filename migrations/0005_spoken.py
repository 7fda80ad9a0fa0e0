"""Ideas that were said instead of written."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0004_words")]

    operations = []
