"""The worker's queue: one thing to read at a time, the oldest first, whatever it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tortoise.queryset import QuerySet

from saidanddone import clock, web
from saidanddone.councils.models import Council
from saidanddone.ideas.appealing import Appeal, appeals_for
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.finding import plain
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import IN_PUBLIC, Stage
from saidanddone.moderation.checking import TITLE_AT_MOST
from saidanddone.moderation.items import (
    UNREAD,
    UNREAD_COMMENT,
    appeal_item,
    comment_item,
    idea_item,
    recording_item,
)
from saidanddone.moderation.undoing import undo_of
from saidanddone.people.doors import open_to
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.models import VerdictAnswer
from saidanddone.plan.verdict_views import words_item

LATELY = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Waiting:
    """Something to read: since when, what it is, and by which id it is found. They sort oldest first.

    ``promised`` is the day that was promised to whoever sent it.
    """

    since: datetime
    kind: str
    id: int
    promised: date | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"


@open_to(Right.CHECK_IDEAS, Right.HEAR_APPEALS)
async def queue(request: Request) -> Response:
    council, person = request.scope["council"], request.user
    waiting = await waiting_for(person)
    facts = _where(council, waiting, request.query_params.get("item", ""))
    if facts["at"]:
        item = await ITEMS[facts["at"].kind](council, person, facts["at"].id, _typed(request))
        if item is None:
            return web.back_to(request, "moderation:queue", inside=True)
        facts |= item
    else:
        facts["lately"] = await _published_lately(council)
    facts |= {"notice_here": web.is_htmx(request), "undo": await undo_of(person)}
    web.needs(request, web.Need.PLAYER)  # always: the next thing to read, swapped in here, may be a recording
    return web.page(request, "front/queue.html", block="queue", here="queue", **facts)


async def waiting_for(person: Person) -> list[Waiting]:
    """All that waits for this person, oldest first: only when and which, so that a long queue is cheap."""
    found: list[Waiting] = []
    here = person.council_id
    if person.can(Right.CHECK_IDEAS):
        ideas, spoken = (Idea.filter(council_id=here, stage=stage) for stage in (Stage.WAITING, Stage.SPOKEN))
        comments = Comment.filter(council_id=here, idea__stage__in=IN_PUBLIC, **UNREAD_COMMENT)
        words = VerdictAnswer.filter(council_id=here, replaced_at=None, **UNREAD).exclude(words="")
        found += await _of("idea", ideas, "stage_since", "number")
        found += await _of("recording", spoken, "stage_since", "number")
        found += await _of("comment", comments, "at", "id")
        found += await _of("words", words, "at", "id")
    if person.can(Right.HEAR_APPEALS):
        appeals = await appeals_for(person)
        found += [Waiting(one.at, "appeal", one.idea.number, one.promised_for) for one in appeals]
    return sorted(found)


def _where(council: Council, waiting: list[Waiting], key: str) -> dict[str, Any]:
    """Which of them is shown, its place, what comes after it, and what was promised."""
    keys = [one.key for one in waiting]
    place = keys.index(key) if key in keys else 0
    promised = [_promised(council, one) for one in waiting]
    return {
        "at": waiting[place] if waiting else None,
        "place": place + 1,
        "left": len(waiting),
        "following": keys[place + 1] if place + 1 < len(keys) else None,
        "promised": promised[place] if waiting else None,
        "late": sum(day < clock.today() for day in promised),
        "today": clock.today(),
        "next_reading": council.next_reading(clock.today() - timedelta(days=1)),
    }


def _promised(council: Council, one: Waiting) -> date:
    """The day promised when it was sent; for what has none, the one that the council's days give now."""
    return one.promised or council.next_reading(clock.local(one.since).date())


async def _of(kind: str, waiting: QuerySet[Any], since: str, number: str) -> list[Waiting]:
    rows = await waiting.values_list(since, number, "promised_for")
    return [Waiting(at, kind, id_, promised) for at, id_, promised in rows]


async def _published_lately(council: Council) -> list[Idea]:
    """The newest ideas that reading let others see: what the work was for."""
    since = clock.now() - LATELY
    opened = Idea.filter(council_id=council.id, stage=Stage.OPEN, stage_since__gte=since).exclude(title="")
    opened = opened.filter(decisions__id__isnull=True)  # what came back from “not now” was answered
    return await opened.order_by("-moved_at", "-id").limit(3)


Item = dict[str, Any] | None
Typed = dict[str, Any] | None


def _typed(request: Request) -> Typed:
    """The title and missions that were typed before something else was done with the same item."""
    params = request.query_params
    if "title" not in params and "mission" not in params:
        return None
    return {
        "title": plain(params.get("title", ""))[:TITLE_AT_MOST],
        "mission": params.getlist("mission")[:40],
    }


async def _idea(council: Council, person: Person, number: int, typed: Typed) -> Item:
    idea = await Idea.get_or_none(council_id=council.id, number=number, stage=Stage.WAITING)
    return await idea_item(council, person, idea, typed) if idea else None


async def _recording(council: Council, person: Person, number: int, _typed: Typed) -> Item:
    idea = await Idea.get_or_none(council_id=council.id, number=number, stage=Stage.SPOKEN)
    return await recording_item(idea, person) if idea else None


async def _comment(council: Council, person: Person, comment_id: int, _typed: Typed) -> Item:
    unread = Comment.filter(council_id=council.id, id=comment_id, **UNREAD_COMMENT)
    comment = await unread.select_related("idea").first()
    return await comment_item(council, comment) if comment else None


async def _words(council: Council, person: Person, answer_id: int, _typed: Typed) -> Item:
    unread = VerdictAnswer.filter(council_id=council.id, id=answer_id, replaced_at=None, **UNREAD)
    answer = await unread.select_related("asking__action").first()
    return words_item(answer) if answer else None


async def _appeal(council: Council, person: Person, number: int, _typed: Typed) -> Item:
    appeals = Appeal.filter(idea__council_id=council.id, idea__number=number, upheld=None)
    appeal = await appeals.select_related("idea").first()
    return await appeal_item(appeal) if appeal else None


ITEMS: dict[str, Callable[[Council, Person, int, Typed], Awaitable[Item]]] = {
    "idea": _idea,
    "recording": _recording,
    "comment": _comment,
    "words": _words,
    "appeal": _appeal,
}
