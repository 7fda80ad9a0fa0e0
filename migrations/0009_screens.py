"""What the worker's and the officer's screens remember."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0008_running")]

    operations = []
