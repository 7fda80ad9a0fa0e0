"""“Did it really happen?”: what a young person is asked now and has not answered."""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone import clock
from saidanddone.people.models import Person
from saidanddone.plan.models import Action, Asking, Respondent, VerdictAnswer


@dataclass
class Ask:
    action: Action
    asking: Asking


async def asks_of(person: Person) -> list[Ask]:
    """The open askings in which this person has yet to answer, the one that closes first at the front."""
    asked = (
        await Respondent.filter(
            person_id=person.id, asking__counted_at=None, asking__closes_at__gt=clock.now()
        )
        .order_by("asking__closes_at", "asking_id")
        .select_related("asking__action")
    )
    answered: set[int] = set(
        await VerdictAnswer.filter(
            person_id=person.id, replaced_at=None, asking_id__in=[one.asking_id for one in asked]
        ).values_list("asking_id", flat=True)  # type: ignore[arg-type]
    )
    return [Ask(one.asking.action, one.asking) for one in asked if one.asking_id not in answered]
