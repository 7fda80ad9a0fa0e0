"""Ashcombe, a smaller council that keeps its ideas to its own people."""

from __future__ import annotations

from saidanddone import clock
from saidanddone.councils.models import Council, OpenTo
from saidanddone.demo.story import Story
from saidanddone.demo.telling import Telling
from saidanddone.ideas.deciding import Answer
from saidanddone.people.models import Person
from saidanddone.people.rights import Role

TREES = "Alder Aspen Beech Birch Elder Hazel Holly Larch Linden Maple Oak Poplar Spruce Willow".split()
STABLE = "stable-homes-2023/"
HEAD = "Head of Children’s Services"


async def settle(story: Story) -> None:
    """Found Ashcombe and lay out its half year in the story."""
    with clock.at(story.when(200, 9)):
        council = await Council.add(
            "ashcombe",
            "Ashcombe",
            ideas_open_to=OpenTo.COUNCIL,
            reading_days="0,2",
            advocate="Ask for Ashcombe’s advocate.",
        )
        tell = Telling(story, council)
        for tree in TREES:
            tell.people[tree] = await Person.join(council, tree, Role.YOUNG_PERSON, confirmed=True)
        for title, role in (
            ("Participation Worker", Role.WORKER),
            (HEAD, Role.OFFICER),
            ("Safeguarding Lead", Role.SAFEGUARDING_LEAD),
        ):
            tell.people[title] = await Person.join(council, title, role, job_title=title, confirmed=True)
    tell.said(
        180,
        "photos",
        "Hazel",
        "Keep our photos safe and give them to us when we leave.",
        "I have none of me under nine.",
    )
    tell.published(178, "photos", "Our photos, kept safe", STABLE + "1")
    tell.backed(177, 150, "photos", [tree for tree in TREES if tree != "Hazel"])
    tell.decided(140, "photos", Answer.YES, "They are yours. We should never have lost any.", by=HEAD)
    tell.promised(
        130, "photos", due_in=90, missions=(STABLE + "1",), by=HEAD, title="Our photos, kept safe", owner=HEAD,
        what="One safe place for every child’s photos, handed over at 18.", how_we_know="Everyone who leaves has theirs.",
        steps=("Find what there is", "Choose where to keep it", "Hand over the first ten"),
    )  # fmt: skip
    tell.reported(100, "photos", HEAD, "We have found eleven boxes.", starts=True)
    tell.stepped(100, "photos", 1, HEAD)
    tell.reported(20, "photos", HEAD, "The library will keep them.")
    tell.said(90, "gym", "Oak", "Gym passes that work in the next town too.")
    tell.published(87, "gym", "Gym passes that travel", STABLE + "6")
    tell.backed(86, 60, "gym", TREES[:8])
    tell.said(40, "pets", "Willow", "Let us keep a pet in shared houses.", team=True)
    tell.published(38, "pets", "Pets in shared houses", STABLE + "5")
    tell.said(2, "quiet-room", "Maple", "A quiet room at the drop-in.")
