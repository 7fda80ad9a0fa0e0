"""Scoring the ways, from opening to closing, each person in their own time. No score has a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.appraisal.criteria import FEWEST_SCORERS
from saidanddone.appraisal.models import (
    Agreement,
    Appraisal,
    Confidence,
    Criterion,
    Score,
    Way,
    agreement_of,
    own_of,
    ways_of,
)
from saidanddone.appraisal.stages import Weighing
from saidanddone.appraisal.sums import Result, weigh
from saidanddone.councils.models import Council
from saidanddone.ideas.deciding import may_be_decided
from saidanddone.ideas.models import Idea
from saidanddone.ideas.supporting import people_behind
from saidanddone.notices.models import tell
from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for

Given = Mapping[int, tuple[int, str]]  # criterion → 0 to 5, and why


async def open_scoring(appraisal: Appraisal, *, by: Person) -> None:
    """From now on people score, and the weights stand. Raises NotAllowed or Refused."""
    idea = await Idea.get(id=appraisal.idea_id)
    may_be_decided(idea, by)

    async def act() -> None:
        floor = (await Council.get(id=idea.council_id)).floor
        await appraisal.make_move("open", by=by, scoring_at=clock.now(), floor=floor)
        await tell(idea.council_id, await _concerned(idea), "ways_opened", idea)

    await database.write(act)


async def close_scoring(appraisal: Appraisal, *, by: Person) -> None:
    """End the scoring and show what came of it. Raises Refused while too few have scored every way."""
    idea = await Idea.get(id=appraisal.idea_id)
    may_be_decided(idea, by)

    async def act() -> None:
        await appraisal.make_move("close", by=by, done_at=clock.now())
        done = (await result_of(appraisal)).whole
        if done < FEWEST_SCORERS:
            raise Refused(
                f"At least {FEWEST_SCORERS} people must score every way on everything first, so that "
                f"no one’s can be picked out. So far {done} {'has' if done == 1 else 'have'}."
            )
        told = await _concerned(idea)
        scored: list[int] = await Score.filter(appraisal_id=appraisal.id).values_list("person_id", flat=True)  # type: ignore[assignment]
        await tell(idea.council_id, [*told, *scored], "ways_weighed", idea)

    try:
        await database.write(act)
    finally:
        await appraisal.refresh_from_db()


async def score(appraisal: Appraisal, *, by: Person, way: Way, given: Given, sure: int | None = None) -> None:
    """Keep what somebody gives one way, all criteria at once; what they gave before is replaced.

    Of a young person the criterion that is theirs is enough. ``sure``, 1 to 5, is how sure they are of it.

    Raises NotAllowed, or Refused when it isn't being scored or something is missing.
    """
    await check_may_score(appraisal, by)
    agreement = await agreement_of(appraisal)
    _check_given(agreement, given, by)
    if sure is not None and not 1 <= sure <= 5:
        raise Refused("Say how sure you are, from 1 to 5.")
    if way.appraisal_id != appraisal.id or way.dropped_at is not None:
        raise Refused("That way is not one of these any more.")

    async def act() -> None:
        await _while_scoring(appraisal)
        moment = clock.now()
        mine = Score.filter(way_id=way.id, person_id=by.id, replaced_at=None)
        before = {one.criterion_id: one for one in await mine}
        changed = {
            criterion: (value, why.strip())
            for criterion, (value, why) in given.items()
            if criterion not in before
            or (before[criterion].value, before[criterion].reason) != (value, why.strip())
        }
        await mine.filter(criterion_id__in=list(changed)).update(replaced_at=moment)
        read = not by.is_young_person
        for criterion, (value, why) in changed.items():
            await Score.create(
                appraisal=appraisal,
                way=way,
                criterion_id=criterion,
                person=by,
                young=by.is_young_person,
                by_title=by.job_title,
                value=value,
                reason=why,
                at=moment,
                published_at=moment if read else None,
                read_by=by if read else None,
            )
        if by.is_young_person and any(why for _, why in changed.values()):
            readers = await people_who_can(Right.CHECK_IDEAS, appraisal.council_id)
            await tell(appraisal.council_id, readers, "ways_reason", appraisal, key=clock.today().isoformat())
        if sure is not None:
            await _keep_sure(appraisal, by, {way.id: sure})

    await _once(act)


def _check_given(agreement: Agreement | None, given: Given, by: Person) -> None:
    criteria: list[Criterion] = agreement.criteria if agreement else []
    asked = {one.id for one in criteria}
    needed = {own_of(agreement).id} if agreement and by.is_young_person else asked
    complete = needed <= set(given) <= asked
    if not complete or any(not 0 <= value <= 5 for value, _ in given.values()):
        raise Refused("Give a number from 0 to 5 for each thing.")


async def be_sure(appraisal: Appraisal, *, by: Person, sure: Mapping[int, int]) -> None:
    """Keep how sure somebody is that each way would work here, 1 to 5: beside the sum, never in it."""
    await check_may_score(appraisal, by)
    ways = await ways_of(appraisal)
    if {way.id for way in ways} != set(sure) or any(not 1 <= value <= 5 for value in sure.values()):
        raise Refused("Say for each way how sure you are.")

    async def act() -> None:
        await _while_scoring(appraisal)
        await _keep_sure(appraisal, by, sure)

    await _once(act)


async def _keep_sure(appraisal: Appraisal, by: Person, sure: Mapping[int, int]) -> None:
    moment = clock.now()
    mine = Confidence.filter(appraisal_id=appraisal.id, person_id=by.id, replaced_at=None)
    before = {one.way_id: one.value for one in await mine}
    changed = [way_id for way_id, value in sure.items() if before.get(way_id) != value]
    await mine.filter(way_id__in=changed).update(replaced_at=moment)
    for way_id in changed:
        await Confidence.create(
            appraisal=appraisal,
            way_id=way_id,
            person=by,
            young=by.is_young_person,
            value=sure[way_id],
            at=moment,
        )


async def check_may_score(appraisal: Appraisal, person: Person) -> None:
    """Raises NotAllowed or Refused when this person can't score these ways now."""
    says = "Scoring is for young people and for those who work with them."
    only_for(person, Right.SCORE, appraisal.council_id, says)
    idea = await Idea.get(id=appraisal.idea_id)
    if not idea.allows.decide:
        raise Refused(f"This idea is at “{idea.allows.words}” now, so its ways are not scored any more.")
    if not appraisal.allows.score:
        raise Refused(f"The ways are at “{appraisal.allows.words}” now, so they can’t be scored.")


async def _while_scoring(appraisal: Appraisal) -> None:
    """Hold the appraisal's row, so that nothing comes in once the scoring is closed."""
    held = Appraisal.filter(id=appraisal.id, stage=Weighing.SCORING)
    if not await held.update(version=F("version")):
        raise Refused("The scoring has ended.")


async def _once(act: object) -> None:
    try:
        await database.write(act)  # type: ignore[arg-type]
    except IntegrityError:
        raise Refused("This was sent twice at once. It was kept once.") from None


def weighed_from(agreement: Agreement, ways: Sequence[Way], rows: Iterable[Score]) -> Result:
    """What the ways come to by these scores."""
    sheets: dict[int, dict[tuple[int, int], int]] = {}
    young = set()
    for row in rows:
        sheets.setdefault(row.person_id, {})[row.way_id, row.criterion_id] = row.value
        if row.young:
            young.add(row.person_id)
    weights = {one.id: one.weight for one in agreement.criteria}
    return weigh(weights, [way.id for way in ways], sheets, own=own_of(agreement).id, young=young)


async def result_of(appraisal: Appraisal) -> Result:
    """What it comes to as things stand. Who may see it is for others to say."""
    agreement = await agreement_of(appraisal)
    if agreement is None:
        return Result()
    rows = await Score.filter(appraisal_id=appraisal.id, replaced_at=None)
    return weighed_from(agreement, await ways_of(appraisal), rows)


async def _concerned(idea: Idea) -> list[int]:
    """Its author, everyone who wants it too, and those who answer and read ideas."""
    wanting = await people_behind(idea)
    deciders = await people_who_can(Right.DECIDE, idea.council_id)
    return [idea.author_id, *wanting, *deciders, *await people_who_can(Right.CHECK_IDEAS, idea.council_id)]
