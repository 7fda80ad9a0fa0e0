"""Asking young people to help with an action: the asking, changing it, closing it and calling it off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.plan.help_models import (
    TEAM_ONLY,
    Help,
    HelpTerms,
    Offer,
    hold_help,
    is_on_team,
)
from saidanddone.plan.help_rules import HelpState, Work
from saidanddone.plan.mistakes import Mistake, raise_all
from saidanddone.plan.models import Action, hold_still
from saidanddone.plan.statuses import LIVE
from saidanddone.rules import RULE, Maker, NotAllowed, Refused

PLACES_AT_MOST = 500
THEIRS = ("what", "starts_at", "place", "voucher", "travel_paid")  # what somebody who offered counts on


@dataclass(frozen=True)
class Terms:
    """What is asked for. ``starts_at`` none: at any time. ``place`` empty: online. ``until``: a local day."""

    what: str
    work: Work
    places: int
    starts_at: datetime | None = None
    place: str = ""
    voucher: str = ""
    travel_paid: bool = False
    until: date | None = None

    @property
    def offers_until(self) -> datetime:
        """The last moment for an offer: the end of its last day, or when it begins if that is sooner."""
        assert self.until or self.starts_at
        day_ends = clock.at_local(datetime.combine(self.until, time(23, 59, 59))) if self.until else None
        return min(moment for moment in (day_ends, self.starts_at) if moment)

    def mistakes(self, before: Help | None = None) -> Iterator[Mistake]:
        """What can't stand, one for each field; ``before`` is the asking that these terms change."""
        if not self.what.strip():
            yield Mistake("what", "Say what they would do, in a sentence.")
        moved = before is None or before.starts_at != self.starts_at
        if self.starts_at and moved and self.starts_at <= clock.now():
            yield Mistake("starts_at", "Give a day and time that is still to come.")
        if not 1 <= self.places <= PLACES_AT_MOST:
            yield Mistake("places", f"Give a number of people from 1 to {PLACES_AT_MOST}.")
        elif before and self.places < before.taken:
            yield Mistake("places", f"{before.taken} have offered already. Give {before.taken} or more.")
        if not self.until and not self.starts_at:
            yield Mistake("until", "Give the last day to offer. Any time needs an end.")
        elif self.until and (before is None or self.offers_until != before.offers_until):
            yield from self._until_mistakes()

    def _until_mistakes(self) -> Iterator[Mistake]:
        assert self.until
        if self.until < clock.today():
            yield Mistake("until", "Give a day that is not over yet.")
        elif self.starts_at and self.until > clock.local(self.starts_at).date():
            yield Mistake("until", "That is after the day itself. Give the same day or an earlier one.")

    @property
    def columns(self) -> dict[str, Any]:
        """The same as columns of a Help and of its HelpTerms."""
        rest = {key: value for key, value in asdict(self).items() if key != "until"}
        return {**rest, "what": self.what.strip(), "offers_until": self.offers_until}


async def ask_for_help(action: Action, *, by: Person, terms: Terms) -> Help:
    """Ask young people to help with an action.

    Raises NotAllowed outside its team, Refused once the action is over, Mistake for a field.
    """
    if not is_on_team(action, by):
        raise NotAllowed(TEAM_ONLY)
    raise_all(terms.mistakes())

    async def act() -> Help:
        held, moment = await hold_still(action), clock.now()
        if held.status not in LIVE:
            raise Refused("This promise is over, so nobody can be asked to help with it.")
        newest = await Help.filter(action_id=held.id).order_by("-number").first()
        asked = await Help.create(
            council_id=held.council_id,
            action_id=held.id,
            number=newest.number + 1 if newest else 1,
            state_since=moment,
            asked_by=by,
            asked_at=moment,
            **terms.columns,
        )
        await _keep(asked, terms, by, held.owner)
        record(held.council_id, "ask_for_help", asked, by=by, text=str(terms.columns["what"]))
        return asked

    return await database.write(act)


async def change_help(help_: Help, *, by: Person, terms: Terms) -> bool:
    """Change what is asked for; gives whether anything did. Those who offered are told what matters to them.

    Raises NotAllowed, Refused when it is called off or has begun, Mistake for a field.
    """
    if not is_on_team(help_.action, by):
        raise NotAllowed(TEAM_ONLY)

    async def act() -> bool:
        held = await hold_help(help_)
        if held.state is HelpState.CALLED_OFF or held.action.status not in LIVE:
            raise Refused("This is over, so it can’t be changed.")
        if held.starts_at and held.has_begun:
            raise Refused("Its day has come, so it can’t be changed. Say who took part instead.")
        raise_all(terms.mistakes(held))
        before = {name: getattr(held, name) for name in terms.columns}
        if before == terms.columns:
            return False
        matters = any(before[name] != terms.columns[name] for name in THEIRS)
        changed_at = clock.now() if matters else held.changed_at
        await Help.filter(id=held.id).update(changed_at=changed_at, **terms.columns)
        kept = await _keep(held, terms, by, held.action.owner)
        record(held.council_id, "change_help", held, by=by, text=str(terms.columns["what"]))
        if matters:
            await tell(held.council_id, await who_offered(held), "help_changed", held, key=str(kept.id))
        return True

    return await database.write(act)


async def _keep(help_: Help, terms: Terms, by: Person, owner: str) -> HelpTerms:
    title = by.job_title or owner
    return await HelpTerms.create(help_id=help_.id, by=by, by_title=title, at=clock.now(), **terms.columns)


async def close_help(help_: Help, *, by: Person) -> None:
    """Take no more offers; those who offered still come."""
    await help_.make_move("close", by=by)


async def open_help_again(help_: Help, *, by: Person) -> None:
    """Take offers again: the undo of closing."""
    await help_.make_move("open_again", by=by)


async def call_off(help_: Help, *, by: Person | Maker, why: str) -> None:
    """Call it off; those who offered are told why. That can't be undone: they may have made other plans.

    Raises Mistake without a reason, Refused once its day has come or somebody took part.
    """
    if by is not RULE and not is_on_team(help_.action, by):
        raise NotAllowed(TEAM_ONLY)
    if not why.strip():
        raise Mistake("why", "Say why. Those who offered read it.")

    async def act() -> None:
        held = await hold_help(help_)
        if await held.attendance.all().exists():  # type: ignore[attr-defined]
            raise Refused(
                "Somebody took part already, so it can’t be called off. Take no more offers instead."
            )
        if held.starts_at and held.has_begun and by is not RULE:
            raise Refused("Its day has come, so it can’t be called off. Say who took part instead.")
        await held.make_move("call_off", by=by, why=why.strip())
        await tell(held.council_id, await who_offered(held), "help_called_off", held, key="called-off")
        await help_.refresh_from_db()

    await database.write(act)


async def call_off_all(action: Action, *, why: str) -> None:
    """Call off what a cancelled action still asked for, by rule, with the reason that was given for it."""
    asked = await Help.filter(action_id=action.id).order_by("id").prefetch_related("action", "attendance")
    for help_ in asked:
        over = help_.starts_at is not None and help_.has_begun
        if not over and not list(help_.attendance) and help_.state is not HelpState.CALLED_OFF:  # type: ignore[attr-defined]
            await call_off(help_, by=RULE, why=why)


async def who_offered(help_: Help) -> list[int]:
    """The people whose offers stand."""
    standing = Offer.filter(help_id=help_.id, withdrawn_at=None)
    return await standing.values_list("person_id", flat=True)  # type: ignore[return-value]
