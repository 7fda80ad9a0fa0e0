"""Who can be played in the demo: key → council, nickname, and what to tell whoever steps into their shoes."""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone.people.models import Person, with_roles


@dataclass(frozen=True)
class Part:
    """Somebody to look around as. ``council`` is a slug, or none for the programme."""

    council: str | None
    nickname: str
    title: str
    words: str


CAST = {
    "young-person": Part(
        "rivermead",
        "Kestrel",
        "Kestrel, a young person",
        "Has sent several ideas. See what happened to each, vote, and say whether a promise was kept.",
    ),
    "young-person-2": Part(
        "rivermead",
        "Magpie",
        "Magpie, a young person",
        "Has just sent an idea that nobody has read yet, and backs a few others.",
    ),
    "adviser": Part(
        "rivermead",
        "Personal Adviser",
        "A personal adviser",
        "Works with young people. May send ideas, which say they are from staff, and never votes.",
    ),
    "worker": Part(
        "rivermead",
        "Participation Worker",
        "The participation worker",
        "Two days a week. Reads each idea before anyone sees it, and runs the votes.",
    ),
    "worker-2": Part(
        "rivermead",
        "Participation Apprentice",
        "The other participation worker",
        "Once a care leaver, now paid to read ideas. Hears appeals against a colleague’s no.",
    ),
    "officer": Part(
        "rivermead",
        "Leaving Care Service Manager",
        "A senior officer who owns actions",
        "Three promises in the plan. Says how they go, in under a minute each.",
    ),
    "officer-2": Part(
        "rivermead",
        "Head of Leaving Care",
        "The Head of Leaving Care",
        "Gives the council’s answer to ideas, with a reason, and keeps the plan.",
    ),
    "safeguarding": Part(
        "rivermead",
        "Safeguarding Lead",
        "The safeguarding lead",
        "Sees what was held because somebody was worried. Nobody else does.",
    ),
    "admin": Part(
        "rivermead",
        "Council Admin",
        "The council admin",
        "Looks after people, missions and settings.",
    ),
    "programme": Part(
        None,
        "Programme Admin",
        "The programme",
        "A charity that works with several councils. Sees what is public, never people.",
    ),
    "ashcombe-worker": Part(
        "ashcombe",
        "Participation Worker",
        "The worker of another council",
        "Ashcombe keeps its ideas to its own people. Nothing of Rivermead’s can be changed from here.",
    ),
}


async def person_of(key: str) -> Person | None:
    """The person behind a key, with their roles; none for a key that isn't in the cast."""
    part = CAST.get(key)
    if part is None:
        return None
    person = (
        await Person.filter(council__slug=part.council, nickname=part.nickname).first()
        if part.council
        else (await Person.filter(council_id=None, nickname=part.nickname).first())
    )
    return await with_roles(person) if person else None
