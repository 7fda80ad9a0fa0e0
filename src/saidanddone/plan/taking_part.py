"""Saying who took part: hours and vouchers, as rows that a correction replaces and never overwrites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.plan.help_models import TEAM_ONLY, Attendance, Help, Offer, is_on_team
from saidanddone.plan.help_rules import HelpState
from saidanddone.rules import NotAllowed, Refused
from saidanddone.spelling import clock_time, week_day

QUARTERS_AT_MOST, PENCE_AT_MOST = 400, 100_000


@dataclass(frozen=True)
class Part:
    """What one person did: quarters of an hour, and a voucher in pence; neither for who didn't come."""

    person_id: int
    took_part: bool
    quarters: int = 0
    pence: int = 0


async def say_who_took_part(help_: Help, *, by: Person, parts: Sequence[Part]) -> int:
    """Keep who took part; gives how many rows are new. What is said again as it stands changes nothing.

    Raises NotAllowed outside the team, Refused before its day, when called off, or for who didn't offer.
    """
    check_may_say(help_, by)

    async def act() -> int:
        await Help.select_for_update().get(id=help_.id)
        offered = set(
            await Offer.filter(help_id=help_.id, withdrawn_at=None).values_list("person_id", flat=True)
        )
        if not {part.person_id for part in parts} <= offered:
            raise Refused("Somebody took their offer back meanwhile. Look again.")
        standing = Attendance.filter(help_id=help_.id, replaced_at=None)
        before = {row.person_id: row for row in await standing}
        new = [part for part in parts if _says_something_new(part, before.get(part.person_id))]
        moment = clock.now()
        await standing.filter(person_id__in=[part.person_id for part in new]).update(replaced_at=moment)
        for part in new:
            await Attendance.create(
                help_id=help_.id,
                person_id=part.person_id,
                took_part=part.took_part,
                quarters=part.quarters if part.took_part else 0,
                pence=part.pence if part.took_part else 0,
                by=by,
                by_title=by.job_title or help_.action.owner,
                at=moment,
            )
        if new:
            # Who took part stands in the rows themselves, for the team alone.
            record(help_.council_id, "say_who_took_part", help_, by=by, end=str(len(new)))
            people = [part.person_id for part in new if part.took_part]
            await tell(help_.council_id, people, "took_part", help_, key=moment.isoformat())
        return len(new)

    try:
        return await database.write(act)
    except IntegrityError:
        raise Refused("Somebody else said who took part at the same moment. Look again.") from None


def _says_something_new(part: Part, before: Attendance | None) -> bool:
    if before is None:
        return True
    was = (before.took_part, before.quarters, before.pence)
    return was != ((True, part.quarters, part.pence) if part.took_part else (False, 0, 0))


def check_may_say(help_: Help, person: Person) -> None:
    """Raises NotAllowed outside the team, Refused before its day or when it was called off."""
    if not is_on_team(help_.action, person):
        raise NotAllowed(TEAM_ONLY)
    if help_.state is HelpState.CALLED_OFF:
        raise Refused("This was called off, so nobody took part.")
    if not help_.has_begun:
        begins = help_.starts_at
        assert begins
        raise Refused(f"You can say who took part from {week_day(begins)} at {clock_time(begins)}.")
