"""Ideas that were chosen, and promises made for them, in as few words as a test wants."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from saidanddone import clock, database
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.supporting import Support
from saidanddone.missions.models import Mission
from saidanddone.people.models import Person
from saidanddone.plan.making import make_action
from saidanddone.plan.models import Action, Asking
from saidanddone.plan.statuses import Rating
from saidanddone.plan.updating import add_milestone, update
from tests.people import Town

PLAN, DESK = "/rivermead/plan", "/rivermead/desk"
ACTIONS = f"{PLAN}/actions"
FIRST = f"{ACTIONS}/1"


async def chosen_idea(
    there: Town,
    *,
    by: Person | None = None,
    supporters: tuple[Person, ...] = (),
    title: str = "A pantry pass",
    **how: Any,
) -> Idea:
    """An idea of Amina's (or somebody else's) that Rivermead said yes to."""
    idea = await propose(by or there.amina, what=f"{title}, please", door=how.get("door", Door.EVERYONE))
    await idea.make_move("publish", by=there.cass, title=title)
    for person in supporters:
        await database.write(lambda who=person: Support.create(idea=idea, person=who, given_at=clock.now()))
    await idea.make_move("choose", by=there.ellis)
    return idea


async def mission(code: str = "5") -> Mission:
    return await Mission.get(framework__slug="stable-homes-2023", code=code).select_related("framework")


def in_days(days: int) -> Any:
    return clock.today() + timedelta(days=days)


async def promise(there: Town, *ideas: Idea, **how: Any) -> Action:
    """An action of Ellis's, due in 60 days, for these ideas."""
    given = {
        "title": "Pantry passes",
        "what": "Give every care leaver who asks a pass.",
        "owner": "Housing Partnerships Lead",
        "due": in_days(60),
        "how_we_know": "75 young people use the pantry.",
        "missions": [await mission()],
        "ideas": list(ideas),
        **how,
    }
    by = given.pop("by", there.ellis)
    return await make_action(there.rivermead, by=by, **given)


async def asking_of(action: Action) -> Asking:
    """The newest asking about an action."""
    found = await Asking.filter(action_id=action.id).order_by("-number").first()
    assert found is not None
    return found


async def mine(there, **how):
    """An action of Ellis's for an idea of Amina's, with one thing said and two steps."""
    action = await promise(there, await chosen_idea(there), reach=30, **how)
    await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="Under way.", reached=8)
    for title in ("Order them", "Fit them"):
        await add_milestone(action, by=there.ellis, title=title)
    return action
