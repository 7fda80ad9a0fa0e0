"""What staff are told reaches them by letter: each notice once, as its row says, where they gave an address.

The notice is marked and its letters are left in one write, so a crash half-way does neither, and of two that
run at once one finds it done. What the letter leads to opens to whoever signs in.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from tortoise.expressions import F, Subquery
from tortoise.queryset import QuerySet

from saidanddone import clock, database, logs
from saidanddone.notices import letters
from saidanddone.notices.letters import Letter, Way
from saidanddone.notices.models import Notice
from saidanddone.notices.tellings import TELLINGS, Goes, going_out
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person, RoleGrant, with_roles
from saidanddone.people.rights import Role

log = logging.getLogger("saidanddone.letters")

OF_ONE, DAYS_LETTER = "please-look", "news"  # the letters that are written here
BY_DAY = range(7, 22)  # hours in which anything but an alarm may ring a phone
DIGEST = range(8, 20)  # hours in which the day's letter is written, once

Contacts = dict[int, list[Contact]]


async def reach_due() -> None:
    """Leave the letters of what can't wait that staff were told and were not written to about; alarms first.

    One that fails is logged, and stays to be tried; the next is written all the same.
    """
    contacts = await _of_staff()
    by_day = [Goes.AT_ONCE] if clock.local(clock.now()).hour in BY_DAY else []
    for goes in (Goes.ALARM, *by_day):
        for notice in await _untold(contacts, going_out(goes)):
            await _try(partial(_write_of, notice, contacts[notice.person_id]), notice=notice.id)


async def reach_daily() -> None:
    """Leave the day's letters of what can wait."""
    if clock.local(clock.now()).hour not in DIGEST:
        return
    mails = {
        person: found
        for person, given in (await _of_staff()).items()
        if (found := [contact for contact in given if contact.way is Way.EMAIL])
    }
    daily = await _untold(mails, going_out(Goes.DAILY))
    for person_id in sorted({notice.person_id for notice in daily}):
        await _try(partial(_write_the_days, mails[person_id]), person=person_id)


async def _try(act: Callable[[], Awaitable[None]], **of: int) -> None:
    try:
        await database.write(act)
    except Exception as error:
        logs.crash(log, error, "a letter to staff could not be left; this is tried again", **of)


async def _of_staff() -> Contacts:
    """The addresses that staff of councils gave for their work, of those who may come in."""
    staff = RoleGrant.filter(ended_at=None).exclude(role=Role.YOUNG_PERSON)
    here = Contact.filter(confirmed_at__isnull=False, person__suspended_at=None, person__left_at=None)
    here = here.filter(person_id__in=Subquery(staff.values("person_id")))
    found: Contacts = {}
    for contact in await here.order_by("id").select_related("person__council"):
        if contact.is_for_work and contact.person.council:
            found.setdefault(contact.person_id, []).append(contact)
    return found


def _untold(people: Iterable[int], what: list[str]) -> QuerySet[Notice]:
    lately = clock.now() - letters.LASTS
    untold = Notice.filter(sent_at=None, made_at__gte=lately, person_id__in=list(people), what__in=what)
    return untold.order_by("id")


async def _write_of(notice: Notice, contacts: list[Contact]) -> None:
    """Of one notice, at once. Of what is not theirs any more nothing is written, now or later."""
    if not await _mark([notice.id]) or not _is_for(person := await with_roles(contacts[0].person), notice):
        return
    row = TELLINGS[notice.what]
    for contact in contacts:
        await letters.leave(
            contact.way,
            contact.address,
            OF_ONE,
            council_id=notice.council_id,
            person_id=notice.person_id,
            key=f"{notice.id}:{contact.id}",
            at_once=True,
            says=row.letter(may=person.can(row.needs)),
            link=_link(contact, f"/{notice.id}"),
        )


async def _write_the_days(contacts: list[Contact]) -> None:
    """Of all that can wait, in one letter a day. ``contacts`` are one person's."""
    person = contacts[0].person
    await Person.select_for_update().get(id=person.id)  # of two at once the second finds the letter there
    keys = {contact.id: f"{person.id}:{clock.today().isoformat()}:{contact.id}" for contact in contacts}
    if await Letter.exists(key__in=[f"{DAYS_LETTER}:{key}" for key in keys.values()]):
        return
    notices = await _untold([person.id], going_out(Goes.DAILY))
    if not notices or not await _mark([notice.id for notice in notices]):
        return
    for contact in contacts:
        await letters.leave(
            contact.way,
            contact.address,
            DAYS_LETTER,
            council_id=person.council_id,
            person_id=person.id,
            key=keys[contact.id],
            lines=_lines(notices),
            link=_link(contact),
        )


@letters.asked
async def is_still_theirs(letter: Letter) -> bool:
    """Whether a letter may still go: its person may come in, and holds what it tells those of who hold it.

    A letter may wait for days, while mail is down.
    """
    if letter.person_id is None:
        return True
    person = await Person.get_or_none(id=letter.person_id, suspended_at=None, left_at=None)
    return person is not None and await _is_of_theirs(letter, await with_roles(person))


async def forget_beyond(person: Person) -> None:
    """Once a role of somebody ended, erase what waits for them on account of it. Inside a write.

    The day's letter tells of all their roles at once, so it goes whole: their page has it all.
    """
    await with_roles(person)
    await letters.forget(person.id, what=DAYS_LETTER)
    for letter in await Letter.filter(person_id=person.id, what=OF_ONE, sent_at=None, ended_at=None):
        if not await _is_of_theirs(letter, person):
            await letters.end(letter)


async def _is_of_theirs(letter: Letter, person: Person) -> bool:
    if letter.what == DAYS_LETTER:
        return person.is_staff
    if letter.what != OF_ONE:
        return True
    notice = await notice_of(letter)
    return notice is not None and _is_for(person, notice)


async def notice_of(letter: Letter) -> Notice | None:
    """What a letter of one notice tells."""
    if letter.what != OF_ONE:
        return None
    return await Notice.get_or_none(id=int(letter.key.split(":")[1]), person_id=letter.person_id)


def _is_for(person: Person, notice: Notice) -> bool:
    only = TELLINGS[notice.what].only
    return person.is_staff and (not only or any(person.can(right) for right in only))


async def _mark(ids: list[int]) -> int:
    untold = Notice.filter(id__in=ids, sent_at=None)
    return await untold.update(sent_at=clock.now(), tries=F("tries") + 1)


def _lines(notices: list[Notice]) -> str:
    """Each telling once, with how often."""
    often = Counter(TELLINGS[notice.what].says(young=False) for notice in notices)
    return "\n".join(f"– {says}{f' ({times} times)' if times > 1 else ''}" for says, times in often.items())


def _link(contact: Contact, which: str = "") -> str:
    council = contact.person.council
    assert council is not None
    return letters.link(f"/{council.slug}/news{which}")
