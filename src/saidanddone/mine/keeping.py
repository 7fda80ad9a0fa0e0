"""How long a council keeps what: the table of what has a time, what is shipped, and what the council says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.mine.models import Retention
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for

WARNED = timedelta(days=30)


@dataclass(frozen=True)
class Kept:
    """One kind of thing with a time, in days: as shipped, and how short or long a council may make it.

    ``warned``: whoever it belongs to is told thirty days before. ``short``: its name in a sentence.
    """

    words: str
    short: str
    then: str
    days: int
    least: int
    most: int
    warned: bool = False


KEPT = {
    "accounts": Kept(
        "Accounts of young people that nobody uses",
        "Young people’s accounts",
        "The name and all ways in go. Ideas stay, without the name.",
        730,
        180,
        3650,
        warned=True,
    ),
    "unpublished": Kept(
        "Words that never went out: drafts, sent back, declined or taken back",
        "Words that never went out",
        "The words go. That there was something stays.",
        365,
        90,
        3650,
        warned=True,
    ),
    "worries": Kept(
        "Words of worries that are closed",
        "Words of closed worries",
        "What was said, done and given as a reason goes. When, and who, stays.",
        2190,
        365,
        9125,
    ),
    "links": Kept(
        "Used links and codes, ended sign-ins, and whom an invitation was for",
        "Used links and ended sign-ins",
        "They go. When somebody was last here stays.",
        90,
        30,
        730,
    ),
    "notices": Kept("Notices that were left for people", "Notices", "They go.", 180, 90, 730),
    "history": Kept(
        "Words in the history",
        "Words in the history",
        "The words go. The rows stay, with their digests, and the chain stays whole.",
        1095,
        180,
        9125,
    ),
}
# What has its time elsewhere, and can't be set.
FIXED = (
    ("Recordings", "Until their writer says yes to the words, and 30 days at the longest."),
    ("What each vote chose", "Until the vote closes. Then it is shuffled and sealed without any link."),
    ("Ideas that went out, promises and what was reported", "For good: they are the council’s record."),
)


async def days_kept(council_id: int) -> dict[str, int]:
    """For how many days each is kept by this council."""
    rows = await Retention.filter(council_id=council_id, ended_at=None)
    return {code: kept.days for code, kept in KEPT.items()} | {
        row.what: row.days for row in rows if row.what in KEPT
    }


async def keep_for(council: Council, wanted: dict[str, int], *, by: Person) -> dict[str, int]:
    """Say how long things are kept; gives those that changed, {code: days until now}. Each is a dated row."""
    only_for(by, Right.RUN_COUNCIL, council.id, "How long things are kept is for the council’s admin.")
    for code, days in wanted.items():
        if fault := fault_of(code, days):
            raise Refused(fault)

    async def act() -> dict[str, int]:
        standing = await days_kept(council.id)
        changed = {code: standing[code] for code, days in wanted.items() if days != standing[code]}
        for code in changed:
            now = Retention.filter(council_id=council.id, what=code, ended_at=None)
            await now.update(ended_at=clock.now())
            row = await Retention.create(
                council_id=council.id, what=code, days=wanted[code], set_at=clock.now()
            )
            was, then = f"{code} {changed[code]}", f"{wanted[code]} days"
            record(council.id, "keep_for", row, by=by, start=was, end=then)
        return changed

    try:
        return await database.write(act)
    except IntegrityError:
        raise Refused("Somebody else has just changed this. Look again.") from None


def fault_of(code: str, days: int) -> str:
    """A sentence when something can't be kept for so long, or so short."""
    kept = KEPT[code]
    return "" if kept.least <= days <= kept.most else f"Pick {kept.least} to {kept.most} days."
