"""Saying that a promise was kept, and asking young people whether it was."""

from __future__ import annotations

from datetime import datetime, timedelta

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.ideas.models import Idea
from saidanddone.ideas.supporting import Support
from saidanddone.notices.models import tell
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Right, roles_with
from saidanddone.plan.help_models import helpers_of
from saidanddone.plan.linked import move_ideas_of
from saidanddone.plan.mistakes import Mistake
from saidanddone.plan.models import Action, ActionIdea, Asking, Respondent, Update, hold_still
from saidanddone.plan.updating import check_may_report


async def complete(action: Action, *, by: Person, said: str) -> None:
    """Say that it is done. Those who asked for it or helped are asked whether it really happened.

    Raises NotAllowed, Refused when it can't be said now, Mistake when nothing is said.
    """
    said = said.strip()

    async def act() -> None:
        held, moment = await hold_still(action), clock.now()
        check_may_report(held, by)
        if not said:
            raise Mistake("said", "Say what was done, in a sentence young people can check.")
        await held.make_move("complete", by=by, said=said, news_at=moment)
        kept = await Update.create(
            action_id=held.id,
            by=by,
            by_title=by.job_title or held.owner,
            at=moment,
            status=held.status,
            said=said,
        )
        await Action.filter(id=held.id).update(said=said, said_by=kept.by_title, said_at=moment)
        await move_ideas_of(held)
        await _ask(held, moment)

    await database.write(act)
    await action.refresh_from_db()


async def _ask(action: Action, moment: datetime) -> None:
    people = await respondents_of(action)
    if not people:
        return
    council = await Council.get(id=action.council_id)
    asking = await Asking.create(
        action_id=action.id,
        number=await Asking.filter(action_id=action.id).count() + 1,
        asked_at=moment,
        closes_at=moment + timedelta(days=council.verdict_days),
        floor=council.floor,
    )
    await Respondent.bulk_create([Respondent(asking_id=asking.id, person_id=person) for person in people])
    await tell(action.council_id, people, "asked", asking, key=str(asking.number))


async def respondents_of(action: Action) -> list[int]:
    """The young people to ask: writers and supporters of its ideas and those joined to them, and helpers."""
    linked = await ActionIdea.filter(action_id=action.id).values_list("idea_id", flat=True)
    joined = await Idea.filter(merged_into_id__in=linked).values_list("id", flat=True)
    ideas = [*linked, *joined]
    authors = await Idea.filter(id__in=ideas).values_list("author_id", flat=True)
    behind = await Support.filter(idea_id__in=ideas, withdrawn_at=None).values_list("person_id", flat=True)
    found = await RoleGrant.filter(
        person_id__in={*authors, *behind, *await helpers_of(action.id)},
        role__in=roles_with(Right.ANSWER),
        ended_at=None,
        person__suspended_at=None,
        person__council_id=action.council_id,
    ).values_list("person_id", flat=True)
    return sorted(set(found))  # type: ignore[arg-type]
