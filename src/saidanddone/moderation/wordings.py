"""A council's own wording: its sentence in place of a shipped one, wherever a reason is given from then on.

What was told before stays as it was told: the words are kept with each decision.
"""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.councils.models import Council, OwnWords, in_own_words
from saidanddone.history.models import record
from saidanddone.ideas.deciding import BECAUSE, NO, NOT_NOW, READY_NOT_NOW
from saidanddone.moderation.reasons import DECLINE, READY_TO_RETURN, REASONS, RETURN
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for

AT_MOST = 200

SHIPPED: dict[str, dict[str, str]] = {
    DECLINE: {reason.value: words.told for reason, words in REASONS.items()},
    RETURN: READY_TO_RETURN,
    NO: BECAUSE,
    NOT_NOW: READY_NOT_NOW,
}
HEADINGS = {
    DECLINE: ("When an idea isn’t published", "Its writer reads this above the worker’s own words."),
    RETURN: ("When an idea is sent back", "A worker may tick these, and add words of their own."),
    NO: ("When the council says no", "It stands right after “The council said no, because…”."),
    NOT_NOW: ("When the council says not now", "An officer may tick these, and add a reason of their own."),
}


@dataclass(frozen=True)
class Sentence:
    """One sentence as the council says it. ``shipped`` is what it was; empty for a place left free."""

    kind: str
    code: str
    text: str
    shipped: str
    own: bool


async def sentences(council_id: int, kind: str) -> dict[str, str]:
    """The sentences of one kind in this council's words, by their code; free places left out."""
    return await in_own_words(council_id, kind, SHIPPED[kind])


async def all_sentences(council: Council) -> dict[str, list[Sentence]]:
    """Every sentence of every kind, as the council says it now."""
    rows = await OwnWords.filter(council_id=council.id, ended_at=None)
    own = {(row.kind, row.code): row.text for row in rows}
    return {
        kind: [
            Sentence(kind, code, own.get((kind, code), shipped), shipped, (kind, code) in own)
            for code, shipped in words.items()
        ]
        for kind, words in SHIPPED.items()
    }


async def say_it(council: Council, *, by: Person, kind: str, code: str, text: str) -> None:
    """Put the council's own sentence in place of a shipped one. The same words again change nothing."""
    text = " ".join(text.split())
    _check(council, by, kind, code)
    if not 0 < len(text) <= AT_MOST:
        raise Refused(f"Write one sentence of up to {AT_MOST} letters.")

    async def act() -> None:
        standing = await OwnWords.filter(council_id=council.id, kind=kind, code=code, ended_at=None).first()
        if text == (standing.text if standing else SHIPPED[kind][code]):
            return
        if standing:
            await OwnWords.filter(id=standing.id, ended_at=None).update(ended_at=clock.now())
        row = await OwnWords.create(council=council, kind=kind, code=code, text=text, set_at=clock.now())
        record(council.id, "say_own_words", row, by=by, start=kind, end=code, text=text)

    try:
        await database.write(act)
    except IntegrityError:
        raise Refused("Somebody else has just changed this sentence. Look again.") from None


async def put_back(council: Council, *, by: Person, kind: str, code: str) -> None:
    """Say the shipped sentence again."""
    _check(council, by, kind, code)

    async def act() -> None:
        standing = await OwnWords.filter(council_id=council.id, kind=kind, code=code, ended_at=None).first()
        if standing and await OwnWords.filter(id=standing.id, ended_at=None).update(ended_at=clock.now()):
            record(council.id, "put_words_back", standing, by=by, start=kind, end=code)

    await database.write(act)


def _check(council: Council, by: Person, kind: str, code: str) -> None:
    only_for(by, Right.RUN_COUNCIL, council.id, "Changing the council’s wording is for its admin.")
    if code not in SHIPPED.get(kind, {}):
        raise Refused("There is no such sentence to change.")
