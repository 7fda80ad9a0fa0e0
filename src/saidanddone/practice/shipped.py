"""The practice cards that every site starts with: what councils have published about their own work.

The facts are theirs, the sentences ours. What worked in one place another area must work out afresh.
"""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone import database
from saidanddone.missions.models import Mission
from saidanddone.missions.shipped import STABLE_HOMES
from saidanddone.practice.models import PracticeCard, PracticeMission


@dataclass(frozen=True)
class Shipped:
    """One card. ``missions`` are codes of the framework that is shipped; ``figures`` are (number, what)."""

    slug: str
    title: str
    published_by: str
    what: str
    missions: tuple[str, ...]
    figures: tuple[tuple[str, str], ...] = ()
    cost: str = ""


CARDS = (
    Shipped(
        "doorbells",
        "See who is at the door",
        "Stockport",
        "Care leavers got Ring doorbells, so that they can see who is at the door.",
        ("5",),
        (("over 30", "people"),),
        "about £100 a person",
    ),
    Shipped(
        "always-here",
        "Always Here",
        "North Yorkshire",
        "People can get in touch with the council at any age. It does not end at 25.",
        ("1",),
        (
            ("55", "people in six months"),
            ("22", "of them wanted advice"),
            ("11", "shared something they had achieved"),
        ),
    ),
    Shipped(
        "mental-health-advisers",
        "Advisers who know mental health",
        "Wandsworth",
        "There are personal advisers with a mental-health background.",
        ("6",),
        (("up to 15", "young people for each adviser"),),
    ),
    Shipped(
        "pantry",
        "A place at the local pantry",
        "Stockport",
        "Care leavers became members of a local pantry.",
        ("5", "1"),
        (("75", "people"),),
        "£10 to join, then £3.50 a week",
    ),
    Shipped(
        "nurse-time",
        "Twice the nurse’s time",
        "Dorset",
        "Young people made mental health a priority, and took it to the managers themselves.",
        ("6",),
        (("doubled", "the nurse’s time"),),
    ),
    Shipped(
        "adviser-standards",
        "What a good adviser does",
        "Hertfordshire",
        "Standards for personal advisers were written together.",
        ("1",),
    ),
)


async def ensure_practice() -> None:
    """Put the shipped cards in; those already there stay as they are. Needs the shipped frameworks."""

    async def act() -> None:
        there = await Mission.filter(framework__slug=STABLE_HOMES, framework__council_id=None)
        missions = {mission.code: mission for mission in there}
        for position, card in enumerate(CARDS, start=1):
            if await PracticeCard.exists(slug=card.slug):
                continue
            kept = await PracticeCard.create(
                slug=card.slug,
                title=card.title,
                published_by=card.published_by,
                what=card.what,
                figures="\n".join(f"{number}: {of}" for number, of in card.figures),
                cost=card.cost,
                source=f"Published by {card.published_by} council about its own work.",
                position=position,
            )
            await PracticeMission.bulk_create(
                [PracticeMission(card=kept, mission=missions[code]) for code in card.missions]
            )

    await database.write(act)
