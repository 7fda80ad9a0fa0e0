"""What a worker does with an idea before others see it, and what happens when one worries them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.ideas.joined import hold_with_joined, let_joined_go
from saidanddone.ideas.models import Idea, IdeaMission, Wording
from saidanddone.ideas.recordings import keep_a_little_longer
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.wording import reword
from saidanddone.missions.models import Mission
from saidanddone.moderation.models import Concern
from saidanddone.moderation.reasons import DECLINE, Reason
from saidanddone.moderation.rota import told_of_worries
from saidanddone.moderation.seeing import see
from saidanddone.moderation.wordings import sentences
from saidanddone.notices.models import let_all_rest, tell
from saidanddone.people import alarms
from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right
from saidanddone.rules import Refused

TITLE_AT_MOST = 120
_when_closed: list[Callable[[Concern], Awaitable[None]]] = []


class Changed(Refused):
    """The words are no longer those that the worker read."""


async def publish(
    idea: Idea,
    *,
    by: Person,
    title: str,
    missions: list[Mission],
    read: int | None = None,
    mended: tuple[str, str] | None = None,
) -> None:
    """Let others see it, under the worker's title.

    ``read`` is the number of the wording that was read: if its author has sent another since, it is refused.
    ``mended`` is what and why with something taken out: kept as a wording of its own, and published.
    """
    title = title.strip()
    if not 0 < len(title) <= TITLE_AT_MOST:
        raise Refused(f"Give it a short title: up to {TITLE_AT_MOST} letters.")

    async def act() -> None:
        newest = read
        differ = mended and _words(*mended) != _words(idea.what, idea.why)
        if mended and differ and idea.stage is Stage.WAITING:
            await reword(idea, by=by, what=mended[0], why=mended[1])
            newest = read + 1 if read is not None else None
        await idea.make_move("publish", by=by, title=title)
        await as_it_was_read(idea, newest)
        await IdeaMission.filter(idea_id=idea.id).delete()
        await IdeaMission.bulk_create([IdeaMission(idea=idea, mission=mission) for mission in missions])

    await database.write(act)


def _words(*texts: str) -> list[list[str]]:
    """The same words, however their lines end."""
    return [text.split() for text in texts]


async def as_it_was_read(idea: Idea, read: int | None) -> None:
    """Nothing unread is published: refuse when the newest wording isn't the one that was read."""
    if read is not None and read != await newest_wording(idea):
        raise Changed("The words have changed since you opened them. Read the new ones first.")


async def newest_wording(idea: Idea) -> int:
    """The number of an idea's newest wording."""
    newest = await Wording.filter(idea_id=idea.id).order_by("-number").first()
    return newest.number if newest else 0


async def send_back(idea: Idea, *, by: Person, message: str, what: str = "") -> None:
    """Ask its author for a change. ``what`` is the worker's suggestion, kept as a wording of its own.

    A recording that can't be heard goes back too, without a suggestion.
    """
    move, suggested = ("unheard", "") if idea.stage is Stage.SPOKEN else ("return", what.strip())

    async def act() -> None:
        changes: dict[str, Any] = {"what": suggested} if suggested else {}
        before = idea.what
        await idea.make_move(move, by=by, message=message, **changes)
        if suggested and suggested != before:
            await Wording.create(
                idea=idea,
                number=await newest_wording(idea) + 1,
                what=suggested,
                why=idea.why,
                by=by,
                at=clock.now(),
            )
            record(idea.council_id, "suggest", idea, by=by, text=suggested)

    try:
        await database.write(act)
    except IntegrityError:
        raise Refused("Its author changed the words just now. Read the new ones first.") from None


async def decline(idea: Idea, *, by: Person, reason: str, message: str) -> None:
    """Don't publish it (or take it down again), with a reason from the list. Its author may appeal once.

    Ideas that were joined to it stand for themselves again.
    """
    told = (await sentences(idea.council_id, DECLINE))[Reason(reason)]

    async def act() -> None:
        await hold_with_joined(idea)
        await idea.make_move("decline", by=by, reason=Reason(reason), message=message, told=told)
        await let_joined_go(idea)

    await database.write(act)
    await idea.refresh_from_db()


async def hold(idea: Idea, *, by: Person, message: str) -> Concern:
    """Hide it at once, because of a worry that only the safeguarding lead reads, and tell them."""

    async def act() -> Concern:
        await idea.make_move("hold", by=by)
        concern = await Concern.create(
            council_id=idea.council_id, idea=idea, raised_by=by, raised_at=clock.now(), message=message
        )
        await raise_alarm(concern, by=by)
        return concern

    return await database.write(act)


async def raise_alarm(concern: Concern, *, by: Person) -> None:
    """Write a concern in the history, without its words, and tell all leads, those on the rota first."""
    record(concern.council_id, "worry", concern, by=by)
    first = await told_of_worries(concern.council_id)
    leads = await people_who_can(Right.SAFEGUARD, concern.council_id)
    await tell(concern.council_id, first, "worry", concern)
    await tell(concern.council_id, [lead for lead in leads if lead not in first], "worry_too", concern)
    alarms.ring()


async def release(idea: Idea, *, by: Person, done: str = "") -> None:
    """Put a held idea back where it was, and close the worries about it; ``done`` is what was done."""

    async def act() -> None:
        await idea.make_move("release", by=by)
        await keep_a_little_longer(idea)
        for concern in await Concern.filter(idea_id=idea.id, closed_at=None):
            await close(concern, by=by, done=done)

    await database.write(act)


async def close(concern: Concern, *, by: Person, done: str = "") -> None:
    """Close one worry, once, with a word of what was done that leads can read later.

    Inside a write, and last in it, after what was kept back is let go on.
    """
    await see(concern, by=by)
    closed = await Concern.filter(id=concern.id, closed_at=None).update(
        closed_at=clock.now(), closed_by_id=by.id, done=done
    )
    if closed:
        record(concern.council_id, "close", concern, by=by, text=done)
        await let_all_rest(concern, "worry", "worry_too", since=concern.raised_at)
        for act in _when_closed:
            await act(concern)


def when_closed(act: Callable[[Concern], Awaitable[None]]) -> Callable[[Concern], Awaitable[None]]:
    """Have something done in every write that closes a worry, once what it kept back is back in its place."""
    _when_closed.append(act)
    return act
