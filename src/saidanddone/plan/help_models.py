"""Help that an action asks for, who offered it, and who took part: each a dated row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.expressions import F
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.help_rules import MOVES, HelpState, Work
from saidanddone.plan.models import Action
from saidanddone.plan.statuses import LIVE
from saidanddone.rules import RULE, Maker, Move, NotAllowed, Refused, can_here, find_move, moves_now

RESTRICT = fields.OnDelete.RESTRICT


class Help(Record):
    """Help that one action asks for. Its terms repeat the newest HelpTerms, for lists.

    ``starts_at`` is none when any time will do; ``offers_until`` is the moment after which nobody can offer;
    ``taken`` counts the offers that stand.
    """

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="helps", on_delete=RESTRICT
    )
    council_id: int
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="helps", on_delete=RESTRICT
    )
    action_id: int
    number = fields.IntField()
    state = fields.CharEnumField(
        HelpState, max_length=12, default=HelpState.OPEN, description="only make_move changes it"
    )
    state_since = fields.DatetimeField()
    why = fields.TextField(default="", description="why it was called off")
    what = fields.TextField()
    work = fields.CharEnumField(Work, max_length=20, description="what kind of help")
    starts_at: datetime | None = fields.DatetimeField(null=True)
    place = fields.CharField(max_length=200, description="empty means: online")
    voucher = fields.CharField(max_length=80, default="")
    travel_paid = fields.BooleanField()
    places = fields.IntField()
    offers_until = fields.DatetimeField()
    taken = fields.IntField(default=0)
    asked_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="helps_asked", on_delete=RESTRICT
    )
    asked_by_id: int
    asked_at = fields.DatetimeField()
    changed_at: datetime | None = fields.DatetimeField(null=True)

    offers: fields.ReverseRelation[Offer]

    class Meta:
        table = "help"
        unique_together = (("action", "number"),)
        indexes = (("council_id", "state", "offers_until", "id"), ("action_id", "state"))

    @property
    def takes_offers(self) -> bool:
        """Whether its time for offers runs (it may be full); its action must be fetched."""
        return self.state is HelpState.OPEN and self.offers_until > clock.now() and self.action.status in LIVE

    @property
    def left(self) -> int:
        """Places that nobody has taken."""
        return self.places - self.taken

    @property
    def has_begun(self) -> bool:
        """Whether its day is here; help at any time begins with the asking."""
        return self.starts_at is None or self.starts_at <= clock.now()

    def moves_for(self, person: Any) -> list[Move]:
        """The moves that this person could make now."""
        owns = is_on_team(self.action, person)
        return moves_now(MOVES, self.state, person, on=self, owns=owns)

    async def make_move(self, name: str, *, by: Person | Maker, why: str = "") -> None:
        """Move it on, with its history. A rule may make any move: it follows from its action.

        Raises NotAllowed for somebody outside the team, Refused at the wrong moment.
        """
        move = find_move(MOVES, name)
        if by is not RULE and not is_on_team(self.action, by):
            raise NotAllowed(TEAM_ONLY)
        if self.state not in move.start:
            raise Refused(f"“{move.says}” can’t be done now: somebody else has changed it. Look again.")
        await database.write(lambda: self._move(move, by, why))

    async def _move(self, move: Move, by: Person | Maker, why: str) -> None:
        start, moment = self.state, clock.now()
        mine = Help.filter(id=self.id, state=start)
        if not await mine.update(state=move.end, state_since=moment, why=why):
            raise Refused("Somebody else got there first. Look again: it has changed.")
        record(self.council_id, move.name, self, by=by, start=start, end=move.end, text=why)
        self.state, self.state_since, self.why = move.end, moment, why


TEAM_ONLY = "Only the action’s owner, senior officers and participation workers can do that."


def is_on_team(action: Action, person: Any) -> bool:
    """Whether this person may ask for help with an action: its owner, officers and workers of the council."""
    if action.is_owned_by(person):
        return True
    return can_here(person, Right.ASK_FOR_HELP, action.council_id)


class HelpTerms(Record):
    """What was asked for, as it was said at one moment; a change is a new row."""

    id = fields.IntField(primary_key=True)
    help: fields.ForeignKeyRelation[Help] = fields.ForeignKeyField(
        "saidanddone.Help", related_name="terms", on_delete=RESTRICT
    )
    help_id: int
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="help_terms", on_delete=RESTRICT
    )
    by_id: int
    by_title = fields.CharField(max_length=80)
    at = fields.DatetimeField()
    what = fields.TextField()
    work = fields.CharEnumField(Work, max_length=20, description="what kind of help")
    starts_at: datetime | None = fields.DatetimeField(null=True)
    place = fields.CharField(max_length=200, description="empty means: online")
    voucher = fields.CharField(max_length=80, default="")
    travel_paid = fields.BooleanField()
    places = fields.IntField()
    offers_until = fields.DatetimeField()

    class Meta:
        table = "help_terms"
        indexes = (("help_id", "at"),)


class Offer(Record):
    """A young person's offer to help. Only the team of the action sees whose it is, and reads its note."""

    id = fields.IntField(primary_key=True)
    help: fields.ForeignKeyRelation[Help] = fields.ForeignKeyField(
        "saidanddone.Help", related_name="offers", on_delete=RESTRICT
    )
    help_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="offers", on_delete=RESTRICT
    )
    person_id: int
    note = fields.TextField(default="")
    given_at = fields.DatetimeField()
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "help_offer"
        indexes = (("help_id", "withdrawn_at", "id"), ("person_id", "withdrawn_at", "id"))


class Attendance(Record):
    """Whether somebody who offered took part, as the team says; a correction is a new row.

    ``quarters`` are quarters of an hour, ``pence`` is the voucher given.
    """

    id = fields.IntField(primary_key=True)
    help: fields.ForeignKeyRelation[Help] = fields.ForeignKeyField(
        "saidanddone.Help", related_name="attendance", on_delete=RESTRICT
    )
    help_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="attendance", on_delete=RESTRICT
    )
    person_id: int
    took_part = fields.BooleanField()
    quarters = fields.IntField()
    pence = fields.IntField()
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="attendance_said", on_delete=RESTRICT
    )
    by_id: int
    by_title = fields.CharField(max_length=80)
    at = fields.DatetimeField()
    replaced_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "help_attendance"
        indexes = (("help_id", "replaced_at", "took_part"), ("person_id", "replaced_at", "took_part"))


class Omission(Record):
    """A line that somebody leaves out when they download their own record, from one moment to another."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="omissions", on_delete=RESTRICT
    )
    person_id: int
    help: fields.ForeignKeyNullableRelation[Help] = fields.ForeignKeyField(
        "saidanddone.Help", related_name="omissions", null=True, on_delete=RESTRICT
    )
    help_id: int | None
    idea: fields.ForeignKeyNullableRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="omissions", null=True, on_delete=RESTRICT
    )
    idea_id: int | None
    made_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "omission"
        indexes = (("person_id", "ended_at"),)


def open_helps(council_id: int) -> QuerySet[Help]:
    """What a council's actions ask help with now, the one that takes offers the shortest at the front."""
    running = Help.filter(council_id=council_id, state=HelpState.OPEN, offers_until__gt=clock.now())
    return running.filter(action__status__in=LIVE).order_by("offers_until", "id").select_related("action")


async def hold_help(help_: Help) -> Help:
    """It as it is now, its row locked until the transaction ends."""
    return await Help.select_for_update().get(id=help_.id).prefetch_related("action")


async def take_a_place(help_: Help) -> bool:
    """Count one more, if a place is left; of two at once for the last one only one finds it."""
    free = Help.filter(id=help_.id, state=HelpState.OPEN, offers_until__gt=clock.now(), taken__lt=F("places"))
    return bool(await free.update(taken=F("taken") + 1))


async def helpers_of(action_id: int) -> list[int]:
    """The people who took part in helping with an action."""
    took = Attendance.filter(help__action_id=action_id, replaced_at=None, took_part=True)
    return sorted(set(await took.values_list("person_id", flat=True)))  # type: ignore[arg-type]


async def made_with(action_ids: list[int]) -> dict[int, int]:
    """How many different people took part in helping with each action; one without any is left out."""
    rows = (
        await Attendance.filter(help__action_id__in=action_ids, replaced_at=None, took_part=True)
        .annotate(people=Count("person_id", distinct=True))
        .group_by("help__action_id")
        .values("help__action_id", "people")
    )
    return {row["help__action_id"]: row["people"] for row in rows}
