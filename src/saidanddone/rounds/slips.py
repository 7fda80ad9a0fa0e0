"""Paper votes: slips with one-time codes, typed in by staff who never learn whose they are.

A slip's code is made from the round's key, so that slips can be printed again; the database keeps how many
there are, and of a slip that was counted only a keyed hash. That slips were made and printed, and that a
paper vote was taken back, enters history; no slip and no vote does.
"""

from __future__ import annotations

from tortoise.expressions import F

from saidanddone import database
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rounds.forms import SLIPS_AT_ONCE
from saidanddone.rounds.models import Ballot, Channel, Choice, Round, RoundState
from saidanddone.rounds.receipts import slip_code, slip_hash, tidy
from saidanddone.rounds.running import close_if_due
from saidanddone.rounds.voting import SpoiltBallot, check_choices, choose, locked_open
from saidanddone.rules import Refused, only_for

IN_ALL = 5000


class WrongSlip(SpoiltBallot):
    """A slip's code that can't be used: a sentence for beside its field."""


async def make_slips(round_: Round, *, by: Person, how_many: int) -> tuple[int, int]:
    """Make more slips for a vote that is planned or open; gives the numbers of the first and the last."""
    _check_runs(round_, by)
    if not 1 <= how_many <= SLIPS_AT_ONCE:
        raise Refused(f"Make from 1 to {SLIPS_AT_ONCE} slips at once.")

    async def act() -> int:
        usable = Round.filter(id=round_.id, state__in=[RoundState.PLANNED, RoundState.OPEN])
        if not await usable.filter(slips__lte=IN_ALL - how_many).update(slips=F("slips") + how_many):
            raise Refused(f"No more slips can be made: {IN_ALL} at most, and none once the vote is over.")
        record(round_.council_id, "make_slips", round_, by=by, end=str(how_many))
        return (await Round.get(id=round_.id)).slips

    last = await database.write(act)
    await round_.refresh_from_db()
    return last - how_many + 1, last


def codes_of(round_: Round, first: int, last: int) -> list[str]:
    """The codes of a round's slips from one number to another; there are no others."""
    return [slip_code(round_.key, number) for number in range(max(first, 1), min(last, round_.slips) + 1)]


async def print_slips(round_: Round, *, by: Person, first: int, last: int) -> list[str]:
    """The codes of slips from one number to another, to print them: each printing is a row of history."""
    _check_runs(round_, by)
    codes = codes_of(round_, first, last)
    if not codes:
        raise Refused("No slips with these numbers have been made.")

    async def act() -> None:
        record(round_.council_id, "print_slips", round_, by=by, start=str(first), end=str(last))

    await database.write(act)
    return codes


async def count_paper(round_: Round, *, by: Person, slip: str, ideas: list[Idea]) -> None:
    """Count a paper ballot by the code of its one-time slip; staff type it in and never learn whose it was.

    Where slips were made for the vote, the code must be one of theirs. Raises Refused outside the voting
    time, WrongSlip or SpoiltBallot for what can't be counted.
    """
    _check_runs(round_, by)
    if not tidy(slip):
        raise WrongSlip("Type in the code on the slip.")
    await close_if_due(round_)

    async def act() -> None:
        found = await locked_open(round_)
        if found.slips and tidy(slip) not in {tidy(code) for code in codes_of(found, 1, found.slips)}:
            raise WrongSlip("That code is on no slip of this vote. Look at it letter by letter.")
        await check_choices(found, ideas)
        made = await database.rows(
            "INSERT INTO ballot (round_id, slip_hash, channel, confirmed, version) VALUES (?, ?, ?, ?, 1)"
            " ON CONFLICT (slip_hash) DO NOTHING RETURNING id",
            found.id,
            slip_hash(found.key, slip),
            Channel.PAPER.value,
            False,
        )
        if not made:
            raise WrongSlip("This slip has been counted already. It counts once.")
        await choose(made[0]["id"], ideas)

    await database.write(act)


async def take_back_paper(round_: Round, *, by: Person, slip: str) -> None:
    """Take back, unseen, what was typed in under a slip's code, so that it can be typed in again.

    That it was done, and by whom, is a row of history, without the slip.

    Raises Refused outside the voting time, WrongSlip when nothing was counted under that code.
    """
    _check_runs(round_, by)
    await close_if_due(round_)

    async def act() -> None:
        found = await locked_open(round_)
        typed = Ballot.filter(round_id=found.id, slip_hash=slip_hash(found.key, slip), person_id=None)
        ballot = await typed.select_for_update().first()
        if ballot is None:
            raise WrongSlip("No paper vote was counted under that code.")
        await Choice.filter(ballot_id=ballot.id).delete()
        await Ballot.filter(id=ballot.id).delete()
        record(found.council_id, "take_back_paper", found, by=by)

    await database.write(act)


def _check_runs(round_: Round, by: Person) -> None:
    only_for(by, Right.RUN_ROUNDS, round_.council_id, "Paper votes are for those who run votes here.")
