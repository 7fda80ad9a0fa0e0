"""The life of a made-up idea: move by move along the table in ideas/stages.py, so that none is impossible."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from saidanddone.ideas.stages import MOVES, Stage
from saidanddone.loading.words import Topic
from saidanddone.rules import WHERE_IT_WAS, find_move


@dataclass(frozen=True)
class Staff:
    """Someone who acts for the council."""

    id: int
    job_title: str


@dataclass
class Life:
    """One idea: what it says, where it is bound for, and how it got to where it stands.

    ``decided_at`` is when the council will answer it, none for an idea that gets no answer.
    """

    author_id: int
    topic: Topic
    title: str
    what: str
    bound_for: Stage
    created_at: datetime
    decided_at: datetime | None = None
    team_only: bool = False
    id: int = 0
    number: int = 0
    stands: Stage = Stage.WAITING
    was: Stage | None = None
    since: datetime | None = None
    published_at: datetime | None = None
    return_on: date | None = None
    merged_into: Life | None = None
    supporters: dict[int, datetime] = field(default_factory=dict)
    moves: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)

    def goes(
        self, name: str, at: datetime, by: Staff | None = None, *, reason: str = "", message: str = ""
    ) -> None:
        """Make a move of the table; ``by`` none is its author, the clock or a rule."""
        move = find_move(MOVES, name)
        if self.stands not in move.start or (self.moves and at < self.moves[-1]["at"]):
            raise AssertionError(f"no {name} from {self.stands} at {at}: {self.moves}")
        end = (self.was or Stage.WAITING) if move.end is WHERE_IT_WAS else Stage(move.end)
        by_author = name in ("send", "withdraw")
        self.moves.append(
            {
                "name": name,
                "start": self.stands,
                "end": end,
                "by_id": by.id if by else self.author_id if by_author else None,
                "by_title": by.job_title if by else "",
                "at": at,
                "reason": reason,
                "message": message,
            }
        )
        self.was = self.stands if end in (Stage.HELD, Stage.MERGED) else None
        self.stands, self.since = end, at
        if name == "publish":
            self.published_at = at

    @property
    def moved_at(self) -> datetime:
        return self.moves[-1]["at"] if self.moves else self.created_at

    def could_be_voted_on(self, opens: datetime, closes: datetime) -> bool:
        """Whether it can be on the ballot paper of a vote in that time, shortlisted a little before."""
        return (
            self.stands is Stage.OPEN
            and self.moved_at < opens
            and not self.team_only
            and self.bound_for in MAY_BE_VOTED_ON
            and (self.decided_at is None or self.decided_at > closes)
        )


MAY_BE_VOTED_ON = (Stage.OPEN, Stage.NOT_NOW, Stage.NO, Stage.CHOSEN)
