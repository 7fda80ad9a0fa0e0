"""An answer that slipped out is taken back by who gave it; those whom it concerns hear once it stands."""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.ideas.deciding import MOVE_FOR, Decision
from saidanddone.ideas.models import UNDO_FOR, Idea
from saidanddone.ideas.stages import MOVES, Stage
from saidanddone.ideas.supporting import people_behind
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.rules import Refused

UNDONE_BY = {move.undoes: move for move in MOVES if move.undoes in MOVE_FOR.values()}
ACTED_ON = "An action was made from this answer, so it stands."
NONE = "There is no answer here that can be taken back."


async def newest_by(person: Person) -> Decision | None:
    """The newest answer that this person gave and may still take back."""
    since = clock.now() - UNDO_FOR
    mine = Decision.filter(by_id=person.id, at__gte=since, idea__council_id=person.council_id)
    found = await mine.filter(taken_back_at=None).order_by("-at", "-id").select_related("idea").first()
    return found if found and may_take_back(found, found.idea, person) else None


def may_take_back(decision: Decision | None, idea: Idea, person: object) -> bool:
    """Whether a page offers this person the button: it is theirs, of a moment ago, and stands."""
    if decision is None or decision.until is None or decision.by_id != getattr(person, "id", None):
        return False
    return idea.stage in UNDONE_BY[MOVE_FOR[decision.answer]].start


async def take_back(idea: Idea, *, by: Person) -> None:
    """Put an idea back where it stood before ``by`` answered it a moment ago. The answer's row stays.

    Raises NotAllowed for anybody else, Refused when it is too late or an action was made from it.
    """

    async def act() -> None:
        newest = Decision.filter(idea_id=idea.id, taken_back_at=None).order_by("-at", "-id")
        decision = await newest.first()
        if decision is None:
            raise Refused(NONE)
        if idea.stage in (Stage.IN_PLAN, Stage.DELIVERED, Stage.CONFIRMED):
            raise Refused(ACTED_ON)
        back = UNDONE_BY[MOVE_FOR[decision.answer]]
        await idea.make_move(back.name, by=by, return_on=None)
        standing = Decision.filter(id=decision.id, told_at=None, taken_back_at=None)
        if not await standing.update(taken_back_at=clock.now()):
            raise Refused("It was told a moment ago, so it stands.")

    await database.write(act)
    await idea.refresh_from_db()


async def tell_due() -> None:
    """Tell the author and all who asked for it of every answer that can no longer be taken back. Once."""
    over = clock.now() - UNDO_FOR
    untold = Decision.filter(told_at=None, at__lt=over, taken_back_at=None)
    for decision in await untold.exclude(idea__stage=Stage.HELD).order_by("at", "id").select_related("idea"):
        await database.write(lambda decision=decision: _tell(decision, decision.idea))  # type: ignore[misc]


async def _tell(decision: Decision, idea: Idea) -> None:
    if await Decision.filter(id=decision.id, told_at=None, taken_back_at=None).update(told_at=clock.now()):
        whom = [idea.author_id, *await people_behind(idea)]
        whom = [one for one in whom if one != decision.by_id]
        await tell(idea.council_id, whom, MOVE_FOR[decision.answer], idea, key=f"answer-{decision.id}")
