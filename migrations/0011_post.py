"""Letters, the addresses people gave, codes and come-back cards."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0010_promised")]

    operations = []
