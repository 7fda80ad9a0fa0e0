"""Councils: the tenants. Everything belongs to one, and is numbered within it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.database import Record
from saidanddone.history.models import HistoryHead

RESERVED = frozenset(
    {
        ".well-known",
        "api",
        "demo",
        "design",
        "favicon.ico",
        "healthz",
        "manifest.webmanifest",
        "metrics",
        "practice",
        "programme",
        "readyz",
        "robots.txt",
        "static",
        "sw.js",
    }
)
AWAY_AT_MOST = 366  # days that all standing spans of days away may come to
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class OpenTo(StrEnum):
    """Who may read a council's published ideas."""

    EVERYONE = "everyone"
    COUNCIL = "council"


class Council(Record):
    """A council and its settings. Days are whole days; ``reading_days`` are weekday numbers, Monday 0.

    ``away`` repeats its standing rows of DaysAway ("2026-12-24/2027-01-01", one to a line), so that a council
    knows its next reading day wherever it was found. Only ``councils.reading`` writes it.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=80)
    people_word = fields.CharField(max_length=40, default="young people")
    ideas_open_to = fields.CharEnumField(
        OpenTo, default=OpenTo.COUNCIL, max_length=10, description="who reads ideas"
    )
    floor = fields.IntField(default=6)
    reading_days = fields.CharField(max_length=20, default="1,3")
    away = fields.TextField(default="")
    answer_days = fields.IntField(default=28)
    verdict_days = fields.IntField(default=28)
    quiet_days = fields.IntField(default=35)
    advocate = fields.TextField(default="")
    help_now = fields.TextField(default="")
    two_steps = fields.BooleanField(default=True, description="staff take two to come in")
    who_to_ask = fields.TextField(default="")
    shared_uses = fields.IntField(default=1)
    created_at = fields.DatetimeField()

    class Meta:
        table = "council"

    @classmethod
    async def add(cls, slug: str, name: str, **settings: Any) -> Council:
        """Make a council, with its counters and the start of its history.

        Raises ValueError when the address is reserved.
        """
        if slug in RESERVED:
            raise ValueError(f"“{slug}” is an address of the site itself. Choose another.")

        async def act() -> Council:
            council = await cls.create(slug=slug, name=name, created_at=clock.now(), **settings)
            await HistoryHead.create(council_id=council.id)
            await Counter.bulk_create([Counter(council=council, kind=kind) for kind in Kind])
            return council

        return await database.write(act)

    @property
    def open_to_all(self) -> bool:
        return self.ideas_open_to is OpenTo.EVERYONE

    @property
    def reads_on(self) -> list[str]:
        """The weekdays on which the team reads, as words."""
        return [WEEKDAYS[number] for number in self._reading_numbers()]

    def next_reading(self, after: date | None = None) -> date:
        """The first reading day after a date (today when none is given), days away left out."""
        start = after or clock.today()
        days, away = self._reading_numbers() or list(range(5)), self.days_away
        for number in range(1, AWAY_AT_MOST + 8):
            day = start + timedelta(days=number)
            if day.weekday() not in days:
                continue
            found = day
            if not any(first <= day <= last for first, last in away):
                break
        return found

    @property
    def days_away(self) -> list[tuple[date, date]]:
        """The days on which nobody reads, as (first, last)."""
        spans = (line.split("/") for line in self.away.splitlines())
        return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans]

    @property
    def away_until(self) -> date | None:
        """The last of the days away that it is now; none while the team is there."""
        today = clock.today()
        return max((last for first, last in self.days_away if first <= today <= last), default=None)

    def _reading_numbers(self) -> list[int]:
        return sorted(int(number) for number in self.reading_days.split(",") if number)


async def day_promised(council_id: int) -> date:
    """The day by which whoever sends something now is promised that it is read.

    It is kept with what was sent: days away that are set later move no promise that was made to somebody.
    """
    return (await Council.get(id=council_id)).next_reading()


class DaysAway(Record):
    """Days on which nobody reads: a holiday, or a worker who is ill. Kept when it is taken back."""

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="spans_away", on_delete=fields.OnDelete.RESTRICT
    )
    council_id: int
    starts = fields.DateField()
    ends = fields.DateField()
    why = fields.CharField(max_length=80, default="")
    made_at = fields.DatetimeField()
    by_title = fields.CharField(max_length=80, default="")
    taken_back_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "days_away"
        indexes = (("council_id", "taken_back_at", "starts"),)


class OwnWords(Record):
    """A council's own sentence in place of a shipped one, from one moment until it was put back."""

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="own_words", on_delete=fields.OnDelete.RESTRICT
    )
    council_id: int
    kind = fields.CharField(max_length=20)
    code = fields.CharField(max_length=40)
    text = fields.TextField()
    set_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "own_words"


async def in_own_words(council_id: int, kind: str, shipped: Mapping[str, str]) -> dict[str, str]:
    """The sentences of one kind as this council says them, by their code; places left free are left out."""
    own = await OwnWords.filter(council_id=council_id, kind=kind, ended_at=None)
    words = dict(shipped) | {row.code: row.text for row in own}
    return {code: text for code, text in words.items() if text}


class Kind(StrEnum):
    """What is numbered within a council."""

    IDEA = "idea"
    ROUND = "round"
    ACTION = "action"


class Counter(Record):
    """How many numbers were given out in a council, for each kind of thing."""

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="counters", on_delete=fields.OnDelete.RESTRICT
    )
    kind = fields.CharEnumField(Kind, max_length=10, description="what is counted")
    given = fields.IntField(default=0)

    class Meta:
        table = "counter"
        unique_together = (("council", "kind"),)


async def next_number(council_id: int, kind: Kind) -> int:
    """The next number for a thing of this kind; its row stays locked until the transaction ends."""
    counter = Counter.filter(council_id=council_id, kind=kind)
    await counter.update(given=F("given") + 1)
    return (await counter.get()).given
