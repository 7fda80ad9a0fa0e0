"""Leaving for good: asked for, called off, done. Doing it twice does no harm."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from saidanddone import clock, database, logs
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.mine.finishing import finish, finish_if_over, over_now
from saidanddone.mine.models import Leaving, LeavingWay
from saidanddone.people.last_ones import is_the_last
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, Refused, can_here

log = logging.getLogger(__name__)

LATER = timedelta(days=7)
NAME_AFTERWARDS = "Somebody who left"
LAST = {
    Right.RUN_COUNCIL: "You are the last council admin. Make somebody else one first: without one, nobody "
    "can look after people here.",
    Right.SAFEGUARD: "You are the last safeguarding lead. Somebody else must be one first, so that worries "
    "reach somebody.",
}
HOW_ASKED = {"in-person": "Face to face", "phone": "On the phone", "in-writing": "In writing"}


async def ask_to_leave(
    person: Person, *, by: Person, way: LeavingWay, now: bool, asked_how: str = ""
) -> Leaving:
    """Leave now, or in a week, until when it can be called off. Asking again changes how, and when.

    ``by`` is the person, or the admin whom they asked (``asked_how``). Raises NotAllowed, or Refused for the
    last admin or safeguarding lead.
    """
    own = by.id == person.id
    if not own and not can_here(by, Right.RUN_COUNCIL, person.council_id):
        raise NotAllowed("Only you can leave. If you can’t do it yourself, ask the council’s admin.")
    if not own and asked_how not in HOW_ASKED:
        raise Refused("Say how they asked you.")
    council_id = person.council_id
    if council_id is None:
        raise Refused("Programme admins are looked after at the machine itself.")

    async def act() -> Leaving:
        await Council.select_for_update().get(id=council_id)
        if done := await Leaving.filter(person_id=person.id).exclude(done_at=None).first():
            return done
        await _somebody_stays(person)
        moment = clock.now()
        await Leaving.filter(person_id=person.id, called_off_at=None).update(called_off_at=moment)
        leaving = await Leaving.create(
            council_id=council_id,
            person_id=person.id,
            way=way,
            asked_at=moment,
            asked_by_id=None if own else by.id,
            asked_how="" if own else asked_how,
            leaves_at=moment if now else moment + LATER,
        )
        if not own:
            record(council_id, "ask_to_leave", person, by=by, end=asked_how)
        if now:
            await _go(leaving)
        return leaving

    return await database.write(act)


async def stay(person: Person, *, by: Person) -> None:
    """Call leaving off. Where nothing is asked for, nothing changes."""
    if by.id != person.id:
        raise NotAllowed("Only they can say that they stay after all.")
    standing = Leaving.filter(person_id=person.id, called_off_at=None, done_at=None)
    await database.write(lambda: standing.update(called_off_at=clock.now()))


async def standing_leaving(person: Person) -> Leaving | None:
    """The day somebody leaves, if they asked to."""
    return await Leaving.filter(person_id=person.id, called_off_at=None, done_at=None).first()


async def leave_due() -> None:
    """Let those go whose day has come, and what waits though its worry is closed."""
    due = Leaving.filter(called_off_at=None, done_at=None, leaves_at__lte=clock.now())
    for leaving in await due.order_by("id"):
        await by_itself(partial(database.write, partial(_go, leaving)), leaving.person_id)
    for leaving in await over_now():
        await by_itself(partial(database.write, partial(finish_if_over, leaving)), leaving.person_id)


async def by_itself(act: Callable[[], Awaitable[None]], person_id: int) -> None:
    """Let one person go. What stops that is logged, stops nobody after them, and is tried again."""
    try:
        await act()
    except Refused:
        pass  # the last lead: the admin's page says so
    except Exception as error:
        logs.crash(log, error, "somebody could not be let go; this is tried again", person=person_id)


async def go_unasked(person: Person) -> None:
    """Let an account go that nobody used for as long as the council keeps those. Its ideas stay, nameless."""
    council_id = person.council_id
    if council_id is None or person.left_at is not None:
        return
    moment = clock.now()

    async def act() -> None:
        await Council.select_for_update().get(id=council_id)
        leaving = await standing_leaving(person)
        if leaving is None and not await Leaving.filter(person_id=person.id).exclude(done_at=None).exists():
            leaving = await Leaving.create(
                council_id=council_id,
                person_id=person.id,
                way=LeavingWay.KEEP_IDEAS,
                asked_at=moment,
                leaves_at=moment,
            )
        if leaving is not None:
            await _go(leaving)

    await database.write(act)


async def _go(leaving: Leaving) -> None:
    # Who leaves takes turns with all who change roles: two admins at once can't both go.
    await Council.select_for_update().get(id=leaving.council_id)
    person = await Person.select_for_update().get(id=leaving.person_id)
    standing = await Leaving.filter(id=leaving.id, called_off_at=None, done_at=None).exists()
    if not standing:
        return
    await _somebody_stays(person)
    moment = clock.now()
    await RoleGrant.filter(person_id=person.id, ended_at=None).update(ended_at=moment)
    await Person.filter(id=person.id).update(
        nickname=NAME_AFTERWARDS,
        nickname_key=f"left {person.id}",  # a blank: no typed name is ever like it
        job_title="",
        confirmed_at=None,
        suspended_at=moment,
        left_at=moment,
    )
    await Leaving.filter(id=leaving.id).update(done_at=moment, name=person.nickname)
    await finish(leaving)
    record(leaving.council_id, "leave", person, by=None, end=leaving.way)


async def _somebody_stays(person: Person) -> None:
    for right, sentence in LAST.items():
        if await is_the_last(person, right):
            raise Refused(sentence)
