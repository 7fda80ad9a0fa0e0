"""A worry about the words of an answer: they are kept from everyone until the lead lets them go on.

The answer itself, yes, partly or no, counts all the same.
"""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.ideas.commenting import FOR_READERS
from saidanddone.moderation.checking import close, raise_alarm
from saidanddone.moderation.models import Concern
from saidanddone.moderation.seeing import FOR_LEADS
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.models import VerdictAnswer
from saidanddone.rules import Refused, only_for


async def hold_words(answer: VerdictAnswer, *, by: Person, message: str) -> Concern:
    """Keep unread words back because of a worry, and tell the safeguarding lead and the writer."""
    only_for(by, Right.CHECK_IDEAS, answer.council_id, FOR_READERS)

    async def act() -> Concern:
        moment = clock.now()
        unread = VerdictAnswer.filter(id=answer.id, published_at=None, refused_at=None, replaced_at=None)
        if not await unread.exclude(words="").update(refused_at=moment, read_by_id=by.id):
            raise Refused("Somebody has read these words already, or the writer changed them.")
        record(answer.council_id, "hold_words", answer, by=by)
        concern = await Concern.create(
            council_id=answer.council_id, words_id=answer.id, raised_by=by, raised_at=moment, message=message
        )
        await raise_alarm(concern, by=by)
        await tell(answer.council_id, [answer.person_id], "hold_words", answer)
        return concern

    return await database.write(act)


async def release_words(answer: VerdictAnswer, *, by: Person, done: str = "") -> None:
    """Close the worry; a worker reads the words again, unless their writer has answered anew."""
    only_for(by, Right.SAFEGUARD, answer.council_id, FOR_LEADS)

    async def act() -> None:
        open_now = await Concern.filter(words_id=answer.id, closed_at=None).select_for_update()
        if not open_now:
            raise Refused("Someone else got there first. This worry is closed.")
        await VerdictAnswer.filter(id=answer.id).update(refused_at=None, read_by_id=None)
        record(answer.council_id, "release_words", answer, by=by)
        for concern in open_now:
            await close(concern, by=by, done=done)

    await database.write(act)


async def is_held(answer_id: int) -> bool:
    """Whether an answer's words are kept back because of a worry."""
    return await Concern.exists(words_id=answer_id, closed_at=None)
