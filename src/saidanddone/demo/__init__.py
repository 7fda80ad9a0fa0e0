"""The demo: two made-up councils with a year of history, and the ways to look around in them."""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.demo.cast import person_of
from saidanddone.ideas.awaiting import remind_deciders
from saidanddone.ideas.recordings import delete_due
from saidanddone.ideas.returning import return_due
from saidanddone.ideas.undeciding import tell_due
from saidanddone.missions.shipped import ensure_shipped
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.people.visits import come
from saidanddone.plan.answering import count_due
from saidanddone.practice.shipped import ensure_practice
from saidanddone.rounds.running import close_due, open_due


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
            clock.real_now(),
            (open_due, close_due, return_due, tell_due, remind_deciders, count_due, delete_due),
        )
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
