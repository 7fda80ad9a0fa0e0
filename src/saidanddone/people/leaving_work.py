"""What waits for somebody who is about to be kept out: each slice says what of its own they answer for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from saidanddone.people.models import Person


@dataclass(frozen=True)
class Work:
    """How much of what, the named page that lists it, and the query that narrows that page to it."""

    words: str
    page: str
    query: dict[str, str]


Looker = Callable[[Person], Awaitable[list[Work]]]
_lookers: list[Looker] = []


def answers_for(look: Looker) -> Looker:
    """Have this looked up before somebody is suspended."""
    _lookers.append(look)
    return look


async def work_of(person: Person) -> list[Work]:
    """All that somebody answers for."""
    return [work for look in _lookers for work in await look(person)]
