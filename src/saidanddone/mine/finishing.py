"""What goes once somebody has left: at once, or when the worry about their words is closed.

docs/decisions/leaving.md says why.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Q, Subquery

from saidanddone import database
from saidanddone.appraisal.models import Score
from saidanddone.database import Record
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.models import Idea
from saidanddone.ideas.recordings import wipe
from saidanddone.mine.erasing import erase
from saidanddone.mine.models import Leaving
from saidanddone.moderation.checking import when_closed
from saidanddone.moderation.models import Concern
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person
from saidanddone.plan.models import VerdictAnswer

# What a worry can be about: the concern's link to it, and its own link to who wrote it.
WORDS: dict[str, tuple[type[Record], str]] = {
    "idea_id": (Idea, "author_id"),
    "comment_id": (Comment, "author_id"),
    "words_id": (VerdictAnswer, "person_id"),
    "score_id": (Score, "person_id"),
}


async def finish(leaving: Leaving) -> None:
    """Erase what is theirs, but for what a worry is open about. Inside a write.

    Their words are held first: no worry can come between the question and the erasing.
    """
    for model, writer in WORDS.values():
        await model.filter(**{writer: leaving.person_id}).order_by("id").select_for_update(no_key=True)
    worried = await _is_worried_about(leaving)
    await erase(await Person.get(id=leaving.person_id), leaving.way, worried=worried)
    await Leaving.filter(id=leaving.id).update(waits=worried, **({} if worried else {"name": ""}))
    database.unit().afterwards.append(leave_no_trace)


@when_closed
async def finish_after(concern: Concern) -> None:
    """Let go what waited for this worry, in the write that closes it: nobody reads the words in between."""
    waiting = Leaving.filter(person_id=await _writer_of(concern), waits=True)
    for leaving in await waiting:
        await finish_if_over(leaving)


async def finish_if_over(leaving: Leaving) -> None:
    """Let go what waits, unless another worry is still open. Inside a write.

    The row is held first: of two worries that are closed at once, the later one sees that it is the last.
    """
    standing = await Leaving.filter(id=leaving.id, waits=True).select_for_update().first()
    if standing is not None and not await _is_worried_about(standing):
        await finish(standing)


async def over_now() -> list[Leaving]:
    """Those for whom something waits though no worry is open any more."""
    waiting = await Leaving.filter(waits=True).order_by("id")
    return [leaving for leaving in waiting if not await _is_worried_about(leaving)]


@dataclass(frozen=True)
class Reach:
    """Who somebody was that left, and by what they can be reached, while a worry about them is open."""

    left_at: datetime
    name: str
    addresses: tuple[str, ...]


async def reach_of(person_ids: Iterable[int]) -> dict[int, Reach]:
    """For the safeguarding lead, who has a reason: what is kept of those who left, by the person's id."""
    ids = list(person_ids)
    if not ids:
        return {}
    waiting = await Leaving.filter(person_id__in=ids, waits=True)
    found = await Contact.filter(person_id__in=ids).order_by("id")
    by_person = database.by("person_id", found)
    return {
        one.person_id: Reach(one.done_at, one.name, tuple(row.address for row in by_person[one.person_id]))
        for one in waiting
        if one.done_at is not None
    }


async def leave_no_trace() -> None:
    """Leave nothing in the files beside the database either. In a busy moment, the next one does."""
    await wipe()
    if not database.is_postgresql():
        with contextlib.suppress(RuntimeError):
            await database.forget_deleted("person")


async def _is_worried_about(leaving: Leaving) -> bool:
    """Whether a worry about words of theirs is still open."""
    theirs: dict[str, Any] = {
        f"{link}__in": Subquery(model.filter(**{writer: leaving.person_id}).values("id"))
        for link, (model, writer) in WORDS.items()
    }
    still_open = Concern.filter(council_id=leaving.council_id, closed_at=None)
    return await still_open.filter(Q(**theirs, join_type="OR")).exists()


async def _writer_of(concern: Concern) -> int:
    (link,) = (link for link in WORDS if getattr(concern, link))
    model, writer = WORDS[link]
    found: list[Any] = await model.filter(id=getattr(concern, link)).values_list(writer, flat=True)
    return int(found[0])
