"""What a young person is asked now and has not answered: did it happen, and which way is best?"""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone import clock, database
from saidanddone.appraisal.models import Appraisal, Score, Way
from saidanddone.appraisal.stages import Weighing
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.ideas.stages import stages_that_allow
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.models import Action, Asking, Respondent, VerdictAnswer

WEIGHINGS_AT_MOST = 2


@dataclass
class Ask:
    action: Action
    asking: Asking


async def asks_of(person: Person) -> list[Ask]:
    """The open askings in which this person has yet to answer, the one that closes first at the front."""
    asked = (
        await Respondent.filter(
            person_id=person.id, asking__counted_at=None, asking__closes_at__gt=clock.now()
        )
        .order_by("asking__closes_at", "asking_id")
        .select_related("asking__action")
    )
    answered: set[int] = set(
        await VerdictAnswer.filter(
            person_id=person.id, replaced_at=None, asking_id__in=[one.asking_id for one in asked]
        ).values_list("asking_id", flat=True)  # type: ignore[arg-type]
    )
    return [Ask(one.asking.action, one.asking) for one in asked if one.asking_id not in answered]


@dataclass
class ToWeigh:
    """Ways to do an idea that wait for this person's scores."""

    idea: Idea
    ways: int
    scored: int


async def to_weigh_for(person: Person, theirs: set[int]) -> list[ToWeigh]:
    """The weighings in which this person has yet to score a way: those of their ideas before others."""
    if not person.can(Right.SCORE):
        return []
    seen = ideas_seen_by(person).filter(
        stage__in=stages_that_allow("decide"), appraisal__stage=Weighing.SCORING
    )
    ideas = {idea.id: idea for idea in await seen.order_by("id").limit(20)}
    opened = await Appraisal.filter(idea_id__in=list(ideas))
    ids = [one.id for one in opened]
    ways = database.by("appraisal_id", await Way.filter(appraisal_id__in=ids, dropped_at=None))
    mine = Score.filter(appraisal_id__in=ids, person_id=person.id, replaced_at=None)
    scored = {one.way_id for one in await mine}
    found = [
        ToWeigh(ideas[one.idea_id], len(ways[one.id]), sum(way.id in scored for way in ways[one.id]))
        for one in opened
    ]
    waiting = [one for one in found if one.scored < one.ways]
    return sorted(waiting, key=lambda one: (one.idea.id not in theirs, one.idea.id))[:WEIGHINGS_AT_MOST]
