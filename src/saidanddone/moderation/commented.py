"""A worry about words added to an idea: they are kept back from everyone until the lead lets them go on."""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.ideas.commenting import FOR_READERS, Comment
from saidanddone.moderation.checking import close, raise_alarm
from saidanddone.moderation.models import Concern
from saidanddone.moderation.seeing import FOR_LEADS
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import Refused, only_for

WORRY = "worry"  # the reason of a comment that is kept back, and stands in no list of reasons
KIND_WORDS = (
    "Thank you for saying this. Somebody whose job is to keep people safe is reading it. "
    "Only you and they can see it. You can get help right now: look for “Get help now”."
)


async def hold(comment: Comment, *, by: Person, message: str) -> Concern:
    """Keep unread words back because of a worry, and tell the safeguarding lead and the writer."""
    only_for(by, Right.CHECK_IDEAS, comment.council_id, FOR_READERS)

    async def act() -> Concern:
        unread = Comment.filter(id=comment.id, published_at=None, refused_at=None, withdrawn_at=None)
        if not await unread.update(
            refused_at=clock.now(), read_by_id=by.id, reason=WORRY, message=KIND_WORDS
        ):
            raise Refused("Someone else got there first. Look again: these words have been read.")
        record(comment.council_id, "hold_comment", comment, by=by)
        concern = await Concern.create(
            council_id=comment.council_id,
            comment=comment,
            raised_by=by,
            raised_at=clock.now(),
            message=message,
        )
        await raise_alarm(concern, by=by)
        await tell(comment.council_id, [comment.author_id], "hold_comment", comment)
        return concern

    return await database.write(act)


async def release(comment: Comment, *, by: Person, done: str = "") -> None:
    """Close the worry, saying what was done; the words wait for a worker again."""
    only_for(by, Right.SAFEGUARD, comment.council_id, FOR_LEADS)

    async def act() -> None:
        held = Comment.filter(id=comment.id, reason=WORRY)
        if not await held.update(refused_at=None, read_by_id=None, reason="", message=""):
            raise Refused("Someone else got there first. This worry is closed.")
        record(comment.council_id, "release_comment", comment, by=by)
        for concern in await Concern.filter(comment_id=comment.id, closed_at=None):
            await close(concern, by=by, done=done)

    await database.write(act)
