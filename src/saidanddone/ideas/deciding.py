"""The council's answer to an idea: yes, yes in part, not now, or no, because…"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from tortoise import fields

from saidanddone import clock, database
from saidanddone.councils.models import Council, in_own_words
from saidanddone.database import Record
from saidanddone.ideas.models import UNDO_FOR, Idea
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for
from saidanddone.templating import teaches


class Answer(StrEnum):
    """The council's answer to an idea."""

    YES = "yes"
    IN_PART = "in-part"
    NOT_NOW = "not-now"
    NO = "no"


class NoKind(StrEnum):
    """Why the answer is no."""

    LAW = "law"
    MONEY = "money"
    NOT_OURS = "not-ours"
    ALREADY_THERE = "already-there"
    OTHER = "other"


class Decision(Record):
    """The council's answer, with its reason and the job title of who gave it. Never overwritten.

    ``told_at`` is when those whom it concerns were told, which ends the time in which it can be taken back.
    """

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField(
        "saidanddone.Idea", related_name="decisions", on_delete=fields.OnDelete.RESTRICT
    )
    idea_id: int
    answer = fields.CharEnumField(Answer, max_length=10, description="the answer")
    reason = fields.TextField()
    kind: NoKind | None = fields.CharEnumField(  # type: ignore[assignment]
        NoKind, max_length=15, null=True, description="with no: what kind of reason"
    )
    because = fields.TextField(default="", description="with no: the kind in the words that were shown then")
    else_can = fields.TextField(default="", description="with no: what else the person can do")
    return_on: date | None = fields.DateField(null=True)
    by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="decisions", on_delete=fields.OnDelete.RESTRICT
    )
    by_id: int
    by_title = fields.CharField(max_length=80)
    at = fields.DatetimeField()
    told_at: datetime | None = fields.DatetimeField(null=True)
    taken_back_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "decision"
        indexes = (("idea_id", "at"), ("told_at", "at"))

    @property
    def until(self) -> datetime | None:
        """Until when it can be taken back; none once that time is over."""
        end = self.at + UNDO_FOR
        return end if clock.now() <= end and self.taken_back_at is None else None


MOVE_FOR = {Answer.YES: "choose", Answer.IN_PART: "choose", Answer.NOT_NOW: "put_off", Answer.NO: "say_no"}

SAID = {
    Answer.YES: "The council said yes.",
    Answer.IN_PART: "The council said yes, in part.",
    Answer.NOT_NOW: "The council said: not now.",
    Answer.NO: "The council said no, because…",
}
BECAUSE: dict[str, str] = {
    NoKind.LAW: "The law does not let us",
    NoKind.MONEY: "There is no money for it",
    NoKind.NOT_OURS: "It is not ours to decide",
    NoKind.ALREADY_THERE: "It is there already",
    NoKind.OTHER: "Another reason",
}

NO, NOT_NOW = "no", "not-now"

# Sentences an officer may say “not now” with, in front of their own.
READY_NOT_NOW = {
    "next-budget": "We will ask for the money when the next budget is made.",
    "first-things": "We have promised other things first, and want to finish those.",
    "waits-for-others": "It depends on somebody outside the council, who has not decided yet.",
    "own-1": "",
    "own-2": "",
}


async def because_in(council_id: int) -> dict[str, str]:
    """The kinds of reason for a no, each in this council's words."""
    return await in_own_words(council_id, NO, BECAUSE)


async def ready_not_now(council_id: int) -> dict[str, str]:
    """The sentences for “not now” in this council's words, by their code; places left free are left out."""
    return await in_own_words(council_id, NOT_NOW, READY_NOT_NOW)


async def decide(
    idea: Idea,
    *,
    by: Person,
    answer: Answer,
    reason: str,
    kind: NoKind | None = None,
    else_can: str = "",
    return_on: date | None = None,
) -> Decision:
    """Give the council's answer: the idea moves, and the answer is kept with its reason and job title.

    Those whom it concerns are told later, when it can no longer be taken back (ideas/undeciding.py).

    ``kind`` and ``else_can`` belong to a no, ``return_on`` (a day still to come) to a not now.
    Raises NotAllowed, or Refused at the wrong moment or when something is missing.
    """
    may_be_decided(idea, by)
    for field, sentence in missing(answer, reason, kind, else_can, return_on).items():
        raise Refused(f"{sentence} ({field.replace('_', ' ')})")
    said_no, put_off = answer is Answer.NO, answer is Answer.NOT_NOW
    back = return_on if put_off else None
    because = (await because_in(idea.council_id))[kind] if said_no and kind else ""

    async def act() -> Decision:
        await idea.make_move(MOVE_FOR[answer], by=by, reason=answer, message=reason, return_on=back)
        return await Decision.create(
            idea=idea,
            answer=answer,
            reason=reason,
            kind=kind if said_no else None,
            because=because,
            else_can=else_can if said_no else "",
            return_on=back,
            by=by,
            by_title=by.signed,
            at=clock.now(),
        )

    return await database.write(act)


def may_be_decided(idea: Idea, by: Person) -> None:
    """Raises NotAllowed or Refused when this person can't answer this idea now."""
    only_for(by, Right.DECIDE, idea.council_id, "Giving the council’s answer is for senior officers.")
    if idea.stage is Stage.IN_ROUND:
        raise Refused("Young people are voting on this idea. Answer it when the vote has ended.")
    if not idea.allows.decide:
        raise Refused(f"This idea is at “{idea.allows.words}” now, so it can’t be answered.")


def missing(
    answer: Answer, reason: str, kind: NoKind | None, else_can: str, return_on: date | None
) -> dict[str, str]:
    """What an answer still lacks: a sentence for each field."""
    found = {}
    if not reason.strip():
        found["reason"] = "Give the reason. Young people read it as you write it."
    if answer is Answer.NO and kind is None:
        found["kind"] = "Say what kind of reason it is."
    if answer is Answer.NO and not else_can.strip():
        found["else_can"] = "Say what else the person can do."
    if answer is Answer.NOT_NOW and (return_on is None or return_on <= clock.today()):
        found["return_on"] = "Give the day it comes back: one that is still to come."
    return found


def answer_by(idea: Idea, council: Council) -> date | None:
    """The day by which a winner must be answered; none for an idea that did not win a vote."""
    if idea.stage is not Stage.WON:
        return None
    return clock.local(idea.stage_since).date() + timedelta(days=council.answer_days)


@teaches("decision_said")
def decision_said(answer: Answer) -> str:
    """The answer in one sentence, as young people read it."""
    return SAID[answer]


@teaches("no_because")
def no_because(kind: NoKind) -> str:
    """The kind of reason for a no, in words."""
    return BECAUSE[kind]


@teaches("stage_words")
def stage_words(idea: Idea, decision: Decision | None) -> str:
    """Where an idea stands, in words; one that was chosen says whether the yes was in part."""
    if idea.stage is Stage.CHOSEN and decision is not None and decision.answer is Answer.IN_PART:
        return "The council said yes, in part"
    return str(idea.allows.words)
