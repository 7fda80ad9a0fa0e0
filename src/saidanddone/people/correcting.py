"""Putting right what is held about somebody: the nickname by themselves, the job title by the admin."""

from __future__ import annotations

import json

from tortoise.exceptions import IntegrityError

from saidanddone import database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.people import nicknames
from saidanddone.people.models import Person, look_alike
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, Refused, only_for

TAKEN = "Somebody has just taken that name. Pick another."
TITLE_AT_MOST = 80


async def rename(person: Person, nickname: str, *, by: Person, council: Council) -> None:
    """Go by another nickname from now on, also beside what was said before. The same again changes nothing.

    What was printed with the old one stays as it was. Here no page shows it any more, and the history keeps a
    digest of it. Raises Refused with the sentence that joining would say.
    """
    if by.id != person.id:
        raise NotAllowed("A nickname is changed by the person who has it.")
    if nickname == person.nickname:
        return
    if fault := await nicknames.fault_of(council, nickname, of=person.id):
        raise Refused(fault)

    async def act() -> None:
        here = Person.filter(id=person.id, nickname=person.nickname)
        if await here.update(nickname=nickname, nickname_key=look_alike(nickname)):
            words = json.dumps({"from": person.nickname, "to": nickname}, ensure_ascii=False)
            record(council.id, "rename", person, by=by, text=words)

    try:
        await database.write(act)
    except IntegrityError:
        raise Refused(TAKEN) from None


async def correct_title(person: Person, title: str, *, by: Person) -> None:
    """Give somebody of the staff another job title. What they signed before keeps the old one."""
    says = "Job titles are changed by the council’s admin."
    council_id = only_for(by, Right.RUN_COUNCIL, person.council_id, says)
    if not 0 < len(title) <= TITLE_AT_MOST:
        raise Refused(f"Write a job title of up to {TITLE_AT_MOST} letters.")

    async def act() -> None:
        if (
            await Person.filter(id=person.id, left_at=None)
            .exclude(job_title__in=["", title])
            .update(job_title=title)
        ):
            words = json.dumps({"from": person.job_title, "to": title}, ensure_ascii=False)
            record(council_id, "correct_title", person, by=by, text=words)

    await database.write(act)
