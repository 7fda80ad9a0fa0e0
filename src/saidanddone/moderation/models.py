"""Concerns: worries about someone's safety. Only the safeguarding lead, and those they add, see them."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields

from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person

RESTRICT = fields.OnDelete.RESTRICT


class Concern(Record):
    """A worry of someone who read an idea, a comment, words of an answer or why somebody gave a score.

    ``seen_at`` is when somebody who looks after people's safety said that they read it, ``done`` what they
    did, in their words. Leads alone read either.
    """

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    idea: fields.ForeignKeyNullableRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="concerns", null=True, on_delete=RESTRICT
    )
    idea_id: int | None
    comment: fields.ForeignKeyNullableRelation[Comment] = fields.ForeignKeyField(
        "saidanddone.Comment", related_name="concerns", null=True, on_delete=RESTRICT
    )
    comment_id: int | None
    words_id: int | None = fields.IntField(null=True, description="of an answer to “did it really happen?”")
    score_id: int | None = fields.IntField(null=True, description="a score whose reason it is about")
    raised_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="concerns_raised", on_delete=RESTRICT
    )
    raised_by_id: int
    raised_at = fields.DatetimeField()
    message = fields.TextField(default="")
    seen_at: datetime | None = fields.DatetimeField(null=True)
    seen_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="concerns_seen", null=True, on_delete=RESTRICT
    )
    seen_by_id: int | None
    closed_at: datetime | None = fields.DatetimeField(null=True)
    closed_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="concerns_closed", null=True, on_delete=RESTRICT
    )
    closed_by_id: int | None
    done = fields.TextField(default="", description="what was done, said when it was closed")

    class Meta:
        table = "concern"
        indexes = (("council_id", "closed_at", "id"), ("words_id",))


class Look(Record):
    """A safeguarding lead who saw whose words these are: for a reason, and for a while."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    concern: fields.ForeignKeyRelation[Concern] = fields.ForeignKeyField(
        "saidanddone.Concern", related_name="looks", on_delete=RESTRICT
    )
    concern_id: int
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="looks", on_delete=RESTRICT
    )
    by_id: int
    reason = fields.TextField()
    at = fields.DatetimeField()
    ends_at = fields.DatetimeField()

    class Meta:
        table = "look"
        indexes = (("concern_id", "id"), ("council_id", "id"))


class RotaDay(Record):
    """Who is told about a worry on one day of the week (Monday 0), from one moment until another is named."""

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="rota_days", on_delete=RESTRICT
    )
    council_id: int
    weekday = fields.IntField()
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="rota_days", on_delete=RESTRICT
    )
    person_id: int
    given_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "rota_day"


class RotaAway(Record):
    """Days on which someone of the rota is away, and who covers for them. Kept when it is taken back."""

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="rota_away", on_delete=RESTRICT
    )
    council_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="rota_away", on_delete=RESTRICT
    )
    person_id: int
    cover: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="rota_cover", null=True, on_delete=RESTRICT
    )
    cover_id: int | None
    starts = fields.DateField()
    ends = fields.DateField()
    made_at = fields.DatetimeField()
    taken_back_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "rota_away"
        indexes = (("council_id", "taken_back_at", "ends"),)
