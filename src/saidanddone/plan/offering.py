"""Offering to help, and taking it back."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.help_models import Attendance, Help, Offer, hold_help, take_a_place
from saidanddone.plan.help_rules import HelpState
from saidanddone.rules import Refused, only_for
from saidanddone.spelling import clock_time, week_day

FULL = (
    "All places are taken. Thank you for wanting to help. If somebody can’t come, a place opens here again."
)


async def offer(help_: Help, *, by: Person, note: str = "") -> Offer:
    """Offer to help: one place for one person. Offering again changes nothing.

    Raises NotAllowed for anybody but young people, Refused when it is full, over or called off.
    """
    check_may_offer(help_, by)

    async def act() -> Offer:
        mine = Offer.filter(help_id=help_.id, person_id=by.id, withdrawn_at=None)
        if standing := await mine.first():
            return standing
        if not await take_a_place(help_):
            if standing := await mine.first():  # pressed twice at once: the first press has the last place
                return standing
            held = await hold_help(help_)
            raise Refused(FULL if held.takes_offers else why_no_offers(held))
        given = await Offer.create(help_id=help_.id, person=by, note=note.strip(), given_at=clock.now())
        owner = {help_.asked_by_id, help_.action.owner_person_id}
        await tell(help_.council_id, [one for one in owner if one], "help_offered", given, key="offered")
        return given

    if not help_.takes_offers:
        raise Refused(why_no_offers(help_))
    try:
        return await database.write(act)
    except IntegrityError:  # the same person, twice at once: one of the two stands
        return await Offer.get(help_id=help_.id, person_id=by.id, withdrawn_at=None)


async def withdraw_offer(help_: Help, *, by: Person) -> None:
    """Take an offer back; its place is free again. Raises Refused when there is none, or its day has come."""
    check_may_offer(help_, by)
    if help_.starts_at and help_.has_begun:
        raise Refused("Its day has come, so it can’t be taken back here. Tell the team if you did not come.")

    async def act() -> None:
        await hold_help(help_)  # whoever says who took part waits, and finds it gone
        if await Attendance.exists(help_id=help_.id, person_id=by.id, replaced_at=None):
            raise Refused("The team has written down that you helped, so the offer stays.")
        standing = Offer.filter(help_id=help_.id, person_id=by.id, withdrawn_at=None)
        if not await standing.update(withdrawn_at=clock.now()):
            raise Refused("There is no offer of yours to take back.")
        await Help.filter(id=help_.id).update(taken=F("taken") - 1)

    await database.write(act)


def check_may_offer(help_: Help, person: Person) -> None:
    """Raises NotAllowed for anybody but the young people of its council."""
    says = "Offering to help is for young people. Staff who want to help can ask the owner."
    only_for(person, Right.OFFER_HELP, help_.council_id, says)


def why_no_offers(help_: Help) -> str:
    """Why it takes no offers, as a sentence."""
    if help_.state is HelpState.CALLED_OFF:
        return f"This was called off. {help_.why}".strip()
    if help_.offers_until <= clock.now():
        last = help_.offers_until
        return f"You could offer until {week_day(last)} at {clock_time(last)}. Thank you for wanting to help."
    return "No more offers are taken for this. Thank you for wanting to help."
