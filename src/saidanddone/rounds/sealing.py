"""Counting, and the sealed file: every ballot's choices, shuffled and cut from their ballots.

docs/votes.md describes the file's format; whoever recounts it needs nothing else.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from typing import Any

from saidanddone import database, logs
from saidanddone.rounds.models import Round, RoundEntry

log = logging.getLogger("saidanddone.rounds")

SEALED_FORMAT = "saidanddone-sealed-1"


def canonical(facts: dict[str, Any]) -> bytes:
    """The one way these facts are written down: keys sorted, no blanks, UTF-8."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def seal(round_: Round, entries: list[RoundEntry], *, withhold: bool = False) -> list[list[int]]:
    """Write the sealed file into ``round_``, delete the choices; gives the sets of idea numbers, shuffled.

    With ``withhold`` the choices of one or two people are in no file: whoever recounts would know them.
    """
    sets = await _choices_of(round_, {entry.idea_id: entry.idea.number for entry in entries})
    secrets.SystemRandom().shuffle(sets)
    round_.sealed = sealed_file(round_, entries, [] if withhold else sets)
    round_.sealed_sha256 = sha256(round_.sealed)
    await database.rows(
        "DELETE FROM choice WHERE ballot_id IN (SELECT id FROM ballot WHERE round_id = ?)", round_.id
    )
    return sets


def sealed_file(round_: Round, entries: list[RoundEntry], sets: list[list[int]]) -> bytes:
    """The sealed file of these sets of idea numbers, in this order.

    The salt keeps anyone from finding the choices by trying what the published hash could stand for.
    """
    facts = {
        "format": SEALED_FORMAT,
        "round": round_.number,
        "question": round_.question,
        "picks": round_.picks,
        "entries": sorted(entry.idea.number for entry in entries),
        "ballots": sets,
        "salt": secrets.token_hex(32),
    }
    return canonical(facts)


async def _choices_of(round_: Round, numbers: dict[int, int]) -> list[list[int]]:
    found = await database.rows(
        "SELECT choice.ballot_id, choice.idea_id FROM choice JOIN ballot ON ballot.id = choice.ballot_id"
        " WHERE ballot.round_id = ?",
        round_.id,
    )
    sets: dict[int, list[int]] = {}
    for row in found:
        chosen = sets.setdefault(row["ballot_id"], [])
        if row["idea_id"] is not None:
            chosen.append(numbers[row["idea_id"]])
    return [sorted(chosen) for chosen in sets.values()]


def tally(sets: list[list[int]], entries: list[RoundEntry]) -> dict[int, int]:
    """How many ballots chose each idea, by its number."""
    votes = {entry.idea.number: 0 for entry in entries}
    for chosen in sets:
        for number in chosen:
            votes[number] += 1
    return votes


def places(votes: dict[int, int]) -> dict[int, int]:
    """Each idea's place: one more than the number of ideas with more votes, so that equals share a place."""
    return {number: 1 + sum(other > count for other in votes.values()) for number, count in votes.items()}


async def wipe() -> None:
    """After a closing is committed, leave no deleted choice in the database's files.

    The vote stays closed if this fails; the log says so, and the next closing does it for both.
    """
    try:
        await database.forget_deleted("choice")
    except Exception as error:
        what = "deleted choices may still lie in the database's files until the next vote closes"
        logs.crash(log, error, what)
