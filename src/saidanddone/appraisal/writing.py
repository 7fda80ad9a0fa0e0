"""Writing down the ways, and agreeing the weights with young people before anyone scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.appraisal.criteria import (
    ALL,
    AS_NOW,
    FEWEST_CRITERIA,
    FEWEST_WAYS,
    MOST_CRITERIA,
    MOST_WAYS,
    asks_of,
)
from saidanddone.appraisal.models import Agreement, Appraisal, Criterion, Way, WayCard
from saidanddone.appraisal.stages import Weighing
from saidanddone.history.models import record
from saidanddone.ideas.deciding import may_be_decided
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.practice.models import PracticeCard
from saidanddone.rules import Refused

BEGUN = "The ways to do this idea are being weighed already."


@dataclass(frozen=True)
class Written:
    """A way as it is written down. ``cards`` is practice that speaks for it."""

    name: str
    what: str
    cost: str
    cards: Sequence[PracticeCard] = ()


async def write_ways(idea: Idea, *, by: Person, as_now: Written, ways: Sequence[Written]) -> Appraisal:
    """Write the ways of an idea, for the first time or anew; ``as_now`` is what happens if nothing changes.

    Written anew they need their weights agreed again. Raises NotAllowed, or Refused once scoring has begun.
    """
    may_be_decided(idea, by)
    _check_ways(ways)

    async def act() -> Appraisal:
        appraisal = await _opened(idea, by)
        moment = clock.now()
        await appraisal.make_move("rewrite", by=by, text="\n".join(way.name for way in ways))
        await Way.filter(appraisal_id=appraisal.id, dropped_at=None).update(dropped_at=moment)
        for number, way in enumerate([as_now, *ways], start=1):
            kept = await Way.create(
                appraisal=appraisal,
                number=number,
                as_now=number == 1,
                name=AS_NOW if number == 1 else way.name,
                what=way.what,
                cost=way.cost,
                written_at=moment,
            )
            await WayCard.bulk_create([WayCard(way=kept, card=card) for card in way.cards])
        return appraisal

    try:
        return await database.write(act)
    except IntegrityError:
        raise Refused(BEGUN) from None


def _check_ways(ways: Sequence[Written]) -> None:
    if not FEWEST_WAYS <= len(ways) + 1 <= MOST_WAYS:
        raise Refused(f"Write from {FEWEST_WAYS} to {MOST_WAYS} ways: “{AS_NOW.lower()}” is one of them.")
    names = [way.name.casefold() for way in ways] + [AS_NOW.casefold()]
    if len(set(names)) < len(names):
        raise Refused("Give each way a name of its own.")


async def _opened(idea: Idea, by: Person) -> Appraisal:
    found = await Appraisal.get_or_none(idea_id=idea.id)
    if found is not None:
        return found
    appraisal = await Appraisal.create(
        council_id=idea.council_id,
        idea=idea,
        stage=Weighing.WRITING,
        opened_by=by,
        opened_title=by.signed,
        opened_at=clock.now(),
    )
    record(idea.council_id, "ways_begin", appraisal, by=by, end=Weighing.WRITING)
    return appraisal


async def agree(
    appraisal: Appraisal, *, by: Person, criteria: Sequence[tuple[str, int]], young_people: int
) -> Agreement:
    """Keep the criteria with their weights, and how many young people took part in setting them.

    Raises NotAllowed, or Refused once scoring has begun or when the weights don't come to 100.
    """
    may_be_decided(await Idea.get(id=appraisal.idea_id), by)
    for sentence in weights_lack(criteria, young_people):
        raise Refused(sentence)

    async def act() -> Agreement:
        said = ", ".join(f"{name} {weight}" for name, weight in criteria)
        await appraisal.make_move("agree", by=by, text=said)
        agreement = await Agreement.create(
            appraisal=appraisal,
            number=await Agreement.filter(appraisal_id=appraisal.id).count() + 1,
            young_people=young_people,
            by=by,
            by_title=by.signed,
            at=clock.now(),
        )
        for position, (name, weight) in enumerate(criteria, start=1):
            await Criterion.create(
                agreement=agreement, position=position, name=name, asks=asks_of(name), weight=weight
            )
        return agreement

    return await database.write(act)


def weights_lack(criteria: Sequence[tuple[str, int]], young_people: int) -> list[str]:
    """What is wrong with these weights, in sentences."""
    found = []
    if not FEWEST_CRITERIA <= len(criteria) <= MOST_CRITERIA:
        found.append(f"Score on {FEWEST_CRITERIA} to {MOST_CRITERIA} things.")
    if len({name.casefold() for name, _ in criteria}) < len(criteria):
        found.append("Name each thing once.")
    total = sum(weight for _, weight in criteria)
    if total != ALL:
        found.append(f"The weights must come to {ALL}. Now they come to {total}.")
    if any(weight < 1 for _, weight in criteria):
        found.append("Give each thing a weight of 1 or more, or leave it out.")
    if young_people < 1:
        found.append("Set the weights with young people: at least one takes part.")
    return found
