"""Ideas: what young people say should change, in every wording, with who wants it too and where it stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.councils.models import Council, OpenTo, day_promised
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.ideas.stages import ALLOWS, IN_PUBLIC, MOVES, UNREAD, SeenBy, Stage, stages_seen_by
from saidanddone.ideas.words import words_of
from saidanddone.missions.models import Mission
from saidanddone.notices.models import tell, untell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import WHERE_IT_WAS, Maker, Move, NotAllowed, Refused, find_move, moves_now

RESTRICT = fields.OnDelete.RESTRICT
UNDO_FOR = timedelta(minutes=10)  # how long a move may be taken back by who made it


class Door(StrEnum):
    """Who may see an idea once it is published."""

    EVERYONE = "everyone"
    TEAM = "team"


class ShownAs(StrEnum):
    """How its author is shown."""

    NICKNAME = "nickname"
    HIDDEN = "hidden"


class Idea(Record):
    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="ideas", on_delete=RESTRICT
    )
    council_id: int
    number = fields.IntField()
    author: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="ideas", on_delete=RESTRICT
    )
    author_id: int
    by_staff = fields.BooleanField(default=False)
    title = fields.CharField(max_length=120, default="")
    what = fields.TextField(description="the newest wording, every wording is a row of its own")
    why = fields.TextField(default="")
    shown_as = fields.CharEnumField(ShownAs, max_length=10, description="how the author is shown")
    door = fields.CharEnumField(Door, max_length=10, description="who may see it once published")
    quotable = fields.BooleanField(default=False)
    told_everyone = fields.BooleanField(
        default=False, description="its author was told, when sending it, that anyone may read it"
    )
    stage = fields.CharEnumField(
        Stage, max_length=12, description="where it stands, only make_move changes it"
    )
    was: Stage | None = fields.CharEnumField(  # type: ignore[assignment]
        Stage, max_length=12, null=True, description="where a held or merged idea stood before"
    )
    stage_since = fields.DatetimeField()
    promised_for: date | None = fields.DateField(
        null=True, description="the day by which its author was promised, when sending it, that it is read"
    )
    return_on: date | None = fields.DateField(null=True)
    merged_into: fields.ForeignKeyNullableRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="merged", null=True, on_delete=RESTRICT
    )
    merged_into_id: int | None
    supports = fields.IntField(
        default=0, description="people who want it: standing supports, each counted once"
    )
    created_at = fields.DatetimeField()
    moved_at = fields.DatetimeField(description="its newest movement, for lists")
    version = fields.IntField(default=1)
    words = fields.TextField(default="", description="what it is found by, see words.py")
    entered_by = fields.CharField(
        max_length=80, default="", description="who wrote it down with its author there: a job title"
    )
    turn = fields.IntField(description="its place in the board's order, see turns.py")

    missions: list[Mission]  # given by mission_labels
    idea_missions: fields.ReverseRelation[IdeaMission]
    wordings: fields.ReverseRelation[Wording]
    stage_moves: fields.ReverseRelation[StageMove]

    class Meta:
        table = "idea"
        unique_together = (("council", "number"),)
        indexes = (
            ("council_id", "stage", "moved_at", "id"),
            ("council_id", "moved_at", "id"),
            ("council_id", "turn", "id"),
            ("author_id", "moved_at"),
            ("stage", "return_on"),
        )

    @property
    def heading(self) -> str:
        """What it is called: the worker's title, and until there is one its own first words, if any.

        What was written down is not called by a worker's title before its author said yes to the words.
        """
        if self.title and self.stage not in (Stage.SPOKEN, Stage.WRITTEN):
            return self.title
        if not self.what:
            return "A recording"
        first = self.what.strip().splitlines()[0]
        return first if len(first) <= 80 else first[:79].rstrip() + "…"

    @property
    def allows(self) -> Any:
        return ALLOWS[self.stage]

    def is_by(self, person: Any) -> bool:
        return getattr(person, "id", None) == self.author_id

    def moves_for(self, person: Any) -> list[Move]:
        """The moves that this person could make now: a page draws these and no others."""
        return moves_now(MOVES, self.stage, person, on=self, owns=self.is_by(person))

    async def make_move(
        self,
        name: str,
        *,
        by: Person | Maker,
        reason: str = "",
        message: str = "",
        told: str = "",
        since: datetime | None = None,
        **changes: Any,
    ) -> None:
        """Move it to another stage, with its dated row and its history; ``changes`` are set with the stage.

        ``told`` is the reason in the words that the council has for it now, kept as they are. ``since`` is
        when it happened, if written down later: a vote ends when it closes, not when it is counted.

        Raises NotAllowed for the wrong person, Refused for the wrong moment or when somebody else was first.
        """
        move = find_move(MOVES, name)
        if not move.may_be_made_by(by, on=self, owns=self.is_by(by)):
            raise NotAllowed(f"You can’t do that here: “{move.says}” is for somebody else.")
        if self.stage not in move.start:
            raise Refused(f"This idea is at “{self.allows.words}” now, so “{move.says}” can’t be done.")
        await database.write(lambda: self._move(move, by, (reason, message, told), since, changes))

    async def _move(
        self,
        move: Move,
        by: Person | Maker,
        said: tuple[str, str, str],
        happened: datetime | None,
        changes: Any,
    ) -> None:
        reason, message, told = said
        start, moment = self.stage, clock.now()
        end = (self.was or Stage.WAITING) if move.end is WHERE_IT_WAS else move.end
        if move.undoes:
            undone = await self._undone_by(move, by)
            end = undone.start if move.end is WHERE_IT_WAS else end
        was = start if end in (Stage.HELD, Stage.MERGED) else None
        goes_back = move.end is WHERE_IT_WAS or move.undoes
        since = await self._stood_since(end) if goes_back else happened or moment
        if changes.keys() & {"title", "what", "why"}:
            texts = (changes.get(name, getattr(self, name)) for name in ("title", "what", "why"))
            changes["words"] = words_of(*texts)
        if end in UNREAD and not goes_back:
            changes["promised_for"] = await day_promised(self.council_id)
        moved = await Idea.filter(id=self.id, stage=start, was=self.was).update(
            stage=end, was=was, stage_since=since, moved_at=moment, version=F("version") + 1, **changes
        )
        if not moved:
            raise Refused("Someone else got there first. Look again: this idea has moved.")
        await StageMove.create(
            idea_id=self.id,
            name=move.name,
            start=start,
            end=end,
            by_id=getattr(by, "id", None),
            by_title=getattr(by, "job_title", ""),
            at=happened or moment,
            reason=reason,
            message=message,
            told=told,
            promised_for=self.promised_for if start in UNREAD else None,
        )
        record(self.council_id, move.name, self, by=by, start=start, end=end, text=message)
        unsaid = bool(move.undoes) and await untell(self, move.undoes)
        if not (self.is_by(by) or end is Stage.MERGED or unsaid or move.quietly):
            await tell(self.council_id, [self.author_id], move.name, self)
        await self.refresh_from_db()

    async def _undone_by(self, move: Move, by: Person | Maker) -> StageMove:
        """The move that this one takes back; raises when it may not be."""
        last = await StageMove.filter(idea_id=self.id).order_by("-at", "-id").first()
        if last is None or last.name != move.undoes:
            raise Refused("Something else has happened to this idea since. Look again.")
        if last.by_id != getattr(by, "id", None):
            raise NotAllowed("Only the person who did this can take it back.")
        if clock.now() - last.at > UNDO_FOR:
            raise Refused(f"That was more than {UNDO_FOR // timedelta(minutes=1)} minutes ago. It stands.")
        return last

    async def _stood_since(self, stage: Stage) -> datetime:
        """When it last came to a stage; going back there restarts no clock, such as a winner's."""
        came = await StageMove.filter(idea_id=self.id, end=stage).order_by("-at", "-id").first()
        return came.at if came else self.created_at


class IdeaMission(Record):
    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="idea_missions", on_delete=RESTRICT
    )
    idea_id: int
    mission: fields.ForeignKeyRelation[Mission] = fields.ForeignKeyField(
        "saidanddone.Mission", related_name="idea_missions", on_delete=RESTRICT
    )
    mission_id: int

    class Meta:
        table = "idea_mission"
        unique_together = (("idea", "mission"),)
        indexes = (("mission_id", "idea_id"),)


class Wording(Record):
    """One wording of an idea; none is ever overwritten."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="wordings", on_delete=RESTRICT
    )
    idea_id: int
    number = fields.IntField()
    what = fields.TextField()
    why = fields.TextField(default="")
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="wordings", on_delete=RESTRICT
    )
    by_id: int
    at = fields.DatetimeField()
    heard = fields.BooleanField(
        default=False, description="written down by the team from what its author said"
    )

    class Meta:
        table = "wording"
        unique_together = (("idea", "number"),)


class StageMove(Record):
    """One dated move of an idea, with the reason's code and the words said with it."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="stage_moves", on_delete=RESTRICT
    )
    idea_id: int
    name = fields.CharField(max_length=20)
    start = fields.CharEnumField(Stage, max_length=12, description="from")
    end = fields.CharEnumField(Stage, max_length=12, description="to")
    by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="stage_moves", null=True, on_delete=RESTRICT
    )
    by_id: int | None
    by_title = fields.CharField(max_length=80, default="")
    at = fields.DatetimeField()
    reason = fields.CharField(max_length=40, default="")
    message = fields.TextField(default="")
    told = fields.TextField(default="", description="the reason in the words that were shown then")
    promised_for: date | None = fields.DateField(
        null=True, description="when it ended a waiting to be read: the day that was promised for it"
    )

    class Meta:
        table = "stage_move"
        indexes = (("idea_id", "at"),)


async def lets_everyone_read(council_id: int) -> bool:
    """Whether who writes here now is told that anyone may read it."""
    return await Council.filter(id=council_id, ideas_open_to=OpenTo.EVERYONE).exists()


def ideas_seen_by(person: Any) -> QuerySet[Idea]:
    """The ideas of a person's (or visitor's) council that they may see; any other is not there for them."""
    in_public = Q(stage__in=IN_PUBLIC)
    if not person.can(Right.SEE_TEAM_IDEAS):
        in_public &= Q(door=Door.EVERYONE)
    if not person.id:
        in_public &= Q(
            told_everyone=True
        )  # a council that opens later leaves what was sent before to its own
    seen = in_public if person.reads_ideas else Q(id=0)
    if person.can(Right.CHECK_IDEAS):
        seen |= Q(stage__in=stages_seen_by(SeenBy.CHECKERS, SeenBy.APPEALS))
    if person.can(Right.HEAR_APPEALS):
        seen |= Q(stage__in=stages_seen_by(SeenBy.APPEALS))
    if person.can(Right.SAFEGUARD):
        seen |= Q(stage__in=stages_seen_by(SeenBy.SAFEGUARD))
    if person.id:
        seen |= Q(author_id=person.id)
    return Idea.filter(seen, council_id=person.council_id)


async def mission_labels(ideas: list[Idea]) -> None:
    """Give each idea its missions as ``idea.missions``, in one query for all of them."""
    links = (
        await IdeaMission.filter(idea_id__in=[idea.id for idea in ideas])
        .order_by("mission__framework__position", "mission__position")
        .select_related("mission__framework")
    )
    for idea in ideas:
        idea.missions = [link.mission for link in links if link.idea_id == idea.id]
