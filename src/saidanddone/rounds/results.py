"""What is published of a vote once it has closed, and what is not when few took part."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from saidanddone.councils.models import Council
from saidanddone.rounds.models import Ballot, Channel, Round, RoundEntry
from saidanddone.rounds.receipts import receipt, slip_code, slip_hash
from saidanddone.rules import Refused

ORDER_FROM = 3
RESULTS_FORMAT = "saidanddone-results-1"


def results_of(round_: Round) -> dict[str, Any]:
    """The published facts of a closed vote, as docs/votes.md describes them. Raises Refused before that."""
    if round_.results is None:
        raise Refused("The results come when the vote has closed.")
    found: dict[str, Any] = json.loads(round_.results)
    return found


def facts_of(
    round_: Round,
    council: Council,
    entries: list[RoundEntry],
    ballots: list[Ballot],
    sets: list[list[int]],
    *,
    taken_out: frozenset[int] | set[int] = frozenset(),
) -> dict[str, Any]:
    """All that is published: numbers and receipts from the floor up, the order from three ballots up.

    Ideas go by number, never by their words: an idea may be taken out after the vote. ``taken_out`` are those
    that were out at the closing.
    """
    assert round_.opened_at is not None
    assert round_.closed_at is not None
    enough = len(ballots) >= round_.floor
    facts: dict[str, Any] = {
        "format": RESULTS_FORMAT,
        "council": council.slug,
        "round": round_.number,
        "question": round_.question,
        "picks": round_.picks,
        "opened_at": written(round_.opened_at),
        "closes_at": written(round_.closes_at),
        "closed_at": written(round_.closed_at),
        "closed_early_by": round_.closed_early_by,
        "floor": round_.floor,
        "enough_ballots": enough,
        "enough_for_order": order_may_be_shown(len(ballots), round_.floor),
        "entries": [_entry(entry, enough, taken_out) for entry in sorted(entries, key=_by_place)],
        "sealed_sha256": round_.sealed_sha256,
    }
    return facts | _numbers(round_, ballots, sets) if enough else facts


def order_may_be_shown(ballots: int, floor: int) -> bool:
    """Whether the order is published: with one or two ballots it would say what somebody picked."""
    return ballots >= min(floor, ORDER_FROM)


def _entry(entry: RoundEntry, enough: bool, taken_out: frozenset[int] | set[int]) -> dict[str, Any]:
    shown = {
        "idea": entry.idea.number,
        "place": entry.place,
        "won": entry.won,
        "taken_out": entry.idea.number in taken_out,
    }
    return shown | {"votes": entry.votes} if enough else shown


def _by_place(entry: RoundEntry) -> tuple[bool, int, int]:
    return entry.place is None, entry.place or 0, entry.idea.number


def _numbers(round_: Round, ballots: list[Ballot], sets: list[list[int]]) -> dict[str, Any]:
    paper = sum(ballot.channel is Channel.PAPER for ballot in ballots)
    confirmed = sum(ballot.confirmed for ballot in ballots)
    ours = {slip_hash(round_.key, slip_code(round_.key, number)) for number in range(1, round_.slips + 1)}
    loose = sum(ballot.channel is Channel.PAPER and ballot.slip_hash not in ours for ballot in ballots)
    return {
        "ballots": len(ballots),
        "none_of_these": sum(not chosen for chosen in sets),
        "paper": part_that_may_be_shown(paper, len(ballots), round_.floor),
        "paper_without_slip": part_that_may_be_shown(loose, len(ballots), round_.floor),
        "confirmed": part_that_may_be_shown(confirmed, len(ballots), round_.floor),
        "receipts": sorted(receipt(round_.key, ballot.id) for ballot in ballots),
    }


def part_that_may_be_shown(part: int, whole: int, floor: int) -> int | None:
    """How many of those who took part, or None where a group would be so small that it points at people.

    None, or all, of them are no small group.
    """
    return part if all(group == 0 or group >= floor for group in (part, whole - part)) else None


def written(moment: datetime) -> str:
    """A moment in UTC, to the second, as it stands in published files."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def how_early(round_: Round) -> str:
    """“3 days”: how long before its time a vote was closed."""
    assert round_.closed_at is not None
    left = round_.closes_at - round_.closed_at
    if left >= timedelta(days=1):
        return f"{left.days} day{'s' if left.days > 1 else ''}"
    hours = int(left.total_seconds() // 3600)
    return f"{hours} hour{'s' if hours > 1 else ''}" if hours else "less than an hour"
