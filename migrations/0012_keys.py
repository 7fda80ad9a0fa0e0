"""Passkeys, and what is known of a device."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0011_post")]

    operations = []
