"""What people do with their own data, and who looked behind a hidden name."""

from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("saidanddone", "0013_staff")]

    operations = []
