"""Saying what should change: a numbered idea that only its author sees."""

from __future__ import annotations

from typing import Any

from saidanddone import clock, database
from saidanddone.councils.models import Kind, day_promised, next_number
from saidanddone.history.models import record
from saidanddone.ideas.models import Door, Idea, ShownAs, Wording, lets_everyone_read
from saidanddone.ideas.stages import UNREAD, Stage
from saidanddone.ideas.turns import turn_of
from saidanddone.ideas.words import words_of
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, only_for


async def propose(
    person: Person,
    *,
    what: str,
    why: str = "",
    title: str = "",
    shown_as: ShownAs = ShownAs.NICKNAME,
    door: Door = Door.EVERYONE,
    quotable: bool = False,
    draft: bool = False,
) -> Idea:
    """Send a young person's words (or keep them as a draft): a numbered idea that only its author sees."""

    async def act() -> Idea:
        stage = Stage.DRAFT if draft else Stage.WAITING
        said: dict[str, Any] = {"title": title, "shown_as": shown_as, "door": door, "quotable": quotable}
        idea = await first_said(person, stage, what=what, why=why, **said)
        await Wording.create(idea=idea, number=1, what=what, why=why, by=person, at=idea.created_at)
        return idea

    return await database.write(act)


async def enter(
    author: Person,
    *,
    by: Person,
    what: str,
    why: str = "",
    shown_as: ShownAs = ShownAs.NICKNAME,
    door: Door = Door.EVERYONE,
    quotable: bool = False,
) -> Idea:
    """Write down what a young person says who is there with a worker. It is theirs, and they see who wrote.

    Raises NotAllowed for who may not, and for somebody who is no young person of the worker's council.
    """
    says = "You can write an idea down for a young person of your council only."
    only_for(by, Right.ENTER_IDEAS, author.council_id, says)
    if not author.is_young_person:
        raise NotAllowed(says)

    async def act() -> Idea:
        said: dict[str, Any] = {"shown_as": shown_as, "door": door, "quotable": quotable}
        idea = await first_said(author, Stage.WAITING, what=what, why=why, entered=by, **said)
        await Wording.create(idea=idea, number=1, what=what, why=why, by=by, at=idea.created_at, heard=True)
        await tell(idea.council_id, [author.id], "enter", idea)
        return idea

    return await database.write(act)


async def entered_before(author: Person, by: Person, what: str, why: str) -> Idea | None:
    """What this worker wrote down for them in these very words and nobody read yet: pressed twice, say.

    Only their own: else a guessed nickname would tell who is behind a hidden idea.
    """
    theirs = Wording.filter(by_id=by.id, heard=True, what=what, why=why, idea__author_id=author.id)
    wording = await theirs.filter(idea__stage=Stage.WAITING).select_related("idea").first()
    return wording.idea if wording else None


async def first_said(
    person: Person, stage: Stage, *, what: str = "", entered: Person | None = None, **said: Any
) -> Idea:
    """The numbered row of a new idea, and its history; one that was spoken has no words yet.

    ``entered`` is the worker who wrote it down while its author was there.
    """
    assert person.council_id is not None
    moment = clock.now()
    number = await next_number(person.council_id, Kind.IDEA)
    idea = await Idea.create(
        council_id=person.council_id,
        number=number,
        turn=turn_of(number),
        words=words_of(said.get("title", ""), what, said.get("why", "")),
        author=person,
        by_staff=not person.is_young_person,
        told_everyone=await lets_everyone_read(person.council_id),
        what=what,
        stage=stage,
        stage_since=moment,
        promised_for=await day_promised(person.council_id) if stage in UNREAD else None,
        created_at=moment,
        moved_at=moment,
        entered_by=entered.signed if entered else "",
        **said,
    )
    act = "enter" if entered else "propose"
    record(person.council_id, act, idea, by=entered or person, end=stage, text=what)
    return idea
