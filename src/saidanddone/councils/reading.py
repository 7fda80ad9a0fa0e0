"""The days on which a council's team reads: the weekdays, and the days on which nobody does."""

from __future__ import annotations

from datetime import date, timedelta

from saidanddone import clock, database
from saidanddone.councils.changing import WEEK
from saidanddone.councils.models import AWAY_AT_MOST, WEEKDAYS, Council, DaysAway
from saidanddone.history.models import record
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for

SPAN_AT_MOST = 92  # days
WHY_AT_MOST = 80


async def set_weekdays(council: Council, *, by: Person, weekdays: list[int]) -> None:
    """Say on which days of the week the team reads (Monday 0). Every promise shown follows at once."""
    only_for(by, Right.RUN_COUNCIL, council.id, "Setting the reading days is for the council’s admin.")
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise Refused("Pick at least one day of the week.")
    days = ",".join(str(number) for number in sorted(set(weekdays)))

    async def act() -> None:
        standing = await Council.select_for_update().get(id=council.id)
        record(
            council.id,
            f"set_{WEEK}",
            standing,
            by=by,
            start=in_short(standing.reading_days),
            end=in_short(days),
        )
        await Council.filter(id=council.id).update(reading_days=days)

    await database.write(act)
    await council.refresh_from_db()


async def add_days_away(council: Council, *, by: Person, starts: date, ends: date, why: str = "") -> DaysAway:
    """Say that nobody reads from one day to another. Workers may, and the admin."""
    _may(by, council)
    for sentence in faults(starts, ends).values():
        raise Refused(sentence)

    async def act() -> DaysAway:
        await Council.select_for_update().get(id=council.id)
        row = await DaysAway.create(
            council=council, starts=starts, ends=ends, why=why, made_at=clock.now(), by_title=by.signed
        )
        coming = [span for span in await standing_spans(council) if span.ends >= clock.today()]
        if sum((span.ends - span.starts).days + 1 for span in coming) > AWAY_AT_MOST:
            raise Refused("That is more than a year of days away in all. Take some back first.")
        await _write_down(council)
        start, end = starts.isoformat(), ends.isoformat()
        record(council.id, "add_days_away", council, by=by, start=start, end=end)
        return row

    made = await database.write(act)
    await council.refresh_from_db()
    return made


async def take_back(span: DaysAway, council: Council, *, by: Person) -> None:
    """Read on those days after all."""
    _may(by, council)

    async def act() -> None:
        await Council.select_for_update().get(id=council.id)
        if not await DaysAway.filter(id=span.id, taken_back_at=None).update(taken_back_at=clock.now()):
            raise Refused("These days were taken back already.")
        await _write_down(council)
        start, end = span.starts.isoformat(), span.ends.isoformat()
        record(council.id, "take_back_days_away", council, by=by, start=start, end=end)

    await database.write(act)
    await council.refresh_from_db()


async def standing_spans(council: Council) -> list[DaysAway]:
    """The council's days away, those first that begin first."""
    return await DaysAway.filter(council_id=council.id, taken_back_at=None).order_by("starts", "id")


def faults(starts: date, ends: date) -> dict[str, str]:
    """What is wrong with a span of days: a sentence for each field."""
    if ends < starts:
        return {"ends": "The last day can’t come before the first."}
    if ends < clock.today():
        return {"ends": "These days are over. Give days that are still to come."}
    if (ends - starts).days >= SPAN_AT_MOST:
        return {"ends": f"That is longer than {SPAN_AT_MOST} days. Change the reading days instead."}
    if starts > clock.today() + timedelta(days=AWAY_AT_MOST):
        return {"starts": "That is more than a year ahead."}
    return {}


def in_short(reading_days: str) -> str:
    """“Tue, Thu”."""
    return ", ".join(WEEKDAYS[int(number)][:3] for number in reading_days.split(",") if number)


async def _write_down(council: Council) -> None:
    spans = await standing_spans(council)
    away = "\n".join(f"{span.starts.isoformat()}/{span.ends.isoformat()}" for span in spans)
    await Council.filter(id=council.id).update(away=away)


def _may(by: Person, council: Council) -> None:
    says = "Setting days away is for participation workers and the council’s admin."
    only_for(by, (Right.RUN_COUNCIL, Right.CHECK_IDEAS), council.id, says)
