"""The frameworks that every site starts with.

Wording of the first: ministers' published answers and a trade-press summary; pages ask admins to check it.
"""

from __future__ import annotations

from datetime import date

from saidanddone import database
from saidanddone.missions.models import Framework, Mission

STABLE_HOMES = "stable-homes-2023"
INSPECTION = "inspection"

SHIPPED = (
    (
        {
            "slug": STABLE_HOMES,
            "name": "Stable Homes, Built on Love",
            "publisher": "Department for Education, February 2023",
            "source": "Wording from ministers’ published answers and a trade-press summary.",
            "starts": date(2023, 2, 2),
            "ends": date(2027, 12, 31),
            "position": 1,
        },
        (
            (
                "1",
                "Loving relationships",
                "Every care-experienced child and young person will feel they have strong, loving "
                "relationships in place.",
            ),
            (
                "2",
                "Corporate parenting",
                "Strengthen and extend corporate parenting responsibilities towards children in care and "
                "care leavers across the public sector.",
            ),
            (
                "3",
                "Homes for children in care",
                "An increase in high-quality, stable and loving homes for every child in care, local to "
                "where they are from.",
            ),
            (
                "4",
                "Education, work and training",
                "Better education, employment and training outcomes for children in care and care leavers.",
            ),
            (
                "5",
                "Safe, suitable homes",
                "More care leavers in safe, suitable accommodation, and less care leaver homelessness.",
            ),
            (
                "6",
                "Health and wellbeing",
                "Smaller disparities in long-term mental and physical health, and better wellbeing.",
            ),
        ),
    ),
    (
        {
            "slug": INSPECTION,
            "name": "What inspectors ask about care leavers",
            "publisher": "Short labels for the questions that inspections ask",
            "source": "Labels only. The full questions are in the published inspection framework.",
            "starts": None,
            "ends": None,
            "position": 2,
        },
        (
            ("relationships", "Relationships", ""),
            ("influence", "Influence on services", ""),
            ("health", "Health", ""),
            ("learning-and-work", "Learning and work", ""),
            ("good-decisions", "Good decisions", ""),
            ("homes", "Safe and suitable homes", ""),
        ),
    ),
)


async def ensure_shipped() -> None:
    """Put the shipped frameworks in; those already there stay as they are."""

    async def act() -> None:
        for facts, missions in SHIPPED:
            if await Framework.exists(slug=facts["slug"]):
                continue
            framework = await Framework.create(**facts)
            for position, (code, label, text) in enumerate(missions, start=1):
                await Mission.create(
                    framework=framework, code=code, position=position, label=label, text=text
                )

    await database.write(act)
