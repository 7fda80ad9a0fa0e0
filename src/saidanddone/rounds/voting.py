"""A vote is cast: one ballot for each person, with one whole set of choices, changeable until the closing.

Nothing here is recorded in history or logs.
"""

from __future__ import annotations

from typing import Any

from saidanddone import clock, database
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Person
from saidanddone.rounds.models import Channel, Choice, Round, RoundState, may_vote
from saidanddone.rounds.receipts import receipt
from saidanddone.rounds.running import close_if_due, entries_of, locked, open_locked
from saidanddone.rules import CLOCK, NotAllowed, Refused
from saidanddone.spelling import clock_time, count_of, week_day


class SpoiltBallot(Refused):
    """A ballot that can't be counted as it was filled in."""

    status = 422


async def vote(round_: Round, *, by: Person, ideas: list[Idea]) -> str:
    """Cast or replace a person's vote ([] is “none of these”); gives its receipt.

    Raises NotAllowed for anyone but young people of the council, Refused outside the voting time,
    SpoiltBallot for choices that this round doesn't have.
    """
    if not may_vote(by, round_.council_id):
        raise NotAllowed("Voting is for young people here. Staff do not vote.")
    await close_if_due(round_)

    async def act() -> str:
        found = await locked_open(round_)
        await check_choices(found, ideas)
        ballot_id = await _ballot_of(found, by)
        await choose(ballot_id, ideas)
        return receipt(found.key, ballot_id)

    return await database.write(act)


async def locked_open(round_: Round) -> Round:
    """The round, held with other voters until this vote is in; opened first if its time has just come."""
    found = await locked(round_.id, alone=round_.state is RoundState.PLANNED)
    if found.state is RoundState.PLANNED:
        if clock.now() < found.opens_at:
            raise Refused(f"Voting opens at {clock_time(found.opens_at)} on {week_day(found.opens_at)}.")
        await open_locked(found, by=CLOCK)
    if found.state is RoundState.CANCELLED:
        raise Refused("This vote was called off.")
    if found.state is RoundState.CLOSED or clock.now() >= found.closes_at:
        closed = found.closed_at if found.closed_at and found.closed_early_by else found.closes_at
        raise Refused(f"Voting closed at {clock_time(closed)} on {week_day(closed)}.")
    return found


async def check_choices(round_: Round, ideas: list[Idea]) -> None:
    """Raises SpoiltBallot for choices that this round doesn't have."""
    if len({idea.id for idea in ideas}) > round_.picks:
        raise SpoiltBallot(f"Pick up to {count_of(round_.picks, 'idea')}. You picked {len(ideas)}.")
    here = {entry.idea_id: entry.idea for entry in await entries_of(round_)}
    for idea in ideas:
        if idea.id not in here:
            raise SpoiltBallot("One of those ideas is not in this vote. Pick again.")
        if here[idea.id].stage is not Stage.IN_ROUND:
            raise SpoiltBallot("One of those ideas is taken out for now. Pick again.")


async def _ballot_of(round_: Round, person: Person) -> int:
    """The person's one ballot in this round, made now or found, and held until this vote is in."""
    confirmed = person.confirmed_at is not None
    made = await database.rows(
        "INSERT INTO ballot (round_id, person_id, channel, confirmed, version) VALUES (?, ?, ?, ?, 1)"
        " ON CONFLICT (round_id, person_id) DO NOTHING RETURNING id",
        round_.id,
        person.id,
        Channel.ONLINE.value,
        confirmed,
    )
    if made:
        return int(made[0]["id"])
    hold = "FOR UPDATE" if database.is_postgresql() else ""
    found = await database.rows(
        f"SELECT id FROM ballot WHERE round_id = ? AND person_id = ? {hold}", round_.id, person.id
    )
    return int(found[0]["id"])


async def choose(ballot_id: int, ideas: list[Idea]) -> None:
    """Give the ballot these choices. The same ones again change nothing."""
    wanted: set[int | None] = {idea.id for idea in ideas} or {None}
    had: set[Any] = set(await Choice.filter(ballot_id=ballot_id).values_list("idea_id", flat=True))
    if had == wanted:
        return
    await Choice.filter(ballot_id=ballot_id).delete()
    await Choice.bulk_create([Choice(ballot_id=ballot_id, idea_id=idea_id) for idea_id in wanted])
    if had:
        await database.rows("UPDATE ballot SET version = version + 1 WHERE id = ?", ballot_id)
