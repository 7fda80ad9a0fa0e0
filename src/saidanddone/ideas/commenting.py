"""Words added to an idea: seen by their writer and the team until a worker has read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.councils.models import day_promised
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea, lets_everyone_read
from saidanddone.ideas.stages import stages_that_allow
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, Refused, only_for

FOR_READERS = "Reading words before others see them is for participation workers."


class Comment(Record):
    """Words added to an idea, read by a worker before others see them."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="comments", on_delete=fields.OnDelete.RESTRICT
    )
    idea_id: int
    council_id = fields.IntField()
    author: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="comments", on_delete=fields.OnDelete.RESTRICT
    )
    author_id: int
    text = fields.TextField()
    told_everyone = fields.BooleanField(
        default=False, description="its writer was told, when sending it, that anyone may read it"
    )
    at = fields.DatetimeField()
    promised_for: date | None = fields.DateField(null=True)
    published_at: datetime | None = fields.DatetimeField(null=True)
    refused_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    read_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="comments_read", null=True, on_delete=fields.OnDelete.RESTRICT
    )
    read_by_id: int | None
    reason = fields.CharField(max_length=40, default="")
    message = fields.TextField(default="")

    class Meta:
        table = "comment"
        indexes = (("idea_id", "at"), ("council_id", "published_at", "refused_at", "at"))


async def comment(idea: Idea, *, by: Person, text: str) -> Comment:
    """Add words to an idea; a worker reads them before others do."""
    only_for(by, Right.COMMENT, idea.council_id, "Adding words here is for young people.")
    if not idea.allows.comment:
        raise Refused(f"This idea is at “{idea.allows.words}” now, so nothing can be added to it.")

    async def act() -> Comment:
        if not await Idea.filter(id=idea.id, stage__in=stages_that_allow("comment")).exists():
            raise Refused("This idea has just moved on. Look again to see where it is.")
        said = await Comment.create(
            idea=idea,
            council_id=idea.council_id,
            author=by,
            text=text,
            told_everyone=await lets_everyone_read(idea.council_id),
            at=clock.now(),
            promised_for=await day_promised(idea.council_id),
        )
        record(idea.council_id, "comment", said, by=by, text=text)
        return said

    return await database.write(act)


async def withdraw_comment(comment: Comment, *, by: Person) -> None:
    """Take one's own words back: from then on nobody reads them there. Doing it again changes nothing."""
    if comment.author_id != by.id:
        raise NotAllowed("Only the person who wrote these words can take them back.")

    async def act() -> None:
        if await Comment.filter(id=comment.id, withdrawn_at=None).update(withdrawn_at=clock.now()):
            record(comment.council_id, "withdraw_comment", comment, by=by)
        await comment.refresh_from_db()

    await database.write(act)


def comments_seen_by(person: Any, idea: Idea) -> QuerySet[Comment]:
    """What a person may read under an idea, oldest first: published, their own, and for checkers all."""
    seen = Q(published_at__isnull=False)
    if not person.id:
        seen &= Q(told_everyone=True)
    if person.id:
        seen |= Q(author_id=person.id)
    if person.can(Right.CHECK_IDEAS):
        seen |= Q(refused_at=None)
    return (
        Comment.filter(seen, idea_id=idea.id, withdrawn_at=None).order_by("at", "id").select_related("author")
    )


async def publish_comment(comment: Comment, *, by: Person) -> None:
    """Let everyone who sees the idea read these words."""
    await _read(comment, by, "publish_comment", published_at=clock.now())


async def refuse_comment(comment: Comment, *, by: Person, reason: str, message: str) -> None:
    """Keep these words from others; their writer is told why."""
    moment = clock.now()
    await _read(comment, by, "refuse_comment", refused_at=moment, reason=reason, message=message)


async def _read(comment: Comment, by: Person, act_name: str, **changes: Any) -> None:
    only_for(by, Right.CHECK_IDEAS, comment.council_id, FOR_READERS)

    async def act() -> None:
        unread = Comment.filter(id=comment.id, published_at=None, refused_at=None, withdrawn_at=None)
        if not await unread.update(read_by_id=by.id, **changes):
            raise Refused("Someone else has read these words already, or their writer took them back.")
        text = changes.get("message", "")
        record(comment.council_id, act_name, comment, by=by, end=changes.get("reason", ""), text=text)
        await tell(comment.council_id, [comment.author_id], act_name, comment)
        await comment.refresh_from_db()

    await database.write(act)
