"""An idea's words written again. Every wording is kept."""

from __future__ import annotations

from tortoise.expressions import F

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea, Wording, lets_everyone_read
from saidanddone.ideas.recordings import delete_sound
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.words import words_of
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import NotAllowed, Refused, can_here


async def reword(idea: Idea, *, by: Person, what: str, why: str = "", send: bool = True) -> None:
    """Write an idea again; a draft, or one that was sent back, is sent as well (unless ``send`` is false).

    Its author may do so until it is published. So may someone who checks ideas, while it waits, to take out
    what must not be shown; ``why`` is then the whole second box too. Raises NotAllowed or Refused.
    """
    may_be_reworded(idea, by)

    async def act() -> None:
        if (what, why) != (idea.what, idea.why):
            await _write_down(idea, by, what, why)
        if idea.is_by(by):  # whoever sends words is told, each time, who will see them
            await Idea.filter(id=idea.id).update(told_everyone=await lets_everyone_read(idea.council_id))
        if send and idea.stage is not Stage.WAITING:
            await idea.make_move("send", by=by)
            await delete_sound(idea, by=by)

    await database.write(act)


def may_be_reworded(idea: Idea, by: Person) -> None:
    """Raises NotAllowed or Refused when this person can't write this idea again now."""
    reads_it = idea.stage is Stage.WAITING and can_here(by, Right.CHECK_IDEAS, idea.council_id)
    if not (idea.is_by(by) or reads_it):
        raise NotAllowed("Only the person who said this can write it again.")
    if not idea.allows.edit:
        raise Refused(f"This idea is at “{idea.allows.words}” now, so its words can’t be changed.")


async def _write_down(idea: Idea, by: Person, what: str, why: str) -> None:
    now_reads = Idea.filter(id=idea.id, stage=idea.stage)
    words = words_of(idea.title, what, why)
    if not await now_reads.update(what=what, why=why, words=words, version=F("version") + 1):
        raise Refused("A worker has just read this idea. Look again before you change it.")
    number = await Wording.filter(idea_id=idea.id).count() + 1
    await Wording.create(idea_id=idea.id, number=number, what=what, why=why, by=by, at=clock.now())
    record(idea.council_id, "reword", idea, by=by, text=what)
    await idea.refresh_from_db()
