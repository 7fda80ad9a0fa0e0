"""Ideas brought to where a test begins."""

from __future__ import annotations

from datetime import timedelta

from saidanddone import clock, database
from saidanddone.ideas.deciding import Answer, NoKind, decide
from saidanddone.ideas.models import Door, Idea, Wording
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.rules import RULE
from tests.people import Town


async def open_idea(there: Town, *, title: str = "See who’s at my door", door: Door = Door.EVERYONE) -> Idea:
    """Said by Amina, published by Cass."""
    idea = await propose(there.amina, what=f"{title}, please", door=door)
    await idea.make_move("publish", by=there.cass, title=title)
    return idea


async def in_the_vote(there: Town, **said: str) -> Idea:
    idea = await open_idea(there, **said)
    await idea.make_move("shortlist", by=there.cass)
    await idea.make_move("enter_round", by=RULE)
    return idea


async def declined(there: Town) -> Idea:
    idea = await propose(there.amina, what="Something that Cass declines")
    await idea.make_move("decline", by=there.cass, reason="other", message="It is about one person.")
    return idea


async def put_off(there: Town, *, days: int = 30) -> Idea:
    idea = await open_idea(there)
    back = clock.today() + timedelta(days=days)
    await decide(idea, by=there.ellis, answer=Answer.NOT_NOW, reason="No money this year.", return_on=back)
    return idea


async def said_no(there: Town) -> Idea:
    idea = await open_idea(there)
    await decide(
        idea,
        by=there.ellis,
        answer=Answer.NO,
        reason="Not ours.",
        kind=NoKind.NOT_OURS,
        else_can="Ask your GP.",
    )
    return idea


async def stand(idea: Idea, stage: Stage, *, was: Stage | None = None) -> Idea:
    """Put an idea into a stage past all rules, to see what they say there."""
    other = await Idea.exclude(id=idea.id).first()
    changes = {
        "stage": stage,
        "title": "A title",
        "was": (was or Stage.OPEN) if stage in (Stage.HELD, Stage.MERGED) else None,
        "merged_into_id": other.id if stage is Stage.MERGED and other else None,
        "return_on": clock.today() + timedelta(days=9) if stage is Stage.NOT_NOW else None,
    }
    await database.write(lambda: Idea.filter(id=idea.id).update(**changes))
    await idea.refresh_from_db()
    return idea


async def wordings_of(idea: Idea) -> list[str]:
    return [wording.what for wording in await Wording.filter(idea_id=idea.id).order_by("number")]
