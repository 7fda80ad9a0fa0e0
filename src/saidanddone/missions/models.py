"""Missions are data: a framework is published by someone, from one date to another, and has missions."""

from __future__ import annotations

from datetime import date, datetime

from tortoise import fields
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.database import Record


class Framework(Record):
    """A set of missions. One without a council is for all; one with a council holds that council's pledges.

    A framework is retired, never deleted, so that old reports stay true.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=40)
    council: fields.ForeignKeyNullableRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="frameworks", null=True, on_delete=fields.OnDelete.RESTRICT
    )
    council_id: int | None
    name = fields.CharField(max_length=120)
    publisher = fields.CharField(max_length=120)
    source = fields.TextField(default="")
    starts = fields.DateField(null=True)
    ends = fields.DateField(null=True)
    position = fields.IntField(default=0)
    wording_checked_at: datetime | None = fields.DatetimeField(null=True)
    retired_at: datetime | None = fields.DatetimeField(null=True)

    missions: fields.ReverseRelation[Mission]

    class Meta:
        table = "framework"
        unique_together = (("council", "slug"),)


class Mission(Record):
    """One mission: its code within the framework, a short label, and the full wording where it is known."""

    id = fields.IntField(primary_key=True)
    framework: fields.ForeignKeyRelation[Framework] = fields.ForeignKeyField(
        "saidanddone.Framework", related_name="missions", on_delete=fields.OnDelete.RESTRICT
    )
    framework_id: int
    code = fields.CharField(max_length=40)
    position = fields.IntField()
    label = fields.CharField(max_length=80)
    text = fields.TextField(default="")

    class Meta:
        table = "mission"
        unique_together = (("framework", "code"),)

    @property
    def ref(self) -> str:
        """How forms name it, e.g. ``stable-homes-2023/5``. Needs its framework fetched."""
        return f"{self.framework.slug}/{self.code}"


def missions_of(council: Council, on: date | None = None) -> QuerySet[Mission]:
    """The missions in force for a council, in order, each with its framework."""
    day = on or clock.today()
    return (
        Mission.filter(Q(framework__council_id=None) | Q(framework__council_id=council.id))
        .filter(Q(framework__ends=None) | Q(framework__ends__gte=day), framework__retired_at=None)
        .order_by("framework__position", "framework_id", "position")
        .select_related("framework")
    )


async def missions_named(council: Council, refs: list[str]) -> tuple[list[Mission], list[str]]:
    """The missions that forms named, and the names that no mission in force has."""
    known = {mission.ref: mission for mission in await missions_of(council)}
    return [known[ref] for ref in dict.fromkeys(refs) if ref in known], [
        ref for ref in refs if ref not in known
    ]
