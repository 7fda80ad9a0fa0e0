"""A young person's home: my ideas and what happened to them, and what I am asked now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import Subquery

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.front.asks import Ask, ToWeigh, asks_of, to_weigh_for
from saidanddone.front.gathering import Known, gather
from saidanddone.front.helping import Helping, helping_of
from saidanddone.front.promises import is_open_again, told_of
from saidanddone.front.told import Told
from saidanddone.front.words import author_of, said_by
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import Support
from saidanddone.people.models import Person
from saidanddone.rounds.models import Round, RoundState
from saidanddone.rounds.paper import voted_in
from saidanddone.spelling import count_of, in_words, short_day

RECENT = timedelta(days=30)
SHOWN, BACKED_SHOWN = 24, 6
IN_FULL = 3  # stories told in full, the newest; the others take a line each
UNREAD = (Stage.WAITING, Stage.SPOKEN)


@dataclass
class Story:
    """An idea beside what the council answers."""

    idea: Idea
    told: Told
    tags: list[str]
    moved_at: datetime


@dataclass
class Mine:
    headline: str
    words: str
    stories: list[Story]
    withdrawn: list[Idea]
    backed: list[Story]
    asks: list[Ask]
    to_weigh: list[ToWeigh]
    rounds: list[Round]
    voted: set[int]
    helping: Helping
    to_agree: list[Idea]
    more: int = 0


async def mine_of(person: Person, council: Council, since: datetime | None = None, *, after: int = 0) -> Mine:
    """All that a young person's home says; ``after`` is how many stories to pass over.

    News is what others moved since their last visit ended (``since``); on the first, all that ever moved.
    """
    own = await ideas_seen_by(person).filter(author_id=person.id).order_by("-moved_at", "-id")
    backed = await _backed_by(person)
    known = await gather([*own, *backed], person, council)
    own.sort(key=lambda idea: (idea.stage is not Stage.DRAFT, known.moved_at(idea), idea.id), reverse=True)
    standing = [idea for idea in own if idea.stage is not Stage.WITHDRAWN]
    moved = [idea for idea in standing if known.moved_for_its_author(idea, since or person.joined_at)]
    recent = clock.now() - RECENT
    first = next((idea for idea in standing if known.moved_for_its_author(idea, recent)), None)
    if first:
        standing.remove(first)
        standing.insert(0, first)
    shown = standing[after : after + SHOWN]
    open_now = {"state": RoundState.OPEN, "closes_at__gt": clock.now()}  # it may have been opened early
    rounds = await Round.filter(council_id=council.id, **open_now).order_by("closes_at")
    return Mine(
        headline=_headline(len(moved), standing, first=since is None),
        words=" ".join(filter(None, [_last_here(since), _how_many(standing, known)])),
        stories=[story_of(idea, known, council, person) for idea in shown],
        withdrawn=[idea for idea in own if idea.stage is Stage.WITHDRAWN],
        backed=_recent(backed, known, council, person),
        asks=await asks_of(person),
        to_weigh=await to_weigh_for(person, [*own, *backed]),
        rounds=rounds,
        voted=await voted_in(rounds, person),
        helping=await helping_of(person, own, backed),
        to_agree=[idea for idea in own if idea.stage is Stage.WRITTEN],
        more=after + SHOWN if len(standing) > after + SHOWN else 0,
    )


def story_of(idea: Idea, known: Known, council: Council, person: object) -> Story:
    """An idea as a pair, for whoever looks at it. Somebody else's needs its author fetched."""
    mine = idea.is_by(person)
    said = said_by(idea, "" if mine else author_of(idea), mine=mine)
    told = told_of(idea, known, council, person)
    return Story(idea, told, [f"Idea {idea.number}", said], known.moved_at(idea))


async def _backed_by(person: Person) -> list[Idea]:
    backed = Support.filter(person_id=person.id, withdrawn_at=None).values("idea_id")
    found = ideas_seen_by(person).filter(id__in=Subquery(backed)).exclude(author_id=person.id)
    return await found.order_by("-moved_at", "-id").select_related("author")


def _recent(backed: list[Idea], known: Known, council: Council, person: Person) -> list[Story]:
    """What they want too and what moved lately, newest first; a mere “me too” of others is no movement."""
    since = clock.now() - RECENT
    moved = [
        idea for idea in backed if known.moved_for_its_author(idea, since) and idea.stage is not Stage.OPEN
    ]
    moved.sort(key=known.moved_at, reverse=True)
    return [story_of(idea, known, council, person) for idea in moved[:BACKED_SHOWN]]


def _headline(moved: int, ideas: list[Idea], *, first: bool) -> str:
    sent = len(ideas)
    if not sent:
        return "What should change?"
    if not moved and all(idea.stage in UNREAD for idea in ideas):
        return "We have your idea." if sent == 1 else "We have your ideas."
    if not moved:
        return "Nothing has moved yet." if first else "Nothing has moved since you were here."
    if moved == sent == 1:
        return "Your idea moved."
    return f"{in_words(moved).capitalize()} of your ideas moved."


def _last_here(since: datetime | None) -> str:
    """“You were last here on 12 November.”"""
    if since is None:
        return ""
    days = (clock.today() - clock.local(since).date()).days
    when = {0: "earlier today", 1: "yesterday"}.get(days) or f"on {short_day(since)}"
    return f"You were last here {when}."


def _how_many(ideas: list[Idea], known: Known) -> str:
    """“You have sent five. One is kept. One is open again, because young people said “not yet”.”"""
    sent = sum(idea.stage is not Stage.DRAFT for idea in ideas)
    if not sent:
        return "You have not sent anything yet." if ideas else ""
    kept = sum(idea.stage is Stage.CONFIRMED for idea in ideas)
    again = sum(
        idea.stage is Stage.IN_PLAN and any(map(is_open_again, known.promises[idea.id])) for idea in ideas
    )
    waiting = sum(idea.stage in UNREAD for idea in ideas)
    parts = [f"You have sent {count_of(sent, 'idea') if sent > 12 else in_words(sent)}."]
    if kept:
        parts.append(f"{_are(kept)} kept.")
    if again:
        parts.append(f"{_are(again)} open again, because young people said “not yet”.")
    if waiting and not (kept and again):
        parts.append(f"{_are(waiting)} waiting to be read.")
    return " ".join(parts)


def _are(number: int) -> str:
    return f"{in_words(number).capitalize()} {'is' if number == 1 else 'are'}"
