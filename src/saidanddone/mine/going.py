"""What somebody is told on their home about what goes: they themselves, or words that never went out."""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone.mine.leaving import standing_leaving
from saidanddone.mine.retaining import goes_soon_for
from saidanddone.people.models import Person
from saidanddone.spelling import count_of, week_day


@dataclass(frozen=True)
class Going:
    """A sentence, and the page on which it can be kept from happening."""

    says: str
    words: str
    to: str
    first: bool = False  # before all else on their home


async def going_of(person: Person) -> list[Going]:
    """What goes soon of this person; nothing for most, most of the time."""
    found = []
    if leaving := await standing_leaving(person):
        said = f"You asked to leave. You leave on {week_day(leaving.leaves_at)}."
        found.append(Going(said, "Stay, or change it", "mine:leaving", first=True))
    words = [row for row in await goes_soon_for(person) if row.what == "unpublished"]
    if words:
        on = week_day(words[0].goes_at)
        said = f"{count_of(len(words), 'idea')} of yours never went out. The words go on {on}."
        found.append(Going(said, "Read everything about you", "mine:data"))
    return found
