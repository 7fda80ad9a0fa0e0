"""The safeguarding rota: who is told about a worry on which day, who covers, and the days that nobody has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.councils.reading import faults
from saidanddone.history.models import record
from saidanddone.moderation.models import RotaAway, RotaDay
from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for

WEEKS = 4


@dataclass(frozen=True)
class Duty:
    """One day: who is told, for whom they stand in, and why there is nobody when there is nobody."""

    day: date
    person: Person | None
    covers: Person | None = None
    gap: str = ""


async def duties(council_id: int, days: Iterable[date]) -> list[Duty]:
    """Who is on the rota on each of these days. Somebody who lost the right, or is suspended, is a gap."""
    weekly = {
        row.weekday: row.person
        for row in await RotaDay.filter(council_id=council_id, ended_at=None).select_related("person")
    }
    away = await standing_away(council_id)
    leads = set(await people_who_can(Right.SAFEGUARD, council_id))
    return [_duty(day, weekly.get(day.weekday()), away, leads) for day in days]


async def next_weeks(council_id: int) -> list[list[Duty]]:
    """This week and the next three, each from Monday to Sunday."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    found = await duties(council_id, (monday + timedelta(days=number) for number in range(7 * WEEKS)))
    return [found[start : start + 7] for start in range(0, len(found), 7)]


async def told_of_worries(council_id: int) -> list[int]:
    """The ids of those to tell about a worry now: whoever is on the rota, else every safeguarding lead."""
    (today,) = await duties(council_id, [clock.today()])
    return [today.person.id] if today.person else await people_who_can(Right.SAFEGUARD, council_id)


async def standing_away(council_id: int) -> list[RotaAway]:
    """Who of the rota is away, and when; those that are over left out."""
    found = RotaAway.filter(
        council_id=council_id, taken_back_at=None, ends__gte=clock.today() - timedelta(days=7)
    )
    return await found.order_by("starts", "id").select_related("person", "cover")


async def name_for_week(council: Council, *, by: Person, names: dict[int, Person | None]) -> None:
    """Say who is told on which days of the week (Monday 0); None leaves a day open."""
    _may(by, council)
    leads = set(await people_who_can(Right.SAFEGUARD, council.id))
    if any(person is not None and person.id not in leads for person in names.values()):
        raise Refused("Only a safeguarding lead can be on the rota. Give them that role first.")

    async def act() -> None:
        await Council.select_for_update().get(id=council.id)
        standing = {row.weekday: row for row in await RotaDay.filter(council_id=council.id, ended_at=None)}
        for weekday, person in names.items():
            was = standing.get(weekday)
            if (was.person_id if was else None) == (person.id if person else None):
                continue
            if was:
                await RotaDay.filter(id=was.id, ended_at=None).update(ended_at=clock.now())
                record(council.id, "end_rota_day", was, by=by, start=str(weekday))
            if person:
                row = await RotaDay.create(
                    council=council, weekday=weekday, person=person, given_at=clock.now()
                )
                record(council.id, "give_rota_day", row, by=by, end=str(weekday))

    try:
        await database.write(act)
    except IntegrityError:
        raise Refused("Somebody else has just changed the rota. Look again.") from None


async def go_away(
    council: Council, *, by: Person, person: Person, starts: date, ends: date, cover: Person | None
) -> RotaAway:
    """Say that someone of the rota is away, and who stands in for them. None leaves a gap, which shows."""
    _may(by, council)
    for sentence in faults(starts, ends).values():
        raise Refused(sentence)
    leads = set(await people_who_can(Right.SAFEGUARD, council.id))
    if person.id not in leads or (cover is not None and cover.id not in leads):
        raise Refused("Only a safeguarding lead can be on the rota, or stand in for one.")
    if cover is not None and cover.id == person.id:
        raise Refused("Pick somebody else to stand in.")

    async def act() -> RotaAway:
        row = await RotaAway.create(
            council=council, person=person, cover=cover, starts=starts, ends=ends, made_at=clock.now()
        )
        record(council.id, "go_away", row, by=by, start=starts.isoformat(), end=ends.isoformat())
        return row

    return await database.write(act)


async def be_back(away: RotaAway, *, by: Person, council: Council) -> None:
    """They are there after all."""
    _may(by, council)

    async def act() -> None:
        if not await RotaAway.filter(id=away.id, taken_back_at=None).update(taken_back_at=clock.now()):
            raise Refused("That was taken back already.")
        record(council.id, "be_back", away, by=by)

    await database.write(act)


def _duty(day: date, person: Person | None, away: list[RotaAway], leads: set[int]) -> Duty:
    if person is None:
        return Duty(day, None, gap="Nobody is named")
    if person.id not in leads:
        return Duty(day, None, person, f"{person.signed} is no lead any more")
    off = [row for row in away if row.person_id == person.id and row.starts <= day <= row.ends]
    if not off:
        return Duty(day, person)
    absent = {row.person_id for row in away if row.starts <= day <= row.ends}
    for row in off:
        if row.cover is not None and row.cover.id in leads and row.cover.id not in absent:
            return Duty(day, row.cover, person)
    return Duty(day, None, person, f"{person.signed} is away, and nobody covers")


def _may(by: Person, council: Council) -> None:
    says = "The rota is for safeguarding leads and the council’s admin."
    only_for(by, (Right.RUN_COUNCIL, Right.SAFEGUARD), council.id, says)
