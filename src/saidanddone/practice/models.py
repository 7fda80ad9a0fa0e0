"""Practice cards: what a council published about its own work, and which missions it served."""

from __future__ import annotations

from tortoise import fields

from saidanddone.database import Record
from saidanddone.missions.models import Mission

RESTRICT = fields.OnDelete.RESTRICT


class PracticeCard(Record):
    """One thing that a council did. ``figures`` has a line for each, like “55: people in six months”."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=40, unique=True)
    title = fields.CharField(max_length=80)
    published_by = fields.CharField(max_length=80, description="the council whose work it is")
    what = fields.TextField()
    figures = fields.TextField(default="")
    cost = fields.CharField(max_length=120, default="", description="as it was published")
    source = fields.TextField()
    position = fields.IntField(default=0)

    missions: list[Mission]  # given by cards_with_missions
    card_missions: fields.ReverseRelation[PracticeMission]

    class Meta:
        table = "practice_card"
        indexes = (("position", "id"),)

    @property
    def found(self) -> list[tuple[str, str]]:
        """Each figure as its number and what it counts."""
        lines = (line.partition(": ") for line in self.figures.splitlines())
        return [(number, of) for number, _, of in lines]


class PracticeMission(Record):
    id = fields.IntField(primary_key=True)
    card: fields.ForeignKeyRelation[PracticeCard] = fields.ForeignKeyField(
        "saidanddone.PracticeCard", related_name="card_missions", on_delete=RESTRICT
    )
    card_id: int
    mission: fields.ForeignKeyRelation[Mission] = fields.ForeignKeyField(
        "saidanddone.Mission", related_name="mission_cards", on_delete=RESTRICT
    )
    mission_id: int

    class Meta:
        table = "practice_mission"
        unique_together = (("card", "mission"),)
        indexes = (("mission_id", "card_id"),)


async def practice_cards() -> list[PracticeCard]:
    """All cards in their order, each with its missions: two queries for all."""
    cards = await PracticeCard.all().order_by("position", "id")
    links = (
        await PracticeMission.all()
        .order_by("mission__framework__position", "mission__position")
        .select_related("mission__framework")
    )
    for card in cards:
        card.missions = [link.mission for link in links if link.card_id == card.id]
    return cards
