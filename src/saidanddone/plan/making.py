"""Putting a promise in the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from saidanddone import clock, database
from saidanddone.councils.models import Council, Kind, next_number
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.missions.models import Mission
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.linked import hold_ideas
from saidanddone.plan.mistakes import Mistake, raise_all
from saidanddone.plan.models import Action, ActionIdea, ActionMission
from saidanddone.rules import NotAllowed, Refused, only_for

NEEDED = {
    "title": "Say what the promise is, in a few words.",
    "what": "Write what the council will do.",
    "owner": "Give the job title of whoever answers for it.",
    "how_we_know": "Write one sentence on how we will know that it happened.",
}


def may_check_fit(action: Action, person: Any) -> bool:
    """Whether this person may confirm that no mission fits: another keeper of the plan than who made it."""
    open_still = action.no_mission_fits and action.fit_checked_by_id is None
    return bool(open_still and person.can(Right.KEEP_PLAN) and person.id != action.created_by_id)


async def check_fit(action: Action, *, by: Person) -> None:
    """Confirm that no mission fits. Raises NotAllowed for its maker, Refused when nothing needs it."""
    says = "That no mission fits is for another senior officer to check than who said it."
    only_for(by, Right.KEEP_PLAN, action.council_id, says)
    if by.id == action.created_by_id:
        raise NotAllowed(says)

    async def act() -> None:
        unchecked = Action.filter(id=action.id, no_mission_fits=True, fit_checked_by_id=None)
        if not await unchecked.update(fit_checked_by_id=by.id):
            raise Refused("There is nothing to check here: missions fit, or somebody checked it already.")
        record(action.council_id, "check_fit", action, by=by)

    await database.write(act)


async def make_action(
    council: Council,
    *,
    by: Person,
    title: str,
    what: str,
    owner: str,
    due: date,
    how_we_know: str,
    owner_person: Person | None = None,
    owner_contact: str = "",
    missions: Sequence[Mission] = (),
    none_fits: bool = False,
    ideas: Sequence[Idea] = (),
    partners: str = "",
    start: date | None = None,
    cost: str = "",
    funding: str = "",
    reach: int | None = None,
    baseline: str = "",
    target: str = "",
    measure: str = "",
) -> Action:
    """Make a promise. ``owner`` is a job title, ``reach`` a number of people; chosen ideas go into the plan.

    Raises Mistake for a field that can't stand, Refused for an idea that isn't chosen or in the plan.
    """
    only_for(by, Right.KEEP_PLAN, council.id, "Making an action is for senior officers of this council.")
    words: dict[str, Any] = {"title": title, "what": what, "owner": owner, "how_we_know": how_we_know}
    raise_all(mistakes(words, due, start, reach, bool(missions), none_fits))
    answers_for_it = owner_person or by
    if answers_for_it.council_id != council.id:
        raise Mistake("owner_person", "Pick someone who works for this council.")

    async def act() -> Action:
        moment = clock.now()
        held = await hold_ideas([idea.id for idea in ideas])
        _check_ideas(held, council)
        action = await Action.create(
            council=council,
            number=await next_number(council.id, Kind.ACTION),
            owner_person=answers_for_it,
            owner_contact=owner_contact,
            partners=partners,
            starts=start,
            first_due=due,
            due=due,
            measure=measure,
            baseline=baseline,
            target=target,
            cost=cost,
            funding=funding,
            reach_planned=reach,
            no_mission_fits=none_fits,
            status_since=moment,
            news_at=moment,
            created_by=by,
            created_at=moment,
            moved_at=moment,
            **words,
        )
        ids = dict.fromkeys(mission.id for mission in missions)
        await ActionMission.bulk_create([ActionMission(action_id=action.id, mission_id=id_) for id_ in ids])
        await ActionIdea.bulk_create([ActionIdea(action_id=action.id, idea_id=idea.id) for idea in held])
        record(council.id, "make_action", action, by=by, end=action.status, text=title)
        for idea in held:
            if idea.stage is Stage.CHOSEN:
                await idea.make_move("plan", by=by)
        for idea in ideas:
            await idea.refresh_from_db()
        if answers_for_it.id != by.id:
            await tell(council.id, [answers_for_it.id], "owns", action)
        return action

    return await database.write(act)


def mistakes(
    words: dict[str, Any],
    due: date | None,
    start: date | None,
    reach: int | None,
    missions: bool,
    none_fits: bool,
) -> Iterator[Mistake]:
    """All that can't stand in a promise, so that a form can say it at once. ``due`` none: said elsewhere."""
    for field, sentence in NEEDED.items():
        if not words[field].strip():
            yield Mistake(field, sentence)
    if due is not None and due < clock.today():
        yield Mistake("due", "Give a date that is still to come.")
    if due is not None and start is not None and start > due:
        yield Mistake("start", "It can’t start after it is due.")
    if reach is not None and reach < 1:
        yield Mistake("reach", "Give a number of people, 1 or more, or leave it empty.")
    if not missions and not none_fits:
        yield Mistake("mission", "Pick a mission, or say that none fits.")
    if missions and none_fits:
        yield Mistake("none_fits", "Pick missions, or say that none fits. It can’t be both.")


def _check_ideas(ideas: list[Idea], council: Council) -> None:
    for idea in ideas:
        if idea.council_id != council.id:
            raise Mistake("idea", "Pick ideas from the list.")
        if idea.stage not in (Stage.CHOSEN, Stage.IN_PLAN):
            raise Refused(
                f"Idea {idea.number} is at “{idea.allows.words}” now. "
                "An action can only answer an idea that was chosen or is in the plan."
            )
