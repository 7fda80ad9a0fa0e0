"""Ways to do an idea, weighed openly: the ways, the weights agreed first, and every score as a dated row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.expressions import F

from saidanddone import database
from saidanddone.appraisal.criteria import STARTS
from saidanddone.appraisal.stages import ALLOWS, MOVES, Allows, Weighing
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.deciding import Decision
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.practice.models import PracticeCard
from saidanddone.rules import Move, NotAllowed, Refused, find_move

RESTRICT = fields.OnDelete.RESTRICT


class Appraisal(Record):
    """The one weighing of an idea's ways. ``version`` counts its moves: of two at once one is refused."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    idea: fields.OneToOneRelation[Idea] = fields.OneToOneField(
        "saidanddone.Idea", related_name="appraisal", on_delete=RESTRICT
    )
    idea_id: int
    stage = fields.CharEnumField(Weighing, max_length=10, description="where it stands")
    opened_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="appraisals", on_delete=RESTRICT
    )
    opened_by_id: int
    opened_title = fields.CharField(max_length=80)
    opened_at = fields.DatetimeField()
    floor: int | None = fields.IntField(null=True, description="the council's when the scoring opened")
    scoring_at: datetime | None = fields.DatetimeField(null=True)
    done_at: datetime | None = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)

    class Meta:
        table = "appraisal"
        indexes = (("council_id", "stage", "opened_at"),)

    @property
    def allows(self) -> Allows:
        return ALLOWS[self.stage]

    async def make_move(self, name: str, *, by: Person, text: str = "", **changes: Any) -> None:
        """Move it to another stage, with its history. Raises NotAllowed, or Refused at the wrong moment."""
        move = find_move(MOVES, name)
        if not move.may_be_made_by(by, on=self, owns=False):
            raise NotAllowed("Weighing the ways is run by senior officers.")
        if self.stage not in move.start:
            raise Refused(
                f"The ways are at “{self.allows.words}” now, so “{move.says.lower()}” can’t be done."
            )
        await database.write(lambda: self._move(move, by, text, changes))

    async def _move(self, move: Move, by: Person, text: str, changes: dict[str, Any]) -> None:
        start = self.stage
        moved = await Appraisal.filter(id=self.id, stage=start, version=self.version).update(
            stage=move.end, version=F("version") + 1, **changes
        )
        if not moved:
            raise Refused("Someone else got there first. Look again: this has changed.")
        record(self.council_id, f"ways_{move.name}", self, by=by, start=start, end=move.end, text=text)
        await self.refresh_from_db()


class Way(Record):
    """One way to do it. A way that was written anew stays, with the moment it was dropped."""

    id = fields.IntField(primary_key=True)
    appraisal: fields.ForeignKeyRelation[Appraisal] = fields.ForeignKeyField(
        "saidanddone.Appraisal", related_name="ways", on_delete=RESTRICT
    )
    appraisal_id: int
    number = fields.IntField()
    as_now = fields.BooleanField(default=False)
    name = fields.CharField(max_length=80)
    what = fields.TextField()
    cost = fields.CharField(max_length=120)
    written_at = fields.DatetimeField()
    dropped_at: datetime | None = fields.DatetimeField(null=True)

    cards: list[PracticeCard]  # given by ways_of

    class Meta:
        table = "way"
        indexes = (("appraisal_id", "dropped_at", "number"),)


class WayCard(Record):
    """Practice from elsewhere that speaks for a way."""

    id = fields.IntField(primary_key=True)
    way: fields.ForeignKeyRelation[Way] = fields.ForeignKeyField(
        "saidanddone.Way", related_name="way_cards", on_delete=RESTRICT
    )
    way_id: int
    card: fields.ForeignKeyRelation[PracticeCard] = fields.ForeignKeyField(
        "saidanddone.PracticeCard", related_name="way_cards", on_delete=RESTRICT
    )
    card_id: int

    class Meta:
        table = "way_card"
        unique_together = (("way", "card"),)


class Agreement(Record):
    """Weights agreed on one day, and how many young people took part. The newest one counts."""

    id = fields.IntField(primary_key=True)
    appraisal: fields.ForeignKeyRelation[Appraisal] = fields.ForeignKeyField(
        "saidanddone.Appraisal", related_name="agreements", on_delete=RESTRICT
    )
    appraisal_id: int
    number = fields.IntField()
    young_people = fields.IntField()
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="agreements", on_delete=RESTRICT
    )
    by_id: int
    by_title = fields.CharField(max_length=80)
    at = fields.DatetimeField()

    criteria: list[Criterion]  # given by agreement_of

    class Meta:
        table = "agreement"
        unique_together = (("appraisal", "number"),)


class Criterion(Record):
    """What ways are scored on, and how much it counts. Never changed: new weights are a new agreement."""

    id = fields.IntField(primary_key=True)
    agreement: fields.ForeignKeyRelation[Agreement] = fields.ForeignKeyField(
        "saidanddone.Agreement", related_name="criterion_rows", on_delete=RESTRICT
    )
    agreement_id: int
    position = fields.IntField()
    name = fields.CharField(max_length=80)
    asks = fields.CharField(max_length=160)
    weight = fields.IntField()

    class Meta:
        table = "criterion"
        unique_together = (("agreement", "position"),)


class Score(Record):
    """What one person gave a way on one criterion. A change is a new row."""

    id = fields.IntField(primary_key=True)
    appraisal: fields.ForeignKeyRelation[Appraisal] = fields.ForeignKeyField(
        "saidanddone.Appraisal", related_name="scores", on_delete=RESTRICT
    )
    appraisal_id: int
    way: fields.ForeignKeyRelation[Way] = fields.ForeignKeyField(
        "saidanddone.Way", related_name="scores", on_delete=RESTRICT
    )
    way_id: int
    criterion: fields.ForeignKeyRelation[Criterion] = fields.ForeignKeyField(
        "saidanddone.Criterion", related_name="scores", on_delete=RESTRICT
    )
    criterion_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="scores", on_delete=RESTRICT
    )
    person_id: int
    young = fields.BooleanField(description="whether a young person gave it")
    by_title = fields.CharField(max_length=80, default="", description="the job title of staff")
    value = fields.IntField()
    reason = fields.TextField(default="")
    at = fields.DatetimeField()
    replaced_at: datetime | None = fields.DatetimeField(null=True)
    published_at: datetime | None = fields.DatetimeField(null=True)
    refused_at: datetime | None = fields.DatetimeField(null=True)
    worry = fields.BooleanField(default=False, description="its reason is kept back because of a worry")
    read_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="reasons_read", null=True, on_delete=RESTRICT
    )
    read_by_id: int | None

    class Meta:
        table = "score"
        indexes = (("appraisal_id", "replaced_at", "person_id"),)


class Confidence(Record):
    """How sure somebody is that a way would work here. It stands beside the sum, never in it."""

    id = fields.IntField(primary_key=True)
    appraisal: fields.ForeignKeyRelation[Appraisal] = fields.ForeignKeyField(
        "saidanddone.Appraisal", related_name="confidence", on_delete=RESTRICT
    )
    appraisal_id: int
    way: fields.ForeignKeyRelation[Way] = fields.ForeignKeyField(
        "saidanddone.Way", related_name="confidence", on_delete=RESTRICT
    )
    way_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="confidence", on_delete=RESTRICT
    )
    person_id: int
    young = fields.BooleanField(description="whether a young person gave it")
    value = fields.IntField()
    at = fields.DatetimeField()
    replaced_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "confidence"
        indexes = (("appraisal_id", "replaced_at", "person_id"),)


class WayChosen(Record):
    """Which way a decision chose, and the place it had when the ways were weighed."""

    id = fields.IntField(primary_key=True)
    decision: fields.OneToOneRelation[Decision] = fields.OneToOneField(
        "saidanddone.Decision", related_name="way_chosen", on_delete=RESTRICT
    )
    decision_id: int
    way: fields.ForeignKeyRelation[Way] = fields.ForeignKeyField(
        "saidanddone.Way", related_name="chosen", on_delete=RESTRICT
    )
    way_id: int
    place = fields.IntField()
    at = fields.DatetimeField()

    class Meta:
        table = "way_chosen"


async def ways_of(appraisal: Appraisal) -> list[Way]:
    """The ways as they stand now, in order, each with the practice that speaks for it."""
    ways = await Way.filter(appraisal_id=appraisal.id, dropped_at=None).order_by("number")
    links = (
        await WayCard.filter(way_id__in=[way.id for way in ways])
        .order_by("card__position", "card_id")
        .select_related("card")
    )
    for way in ways:
        way.cards = [link.card for link in links if link.way_id == way.id]
    return ways


async def agreement_of(appraisal: Appraisal) -> Agreement | None:
    """The weights that count, with their criteria; none before any were agreed."""
    rows = Criterion.filter(agreement__appraisal_id=appraisal.id).select_related("agreement")
    criteria = await rows.order_by("-agreement__number", "position")
    if not criteria:
        return None
    newest = criteria[0].agreement
    newest.criteria = [one for one in criteria if one.agreement_id == newest.id]
    return newest


def own_of(agreement: Agreement) -> Criterion:
    """The criterion that young people own: what it changes for them, or else the first of the council's."""
    criteria: list[Criterion] = agreement.criteria
    return next((one for one in criteria if one.name == STARTS[0].name), criteria[0])
