"""The decision cites the weighing: which way the council chose, and the place it had."""

from __future__ import annotations

from datetime import date

from saidanddone import clock, database
from saidanddone.appraisal.models import Appraisal, Way, WayChosen, ways_of
from saidanddone.appraisal.scoring import result_of
from saidanddone.appraisal.stages import Weighing
from saidanddone.ideas import deciding
from saidanddone.ideas.deciding import Answer, Decision, NoKind
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.rules import Refused

YESES = (Answer.YES, Answer.IN_PART)
WHICH = "Pick the way the council chooses."


async def decide(
    idea: Idea,
    *,
    by: Person,
    answer: Answer,
    reason: str,
    kind: NoKind | None = None,
    else_can: str = "",
    return_on: date | None = None,
    way: Way | None = None,
) -> Decision:
    """Give the council's answer and, where ways were weighed, keep which of them it chose and its place.

    A yes needs one that changes something. Any other answer carries on as now. Raises as ideas.deciding does.
    """

    async def act() -> Decision:
        appraisal = await Appraisal.get_or_none(idea_id=idea.id, stage=Weighing.DONE)
        chosen = await _chosen(appraisal, answer, way) if appraisal else None
        decision = await deciding.decide(
            idea, by=by, answer=answer, reason=reason, kind=kind, else_can=else_can, return_on=return_on
        )
        if appraisal and chosen:
            place = (await result_of(appraisal)).place_of(chosen.id)
            await WayChosen.create(decision=decision, way=chosen, place=place, at=clock.now())
        return decision

    deciding.may_be_decided(idea, by)
    return await database.write(act)


async def _chosen(appraisal: Appraisal, answer: Answer, way: Way | None) -> Way:
    ways = await ways_of(appraisal)
    found = way_for(ways, answer, way.number if way in ways else None)
    if found is None:
        raise Refused(WHICH)
    return found


def way_for(ways: list[Way], answer: Answer, number: int | None) -> Way | None:
    """The way an answer chooses: a yes the one of that number, if it changes something; else as it is now."""
    if answer in YESES:
        return next((way for way in ways if way.number == number and not way.as_now), None)
    return next(way for way in ways if way.as_now)
