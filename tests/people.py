"""Named people whose part is plain. Amina and Bo are young people, and so on: see ``Town``."""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone import database
from saidanddone.councils.models import Council, OpenTo
from saidanddone.missions.shipped import ensure_shipped
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.practice.shipped import ensure_practice
from tests.put_back import PutBack


@dataclass
class Town:
    """Two councils and their people."""

    rivermead: Council
    ashcombe: Council
    amina: Person  # a young person who proposes
    bo: Person  # a young person who supports and votes
    cass: Person  # a participation worker who checks
    col: Person  # another participation worker
    dev: Person  # a participation worker of the other council
    ellis: Person  # a senior officer who decides and owns actions
    edie: Person  # a head of service, another senior officer
    fern: Person  # the council admin
    gus: Person  # a personal adviser
    hana: Person  # the safeguarding lead
    ivo: Person  # a young person of the other council
    jo: Person  # a programme admin


async def town(**settings: object) -> Town:
    """Rivermead (its ideas open to everyone, a floor of two answers) and Ashcombe (for its own people).

    One write for all of it: four hundred tests begin with it.
    """
    return await (PUT_BACK() if not settings else database.write(lambda: _town(settings)))


async def _town(settings: dict[str, object]) -> Town:
    await ensure_shipped()
    await ensure_practice()
    given = {"ideas_open_to": OpenTo.EVERYONE, "floor": 2, **settings}
    rivermead = await Council.add("rivermead", "Rivermead", **given)
    ashcombe = await Council.add("ashcombe", "Ashcombe")
    join = Person.join
    return Town(
        rivermead=rivermead,
        ashcombe=ashcombe,
        amina=await join(rivermead, "Amina", Role.YOUNG_PERSON, confirmed=True),
        bo=await join(rivermead, "Bo", Role.YOUNG_PERSON),
        cass=await join(rivermead, "Cass", Role.WORKER, job_title="Participation Worker"),
        col=await join(rivermead, "Col", Role.WORKER, job_title="Participation Lead"),
        dev=await join(ashcombe, "Dev", Role.WORKER, job_title="Participation Worker"),
        ellis=await join(rivermead, "Ellis", Role.OFFICER, job_title="Leaving Care Service Manager"),
        edie=await join(rivermead, "Edie", Role.OFFICER, job_title="Head of Leaving Care"),
        fern=await join(rivermead, "Fern", Role.ADMIN, job_title="Council Admin"),
        gus=await join(rivermead, "Gus", Role.PERSONAL_ADVISER, job_title="Personal Adviser"),
        hana=await join(rivermead, "Hana", Role.SAFEGUARDING_LEAD, job_title="Safeguarding Lead"),
        ivo=await join(ashcombe, "Ivo", Role.YOUNG_PERSON),
        jo=await join(None, "Jo", Role.PROGRAMME_ADMIN, job_title="Programme Admin"),
    )


PUT_BACK = PutBack(lambda: _town({}))


async def young_people(council: Council, how_many: int) -> list[Person]:
    """That many more young people of a council."""
    return [await Person.join(council, f"Young {number}", Role.YOUNG_PERSON) for number in range(how_many)]
