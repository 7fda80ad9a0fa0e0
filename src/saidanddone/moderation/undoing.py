"""What a worker did a moment ago is taken back, as long as nobody else has acted on it."""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone import clock, database
from saidanddone.appraisal.models import Appraisal
from saidanddone.history.models import record
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.models import UNDO_FOR, Idea, StageMove, Wording
from saidanddone.ideas.stages import MOVES, Stage
from saidanddone.ideas.supporting import Support
from saidanddone.moderation.checking import newest_wording
from saidanddone.people.models import Person
from saidanddone.rules import Refused

UNDONE_BY = {move.undoes: move for move in MOVES if move.undoes}
DONE = {"publish": "You published it", "return": "You sent it back"}
ACTED_ON = "Somebody has acted on it already, so it stands. You can still turn it down, with a reason."


@dataclass
class Undo:
    """Something this person may still take back: the idea, and what they did with it."""

    idea: Idea
    done: str
    says: str


async def undo_of(person: Person) -> Undo | None:
    """The newest thing that this person published or sent back, while it can be taken back."""
    since = clock.now() - UNDO_FOR
    mine = StageMove.filter(by_id=person.id, at__gte=since, idea__council_id=person.council_id)
    last = await mine.order_by("-at", "-id").select_related("idea").first()
    if last is None or last.name not in DONE or last.idea.stage is not last.end:
        return None
    if await _acted_on(last.idea, last):
        return None
    return Undo(last.idea, DONE[last.name], UNDONE_BY[last.name].says)


async def take_back(idea: Idea, *, by: Person) -> None:
    """Put an idea back in the queue that ``by`` published or sent back a moment ago.

    Raises NotAllowed for anybody else, Refused when it is too late or somebody has acted on it.
    """
    name = "unreturn" if idea.stage is Stage.SENT_BACK else "unpublish"

    async def act() -> None:
        last = await StageMove.filter(idea_id=idea.id).order_by("-at", "-id").first()
        await idea.make_move(name, by=by)
        assert last is not None
        if await _acted_on(idea, last):
            raise Refused(ACTED_ON)
        if name == "unreturn":
            await _words_as_they_were(idea, last, by)

    await database.write(act)
    await idea.refresh_from_db()


async def _acted_on(idea: Idea, last: StageMove) -> bool:
    """Whether anybody wanted it, added to it, joined something to it, began to weigh or change it since."""
    written = Wording.filter(idea_id=idea.id, at__gt=last.at).exclude(by_id=last.by_id)
    return (
        await Support.filter(idea_id=idea.id, given_at__gte=last.at).exists()
        or await Comment.filter(idea_id=idea.id, at__gte=last.at).exists()
        or await Idea.filter(merged_into_id=idea.id).exists()
        or await Appraisal.filter(idea_id=idea.id).exists()
        or await written.exists()
    )


async def _words_as_they_were(idea: Idea, sent_back: StageMove, by: Person) -> None:
    """The worker's suggestion goes with it: the words before it are the newest again."""
    suggested = await Wording.filter(idea_id=idea.id).order_by("-number").first()
    if suggested is None or suggested.by_id != by.id or suggested.at < sent_back.at:
        return
    before = await Wording.filter(idea_id=idea.id, number__lt=suggested.number).order_by("-number").first()
    if before is None:
        return
    number = await newest_wording(idea) + 1
    await Idea.filter(id=idea.id).update(what=before.what, why=before.why)
    await Wording.create(idea=idea, number=number, what=before.what, why=before.why, by=by, at=clock.now())
    record(idea.council_id, "reword", idea, by=by, text=before.what)
