"""Help as pages show it: visitors see that it is wanted, young people when and where, the team who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from saidanddone import clock
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.help_models import Attendance, Help, HelpTerms, Offer, is_on_team, open_helps
from saidanddone.plan.help_rules import STATE_WORDS, WORK_WORDS, HelpState
from saidanddone.plan.models import Action
from saidanddone.spelling import clock_time, count_of, week_day
from saidanddone.templating import teaches
from saidanddone.web import whole_number

SHOWN = 24
LINGERS = timedelta(days=30)
WORKS = [(work.value, words) for work, (words, _) in WORK_WORDS.items()]


@dataclass
class Wanted:
    """Help for one person who looks at it: their own offer, and what they may do."""

    help: Help
    mine: Offer | None
    may_offer: bool
    on_team: bool
    is_signed_in: bool

    @property
    def changed_at(self) -> datetime | None:
        """When what is asked changed, if that was after this person offered."""
        changed = self.help.changed_at
        return changed if self.mine and changed and changed > self.mine.given_at else None

    @property
    def takes_mine(self) -> bool:
        """Whether this person can offer now."""
        return self.may_offer and self.mine is None and self.help.takes_offers and self.help.left > 0

    @property
    def may_take_back(self) -> bool:
        help_ = self.help
        over = help_.starts_at is not None and help_.has_begun
        return self.mine is not None and help_.state is not HelpState.CALLED_OFF and not over

    @property
    def standing(self) -> tuple[str, str]:
        """(kind of chip, words): open with places left, full, over or called off."""
        help_ = self.help
        if help_.state is HelpState.OPEN and not help_.takes_offers:
            return "full", "Its day is over" if help_.starts_at else "Its last day to offer is over"
        if help_.state is not HelpState.OPEN:
            return "cancelled" if help_.state is HelpState.CALLED_OFF else "paused", STATE_WORDS[help_.state]
        if help_.left <= 0:
            return "full", "All places are taken"
        return "wanted", f"{count_of(help_.left, 'place')} left"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What it asks and gives, as (term, answer)."""
        help_ = self.help
        when = when_of(help_)
        rows = [("When", when[0].upper() + when[1:]), ("Where", help_.place or "Online")]
        if help_.voucher:
            rows.append(("You get", help_.voucher))
        if help_.place:
            rows.append(("Travel", "Paid" if help_.travel_paid else "Not paid"))
        if help_.takes_offers and help_.offers_until != help_.starts_at:
            rows.append(("Offer until", week_day(help_.offers_until)))
        return rows

    @property
    def coming(self) -> str:
        """What somebody who offered reads of it: “You are coming on Thursday 26 November at 4pm.”"""
        if self.help.state is HelpState.CALLED_OFF:
            return "This was called off."
        if self.help.starts_at is None:
            return "You have offered. The team gets in touch about a time."
        verb = "You were coming" if self.help.has_begun else "You are coming"
        return f"{verb} on {when_of(self.help)}."


@teaches("when_of")
def when_of(help_: Help | HelpTerms) -> str:
    """“Thursday 26 November at 4pm”, or “any time”."""
    if help_.starts_at is None:
        return "any time"
    return f"{week_day(help_.starts_at)} at {clock_time(help_.starts_at)}"


@teaches("hours_words")
def hours_words(quarters: int) -> str:
    """“2 hours 30 minutes”, “1 hour”, “45 minutes”."""
    whole, rest = divmod(quarters, 4)
    hours = [str(count_of(whole, "hour"))] if whole else []
    return " ".join([*hours, *([f"{rest * 15} minutes"] if rest or not whole else [])])


async def wanted_for(person: Any, helps: Sequence[Help]) -> list[Wanted]:
    """Helps (their actions fetched) for somebody who looks at them: as many queries for many as for one."""
    if not person.can(Right.OFFER_HELP):
        return wanted_with({}, person, helps)
    mine = await Offer.filter(help_id__in=[one.id for one in helps], person_id=person.id, withdrawn_at=None)
    return wanted_with({offer.help_id: offer for offer in mine}, person, helps)


def wanted_with(mine: dict[int, Offer], person: Any, helps: Sequence[Help]) -> list[Wanted]:
    """The same, when the offers of this person are at hand by help."""
    signed_in, may = isinstance(person, Person), bool(person.can(Right.OFFER_HELP))
    return [Wanted(one, mine.get(one.id), may, is_on_team(one.action, person), signed_in) for one in helps]


async def helps_after(council_id: int, after: str) -> list[Help]:
    """A page of what is asked for now, and one more; ``after`` is the last one of the page before."""
    found = open_helps(council_id)
    place = whole_number(after)
    if place is not None:
        last = await Help.get_or_none(council_id=council_id, id=place)
        if last:
            until = last.offers_until
            found = found.filter(Q(offers_until__gt=until) | Q(offers_until=until, id__gt=last.id))
    return await found.limit(SHOWN + 1)


async def helps_on_page(action: Action, person: Any) -> list[Wanted]:
    """What the page of an action shows: to its team all, to others what is open and what they offered."""
    helps = await Help.filter(action_id=action.id).order_by("-number")
    for one in helps:
        one.action = action
    found = await wanted_for(person, helps)
    return [one for one in found if one.on_team or one.help.takes_offers or (one.mine and _is_ahead(one))]


def _is_ahead(wanted: Wanted) -> bool:
    help_ = wanted.help
    return help_.starts_at is None or not help_.has_begun


def to_say_for(person: Any) -> QuerySet[Help]:
    """Help of this person's teams that is over, of which nobody has said who took part, the oldest first."""
    over = Q(starts_at__lte=clock.now()) | Q(starts_at__isnull=True, offers_until__lte=clock.now())
    unsaid = Help.filter(over, council_id=person.council_id, taken__gt=0, attendance__id__isnull=True)
    theirs = unsaid.exclude(state=HelpState.CALLED_OFF)
    if not person.can(Right.ASK_FOR_HELP):
        theirs = theirs.filter(action__owner_person_id=person.id)
    return theirs.order_by("offers_until", "id").select_related("action")


async def offered_by(person: Person) -> tuple[list[Wanted], list[int]]:
    """What this person offered and what is still to come (or was called off before its day), soonest first.

    Help at any time is here until the team says that it was given, or a month after its last day to offer.
    The second list has the ids of all that they offered and that could still be asked for.
    """
    at_any_time = Q(help__starts_at__isnull=True, help__offers_until__gt=clock.now() - LINGERS)
    ahead = Q(help__starts_at__gt=clock.now()) | at_any_time
    offers = Offer.filter(ahead, person_id=person.id, withdrawn_at=None)
    mine = {offer.help_id: offer for offer in await offers.select_related("help__action")}
    said = Attendance.filter(person_id=person.id, replaced_at=None, help_id__in=list(mine))
    given: set[int] = set(await said.values_list("help_id", flat=True))  # type: ignore[arg-type]
    left = [offer.help for offer in mine.values() if offer.help_id not in given]
    left.sort(key=lambda one: (one.starts_at is None, one.starts_at or one.asked_at, one.id))
    return wanted_with(mine, person, left), list(mine)
