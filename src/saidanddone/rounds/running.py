"""A vote opens and closes: by somebody who runs votes, or by the clock. Each happens once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import tell
from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right
from saidanddone.rounds.models import Ballot, Round, RoundEntry, RoundState
from saidanddone.rounds.results import facts_of, order_may_be_shown
from saidanddone.rounds.sealing import canonical, places, seal, tally, wipe
from saidanddone.rounds.states import check_may
from saidanddone.rules import CLOCK, RULE, Maker, Refused
from saidanddone.spelling import clock_time, week_day


async def open_round(round_: Round, *, by: Person | Maker) -> None:
    """Open a planned vote; its rules are fixed from now on. Raises Refused when that can't be done now."""
    check_may(round_, "open", by)

    async def act() -> None:
        await open_locked(await locked(round_.id, alone=True), by=by)

    await database.write(act)
    await round_.refresh_from_db()


async def open_locked(round_: Round, *, by: Person | Maker) -> None:
    """Open a vote whose row this transaction holds alone: ideas that can't be voted on now stay out of it."""
    moment = clock.now()
    if round_.state is RoundState.CANCELLED:
        raise Refused("This vote was called off. Plan a new one.")
    if round_.state is not RoundState.PLANNED:
        raise Refused("This vote has been opened already.")
    if moment >= round_.closes_at:
        raise Refused("The day for this vote is over. Plan a new one.")
    if by is CLOCK and moment < round_.opens_at:
        raise Refused(f"Voting opens at {clock_time(round_.opens_at)} on {week_day(round_.opens_at)}.")
    await hold_ideas(round_)
    ready = ready_in(entries := await entries_of(round_))
    if len(ready) < 2:
        raise Refused("This vote can’t open: fewer than two of its ideas are still put forward.")
    if not can_open(round_, entries):
        raise Refused(
            f"This vote can’t open: {len(ready)} of its ideas are still put forward, and people may pick "
            f"{round_.picks}. All would win. Correct it first."
        )
    await RoundEntry.filter(round_id=round_.id).exclude(id__in=[entry.id for entry in ready]).delete()
    council = await Council.get(id=round_.council_id)
    round_.state, round_.opened_at, round_.floor = RoundState.OPEN, moment, council.floor
    await round_.save(update_fields=["state", "opened_at", "floor"])
    record(round_.council_id, "open_round", round_, by=by, start=RoundState.PLANNED, end=RoundState.OPEN)
    for entry in sorted(ready, key=lambda entry: entry.idea_id):
        await entry.idea.make_move("enter_round", by=RULE)
    voters = await people_who_can(Right.VOTE, round_.council_id)
    await tell(round_.council_id, voters, "vote_opened", round_, key="opened")


async def close_round(round_: Round, *, by: Person | Maker) -> None:
    """Close an open vote: count it, seal the choices and cut them from their ballots, move the ideas on.

    Raises Refused when it isn't open, or when the clock comes too early.
    """
    check_may(round_, "close", by)

    async def act() -> None:
        await _close_locked(await locked(round_.id, alone=True), by)

    await database.write(act)
    await round_.refresh_from_db()


async def _close_locked(round_: Round, by: Person | Maker) -> None:
    moment = clock.now()
    if round_.state is RoundState.PLANNED:
        raise Refused("This vote has not opened yet.")
    if round_.state is RoundState.CANCELLED:
        raise Refused("This vote was called off, so there is nothing to close.")
    if round_.state is RoundState.CLOSED:
        raise Refused("This vote has been closed already.")
    early = moment < round_.closes_at
    if by is CLOCK and early:
        raise Refused(f"Voting closes at {clock_time(round_.closes_at)} on {week_day(round_.closes_at)}.")
    round_.state, round_.closed_at = RoundState.CLOSED, moment
    round_.closed_early_by = by.signed if early and isinstance(by, Person) else ""
    await _count(round_)
    await round_.save(
        update_fields=["state", "closed_at", "closed_early_by", "results", "sealed", "sealed_sha256"]
    )
    record(round_.council_id, "close_round", round_, by=by, start=RoundState.OPEN, end=RoundState.CLOSED)
    voters = await people_who_can(Right.VOTE, round_.council_id)
    watching = [round_.observer_id] if round_.observer_id else []
    await tell(round_.council_id, [*voters, *watching], "vote_closed", round_, key="closed")
    database.unit().afterwards.append(wipe)


async def _count(round_: Round) -> None:
    """The tally, the places, the sealed file; the choices go, and each idea moves on."""
    await hold_ideas(round_)
    entries = await entries_of(round_)
    await note_who_was_met(round_.id)
    ballots = await Ballot.filter(round_id=round_.id)
    enough, ordered = len(ballots) >= round_.floor, order_may_be_shown(len(ballots), round_.floor)
    sets = await seal(round_, entries, withhold=not ordered)
    votes = tally(sets, entries)
    standing = {entry.idea.number for entry in entries if entry.idea.stage is Stage.IN_ROUND}
    placed = places({number: votes[number] for number in standing}) if ordered else {}
    for entry in entries:
        number = entry.idea.number
        entry.place = placed.get(number)
        entry.votes = votes[number] if enough else None
        entry.won = number in placed and placed[number] <= round_.picks and votes[number] > 0
        await entry.save(update_fields=["place", "votes", "won"])
    council = await Council.get(id=round_.council_id)
    out = {entry.idea.number for entry in entries} - standing
    facts = facts_of(round_, council, entries, ballots, sets, taken_out=out)
    round_.results = canonical(facts).decode()
    for entry in sorted(entries, key=lambda entry: entry.idea_id):
        await _let_go(entry, closed=min(round_.closed_at or round_.closes_at, round_.closes_at))


async def note_who_was_met(round_id: int) -> None:
    """Say of each ballot whether a worker had met its voter by now: before they voted or after."""
    met = "SELECT id FROM person WHERE confirmed_at IS NOT NULL"
    await database.rows(
        f"UPDATE ballot SET confirmed = (person_id IN ({met})) WHERE round_id = ? AND person_id IS NOT NULL",
        round_id,
    )


async def _let_go(entry: RoundEntry, *, closed: datetime) -> None:
    """Winners have won, the others are open again; what is held will be open when it is released.

    The council's time to answer runs from the moment when the vote closed, however late it was counted.
    """
    if entry.idea.stage is Stage.IN_ROUND:
        await entry.idea.make_move("win" if entry.won else "leave_round", by=RULE, since=closed)
    else:
        await Idea.filter(id=entry.idea_id, stage=Stage.HELD, was=Stage.IN_ROUND).update(was=Stage.OPEN)


# What is due


async def open_due() -> None:
    """Open every planned vote whose time has come."""
    moment = clock.now()
    due = Round.filter(state=RoundState.PLANNED, opens_at__lte=moment, closes_at__gt=moment)
    await _each(await due.order_by("opens_at"), open_round)


async def close_due() -> None:
    """Close every open vote whose time is up."""
    due = Round.filter(state=RoundState.OPEN, closes_at__lte=clock.now())
    await _each(await due.order_by("closes_at"), close_round)


async def close_if_due(round_: Round) -> None:
    """Close this vote if its time is up and nobody came by yet."""
    if round_.state is RoundState.OPEN and clock.now() >= round_.closes_at:
        await _each([round_], close_round)


async def _each(due: list[Round], act: Callable[..., Awaitable[None]]) -> None:
    for round_ in due:
        with suppress(Refused):  # somebody else was first, or too few ideas are left: its page says so
            await act(round_, by=CLOCK)


# Both


async def locked(round_id: int, *, alone: bool) -> Round:
    """The round as it is now, held until this transaction ends: ``alone``, or shared with other voters.

    SQLite needs no lock of its own: only one transaction writes there at a time.
    """
    how = ("FOR UPDATE" if alone else "FOR SHARE") if database.is_postgresql() else ""
    await database.rows(f'SELECT id FROM "round" WHERE id = ? {how}', round_id)
    return await Round.get(id=round_id)


async def entries_of(round_: Round) -> list[RoundEntry]:
    """What is on the ballot paper, each with its idea."""
    return await RoundEntry.filter(round_id=round_.id).order_by("position").select_related("idea")


def ready_in(entries: list[RoundEntry]) -> list[RoundEntry]:
    """The places whose ideas can be voted on when the vote opens."""
    return [entry for entry in entries if entry.idea.stage is Stage.SHORTLISTED]


def can_open(round_: Round, entries: list[RoundEntry]) -> bool:
    """Whether enough ideas are left: two, and more than one person may pick."""
    return len(ready_in(entries)) > max(1, round_.picks)


async def hold_ideas(round_: Round) -> None:
    """Keep others from moving the round's ideas until this transaction ends."""
    if database.is_postgresql():
        await database.rows(
            "SELECT id FROM idea WHERE id IN (SELECT idea_id FROM round_entry WHERE round_id = ?)"
            " ORDER BY id FOR NO KEY UPDATE",
            round_.id,
        )
