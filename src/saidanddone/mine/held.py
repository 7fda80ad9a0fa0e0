"""How rows about a person are found by a link, and told in words or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol

from tortoise.expressions import Subquery

from saidanddone import spelling
from saidanddone.database import Record
from saidanddone.mine.saying import Row, word_for
from saidanddone.people.models import Person


class Say(Protocol):
    """How a row is said to its person."""

    def __call__(self, row: Row, *, young: bool) -> Row: ...


@dataclass(frozen=True)
class Lead:
    """Beside a value that is a yes: these words, to the page of the idea whose number the row holds."""

    label: str
    words: str
    number: str


@dataclass(frozen=True)
class Held:
    """Rows of one model that are about a person.

    ``found_by`` is the link, as “Model.field”, or a way over several; ``show`` gives each column its label.
    ``say`` puts a row in words for the page, and ``lead`` links a value to where it is changed; the file has
    what is kept. ``of`` is where the link holds the number of somebody's thing: that thing's own link to its
    person.
    """

    found_by: str
    words: str
    show: dict[str, str]
    code: str = ""
    of: str = ""
    say: Say | None = None
    lead: Lead | None = None

    @property
    def name(self) -> str:
        return self.code or self.found_by.replace("__", "-").replace(".", "-").lower()

    async def rows(self, person: Person) -> list[dict[str, Any]]:
        model, _, link = self.found_by.partition(".")
        found = models()[model].filter(
            **{link: person.id} if not self.of else {f"{link}__in": self._theirs(person)}
        )
        found = found.order_by("id")
        return await found.values(**{f"shown_{at}": column for at, column in enumerate(self.show)})

    def _theirs(self, person: Person) -> Subquery:
        model, _, link = self.of.partition(".")
        return Subquery(models()[model].filter(**{link: person.id}).values("id"))


@dataclass(frozen=True)
class Part:
    """What belongs together on the page."""

    words: str
    held: tuple[Held, ...]
    says: str = ""


@dataclass(frozen=True)
class Section:
    """Rows in words: each a list of (label, value)."""

    words: str
    name: str
    rows: list[Row] = field(default_factory=list)
    say: Say | None = None
    lead: Lead | None = None


async def held_about(person: Person, parts: Iterable[Part]) -> list[tuple[Part, list[Section]]]:
    """What these parts find about a person; sections without rows are left out."""
    found = []
    for part in parts:
        sections = [_section(held, await held.rows(person)) for held in part.held]
        if filled := [section for section in sections if section.rows]:
            found.append((part, filled))
    return found


def _section(held: Held, rows: list[dict[str, Any]]) -> Section:
    labels = list(held.show.values())
    told = [[(label, row[f"shown_{at}"]) for at, label in enumerate(labels)] for row in rows]
    return Section(
        held.words,
        held.name,
        [[pair for pair in row if pair[1] not in (None, "")] for row in told],
        held.say,
        held.lead,
    )


def in_words(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{spelling.full_day(value)}, {spelling.clock_time(value)}"
    if isinstance(value, date):
        return str(spelling.full_day(value))
    if isinstance(value, Enum):
        return word_for(value)
    return str(value).replace("_", " ")


def as_plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def models() -> dict[str, type[Record]]:
    """Every model of the site by its name."""
    return {model.__name__: model for model in Record.__subclasses__()}
