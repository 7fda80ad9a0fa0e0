"""The form of a new promise: its first draft from an idea, what can be picked, and what was picked."""

from __future__ import annotations

from typing import Any

from saidanddone.councils.models import Council
from saidanddone.ideas.models import Door, Idea, ideas_seen_by, mission_labels
from saidanddone.ideas.stages import Stage
from saidanddone.missions.models import Framework, Mission, missions_named, missions_of
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Role
from saidanddone.plan.forms import ActionForm
from saidanddone.plan.making import NEEDED, mistakes

IN_REACH = 2**31 - 1


async def first_draft(person: Person, idea: str) -> ActionForm:
    """An empty form, or one begun from a chosen idea; the plan is public, so no team-only title is copied."""
    found = (await _ideas_named([idea], person)) if idea else []
    await mission_labels(found)
    if not found or found[0].stage not in (Stage.CHOSEN, Stage.IN_PLAN):
        return ActionForm()
    source = found[0]
    title = source.heading if source.door is Door.EVERYONE else ""
    missions = [mission.ref for mission in source.missions]
    return ActionForm(data={"title": title[:120], "idea": [source.number], "mission": missions})


async def facts_for(form: ActionForm, person: Person, council: Council) -> dict[str, Any]:
    """What can be picked: missions in force, staff by job title, ideas chosen and not yet in the plan."""
    waiting = await ideas_seen_by(person).filter(stage=Stage.CHOSEN).order_by("stage_since", "id")
    shown = {str(idea.number) for idea in waiting}
    picked = await _ideas_named([number for number in form.idea.data if number not in shown], person)
    ideas = [*waiting, *picked]
    return {
        "missions": await _by_framework(council),
        "staff": await staff_of(council),
        "ideas": ideas,
        "team_only": [idea for idea in ideas if idea.door is Door.TEAM],
    }


async def _by_framework(council: Council) -> list[tuple[Framework, list[Mission]]]:
    found: dict[Framework, list[Mission]] = {}
    for mission in await missions_of(council):
        found.setdefault(mission.framework, []).append(mission)
    return list(found.items())


async def staff_of(council: Council) -> list[Person]:
    """The council's people with a job title, by that title."""
    ids = (
        await RoleGrant.filter(person__council_id=council.id, ended_at=None)
        .exclude(role=Role.YOUNG_PERSON)
        .values_list("person_id", flat=True)
    )
    return (
        await Person.filter(id__in=ids, suspended_at=None).exclude(job_title="").order_by("job_title", "id")
    )


async def promise_in(form: ActionForm, person: Person, council: Council) -> dict[str, Any]:
    """What ``make_action`` takes, from a form; what only the database knows to be wrong is refused on it."""
    missions, unknown = await missions_named(council, form.mission.data)
    if unknown:
        form.refuse("mission", "Pick missions from the list.")
    ideas = await _ideas_named(form.idea.data, person)
    if len(ideas) != len(form.idea.data):
        form.refuse("idea", "Pick ideas from the list.")
    typed = form.owner_person.data or ""
    owner_person = next((one for one in await staff_of(council) if str(one.id) == typed), None)
    if typed and owner_person is None:
        form.refuse("owner_person", "Pick someone from the list.")
    words = {name: form[name].data or "" for name in NEEDED}
    fits, none_fits = bool(form.mission.data), bool(form.none_fits.data)
    for mistake in mistakes(words, form.due.data, form.start.data, form.reach.data, fits, none_fits):
        if mistake.field not in form.problems:
            form.refuse(mistake.field, str(mistake))
    return {
        **words,
        "owner_person": owner_person,
        "owner_contact": form.owner_contact.data or "",
        "due": form.due.data,
        "missions": missions,
        "none_fits": none_fits,
        "ideas": ideas,
        "partners": form.partner.data or "",
        "start": form.start.data,
        "cost": form.cost.data or "",
        "funding": form.funding.data or "",
        "reach": form.reach.data,
        "baseline": form.baseline.data or "",
        "target": form.target.data or "",
    }


async def _ideas_named(numbers: list[str], person: Person) -> list[Idea]:
    figures = [int(one) for one in numbers if len(one) < 11 and one.isascii() and one.isdigit()]
    known = {number for number in figures if number <= IN_REACH}
    return await ideas_seen_by(person).filter(number__in=known).order_by("number") if known else []
