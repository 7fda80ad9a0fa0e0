"""Filling a council of its own with made-up people, ideas and votes, to see how the site bears a big one.

Everything that people see of it hangs together: each idea came to its stage by moves of the table, counters
are what they count, votes were tallied as votes are. Nobody did these things, so the history doesn't say that
somebody did: it has one row, which says what was loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from saidanddone import clock, database
from saidanddone.councils.models import Council, Counter, Kind, OpenTo
from saidanddone.history.models import HistoryRow, record
from saidanddone.ideas.models import Idea
from saidanddone.loading import ideas, people, promises, votes
from saidanddone.loading.world import World
from saidanddone.missions.shipped import ensure_shipped
from saidanddone.people.models import Person

ACT = "load"
MOST = 10_000_000
FEWEST_IDEAS_FOR_VOTES = 20
ACTIONS_AT_MOST = 300


@dataclass(frozen=True)
class Wanted:
    """How much: ``votes`` are ballots, one person's part in one vote."""

    ideas: int
    people: int
    votes: int

    @property
    def actions(self) -> int:
        """Promises in the plan: thirteen for a hundred ideas, at most three hundred."""
        return min(ACTIONS_AT_MOST, self.ideas // 4, 10 + self.ideas * 3 // 100)

    @property
    def faults(self) -> list[str]:
        """Why this can't be made, a sentence for each reason."""
        found = []
        if max(self.ideas, self.people, self.votes) > MOST:
            found.append(f"Ask for {MOST:,} of each at most.")
        if self.ideas and not self.people:
            found.append("Ideas come from people: give --people 1 or more.")
        if self.votes and self.ideas < FEWEST_IDEAS_FOR_VOTES:
            found.append(
                f"Votes are about ideas: give --ideas {FEWEST_IDEAS_FOR_VOTES} or more, or --votes 0."
            )
        if self.votes and not found and votes.how_many_rounds(self.votes, self.people) > votes.ROUNDS_AT_MOST:
            enough = votes.people_for(self.votes)
            found.append(f"So few people can't have voted so often: give --people {enough:,} or more.")
        return found


async def real_councils() -> list[str]:
    """The names of the councils that were not made here."""
    made_up: list[Any] = await HistoryRow.filter(act=ACT).values_list("council_id", flat=True)
    return [each.name for each in await Council.all().order_by("id") if each.id not in made_up]


async def is_taken(slug: str) -> bool:
    """Whether there is a council of this address with people or ideas in it."""
    there = Council.filter(slug=slug)
    found = await there.first()
    return found is not None and (
        await Person.exists(council_id=found.id) or await Idea.exists(council_id=found.id)
    )


async def load(slug: str, wanted: Wanted, say: Callable[[str], None], *, seed: int = 1) -> Council:
    """Fill the council of this address, made now if need be: all of it, or after a failure nothing.

    ``say`` is told what is done. The same ``seed`` makes the same people and ideas again.
    Raises ValueError for an address that no council may have.
    """

    async def act() -> Council:
        await ensure_shipped()
        council = await Council.get_or_none(slug=slug) or await Council.add(
            slug, slug.replace("-", " ").capitalize(), ideas_open_to=OpenTo.EVERYONE
        )
        world = World(council, clock.now(), Random(f"{seed}:{wanted}"), say)
        world.begins = _begins(world, votes.how_many_rounds(wanted.votes, wanted.people))
        await people.settle(world, wanted.people)
        ideas.imagine(world, wanted.ideas, wanted.actions)
        await ideas.number(world)
        rounds = await votes.hold(world, wanted.votes)
        ideas.settle(world)
        actions = await promises.imagine(world, wanted.actions)
        await ideas.keep(world)
        await votes.keep(rounds)
        await promises.keep(world, actions)
        for kind, given in (
            (Kind.IDEA, wanted.ideas),
            (Kind.ROUND, len(rounds)),
            (Kind.ACTION, len(actions)),
        ):
            await Counter.filter(council_id=council.id, kind=kind).update(given=given)
        told = f"{wanted.ideas} ideas, {wanted.people} people, {wanted.votes} votes, made up"
        record(council.id, ACT, council, text=told)
        say("Finishing")
        return council

    return await database.write(act)


def _begins(world: World, rounds: int) -> datetime:
    """When it all began: two years ago, or longer ago where that many votes need more weeks."""
    return world.now - max(timedelta(days=730), timedelta(weeks=rounds + 8))
