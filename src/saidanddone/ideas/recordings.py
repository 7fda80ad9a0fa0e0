"""Ideas that were said instead of written: the recording, the author's yes to the words, and its deletion."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from tortoise import fields
from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from saidanddone import clock, database, logs
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.models import Door, Idea, ShownAs, Wording, ideas_seen_by, lets_everyone_read
from saidanddone.ideas.proposing import first_said
from saidanddone.ideas.sounds import KINDS, Sound
from saidanddone.ideas.stages import Stage, stages_that_allow
from saidanddone.people.models import Person
from saidanddone.rules import CLOCK, Maker, Refused

log = logging.getLogger("saidanddone.ideas")

RESTRICT = fields.OnDelete.RESTRICT
KEPT_FOR, AFTER_A_WORRY = timedelta(days=30), timedelta(days=7)
WAITING_AT_MOST = 10  # recordings of one person at a time
ENOUGH = "You have ten recordings here that wait. Let us write those down first."
TOO_LATE = (
    "We did not write it down in time. That is our fault. Say it again, or write it, if you still want to."
)
GONE = "The recording is deleted, so we can’t listen again. Change the words, or say it again."


class Recording(Record):
    """What somebody said, until its words are agreed to. Then the sound is deleted and only the dates stay.

    ``once`` tells the same recording sent twice (a lost answer, two presses) from two of them.
    ``wiped_at`` is when nothing of the deleted sound was left in the database's files either.
    """

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="recordings", on_delete=RESTRICT
    )
    idea_id: int
    council_id = fields.IntField()
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="recordings", on_delete=RESTRICT
    )
    by_id: int
    once = fields.CharField(max_length=40)
    sound: bytes | None = fields.BinaryField(null=True)
    kind = fields.CharField(max_length=20)
    size = fields.IntField(description="in bytes")
    seconds: int | None = fields.IntField(null=True)
    made_at = fields.DatetimeField()
    delete_on: date = fields.DateField(description="its sound is deleted on this day at the latest")
    deleted_at: datetime | None = fields.DatetimeField(null=True)
    wiped_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "recording"
        unique_together = (("by", "once"),)
        indexes = (("wiped_at", "delete_on"), ("idea_id", "deleted_at"))

    @property
    def file_name(self) -> str:
        return f"recording.{KINDS[self.kind]}"


WITHOUT_SOUND = ("id", "idea_id", "council_id", "once", "kind", "seconds", "made_at", "delete_on")


async def recording_of(idea: Idea) -> Recording | None:
    """What is kept of an idea's recording, all but the sound itself. None when there is none (any more)."""
    if not idea.allows.sound:
        return None
    return await Recording.filter(idea_id=idea.id, deleted_at=None).only(*WITHOUT_SOUND).first()


async def recordings_kept(idea_ids: list[int]) -> dict[int, Recording]:
    """The kept recordings of some ideas, by idea id, all but their sound, in one query."""
    kept = Recording.filter(idea_id__in=idea_ids, deleted_at=None).only(*WITHOUT_SOUND)
    return {recording.idea_id: recording for recording in await kept}


async def recording_heard_by(person: Any, number: int) -> Recording | None:
    """The sound of an idea, for those who may see the idea while the sound is kept."""
    heard = ideas_seen_by(person).filter(number=number, stage__in=stages_that_allow("sound"))
    idea = await heard.first()
    return await Recording.filter(idea_id=idea.id, deleted_at=None).first() if idea else None


# Saying it


async def say(
    person: Person,
    sound: Sound,
    *,
    once: str,
    shown_as: ShownAs = ShownAs.NICKNAME,
    door: Door = Door.EVERYONE,
    quotable: bool = False,
) -> Idea:
    """Send a recording as an idea. The same one sent twice (``once``) is one idea. Raises Refused."""

    async def act() -> Idea:
        idea = await first_said(person, Stage.SPOKEN, shown_as=shown_as, door=door, quotable=quotable)
        await _keep(idea, person, sound, once)
        return idea

    return await _once(person, once, act)


async def say_again(idea: Idea, sound: Sound, *, by: Person, once: str) -> Idea:
    """Say an idea again after it was sent back, or instead of agreeing. The sound before is deleted."""

    async def act() -> Idea:
        await idea.make_move("say_again", by=by)
        await delete_sound(idea, by=by)
        await _keep(idea, by, sound, once)
        return idea

    return await _once(by, once, act)


async def _once(person: Person, once: str, act: Any) -> Idea:
    if before := await _sent_before(person, once):
        return before
    try:
        found: Idea = await database.write(act)
    except IntegrityError:
        if before := await _sent_before(person, once):
            return before
        raise
    return found


async def _sent_before(person: Person, once: str) -> Idea | None:
    found = Recording.filter(by_id=person.id, once=once).only("id", "idea_id")
    recording = await found.first()
    return await Idea.get(id=recording.idea_id) if recording else None


async def _keep(idea: Idea, person: Person, sound: Sound, once: str) -> None:
    if await Recording.filter(by_id=person.id, deleted_at=None).count() >= WAITING_AT_MOST:
        raise Refused(ENOUGH)
    moment = clock.now()
    recording = await Recording.create(
        idea_id=idea.id,
        council_id=idea.council_id,
        by=person,
        once=once,
        sound=sound.content,
        kind=sound.kind,
        size=len(sound.content),
        seconds=sound.seconds,
        made_at=moment,
        delete_on=clock.local(moment + KEPT_FOR).date(),
    )
    record(idea.council_id, "record", recording, by=person)


# The author's yes


async def agree(idea: Idea, *, by: Person, what: str, why: str = "") -> None:
    """Say yes to the words as they were written down, or as mended here. They wait to be read like any other.

    The words come with the yes, so nobody agrees to words they did not see.
    """

    async def act() -> None:
        mended = (what, why) != (idea.what, idea.why)
        told = await lets_everyone_read(idea.council_id)  # said on the page of the yes
        await idea.make_move("agree", by=by, what=what, why=why, told_everyone=told)
        if mended:
            number = await Wording.filter(idea_id=idea.id).count() + 1
            await Wording.create(idea_id=idea.id, number=number, what=what, why=why, by=by, at=clock.now())
            record(idea.council_id, "reword", idea, by=by, text=what)
        await delete_sound(idea, by=by)

    await database.write(act)


async def ask_again(idea: Idea, *, by: Person, text: str = "") -> None:
    """Say that this is not what was said: the recording waits to be listened to once more."""

    async def act() -> None:
        await idea.make_move("ask_again", by=by, message=text)
        if await recording_of(idea) is None:
            raise Refused(GONE)

    await database.write(act)


# Its end


async def delete_sound(idea: Idea, *, by: Person | Maker) -> None:
    """Delete the sound of an idea, if there is any: from its row now, from the files after the commit."""
    for recording in await Recording.filter(idea_id=idea.id, deleted_at=None).only("id", "council_id"):
        deleted = Recording.filter(id=recording.id, deleted_at=None)
        if await deleted.update(sound=None, deleted_at=clock.now()):
            record(recording.council_id, "delete_sound", recording, by=by)
            database.unit().afterwards.append(wipe)


async def wipe() -> None:
    """Leave nothing of deleted sounds in the database's files. What fails now is tried again as due work."""
    deleted = Recording.filter(deleted_at__isnull=False, wiped_at=None)
    ids: list[Any] = await deleted.values_list("id", flat=True)
    if not ids:
        return
    try:
        await database.forget_deleted("recording")
    except Exception as error:
        what = "deleted recordings may still lie in the database's files; this is tried again"
        logs.crash(log, error, what)
        return
    await database.write(lambda: Recording.filter(id__in=ids).update(wiped_at=clock.now()))


async def keep_a_little_longer(idea: Idea) -> None:
    """After a worry is closed there is a week to write down what could not be touched meanwhile."""
    least = clock.local(clock.now() + AFTER_A_WORRY).date()
    kept = Recording.filter(idea_id=idea.id, deleted_at=None, delete_on__lt=least)
    await kept.update(delete_on=least)


async def delete_due() -> None:
    """Delete each sound whose day has come or that its idea needs no more; one kept for a worry stays.

    What was never written down goes back to its author, with a word of regret.
    """
    over = Q(delete_on__lte=clock.today()) | Q(idea__stage__not_in=stages_that_allow("sound"))
    due = Recording.filter(over, deleted_at=None).exclude(idea__stage=Stage.HELD)
    for idea_id in await due.order_by("id").values_list("idea_id", flat=True):
        idea = await Idea.get(id=idea_id)
        with suppress(Refused):  # somebody was faster
            await database.write(partial(_let_go, idea))
    await wipe()


async def _let_go(idea: Idea) -> None:
    if idea.stage is Stage.SPOKEN:
        await idea.make_move("lapse", by=CLOCK, message=TOO_LATE)
    await delete_sound(idea, by=CLOCK)
