"""Whoever alone holds a right that a council can't be without.

One rule, whoever would end it: they themselves by leaving, an admin here, or the council's directory.
"""

from __future__ import annotations

from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right


async def is_the_last(person: Person, right: Right) -> bool:
    """Whether nobody else of their council who may come in has this right, and they do."""
    assert person.council_id is not None
    return await people_who_can(right, person.council_id) == [person.id]
