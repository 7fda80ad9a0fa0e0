"""Made-up people: young people with nicknames that are all different, and the staff of a council."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from saidanddone.loading import bulk
from saidanddone.loading.lives import Staff
from saidanddone.loading.words import nickname
from saidanddone.loading.world import World
from saidanddone.missions.models import missions_of
from saidanddone.people.models import Person, RoleGrant, look_alike
from saidanddone.people.rights import Role

STAFF = (
    ("Participation Worker", Role.WORKER),
    ("Participation Lead", Role.WORKER),
    ("Head of Leaving Care", Role.OFFICER),
    ("Safeguarding Lead", Role.SAFEGUARDING_LEAD),
    ("Council Admin", Role.ADMIN),
    ("Personal Adviser", Role.PERSONAL_ADVISER),
    ("Leaving Care Service Manager", Role.OFFICER),
    ("Housing Partnerships Lead", Role.OFFICER),
    ("Commissioning Manager", Role.OFFICER),
    ("Designated Nurse", Role.OFFICER),
    ("Virtual School Head", Role.OFFICER),
    ("Digital Inclusion Manager", Role.OFFICER),
)
FIRST_OWNER = 6
CONFIRMED = 0.6  # the share of young people whom a worker has met


async def settle(world: World, how_many: int) -> None:
    """Let in the staff and that many young people, each with their role."""
    ids = await bulk.ids(Person, len(STAFF) + how_many)
    staff = [Staff(id_, title) for id_, (title, _) in zip(ids, STAFF, strict=False)]
    world.worker, world.decider, world.lead = staff[0], staff[2], staff[3]
    world.owners = staff[FIRST_OWNER:]
    world.young = ids[len(STAFF) :]
    world.confirmed = {id_ for id_ in world.young if world.rng.random() < CONFIRMED}
    await bulk.put(Person, _people(world, staff))
    world.say(f"People: {how_many:,}")
    roles = [role for _, role in STAFF] + [Role.YOUNG_PERSON] * how_many
    await bulk.put(
        RoleGrant,
        (
            {"person_id": id_, "role": role, "given_at": world.begins, "ended_at": None}
            for id_, role in zip(ids, roles, strict=True)
        ),
    )
    found = await missions_of(world.council)
    world.missions = [each for each in found if each.framework.slug == "stable-homes-2023"]


def _people(world: World, staff: list[Staff]) -> Iterator[dict[str, Any]]:
    for each in staff:
        yield _person(world, each.id, each.job_title, each.job_title)
    for place, id_ in enumerate(world.young):
        yield _person(world, id_, nickname(place), "")


def _person(world: World, id_: int, name: str, job_title: str) -> dict[str, Any]:
    known = job_title or id_ in world.confirmed
    return {
        "id": id_,
        "council_id": world.council.id,
        "nickname": name,
        "nickname_key": look_alike(name),
        "job_title": job_title,
        "joined_at": world.begins,
        "confirmed_at": world.begins if known else None,
        "suspended_at": None,
    }
