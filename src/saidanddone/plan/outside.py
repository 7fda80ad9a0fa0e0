"""Owners who work elsewhere: a link opens their one action, and the team reads first what they say by it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.people.sessions import hashed
from saidanddone.plan.mistakes import Mistake
from saidanddone.plan.models import Action, Update, hold_still, standing
from saidanddone.plan.outside_models import OwnerLink, OwnerWords, owner_hash
from saidanddone.plan.reports import Report
from saidanddone.plan.statuses import LIVE, Rating
from saidanddone.plan.updating import update
from saidanddone.rules import Refused, can_here, only_for

LASTS = timedelta(days=60)
WAIT_AT_MOST = 3  # of one link: nobody fills the team's desk by it


class LinkEnded(Exception):
    """A link that opens nothing any more, or never did."""


def may_link(action: Action, person: Person) -> bool:
    """Whether this person may give the action's outside owner a link now."""
    here = can_here(person, Right.KEEP_PLAN, action.council_id)
    return bool(here and action.owner_contact) and action.status in LIVE


async def make_link(action: Action, *, by: Person) -> tuple[OwnerLink, str]:
    """Make the link of an action's outside owner; gives it with its token, which nobody can look up again.

    The link that was out for this action ends. Raises NotAllowed, or Refused where nobody outside owns it.
    """
    _may(by, action.council_id)
    token = secrets.token_urlsafe(24)

    async def act() -> OwnerLink:
        held = await hold_still(action)
        if not may_link(held, by):
            raise Refused("Only a promise that goes on and has an outside contact can have a link.")
        moment = clock.now()
        await OwnerLink.filter(action_id=held.id, ended_at=None).update(ended_at=moment)
        made = await OwnerLink.create(
            council_id=held.council_id,
            action_id=held.id,
            hash=hashed(token),
            owner_hash=owner_hash(held),
            made_by=by,
            made_at=moment,
            ends_at=moment + LASTS,
        )
        record(held.council_id, "make_owner_link", made, by=by)
        return made

    return await database.write(act), token


async def end_link(link: OwnerLink, *, by: Person) -> None:
    """Make a link useless from now on. What was said by it stays."""
    _may(by, link.council_id)

    async def act() -> None:
        if not await OwnerLink.filter(id=link.id, ended_at=None).update(ended_at=clock.now()):
            raise Refused("This link has ended already.")
        record(link.council_id, "end_owner_link", link, by=by)

    await database.write(act)


async def open_link(council: Council, token: str) -> OwnerLink:
    """The link of this council that a token opens now, with its action. Raises LinkEnded for all others."""
    live = OwnerLink.filter(council_id=council.id, ended_at=None, ends_at__gt=clock.now())
    link = await live.get_or_none(hash=hashed(token)).select_related("action__council")
    if link is None or not _still_theirs(link, link.action):
        raise LinkEnded
    return link


async def link_out(action: Action) -> OwnerLink | None:
    """The link that is out for an action now."""
    live = OwnerLink.filter(action_id=action.id, ended_at=None, ends_at__gt=clock.now())
    link = await live.select_related("made_by").first()
    return link if link is not None and _still_theirs(link, action) else None


def _still_theirs(link: OwnerLink, action: Action) -> bool:
    return action.status in LIVE and link.owner_hash == owner_hash(action)


async def say(link: OwnerLink, *, said: str, rating: Rating | None = None, next_step: str = "") -> OwnerWords:
    """Keep what an outside owner says until the team has read it. The same words sent twice are one.

    Raises LinkEnded, Mistake for a field, Refused when too much of theirs waits already.
    """
    report = Report(rating, said.strip(), None, next_step.strip(), None, "", None)

    async def act() -> OwnerWords:
        held = await hold_still(await Action.get(id=link.action_id))
        out = await OwnerLink.filter(id=link.id, ended_at=None, ends_at__gt=clock.now()).exists()
        if not out or not _still_theirs(link, held):
            raise LinkEnded
        if not report.said:
            raise Mistake("said", "Say what is happening, in a sentence.")
        so_far = standing(await Update.filter(action_id=held.id).order_by("id"))
        report.look_over(held, so_far[-1] if so_far else None)
        waiting = await OwnerWords.filter(link_id=link.id, read_at=None).order_by("id")
        for one in waiting:
            if (one.said, one.rating, one.next_step) == (report.said, report.rating, report.next_step):
                return one
        if len(waiting) >= WAIT_AT_MOST:
            raise Refused("What you sent before waits to be read. Send more when the team has read it.")
        return await _keep(link, held, report)

    return await database.write(act)


async def _keep(link: OwnerLink, action: Action, report: Report) -> OwnerWords:
    kept = await OwnerWords.create(
        council_id=action.council_id,
        action_id=action.id,
        link_id=link.id,
        by_title=action.owner,
        at=clock.now(),
        rating=report.rating,
        said=report.said,
        next_step=report.next_step,
    )
    record(action.council_id, "owner_says", kept, end=report.rating or "", text=report.said)
    team = [one for one in (link.made_by_id, action.owner_person_id) if one]
    await tell(action.council_id, team, "owner_words", kept, key="said")
    return kept


def waiting_for(person: Person) -> QuerySet[OwnerWords]:
    """What outside owners said that this person may put in the plan, the oldest first."""
    if not person.can(Right.UPDATE_ACTIONS):
        return OwnerWords.filter(id=0)
    return OwnerWords.filter(council_id=person.council_id, read_at=None).order_by("id")


async def accept(words: OwnerWords, *, by: Person) -> Update:
    """Put what an outside owner said in the plan, signed with their job title.

    Raises Refused when somebody has read it already, or when it can’t be said of the action any more.
    """

    async def act() -> Update:
        await _read(words, by)
        kept = await update(
            await Action.get(id=words.action_id),
            by=by,
            signed=words.by_title,
            rating=words.rating,
            said=words.said,
            next_step=words.next_step,
        )
        await OwnerWords.filter(id=words.id).update(became_id=kept.id)
        record(words.council_id, "accept_owner_words", words, by=by)
        return kept

    return await database.write(act)


async def leave_out(words: OwnerWords, *, by: Person) -> None:
    """Keep what an outside owner said out of the plan."""

    async def act() -> None:
        await _read(words, by)
        record(words.council_id, "leave_out_owner_words", words, by=by)

    await database.write(act)


async def _read(words: OwnerWords, by: Person) -> None:
    says = "Reading what outside owners say is for senior officers of this council."
    only_for(by, Right.UPDATE_ACTIONS, words.council_id, says)
    unread = OwnerWords.filter(id=words.id, read_at=None)
    if not await unread.update(read_at=clock.now(), read_by_id=by.id):
        raise Refused("Somebody has read this already. Look again.")


def _may(by: Person, council_id: int) -> None:
    only_for(by, Right.KEEP_PLAN, council_id, "An outside owner’s link is for those who keep the plan.")
