"""Missions are data: a framework is published by someone, from one date to another, and has missions."""

from __future__ import annotations

from datetime import date, datetime

from tortoise import fields
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.people.models import Person


class Framework(Record):
    """A set of missions. One without a council is for all; one with a council holds that council's pledges.

    A framework is retired, never deleted, so that old reports stay true: by each council for itself
    (``Retirement``), or with ``retired_at`` for all of them.
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
    retired_at: datetime | None = fields.DatetimeField(null=True)

    missions: fields.ReverseRelation[Mission]
    wording_checked_at: datetime | None = None  # filled by ``wording_checks``, for one council

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


class WordingCheck(Record):
    """An admin compared a framework's wording with what was published. They speak for their own council."""

    id = fields.IntField(primary_key=True)
    framework: fields.ForeignKeyRelation[Framework] = fields.ForeignKeyField(
        "saidanddone.Framework", related_name="checks", on_delete=fields.OnDelete.RESTRICT
    )
    framework_id: int
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="wording_checks", on_delete=fields.OnDelete.RESTRICT
    )
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="wording_checks", on_delete=fields.OnDelete.RESTRICT
    )
    at = fields.DatetimeField()

    class Meta:
        table = "wording_check"
        unique_together = (("framework", "council"),)


class Retirement(Record):
    """A council stops using a framework after a day. Kept when it brings the framework back."""

    id = fields.IntField(primary_key=True)
    framework: fields.ForeignKeyRelation[Framework] = fields.ForeignKeyField(
        "saidanddone.Framework", related_name="retirements", on_delete=fields.OnDelete.RESTRICT
    )
    framework_id: int
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="retirements", on_delete=fields.OnDelete.RESTRICT
    )
    council_id: int
    last_day = fields.DateField()
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="retirements", on_delete=fields.OnDelete.RESTRICT
    )
    at = fields.DatetimeField()
    undone_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "retirement"
        indexes = (("council_id", "undone_at", "last_day"),)


def missions_of(council: Council, on: date | None = None) -> QuerySet[Mission]:
    """The missions in force for a council, in order, each with its framework."""
    day = on or clock.today()
    given_up = Retirement.filter(council_id=council.id, undone_at=None, last_day__lt=day)
    return (
        Mission.filter(Q(framework__council_id=None) | Q(framework__council_id=council.id))
        .filter(Q(framework__ends=None) | Q(framework__ends__gte=day), framework__retired_at=None)
        .exclude(framework_id__in=Subquery(given_up.values("framework_id")))
        .order_by("framework__position", "framework_id", "position")
        .select_related("framework")
    )


async def ended_frameworks(council: Council) -> dict[int, date]:
    """The last day of each framework that this council used and that is over, by its id."""
    retired = await Retirement.filter(council_id=council.id, undone_at=None)
    given_up = {row.framework_id: row.last_day for row in retired}
    found = {}
    for framework in await Framework.filter(Q(council_id=None) | Q(council_id=council.id)):
        last = last_day_of(framework, given_up.get(framework.id))
        if last is not None and is_over(framework, last):
            found[framework.id] = last
    return found


def last_day_of(framework: Framework, given_up: date | None) -> date | None:
    """Its last day in a council that gives it up after ``given_up``; none while no end is set."""
    retired = clock.local(framework.retired_at).date() if framework.retired_at else None
    return min((day for day in (framework.ends, given_up, retired) if day), default=None)


def is_over(framework: Framework, last_day: date | None) -> bool:
    """Whether a framework with this last day is in force no more; one retired for all is not, at once."""
    return framework.retired_at is not None or (last_day is not None and last_day < clock.today())


async def missions_named(council: Council, refs: list[str]) -> tuple[list[Mission], list[str]]:
    """The missions that forms named, and the names that no mission in force has."""
    known = {mission.ref: mission for mission in await missions_of(council)}
    return [known[ref] for ref in dict.fromkeys(refs) if ref in known], [
        ref for ref in refs if ref not in known
    ]


async def wording_checks(council: Council, frameworks: list[Framework]) -> None:
    """Tell each framework when this council's admin last compared its wording with what was published."""
    ids = {framework.id for framework in frameworks}
    checks = await WordingCheck.filter(council_id=council.id, framework_id__in=list(ids))
    found = {check.framework_id: check.at for check in checks}
    for framework in frameworks:
        framework.wording_checked_at = found.get(framework.id)
