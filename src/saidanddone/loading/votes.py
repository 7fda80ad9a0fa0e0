"""Made-up votes: one that is open now, with its choices, and closed ones, counted and sealed as ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from saidanddone import clock
from saidanddone.ideas.stages import Stage
from saidanddone.loading import bulk
from saidanddone.loading.answers import answer, comes_back
from saidanddone.loading.lives import Life
from saidanddone.loading.words import QUESTION
from saidanddone.loading.world import World
from saidanddone.rounds.models import Ballot, Channel, Choice, Round, RoundEntry, RoundState
from saidanddone.rounds.receipts import slip_code, slip_hash
from saidanddone.rounds.results import facts_of
from saidanddone.rounds.sealing import canonical, places, sealed_file, sha256, tally

ROUNDS_AT_MOST = 520
TURNOUT, TURNOUT_NOW = (
    0.7,
    0.5,
)  # the share of young people who vote, in a closed vote and so far in the open one
ON_A_PAPER = 8
PAPER, NONE_OF_THEM = 0.08, 0.03  # shares of ballots
OPENED, OPEN_FOR = timedelta(days=3), timedelta(days=10)


def _split(votes: int, people: int) -> tuple[int, int]:
    """How many ballots in closed votes, and in the open one."""
    now = min(votes, max(1, int(people * TURNOUT_NOW)), max(votes // 4, min(votes, 20)))
    return votes - now, now


def how_many_rounds(votes: int, people: int) -> int:
    """How many votes those ballots make."""
    closed, now = _split(votes, people)
    each = max(1, int(people * TURNOUT))
    return -(-closed // each) + (now > 0)


def people_for(votes: int) -> int:
    """How many people it takes for that many ballots, in round numbers."""
    return -(-int(votes / (ROUNDS_AT_MOST - 2) / TURNOUT + 1) // 100) * 100


@dataclass
class Entry:
    """An idea on a ballot paper, as the count reads and fills it."""

    idea: Life
    position: int
    place: int | None = None
    votes: int | None = None
    won: bool = False


@dataclass
class Held:
    """A vote that was held: its ideas, and while it is open each ballot's choices."""

    id: int
    entries: list[Entry]
    choices: list[tuple[int, int | None]] = field(default_factory=list)


async def hold(world: World, votes: int) -> list[Held]:
    """Hold the votes, the open one last; gives what ``keep`` writes once the ideas are there."""
    if not votes:
        return []
    closed, now = _split(votes, len(world.young))
    how_many = how_many_rounds(votes, len(world.young)) - 1
    ids = await bulk.ids(Round, how_many + 1)
    first, last = world.begins + timedelta(days=30), world.ago(14)
    gap = (last - first) / max(how_many, 1)
    held, cast = [], 0
    for place in range(how_many):
        opens = first + gap * (place + 0.1)
        ballots = closed * (place + 1) // how_many - cast
        cast += ballots
        held.append(await _closed(world, ids[place], place + 1, opens, gap, ballots))
        world.say(f"Votes: {cast:,} of {votes:,}")
    held.append(await _open(world, ids[-1], how_many + 1, now))
    world.say(f"Votes: {votes:,}")
    return held


async def keep(rounds: list[Held]) -> None:
    """Write down what was on each ballot paper and, for the vote that is open, what was chosen."""
    await bulk.put(RoundEntry, (_entry(held.id, entry) for held in rounds for entry in held.entries))
    chosen = ({"ballot_id": ballot, "idea_id": idea} for held in rounds for ballot, idea in held.choices)
    await bulk.put(Choice, chosen)


async def _closed(world: World, id_: int, number: int, opens: datetime, gap: timedelta, ballots: int) -> Held:
    """A vote that was held: counted, sealed, its winners answered or won, the others open again."""
    closes = opens + gap * 0.5
    lives = _ballot_paper(world, opens - gap * 0.1, closes)
    for life in lives:
        life.goes("shortlist", opens - gap * 0.05, world.worker)
        life.goes("enter_round", opens)
    round_ = _round(world, id_, number, opens, closes, picks=min(2, len(lives) - 1))
    sets = [_choice(world, lives, round_.picks) for _ in range(ballots)]
    entries: list[Any] = [Entry(life, position) for position, life in enumerate(lives, start=1)]
    cast = await _ballots(world, round_, ballots)
    votes = tally(sets, entries)
    placed = places(votes)
    for entry in entries:
        count = votes[entry.idea.number]
        entry.place, entry.votes = placed[entry.idea.number], count if ballots >= round_.floor else None
        entry.won = entry.place <= round_.picks and count > 0
    round_.closed_at = closes
    world.rng.shuffle(sets)
    round_.sealed = sealed_file(round_, entries, sets)
    round_.sealed_sha256 = sha256(round_.sealed)
    round_.results = canonical(facts_of(round_, world.council, entries, cast, sets)).decode()
    await bulk.put(Round, [_row(round_, RoundState.CLOSED)])
    await bulk.put(Ballot, map(_ballot, cast))
    for entry, life in zip(entries, lives, strict=True):
        life.goes("win" if entry.won else "leave_round", closes)
        if entry.won and life.decided_at is None:
            _answered_soon(world, life, closes, gap)
    return Held(id_, entries)


def _answered_soon(world: World, life: Life, closes: datetime, gap: timedelta) -> None:
    """A winner that was to stay open is put off until before the next vote; a late one waits."""
    back = closes + gap * 0.25
    if world.now - closes < timedelta(days=25) and gap > timedelta(days=10):
        return
    answer(world, life, Stage.NOT_NOW, closes + gap * 0.1, clock.local(back).date())
    comes_back(life, back)


async def _open(world: World, id_: int, number: int, ballots: int) -> Held:
    """The vote that is open now: its choices are there, and nobody has counted them."""
    opens = world.now - OPENED
    lives = _ballot_paper(world, opens - timedelta(days=1), world.now)
    for life in lives:
        life.goes("shortlist", opens - timedelta(hours=9), world.worker)
        life.goes("enter_round", opens)
    round_ = _round(world, id_, number, opens, opens + OPEN_FOR, picks=min(2, len(lives) - 1))
    cast = await _ballots(world, round_, ballots)
    await bulk.put(Round, [_row(round_, RoundState.OPEN)])
    await bulk.put(Ballot, map(_ballot, cast))
    ids = {life.number: life.id for life in lives}
    choices: list[tuple[int, int | None]] = []
    for ballot in cast:
        chosen = _choice(world, lives, round_.picks)
        choices += [(ballot.id, ids[number]) for number in chosen] or [(ballot.id, None)]
    return Held(id_, [Entry(life, position) for position, life in enumerate(lives, start=1)], choices)


def _ballot_paper(world: World, opens: datetime, closes: datetime) -> list[Life]:
    """Some ideas that can be voted on in that time; the oldest are always there if chance finds too few."""
    found: dict[int, Life] = {}
    for life in [*world.rng.choices(world.lives, k=60), *world.lives[:ON_A_PAPER]]:
        if len(found) < ON_A_PAPER and life.could_be_voted_on(opens, closes):
            found[life.number] = life
    return sorted(found.values(), key=lambda life: life.number)


def _round(world: World, id_: int, number: int, opens: datetime, closes: datetime, *, picks: int) -> Round:
    return Round(
        id=id_,
        council_id=world.council.id,
        number=number,
        question=QUESTION,
        opens_at=opens,
        closes_at=closes,
        picks=max(1, picks),
        key=hashlib.sha256(f"{id_}:".encode() + world.rng.randbytes(32)).hexdigest(),
        floor=world.council.floor,
        created_by_id=world.worker.id,
        created_at=opens - timedelta(hours=10),
        opened_at=opens,
    )


def _row(round_: Round, state: RoundState) -> dict[str, Any]:
    row = {column: getattr(round_, name) for name, column in Round._meta.fields_db_projection.items()}
    return row | {"state": state}


def _entry(round_id: int, entry: Entry) -> dict[str, Any]:
    return {
        "round_id": round_id,
        "idea_id": entry.idea.id,
        "position": entry.position,
        "place": entry.place,
        "votes": entry.votes,
        "won": entry.won,
    }


def _choice(world: World, lives: list[Life], picks: int) -> list[int]:
    """The idea numbers on one ballot: earlier ones on the paper are chosen more often."""
    if world.rng.random() < NONE_OF_THEM:
        return []
    weights = [1 / (1 + place) for place in range(len(lives))]
    return sorted({life.number for life in world.rng.choices(lives, weights, k=picks)})


@dataclass(frozen=True, slots=True)
class Cast:
    """One ballot, as the count reads it."""

    id: int
    round_id: int
    person_id: int | None
    slip_hash: str | None
    channel: Channel
    confirmed: bool


async def _ballots(world: World, round_: Round, how_many: int) -> list[Any]:
    """That many ballots of different people, some of them on paper."""
    ids = await bulk.ids(Ballot, how_many)
    found = list(_cast(world, round_, list(zip(ids, world.rng.sample(world.young, how_many), strict=True))))
    round_.slips = sum(cast.channel is Channel.PAPER for cast in found)
    return found


def _cast(world: World, round_: Round, pairs: list[tuple[int, int]]) -> Iterator[Cast]:
    slips = 0
    for id_, person in pairs:
        if world.rng.random() < PAPER:
            slips += 1
            slip = slip_hash(round_.key, slip_code(round_.key, slips))
            yield Cast(id_, round_.id, None, slip, Channel.PAPER, False)
        else:
            yield Cast(id_, round_.id, person, None, Channel.ONLINE, person in world.confirmed)


def _ballot(cast: Cast) -> dict[str, Any]:
    return {
        "id": cast.id,
        "round_id": cast.round_id,
        "person_id": cast.person_id,
        "slip_hash": cast.slip_hash,
        "channel": cast.channel,
        "confirmed": cast.confirmed,
        "version": 1,
    }
