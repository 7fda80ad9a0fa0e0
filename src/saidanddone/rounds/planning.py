"""A vote is planned: its question, its times, its ideas. None of this can change once it has opened."""

from __future__ import annotations

import secrets
from datetime import datetime

from saidanddone import clock, database
from saidanddone.councils.models import Council, Kind, next_number
from saidanddone.history.models import record
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rounds.models import Round, RoundEntry, RoundState
from saidanddone.rules import Refused, only_for

MAY_BE_PUT_IN = (Stage.OPEN, Stage.SHORTLISTED)


async def plan_round(
    council: Council,
    *,
    by: Person,
    question: str,
    opens_at: datetime,
    closes_at: datetime,
    picks: int,
    ideas: list[Idea],
    observer: Person | None = None,
) -> Round:
    """Plan a vote between ideas of the council that anyone there may read; open ones are shortlisted by it.

    ``picks`` is how many ideas one ballot may choose and how many win. Raises NotAllowed or Refused.
    """
    only_for(by, Right.RUN_ROUNDS, council.id, "Planning a vote is for those who run votes here.")
    ideas = list({idea.id: idea for idea in ideas}.values())
    check_rules(opens_at, closes_at, picks, len(ideas))
    check_observer(council, observer, by)

    async def act() -> Round:
        # The number first: its row is locked, so two votes planned at once see each other's ideas.
        number = await next_number(council.id, Kind.ROUND)
        for idea in ideas:
            await idea.refresh_from_db()
        await check_ideas(council, ideas)
        moment = clock.now()
        planned = await Round.create(
            council=council,
            number=number,
            question=question,
            opens_at=opens_at,
            closes_at=closes_at,
            picks=picks,
            observer=observer,
            key=secrets.token_hex(32),
            floor=council.floor,
            created_by=by,
            created_at=moment,
        )
        await RoundEntry.bulk_create(
            [
                RoundEntry(round=planned, idea=idea, position=at, put_forward=idea.stage is Stage.OPEN)
                for at, idea in enumerate(ideas, start=1)
            ]
        )
        record(council.id, "plan_round", planned, by=by, end=RoundState.PLANNED, text=question)
        for idea in ideas:
            if idea.stage is Stage.OPEN:
                await idea.make_move("shortlist", by=by)
        return planned

    return await database.write(act)


def check_observer(council: Council, observer: Person | None, by: Person) -> None:
    """Raises Refused for an observer from elsewhere, or who runs the vote."""
    if observer and (observer.council_id != council.id or observer.id == by.id):
        raise Refused("The observer must be somebody else from this council.")


def check_rules(opens_at: datetime, closes_at: datetime, picks: int, ideas: int) -> None:
    """Raises Refused for times or picks that make no vote: where all may be picked, all would win."""
    if closes_at <= opens_at:
        raise Refused("A vote must close after it opens.")
    if closes_at <= clock.now():
        raise Refused("A vote must close in the future.")
    if ideas < 2:
        raise Refused("Put at least two ideas to the vote.")
    if not 1 <= picks < ideas:
        raise Refused(f"Let people pick at least 1 idea and at most {ideas - 1}: fewer than there are.")


async def check_ideas(council: Council, ideas: list[Idea], *, but: Round | None = None) -> None:
    """Raises Refused for ideas that can't be put to a vote now; they may be in the vote ``but``."""
    for idea in ideas:
        if idea.council_id != council.id or idea.door is not Door.EVERYONE:
            raise Refused("Only ideas that everyone here may read can be put to a vote.")
        if idea.stage not in MAY_BE_PUT_IN:
            raise Refused(f"“{idea.heading}” is at “{idea.allows.words}” now, so it can’t be put to a vote.")
    taken = await entries_planned_elsewhere(council, ideas)
    taken = [entry for entry in taken if but is None or entry.round_id != but.id]
    if taken:
        raise Refused(f"“{taken[0].idea.heading}” is in vote {taken[0].round.number} already.")


async def entries_planned_elsewhere(council: Council, ideas: list[Idea]) -> list[RoundEntry]:
    """The places that these ideas hold in votes which are still to open."""
    return await RoundEntry.filter(
        idea_id__in=[idea.id for idea in ideas],
        round__council_id=council.id,
        round__state=RoundState.PLANNED,
        round__closes_at__gt=clock.now(),
    ).select_related("idea", "round")
