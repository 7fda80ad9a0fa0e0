"""What staff were told of lately that no page of their work shows: each a sentence, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from saidanddone import clock
from saidanddone.notices.models import Notice
from saidanddone.people.models import Person
from saidanddone.people.rights import Right

LATELY, AT_MOST = timedelta(days=14), 5

# What was told: its sentence, and the page that says more, for those with the right to open it.
TOLD = {
    "look_behind": (
        "A safeguarding lead looked up who is behind hidden words.",
        "front:history",
        Right.RUN_COUNCIL,
    ),
    "new_lead": ("Somebody became a safeguarding lead.", "people:index", Right.RUN_COUNCIL),
    "lead_ended": ("Somebody is no safeguarding lead any more.", "people:index", Right.RUN_COUNCIL),
}


@dataclass(frozen=True)
class News:
    at: datetime
    says: str
    to: str = ""


async def news_of(person: Person) -> list[News]:
    """The newest of the last two weeks."""
    lately = Notice.filter(person_id=person.id, what__in=list(TOLD), made_at__gte=clock.now() - LATELY)
    found = []
    for notice in await lately.order_by("-made_at", "-id").limit(AT_MOST):
        says, to, right = TOLD[notice.what]
        found.append(News(notice.made_at, says, to if person.can(right) else ""))
    return found
