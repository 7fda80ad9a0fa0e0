"""A vote to try things on: ideas put forward in Rivermead, and a round over them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from saidanddone import clock
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.people.models import Person
from saidanddone.rounds.models import Round
from saidanddone.rounds.planning import plan_round
from saidanddone.rounds.running import open_round
from tests.people import Town

TITLES = ("Data for my first year", "Evening and weekend groups", "Tell us before you change our PA")


async def ideas_of(person: Person, *, checked_by: Person, how_many: int = 3) -> list[Idea]:
    """That many published ideas."""
    found = []
    for number in range(how_many):
        idea = await propose(person, what=f"Idea in words {number}")
        title = TITLES[number] if number < len(TITLES) else f"Another idea {number}"
        await idea.make_move("publish", by=checked_by, title=title)
        found.append(idea)
    return found


async def planned_round(there: Town, ideas: list[Idea] | None = None, **given: Any) -> Round:
    """A vote that opens tomorrow and closes in a week."""
    now = clock.now()
    facts: dict[str, Any] = {
        "question": "What should we do first?",
        "opens_at": now + timedelta(days=1),
        "closes_at": now + timedelta(days=7),
        "picks": 2,
        "ideas": ideas or await ideas_of(there.amina, checked_by=there.cass),
        **given,
    }
    return await plan_round(there.rivermead, by=there.cass, **facts)


async def opened_round(there: Town, ideas: list[Idea] | None = None, **given: Any) -> Round:
    """A vote that is open now and closes in a week."""
    found = await planned_round(there, ideas, **given)
    await open_round(found, by=there.cass)
    return found


def after(round_: Round) -> datetime:
    """A moment when this round's time is up."""
    return round_.closes_at + timedelta(minutes=1)
