"""Whether the council may quote an idea, without a name: asked at sending, and taken back at any time."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.rules import NotAllowed


class QuoteBack(Record):
    """That an author took the yes to being quoted back, on a day. What was printed before stays printed."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="quotes_back", on_delete=fields.OnDelete.RESTRICT
    )
    idea_id: int
    at: datetime = fields.DatetimeField()

    class Meta:
        table = "quote_back"
        indexes = (("idea_id", "at"),)


async def withdraw_quote(idea: Idea, *, by: Person) -> None:
    """Let the council quote these words no more. Doing it again changes nothing."""
    if not idea.is_by(by):
        raise NotAllowed("Only the person who said this can say whether it is quoted.")

    async def act() -> None:
        if await Idea.filter(id=idea.id, quotable=True).update(quotable=False, version=F("version") + 1):
            await QuoteBack.create(idea_id=idea.id, at=clock.now())
            record(idea.council_id, "withdraw_quote", idea, by=by)
        await idea.refresh_from_db()

    await database.write(act)
