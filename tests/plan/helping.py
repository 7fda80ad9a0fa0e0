"""Help asked for, offered and given, in as few words as a test wants."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from saidanddone import clock
from saidanddone.notices.models import Notice
from saidanddone.people.models import Person
from saidanddone.plan.asking_for_help import Terms, ask_for_help
from saidanddone.plan.help_models import Help
from saidanddone.plan.help_rules import Work
from saidanddone.plan.models import Action
from saidanddone.plan.offering import offer
from saidanddone.plan.taking_part import Part, say_who_took_part
from tests.people import Town
from tests.plan.promises import promise

ACTION = "/rivermead/plan/actions/1"
HELP, WANTED = f"{ACTION}/help", "/rivermead/help-wanted"
ONE = f"{HELP}/1"


async def asked(there: Town, action: Action | None = None, **terms: Any) -> Help:
    """Help that Cass asks for with an action of Ellis's, ten days ahead, with room for two."""
    given = {
        "what": "Try the doorbells.",
        "work": Work.TRYING_OUT,
        "places": 2,
        "starts_at": clock.now() + timedelta(days=10),
        "place": "The drop-in",
        "voucher": "£10 voucher an hour",
        "travel_paid": True,
        **terms,
    }
    by = given.pop("by", there.cass)
    return await fresh(await ask_for_help(action or await promise(there), by=by, terms=Terms(**given)))


async def fresh(help_: Help) -> Help:
    """It as it is now, with its action."""
    return await Help.get(id=help_.id).select_related("action")


async def helped(there: Town, action: Action, *people: Person, quarters: int = 6, pence: int = 1500) -> Help:
    """These people offered and took part, at a time that is over."""
    with clock.at(clock.now() - timedelta(days=20)):
        help_ = await asked(there, action, places=max(len(people), 1))
        for person in people:
            await offer(help_, by=person)
    parts = [Part(person.id, True, quarters, pence) for person in people]
    await say_who_took_part(await fresh(help_), by=there.ellis, parts=parts)
    return await fresh(help_)


async def told(what):
    return {notice.person_id for notice in await Notice.filter(what=what)}
