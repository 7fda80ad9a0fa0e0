"""What a young person is asked now and has not answered: did it happen, and which way is best?"""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.expressions import Subquery

from saidanddone import clock, database
from saidanddone.appraisal.stages import Weighing
from saidanddone.ideas.models import Idea
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
    mine = VerdictAnswer.filter(person_id=person.id, replaced_at=None)
    asked = (
        await Respondent.filter(
            person_id=person.id, asking__counted_at=None, asking__closes_at__gt=clock.now()
        )
        .exclude(asking_id__in=Subquery(mine.values("asking_id")))
        .order_by("asking__closes_at", "asking_id")
        .select_related("asking__action")
    )
    return [Ask(one.asking.action, one.asking) for one in asked]


@dataclass
class ToWeigh:
    """Ways to do an idea that wait for this person's scores."""

    idea: Idea
    ways: int
    scored: int


async def to_weigh_for(person: Person, theirs: list[Idea]) -> list[ToWeigh]:
    """The weighings of ideas that this person said or wants too, in which they have yet to score a way."""
    ideas = {idea.id: idea for idea in theirs if idea.allows.decide and person.can(Right.SCORE)}
    if not ideas:
        return []
    found = await database.rows(
        "SELECT a.idea_id, count(DISTINCT w.id) AS ways, count(DISTINCT s.way_id) AS scored FROM appraisal a"
        " JOIN way w ON w.appraisal_id = a.id AND w.dropped_at IS NULL"
        " LEFT JOIN score s ON s.way_id = w.id AND s.person_id = ? AND s.replaced_at IS NULL"
        f" WHERE a.stage = ? AND a.idea_id IN ({', '.join('?' * len(ideas))})"
        " GROUP BY a.idea_id ORDER BY a.idea_id",
        person.id,
        Weighing.SCORING.value,
        *ideas,
    )
    waiting = [ToWeigh(ideas[row["idea_id"]], row["ways"], row["scored"]) for row in found]
    return [one for one in waiting if one.scored < one.ways][:WEIGHINGS_AT_MOST]
