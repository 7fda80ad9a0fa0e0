"""How Rivermead is run: who is on the rota, when nobody reads, its own pledges, a card that is out."""

from __future__ import annotations

from datetime import date, timedelta

from saidanddone import clock, database
from saidanddone.councils.changing import change
from saidanddone.councils.models import Council, OpenTo
from saidanddone.councils.reading import add_days_away, set_weekdays
from saidanddone.demo.telling import Telling
from saidanddone.missions.keeping import add_framework
from saidanddone.moderation.rota import go_away, name_for_week
from saidanddone.notices.letters import Letter, Way, forget
from saidanddone.people import contacts
from saidanddone.people.addresses import Address
from saidanddone.people.codes import Asker
from saidanddone.people.inviting import invite
from saidanddone.people.keeping import suspend
from saidanddone.people.models import Person
from saidanddone.people.rights import Role

ADMIN, WORKER = "Council Admin", "Participation Worker"
LEAD, DEPUTY = "Safeguarding Lead", "Deputy Safeguarding Lead"
PLEDGES = (
    ("Somebody who stays", "One person for each of us to ring, before and after 25."),
    ("A home that is safe", "Nobody is moved into a place that nobody has looked at."),
    ("First in line", "Care leavers hear of the council’s jobs before they are advertised."),
)


def run(tell: Telling) -> None:
    """The admin's year, and what is set for the weeks ahead."""
    tell.story.then(399, lambda: set_up(tell), hour=10)
    tell.story.then(120, lambda: change(tell.council, by=tell.who(ADMIN), wanted={"quiet_days": 35}), hour=9)
    tell.story.then(8, lambda: weeks_ahead(tell), hour=10)
    tell.story.then(2, lambda: cards_and_doors(tell), hour=15)


async def set_up(tell: Telling) -> None:
    """The day after Rivermead was added."""
    council, admin = tell.council, tell.who(ADMIN)
    await change(council, by=admin, wanted={"ideas_open_to": OpenTo.EVERYONE})
    await set_weekdays(council, by=admin, weekdays=[1, 3])
    await change(council, by=admin, wanted={"quiet_days": 42})
    await name_for_week(
        council,
        by=admin,
        names={day: tell.who(LEAD if day < 5 else DEPUTY) for day in range(7)},
    )
    await add_framework(
        council,
        by=admin,
        name="Rivermead’s promise to care leavers",
        missions=list(PLEDGES),
        starts=clock.today(),
    )


async def weeks_ahead(tell: Telling) -> None:
    """A holiday when nobody reads, and the lead away with cover; one day nobody covers, and it shows."""
    council, today = tell.council, clock.local(tell.story.today).date()
    tuesday = _next(today + timedelta(days=15), 1)
    await add_days_away(
        council,
        by=tell.who(WORKER),
        starts=tuesday,
        ends=tuesday + timedelta(days=6),
        why="The office is shut",
    )
    monday = _next(today + timedelta(days=5), 0)
    await go_away(
        council,
        by=tell.who(LEAD),
        person=tell.who(LEAD),
        starts=monday,
        ends=monday + timedelta(days=2),
        cover=tell.who(DEPUTY),
    )
    sunday = _next(monday, 6)
    await go_away(
        council, by=tell.who(ADMIN), person=tell.who(DEPUTY), starts=sunday, ends=sunday, cover=None
    )


async def cards_and_doors(tell: Telling) -> None:
    """One invitation is out, one person is kept out, and Kestrel can come back by a code."""
    await invite(
        tell.council, Role.YOUNG_PERSON, by=tell.who(WORKER), name="For somebody at the Tuesday drop-in"
    )
    await suspend(tell.who("Chough"), by=tell.who(ADMIN))
    await come_back_by_a_code(tell.council, tell.who("Kestrel"))


async def come_back_by_a_code(council: Council, person: Person) -> None:
    """Somebody gives an address on their own page, and types the code that is sent there."""
    address = Address(Way.EMAIL, f"{person.nickname.lower()}@example.org")
    secret = await contacts.give(council, address, by=person, asker=Asker("demo", "", b""))
    letter = await Letter.filter(person_id=person.id, what="contact-code").order_by("-id").first()
    assert letter is not None
    await contacts.confirm(council, "".join(filter(str.isdigit, letter.body)), by=person, secret=secret)
    await database.write(lambda: forget(person.id))


def _next(day: date, weekday: int) -> date:
    """The first such day of the week from a date on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
