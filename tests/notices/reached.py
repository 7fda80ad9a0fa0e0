"""What is told to staff by letter: who raises a worry, when, and to whom letters are left."""

from datetime import datetime, time, timedelta

from saidanddone import clock
from saidanddone.ideas.proposing import propose
from saidanddone.moderation import checking
from saidanddone.notices.letters import Letter

CANARY, WORRIED, WHY = "Xylophone words", "Because of tonight", "They wrote of leaving"
HANA, IDA, LEE, FERN, CASS = (f"{name}@work.example.org" for name in ("hana", "ida", "lee", "fern", "cass"))


def at(hour, minute=0, days=0):
    """A moment of the day that tests run on, by people's clocks."""
    day = clock.local(clock.now()) + timedelta(days=days)
    return clock.at(clock.at_local(datetime.combine(day.date(), time(hour, minute))))


async def written(what="please-look"):
    """To whom letters of a kind are left."""
    return sorted(await Letter.filter(what=what).values_list("address", flat=True))


async def worry(there, by=None, **said):
    idea = await propose(by or there.amina, what=CANARY, **said)
    return await checking.hold(idea, by=there.cass, message=WORRIED)
