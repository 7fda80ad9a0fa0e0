"""What staff are told reaches them by letter: each notice once, as its row says, where they gave an address.

The notice is marked and its letters are left in one write, so a crash half-way does neither, and of two that
run at once one finds it done. What the letter leads to opens to whoever signs in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

from tortoise.expressions import F, Subquery
from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.notices import letters
from saidanddone.notices.letters import Letter, Way
from saidanddone.notices.models import Notice
from saidanddone.notices.tellings import TELLINGS, Goes, kinds
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Role

BY_DAY = range(7, 22)  # hours in which anything but an alarm may ring a phone
DIGEST = range(8, 20)  # hours in which the day's letter is written, once

Contacts = dict[int, list[Contact]]


async def reach_due() -> None:
    """Leave the letters of what staff were told and were not written to about."""
    contacts = await _of_staff()
    hour = clock.local(clock.now()).hour
    at_once = kinds(Goes.ALARM, *([Goes.AT_ONCE] if hour in BY_DAY else []))
    for notice in await _untold(contacts, at_once):
        await database.write(partial(_write_of, notice, contacts[notice.person_id]))
    if hour in DIGEST:
        by_mail = {person: [one for one in all_ if one.way is Way.EMAIL] for person, all_ in contacts.items()}
        daily = await _untold({one: mails for one, mails in by_mail.items() if mails}, kinds(Goes.DAILY))
        for person_id in sorted({notice.person_id for notice in daily}):
            await database.write(partial(_write_the_days, by_mail[person_id]))


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
    """Of one notice, at once."""
    if not await _mark([notice.id]):
        return
    for contact in contacts:
        await letters.leave(
            contact.way,
            contact.address,
            "please-look",
            council_id=notice.council_id,
            person_id=notice.person_id,
            key=f"{notice.id}:{contact.id}",
            at_once=True,
            says=TELLINGS[notice.what].says(young=False),
            link=_link(contact, f"/{notice.id}"),
        )


async def _write_the_days(contacts: list[Contact]) -> None:
    """Of all that can wait, in one letter a day. ``contacts`` are one person's."""
    person = contacts[0].person
    await Person.select_for_update().get(id=person.id)  # of two at once the second finds the letter there
    keys = {contact.id: f"{person.id}:{clock.today().isoformat()}:{contact.id}" for contact in contacts}
    if await Letter.exists(key__in=[f"news:{key}" for key in keys.values()]):
        return
    notices = await _untold([person.id], kinds(Goes.DAILY))
    if not notices or not await _mark([notice.id for notice in notices]):
        return
    for contact in contacts:
        await letters.leave(
            contact.way,
            contact.address,
            "news",
            council_id=person.council_id,
            person_id=person.id,
            key=keys[contact.id],
            lines=_lines(notices),
            link=_link(contact),
        )


async def _mark(ids: list[int]) -> int:
    untold = Notice.filter(id__in=ids, sent_at=None)
    return await untold.update(sent_at=clock.now(), tries=F("tries") + 1)


def _lines(notices: list[Notice]) -> str:
    """Each kind once, with how often."""
    often = Counter(TELLINGS[notice.what].says(young=False) for notice in notices)
    return "\n".join(f"– {says}{f' ({times} times)' if times > 1 else ''}" for says, times in often.items())


def _link(contact: Contact, which: str = "") -> str:
    council = contact.person.council
    assert council is not None
    return letters.link(f"/{council.slug}/news{which}")
