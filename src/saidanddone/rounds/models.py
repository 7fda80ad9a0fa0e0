"""Rounds: votes with an opening, a closing and fixed rules.

A ballot says that someone voted, a choice says what for; the choices leave the database when it closes.
Nothing about votes enters history, logs or notices, and nobody sees a count before the closing.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import can_here

RESTRICT = fields.OnDelete.RESTRICT


class RoundState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """How a round stands at this moment, whether or not the runner of due work came by."""

    PLANNED = "planned"
    OPEN = "open"
    COUNTING = "counting"
    CLOSED = "closed"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """How a ballot came."""

    ONLINE = "online"
    PAPER = "paper"


class Round(Record):
    """A vote. ``picks`` is how many ideas one ballot may choose, and how many win. ``key`` makes receipts."""

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="rounds", on_delete=RESTRICT
    )
    council_id: int
    number = fields.IntField()
    question = fields.CharField(max_length=200)
    opens_at = fields.DatetimeField()
    closes_at = fields.DatetimeField()
    picks = fields.IntField()
    observer: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="rounds_observed", null=True, on_delete=RESTRICT
    )
    observer_id: int | None
    state = fields.CharEnumField(
        RoundState, max_length=10, default=RoundState.PLANNED, description="where it stands"
    )
    key = fields.CharField(max_length=64)
    floor = fields.IntField(
        description="below this many ballots only the order is published, fixed at opening"
    )
    created_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="rounds_made", on_delete=RESTRICT
    )
    created_by_id: int
    created_at = fields.DatetimeField()
    opened_at: datetime | None = fields.DatetimeField(null=True)
    closed_at: datetime | None = fields.DatetimeField(null=True)
    cancelled_at: datetime | None = fields.DatetimeField(null=True)
    slips = fields.IntField(default=0, description="how many paper slips were made for it")
    closed_early_by = fields.CharField(
        max_length=80, default="", description="job title, when closed before its time"
    )
    results: str | None = fields.TextField(null=True)
    sealed: bytes | None = fields.BinaryField(null=True)
    sealed_sha256 = fields.CharField(max_length=64, default="")

    entries: fields.ReverseRelation[RoundEntry]
    ballots: fields.ReverseRelation[Ballot]

    class Meta:
        table = "round"
        unique_together = (("council", "number"),)
        indexes = (("council_id", "state", "closes_at"), ("state", "opens_at"), ("state", "closes_at"))

    @property
    def standing(self) -> Standing:
        moment = clock.now()
        if self.state in (RoundState.CLOSED, RoundState.CANCELLED):
            return Standing(self.state)
        if moment >= self.closes_at:
            return Standing.COUNTING if self.state is RoundState.OPEN else Standing.MISSED
        if self.state is RoundState.OPEN or self.opens_at <= moment:
            return Standing.OPEN
        return Standing.PLANNED


class RoundEntry(Record):
    """An idea on a round's ballot paper and, once closed, its place; ``votes`` only at or above the floor."""

    id = fields.IntField(primary_key=True)
    round: fields.ForeignKeyRelation[Round] = fields.ForeignKeyField(
        "saidanddone.Round", related_name="entries", on_delete=RESTRICT
    )
    round_id: int
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="entries", on_delete=RESTRICT
    )
    idea_id: int
    position = fields.IntField()
    place: int | None = fields.IntField(null=True)
    votes: int | None = fields.IntField(null=True)
    won = fields.BooleanField(default=False)
    put_forward = fields.BooleanField(default=False, description="by planning this vote")

    class Meta:
        table = "round_entry"
        unique_together = (("round", "idea"),)
        indexes = (("idea_id", "round_id"),)


class Ballot(Record):
    """One person's, or one paper slip's, part in a round. ``version`` counts changes of mind."""

    id = fields.IntField(primary_key=True)
    round: fields.ForeignKeyRelation[Round] = fields.ForeignKeyField(
        "saidanddone.Round", related_name="ballots", on_delete=RESTRICT
    )
    round_id: int
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="ballots", null=True, on_delete=RESTRICT
    )
    person_id: int | None
    slip_hash: str | None = fields.CharField(max_length=64, null=True, unique=True)  # type: ignore[assignment]
    channel = fields.CharEnumField(Channel, max_length=10, description="how it came")
    confirmed = fields.BooleanField(default=False, description="by somebody a worker had met face to face")
    version = fields.IntField(default=1)

    class Meta:
        table = "ballot"
        unique_together = (("round", "person"),)


class Choice(Record):
    """One idea that a ballot chose, or none of them. Deleted when the round closes."""

    id = fields.IntField(primary_key=True)
    ballot: fields.ForeignKeyRelation[Ballot] = fields.ForeignKeyField(
        "saidanddone.Ballot", related_name="choices", on_delete=fields.OnDelete.CASCADE
    )
    ballot_id: int
    idea: fields.ForeignKeyNullableRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="choices", null=True, on_delete=RESTRICT
    )
    idea_id: int | None

    class Meta:
        table = "choice"
        unique_together = (("ballot", "idea"),)


def rounds_seen_by(person: Any) -> QuerySet[Round]:
    """The rounds of a person's (or visitor's) council that they may see: planned ones only who runs them."""
    seen = Q() if person.reads_ideas else Q(id=0)
    if not person.can(Right.RUN_ROUNDS):
        moment = clock.now()
        come = Q(state=RoundState.PLANNED, opens_at__lte=moment, closes_at__gt=moment)
        seen &= Q(state__in=[RoundState.OPEN, RoundState.CLOSED]) | come
    return Round.filter(seen, council_id=person.council_id)


def may_vote(person: Any, council_id: int) -> bool:
    """Young people vote in their own council; nobody who is also staff does."""
    return can_here(person, Right.VOTE, council_id) and not person.is_staff
