"""Help on a young person's home: what they offered, with its day, and what is asked near their ideas."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.expressions import Q

from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.plan.help_models import open_helps
from saidanddone.plan.help_shown import Wanted, offered_by, wanted_with

NEAR_SHOWN = 3


@dataclass
class Helping:
    """``others`` says whether help is wanted elsewhere too."""

    coming: list[Wanted]
    near: list[Wanted]
    others: bool

    def __bool__(self) -> bool:
        return bool(self.coming or self.near or self.others)


async def helping_of(person: Person, own: list[Idea], backed: list[Idea]) -> Helping:
    """What a young person offered, and open asks for their ideas, ideas they back, and missions of these."""
    coming, offered = await offered_by(person)
    ideas = [idea.id for idea in (*own, *backed)]
    theirs = Q(action__action_ideas__idea_id__in=ideas)
    missions = Q(action__action_missions__mission__idea_missions__idea_id__in=[idea.id for idea in own])
    assert person.council_id
    anywhere = open_helps(person.council_id).exclude(id__in=offered)
    near = await anywhere.filter(theirs | missions).distinct().limit(NEAR_SHOWN)
    free = [one for one in wanted_with({}, person, near) if one.takes_mine]
    return Helping(coming, free, bool(near) or await anywhere.exists())
