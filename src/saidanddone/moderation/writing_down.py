"""What a worker does with a recording: write down what was said, for its author to agree to."""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea, Wording
from saidanddone.ideas.recordings import recording_of
from saidanddone.moderation.checking import newest_wording
from saidanddone.people.models import Person
from saidanddone.rules import Refused


async def write_down(idea: Idea, *, by: Person, what: str, why: str = "", title: str = "") -> None:
    """Write down what was said. Nobody else reads it before its author has agreed to these words.

    ``title`` is only kept for whoever publishes it. Raises NotAllowed or Refused.
    """

    async def act() -> None:
        await idea.make_move("write_down", by=by, what=what, why=why, title=title or idea.title)
        if await recording_of(idea) is None:
            raise Refused("The recording is deleted, so there is nothing to write down.")
        await Wording.create(
            idea=idea,
            number=await newest_wording(idea) + 1,
            what=what,
            why=why,
            by=by,
            at=clock.now(),
            heard=True,
        )
        record(idea.council_id, "transcribe", idea, by=by, text=what)

    await database.write(act)
