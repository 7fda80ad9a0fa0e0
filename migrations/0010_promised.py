"""What a promise keeps of the day it was made."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0009_screens")]

    operations = []
