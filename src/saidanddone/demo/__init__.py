"""The demo: two made-up councils with a year of history, and the ways to look around in them."""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.demo.cast import person_of
from saidanddone.due import MOVES_ON
from saidanddone.missions.shipped import ensure_shipped
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.people.visits import come
from saidanddone.practice.shipped import ensure_practice


async def load() -> None:
    """Fill an empty database with Rivermead and Ashcombe; one that has councils already stays as it is."""
    from saidanddone.demo import ashcombe, rivermead
    from saidanddone.demo.story import Story

    if await Council.exists():
        return

    async def act() -> None:
        await ensure_shipped()
        await ensure_practice()
        story = Story(
            clock.real_now(), MOVES_ON
        )  # the rest comes due once it is served: in a year it finds little
        await rivermead.settle(story)
        await ashcombe.settle(story)
        with clock.at(story.when(400)):
            await Person.join(None, "Programme Admin", Role.PROGRAMME_ADMIN, job_title="Programme Admin")
        await story.tell()
        with clock.at(story.when(9)):
            kestrel = await person_of("young-person")
            if kestrel:
                await come(kestrel)

    await database.write(act)
