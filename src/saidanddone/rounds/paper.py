"""The ballot paper: what each viewer sees of a round's ideas, in an order that favours none of them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.ideas.stages import Stage
from saidanddone.rounds.models import Ballot, Round, RoundEntry
from saidanddone.rounds.receipts import receipt
from saidanddone.rounds.running import entries_of


@dataclass(frozen=True)
class Line:
    """One line of the paper. ``idea`` is None while it is taken out, or not for this viewer to see."""

    entry: RoundEntry
    idea: Idea | None


async def lines_for(round_: Round, person: Any) -> list[Line]:
    """The round's ideas as this person may see them, in the order in which they were put in."""
    entries = await entries_of(round_)
    seen = await ideas_seen_by(person).filter(id__in=[entry.idea_id for entry in entries])
    shown = {idea.id: idea for idea in seen if idea.stage is not Stage.HELD}
    return [Line(entry, shown.get(entry.idea_id)) for entry in entries]


async def paper_for(round_: Round, person: Any) -> list[Line]:
    """The ballot paper: each viewer has an order of their own that stays, so no place on it is worth more."""

    def place(line: Line) -> bytes:
        of = f"paper:{person.id}:{line.entry.idea_id}".encode()
        return hmac.digest(bytes.fromhex(round_.key), of, hashlib.sha256)

    return sorted(await lines_for(round_, person), key=place)


async def own_receipt(round_: Round, person: Any) -> str:
    """The receipt of this person's ballot, or nothing when they have not voted."""
    found = Ballot.filter(round_id=round_.id, person_id=person.id) if person.id else None
    ballot_id = await found.first().values_list("id", flat=True) if found else None
    return receipt(round_.key, int(str(ballot_id))) if ballot_id else ""


async def voted_in(rounds: list[Round], person: Any) -> set[int]:
    """The ids of those rounds in which this person has a ballot."""
    if not person.id or not rounds:
        return set()
    ids = [round_.id for round_ in rounds]
    found = await Ballot.filter(round_id__in=ids, person_id=person.id).values_list("round_id", flat=True)
    return {int(str(round_id)) for round_id in found}
