"""The action plan: promises with an owner and a date, what is said of them, and whether they were kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.expressions import F
from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.missions.models import Mission
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.statuses import MOVES, Rating, Status
from saidanddone.plan.verdicts import Outcome, Verdict
from saidanddone.rules import Maker, Move, NotAllowed, Refused, find_move, moves_now

RESTRICT = fields.OnDelete.RESTRICT


class Action(Record):
    """One promise. ``owner`` is a job title, held by a person with an account or an outside contact.

    ``reach`` are numbers of people. ``rating``, ``said`` and ``news_at`` repeat the newest update, for lists.
    """

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="actions", on_delete=RESTRICT
    )
    council_id: int
    number = fields.IntField()
    title = fields.CharField(max_length=120)
    what = fields.TextField()
    owner = fields.CharField(max_length=80)
    owner_person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="actions_owned", null=True, on_delete=RESTRICT
    )
    owner_person_id: int | None
    owner_contact = fields.CharField(max_length=200, default="")
    partners = fields.TextField(default="", description="one to a line")
    starts: date | None = fields.DateField(null=True)
    first_due = fields.DateField()
    due = fields.DateField()
    how_we_know = fields.TextField()
    measure = fields.TextField(default="")
    baseline = fields.CharField(max_length=80, default="")
    target = fields.CharField(max_length=80, default="")
    cost = fields.CharField(max_length=120, default="")
    funding = fields.CharField(max_length=120, default="")
    reach_planned: int | None = fields.IntField(null=True)
    reach_reached = fields.IntField(default=0)
    no_mission_fits = fields.BooleanField(default=False)
    fit_checked_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="fits_checked", null=True, on_delete=RESTRICT
    )
    fit_checked_by_id: int | None
    status = fields.CharEnumField(
        Status, max_length=12, default=Status.NOT_STARTED, description="only make_move changes it"
    )
    status_since = fields.DatetimeField()
    rating: Rating | None = fields.CharEnumField(Rating, max_length=12, null=True, description="newest")  # type: ignore[assignment]
    said = fields.TextField(default="", description="the newest sentence said")
    said_by = fields.CharField(max_length=80, default="", description="job title of who said it")
    said_at: datetime | None = fields.DatetimeField(null=True)
    news_at = fields.DatetimeField(description="when it was last said something about")
    outcome: Outcome | None = fields.CharEnumField(  # type: ignore[assignment]
        Outcome, max_length=12, null=True, description="of the newest counted asking"
    )
    created_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="actions_made", on_delete=RESTRICT
    )
    created_by_id: int
    created_at = fields.DatetimeField()
    moved_at = fields.DatetimeField()
    version = fields.IntField(default=1)

    action_missions: fields.ReverseRelation[ActionMission]
    action_ideas: fields.ReverseRelation[ActionIdea]
    milestones: fields.ReverseRelation[Milestone]
    updates: fields.ReverseRelation[Update]
    askings: fields.ReverseRelation[Asking]

    class Meta:
        table = "action"
        unique_together = (("council", "number"),)
        indexes = (
            ("council_id", "status", "due", "id"),
            ("council_id", "due", "id"),
            ("council_id", "status", "moved_at", "id"),
            ("owner_person_id", "status", "due"),
        )

    @property
    def signed(self) -> str:
        """Whose sentence the newest one is; before anything is said, the owner's job title."""
        return self.said_by or self.owner

    def is_owned_by(self, person: Any) -> bool:
        """Whether this person answers for it: its owner, or a senior officer of the council."""
        if isinstance(person, Maker) or person.council_id != self.council_id:
            return False
        theirs = self.owner_person_id is not None and person.id == self.owner_person_id
        return theirs or bool(person.can(Right.UPDATE_ACTIONS))

    def moves_for(self, person: Any) -> list[Move]:
        """The moves that this person could make now."""
        return moves_now(MOVES, self.status, person, on=self, owns=self.is_owned_by(person))

    async def make_move(self, name: str, *, by: Person | Maker, said: str = "", **changes: Any) -> None:
        """Move it to another status, with its history; ``changes`` are set with the status.

        Raises NotAllowed for the wrong person, Refused for the wrong moment or when somebody else was first.
        """
        move = find_move(MOVES, name)
        if not move.may_be_made_by(by, on=self, owns=self.is_owned_by(by)):
            raise NotAllowed(f"“{move.says}” is for the action’s owner and for senior officers.")
        if self.status not in move.start:
            raise Refused(
                f"This action is “{self.status.replace('-', ' ')}” now, so “{move.says}” can’t be done."
            )
        await database.write(lambda: self._move(move, by, said, changes))

    async def _move(self, move: Move, by: Person | Maker, said: str, changes: Any) -> None:
        start, moment = self.status, clock.now()
        moved = await Action.filter(id=self.id, status=start).update(
            status=move.end, status_since=moment, moved_at=moment, version=F("version") + 1, **changes
        )
        if not moved:
            raise Refused("Someone else got there first. Look again: this action has moved.")
        record(self.council_id, move.name, self, by=by, start=start, end=move.end, text=said)
        await self.refresh_from_db()


def actions_seen_by(person: Any) -> QuerySet[Action]:
    """The actions of a person's (or visitor's) council. The plan is public; another council's isn't there."""
    return Action.filter(council_id=person.council_id)


async def hold_still(action: Action) -> Action:
    """The action as it is now, its row locked until the transaction ends (SQLite writes one at a time)."""
    return await Action.select_for_update().get(id=action.id)


class ActionMission(Record):
    id = fields.IntField(primary_key=True)
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="action_missions", on_delete=RESTRICT
    )
    action_id: int
    mission: fields.ForeignKeyRelation[Mission] = fields.ForeignKeyField(
        "saidanddone.Mission", related_name="action_missions", on_delete=RESTRICT
    )
    mission_id: int

    class Meta:
        table = "action_mission"
        unique_together = (("action", "mission"),)
        indexes = (("mission_id", "action_id"),)


class ActionIdea(Record):
    id = fields.IntField(primary_key=True)
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="action_ideas", on_delete=RESTRICT
    )
    action_id: int
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="action_ideas", on_delete=RESTRICT
    )
    idea_id: int

    class Meta:
        table = "action_idea"
        unique_together = (("action", "idea"),)
        indexes = (("idea_id", "action_id"),)


class Milestone(Record):
    """A step that can be ticked; progress is counted from these."""

    id = fields.IntField(primary_key=True)
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="milestones", on_delete=RESTRICT
    )
    action_id: int
    number = fields.IntField()
    title = fields.CharField(max_length=120)
    due: date | None = fields.DateField(null=True)
    done_at: datetime | None = fields.DatetimeField(null=True)
    done_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="milestones_done", null=True, on_delete=RESTRICT
    )
    done_by_id: int | None

    class Meta:
        table = "milestone"
        unique_together = (("action", "number"),)


class Update(Record):
    """One dated report on an action, never overwritten: what was said, and all that changed with it."""

    id = fields.IntField(primary_key=True)
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="updates", on_delete=RESTRICT
    )
    action_id: int
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="updates", on_delete=RESTRICT
    )
    by_id: int
    by_title = fields.CharField(max_length=80)
    at = fields.DatetimeField()
    status = fields.CharEnumField(Status, max_length=12, description="after this update")
    rating: Rating | None = fields.CharEnumField(Rating, max_length=12, null=True, description="as said")  # type: ignore[assignment]
    said = fields.TextField(default="", description="empty means: no change")
    next_step = fields.TextField(default="")
    due_from: date | None = fields.DateField(null=True)
    due_to: date | None = fields.DateField(null=True)
    due_reason = fields.TextField(default="")
    reached: int | None = fields.IntField(null=True)
    steps_done = fields.IntField(default=0, description="how many steps were ticked with it")
    before = fields.TextField(default="", description="how it stood before, as JSON")
    takes_back: int | None = fields.IntField(
        null=True, unique=True, description="the id of the update that it corrects"
    )

    class Meta:
        table = "action_update"
        indexes = (("action_id", "at"),)


def standing(updates: Iterable[Update]) -> list[Update]:
    """Of all updates of some actions those that stand: neither taken back nor taking another back."""
    all_of_them = list(updates)
    taken = {update.takes_back for update in all_of_them}
    return [one for one in all_of_them if one.takes_back is None and one.id not in taken]


class Reading(Record):
    """One dated reading of an action's measure."""

    id = fields.IntField(primary_key=True)
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="readings", on_delete=RESTRICT
    )
    action_id: int
    value = fields.CharField(max_length=80)
    source = fields.CharField(max_length=200, default="")
    read_on = fields.DateField()
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="readings", on_delete=RESTRICT
    )
    by_id: int
    at = fields.DatetimeField()

    class Meta:
        table = "reading"
        indexes = (("action_id", "read_on"),)


class Asking(Record):
    """The question “did it really happen?”, asked of an action's respondents from one moment to another."""

    id = fields.IntField(primary_key=True)
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "saidanddone.Action", related_name="askings", on_delete=RESTRICT
    )
    action_id: int
    number = fields.IntField()
    asked_at = fields.DatetimeField()
    closes_at = fields.DatetimeField()
    floor = fields.IntField()
    counted_at: datetime | None = fields.DatetimeField(null=True)
    outcome: Outcome | None = fields.CharEnumField(
        Outcome, max_length=12, null=True, description="once counted"
    )  # type: ignore[assignment]

    @property
    def is_open(self) -> bool:
        """Whether answers can still be given."""
        return self.counted_at is None and self.closes_at > clock.now()

    respondents: fields.ReverseRelation[Respondent]
    answers: fields.ReverseRelation[VerdictAnswer]

    class Meta:
        table = "asking"
        unique_together = (("action", "number"),)
        indexes = (("counted_at", "closes_at"),)


class Respondent(Record):
    """Someone asked: an author or supporter of the action's ideas when it was completed."""

    id = fields.IntField(primary_key=True)
    asking: fields.ForeignKeyRelation[Asking] = fields.ForeignKeyField(
        "saidanddone.Asking", related_name="respondents", on_delete=RESTRICT
    )
    asking_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="asked", on_delete=RESTRICT
    )
    person_id: int

    class Meta:
        table = "respondent"
        unique_together = (("asking", "person"),)
        indexes = (("person_id", "asking_id"),)


class VerdictAnswer(Record):
    """One respondent's answer; a change of mind is a new row. Words are read before others see them."""

    id = fields.IntField(primary_key=True)
    asking: fields.ForeignKeyRelation[Asking] = fields.ForeignKeyField(
        "saidanddone.Asking", related_name="answers", on_delete=RESTRICT
    )
    asking_id: int
    council_id = fields.IntField()
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="verdicts", on_delete=RESTRICT
    )
    person_id: int
    verdict = fields.CharEnumField(Verdict, max_length=10, description="the answer")
    words = fields.TextField(default="")
    at = fields.DatetimeField()
    promised_for: date | None = fields.DateField(null=True)
    replaced_at: datetime | None = fields.DatetimeField(null=True)
    published_at: datetime | None = fields.DatetimeField(null=True)
    refused_at: datetime | None = fields.DatetimeField(null=True)
    read_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="verdicts_read", null=True, on_delete=RESTRICT
    )
    read_by_id: int | None

    class Meta:
        table = "verdict_answer"
        indexes = (("asking_id", "replaced_at"), ("council_id", "published_at", "refused_at", "at"))
