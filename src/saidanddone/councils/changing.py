"""A council's settings: what each may be, changing it, and the list of what changed, when and by whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from saidanddone import database
from saidanddone.councils.models import Council, OpenTo
from saidanddone.history.models import HistoryRow, record
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for
from saidanddone.spelling import short_day
from saidanddone.web import too_long


@dataclass(frozen=True)
class Setting:
    """One setting: its words and its bounds, of a number ``least`` to ``most``, of words up to ``most``."""

    words: str
    most: int
    least: int | None = None
    may_be_empty: bool = False


WHO_READS = "ideas_open_to"
FLOOR_AT_LEAST = 5  # docs/decisions/the-floor.md says why
SETTINGS: dict[str, Setting] = {
    "name": Setting("The council’s name", 80),
    "people_word": Setting("What its young people are called", 40),
    WHO_READS: Setting("Who reads ideas", 10),
    "floor": Setting("The smallest group that is counted", 50, least=FLOOR_AT_LEAST),
    "answer_days": Setting("Days to answer what won a vote", 365, least=1),
    "verdict_days": Setting("Days to say whether it happened", 365, least=1),
    "quiet_days": Setting("Days without news until it shows", 365, least=1),
    "advocate": Setting("Who independent can help", 600, may_be_empty=True),
    "help_now": Setting("Help right now", 600, may_be_empty=True),
    "who_to_ask": Setting("Whom to ask at the door", 300, may_be_empty=True),
    "shared_uses": Setting("How many may share one card", 30, least=1),
}
OPEN_WORDS = {OpenTo.EVERYONE: "anyone", OpenTo.COUNCIL: "people who sign in"}
WEEK = "reading_days"


def fault_of(name: str, value: Any) -> str:
    """A sentence about what is wrong with a setting's new value; empty when nothing is."""
    rule = SETTINGS[name]
    if name == WHO_READS:
        return "" if value in list(OpenTo) else "Pick who reads ideas."
    if rule.least is not None:
        good = isinstance(value, int) and rule.least <= value <= rule.most
        return "" if good else f"Write a whole number from {rule.least} to {rule.most}."
    if not value and not rule.may_be_empty:
        return "This can’t be empty."
    return "" if len(value) <= rule.most else too_long(rule.most)


async def change(council: Council, *, by: Person, wanted: Mapping[str, Any]) -> list[str]:
    """Change settings; gives the names of those that changed. Each is a row of history, from what to what.

    To leave who reads ideas as it is, said on purpose, is a row as well: set-up asks for it once.
    """
    only_for(by, Right.RUN_COUNCIL, council.id, "Changing the council’s settings is for its admin.")
    for name, value in wanted.items():
        if fault := fault_of(name, value):
            raise Refused(f"{SETTINGS[name].words}: {fault}")

    async def act() -> list[str]:
        standing = await Council.select_for_update().get(id=council.id)
        changed = {name: value for name, value in wanted.items() if getattr(standing, name) != value}
        for name, value in changed.items():
            _record(standing, name, getattr(standing, name), value, by)
        if WHO_READS in wanted and WHO_READS not in changed:
            record(council.id, f"keep_{WHO_READS}", standing, by=by, end=str(standing.ideas_open_to))
        if changed:
            await Council.filter(id=council.id).update(**changed)
        return list(changed)

    changed = await database.write(act)
    await council.refresh_from_db()
    return changed


def _record(council: Council, name: str, start: Any, end: Any, by: Person) -> None:
    """Numbers and codes stand in the row; what somebody wrote lies beside it, where it can be erased."""
    if isinstance(start, str) and name != WHO_READS:
        text = json.dumps({"from": start, "to": end}, ensure_ascii=False)
        record(council.id, f"set_{name}", council, by=by, text=text)
    else:
        record(council.id, f"set_{name}", council, by=by, start=str(start), end=str(end))


@dataclass(frozen=True)
class Change:
    """One line of what changed. ``by`` is the job title of who changed it."""

    position: int
    at: datetime
    what: str
    start: str
    end: str
    by: str


async def changes_of(council: Council, *, before: int = 0, limit: int = 20) -> list[Change]:
    """What changed in a council's settings, newest first; ``before`` is where the last page ended."""
    rows = HistoryRow.filter(council_id=council.id, kind="council", thing_id=council.id)
    if before:
        rows = rows.filter(position__lt=before)
    found = await rows.order_by("-position").limit(limit).select_related("words")
    people = await Person.filter(id__in=[row.who_id for row in found if row.who_id])
    titles = {person.id: person.signed for person in people}
    return [_told(row, titles.get(row.who_id or 0, "The site")) for row in found]


def _told(row: HistoryRow, by: str) -> Change:
    name = row.act.removeprefix("set_").removeprefix("keep_")
    what = SETTINGS[name].words if name in SETTINGS else OTHERS.get(row.act, row.act.replace("_", " "))
    start, end = row.start, row.end
    words = getattr(row, "words", None)
    if words is not None and words.text.startswith("{"):
        told = json.loads(words.text)
        start, end = told["from"], told["to"]
    if name == WHO_READS:
        start, end = (OPEN_WORDS.get(OpenTo(one), "") if one else "" for one in (start, end))
    if row.act in SPANS:
        start, end = "", " to ".join(short_day(date.fromisoformat(day)) for day in (row.start, row.end))
    return Change(row.position, row.at, what, start, end, by)


SPANS = {"add_days_away": "Days away were added", "take_back_days_away": "Days away were taken back"}
OTHERS = {f"set_{WEEK}": "Reading days", "set_two_steps": "Steps that staff take to come in", **SPANS}
