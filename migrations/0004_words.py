"""Finding ideas by their words, in any order of turns."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0003_list_orders")]

    operations = []
