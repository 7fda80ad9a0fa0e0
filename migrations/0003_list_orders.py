"""An index for two more orders of lists: finished promises by newest movement, open worries newest first."""

from saidanddone.migrations import _together
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0002_constraints")]

    operations = [
        ops.AddIndex("Action", Index(fields=["council_id", "status", "moved_at", "id"])),
        ops.RemoveIndex("Concern", fields=["council_id", "closed_at", "raised_at"]),
        ops.AddIndex("Concern", Index(fields=["council_id", "closed_at", "id"])),
    ]
