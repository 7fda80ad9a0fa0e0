"""One request to look again at a declined idea, heard by somebody else than whoever declined it."""

from __future__ import annotations

from datetime import date, datetime

from tortoise import fields
from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.councils.models import day_promised
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea, StageMove
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import tell
from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, Refused, only_for


class Appeal(Record):
    """The one request to look again at a declined idea, heard by somebody else."""

    id = fields.IntField(primary_key=True)
    idea: fields.OneToOneRelation[Idea] = fields.OneToOneField(
        "saidanddone.Idea", related_name="appeal", on_delete=fields.OnDelete.RESTRICT
    )
    idea_id: int
    text = fields.TextField()
    at = fields.DatetimeField()
    promised_for: date | None = fields.DateField(null=True)
    upheld: bool | None = fields.BooleanField(null=True)  # type: ignore[assignment]
    heard_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="appeals_heard", null=True, on_delete=fields.OnDelete.RESTRICT
    )
    heard_by_id: int | None
    heard_title = fields.CharField(max_length=80, default="")
    heard_at: datetime | None = fields.DatetimeField(null=True)
    message = fields.TextField(default="")

    class Meta:
        table = "appeal"


ONCE = "You have asked for this to be read again already. That can be done once."


async def appeal(idea: Idea, *, by: Person, text: str) -> Appeal:
    """Ask for a declined idea to be read again: once, by its author."""
    if not idea.is_by(by):
        raise NotAllowed("Only the person who said this can ask for it to be read again.")
    if idea.stage is not Stage.DECLINED:
        raise Refused(
            f"This idea is at “{idea.allows.words}” now. Only one that was not published can be read again."
        )

    async def act() -> Appeal:
        if await Appeal.filter(idea_id=idea.id).exists():
            raise Refused(ONCE)
        asked = await Appeal.create(
            idea=idea, text=text, at=clock.now(), promised_for=await day_promised(idea.council_id)
        )
        record(idea.council_id, "appeal", idea, by=by, text=text)
        hearers = await people_who_can(Right.HEAR_APPEALS, idea.council_id)
        decliner = await who_declined(idea)
        await tell(idea.council_id, [one for one in hearers if one not in (decliner, by.id)], "appeal", idea)
        return asked

    try:
        return await database.write(act)
    except IntegrityError as both_at_once:
        raise Refused(ONCE) from both_at_once


async def hear_appeal(appeal: Appeal, *, by: Person, upheld: bool, message: str) -> None:
    """Answer an appeal: upheld, the idea waits to be read again; else it stays as it was."""
    idea = await Idea.get(id=appeal.idea_id)
    says = "Reading an idea again is for participation workers and senior officers."
    only_for(by, Right.HEAR_APPEALS, idea.council_id, says)
    if idea.is_by(by):
        raise NotAllowed("You wrote this idea, so somebody else must read it again.")
    if await who_declined(idea) == by.id:
        raise NotAllowed("You declined this idea, so somebody else must read it again.")
    if idea.stage is not Stage.DECLINED:
        raise Refused(f"This idea is at “{idea.allows.words}” now, so there is nothing to answer.")

    async def act() -> None:
        answered = await Appeal.filter(id=appeal.id, upheld=None).update(
            upheld=upheld, heard_by_id=by.id, heard_title=by.job_title, heard_at=clock.now(), message=message
        )
        if not answered:
            raise Refused("Someone else has answered this already.")
        if upheld:
            await idea.make_move("uphold", by=by, message=message)
        else:
            record(idea.council_id, "appeal_stands", idea, by=by, text=message)
            await tell(idea.council_id, [idea.author_id], "appeal_stands", idea)
        await appeal.refresh_from_db()

    await database.write(act)


async def appeals_for(person: Person) -> list[Appeal]:
    """Appeals that wait for this person, oldest first: not on what they declined or said themselves."""
    unheard = Appeal.filter(upheld=None, idea__council_id=person.council_id, idea__stage=Stage.DECLINED)
    others = unheard.exclude(idea__author_id=person.id)
    appeals = await others.order_by("at", "id").select_related("idea")
    ids = [appeal.idea_id for appeal in appeals]
    declined = await StageMove.filter(name="decline", idea_id__in=ids).order_by("at", "id")
    last = {move.idea_id: move.by_id for move in declined}
    return [appeal for appeal in appeals if last.get(appeal.idea_id) != person.id]


async def who_declined(idea: Idea) -> int | None:
    """The id of the person who declined it last."""
    last = await StageMove.filter(idea_id=idea.id, name="decline").order_by("-at", "-id").first()
    return last.by_id if last else None
