"""Made-up ideas: imagined first, then moved by votes and answers, then kept with all that belongs to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.deciding import Decision
from saidanddone.ideas.models import Door, Idea, IdeaMission, ShownAs, StageMove, Wording
from saidanddone.ideas.stages import Stage, stages_that_allow
from saidanddone.ideas.supporting import Support
from saidanddone.ideas.turns import turn_of
from saidanddone.ideas.words import words_of
from saidanddone.loading import bulk, words
from saidanddone.loading.answers import answer
from saidanddone.loading.lives import Life
from saidanddone.loading.world import World
from saidanddone.moderation.models import Concern
from saidanddone.moderation.reasons import Reason

# Of a hundred ideas that get no yes, how many are bound for where; and where no council has more than some.
BOUND_FOR = {
    Stage.OPEN: 64, Stage.NO: 10, Stage.NOT_NOW: 6, Stage.MERGED: 6, Stage.DECLINED: 4, Stage.WITHDRAWN: 3,
    Stage.DRAFT: 2, Stage.WAITING: 2, Stage.SENT_BACK: 1, Stage.SHORTLISTED: 1, Stage.HELD: 1,
}  # fmt: skip
AT_MOST = {
    Stage.WAITING: 25, Stage.DRAFT: 40, Stage.SENT_BACK: 30, Stage.SHORTLISTED: 12, Stage.HELD: 5,
}  # fmt: skip
NEW = (Stage.WAITING, Stage.DRAFT, Stage.SENT_BACK)  # these are a few days old
ALWAYS_OPEN = 12  # the first ideas: there is always something to vote on
READ_WITHIN = timedelta(days=3)
SUPPORTS_AT_MOST = 400
COMMENTS_WAITING = 15


def imagine(world: World, how_many: int, actions: int) -> None:
    """Think up that many ideas, and some more yeses than there are to be actions."""
    yes = min(how_many - ALWAYS_OPEN, actions + actions // 8) if how_many > ALWAYS_OPEN else 0
    for place in range(how_many):
        old = place < ALWAYS_OPEN
        bound_for = Stage.OPEN if old else Stage.CHOSEN if place < ALWAYS_OPEN + yes else None
        world.lives.append(_imagined(world, bound_for, place if old else None))
    bound = Counter[Stage]()
    for life in world.lives:
        bound[life.bound_for] += 1
        if bound[life.bound_for] > AT_MOST.get(life.bound_for, how_many):
            life.bound_for = Stage.OPEN
            life.created_at = world.between(world.ago(90), world.ago(12))
    world.lives.sort(key=lambda life: life.created_at)
    for life in world.lives:
        _first_moves(world, life)


def _imagined(world: World, bound_for: Stage | None, place: int | None) -> Life:
    rng = world.rng
    topic, title, what = words.idea_words(rng)
    bound_for = bound_for or rng.choices(list(BOUND_FOR), list(BOUND_FOR.values()))[0]
    created = world.between(world.begins + timedelta(days=9), world.ago(30))
    if place is not None:
        created = world.begins + timedelta(hours=place)
    elif bound_for in NEW:
        created = world.between(world.ago(8), world.ago(0.2))
    life = Life(rng.choice(world.young), topic, title, what, bound_for, created)
    life.team_only = place is None and rng.random() < 0.03
    if bound_for in (Stage.CHOSEN, Stage.NO, Stage.NOT_NOW):
        life.decided_at = world.between(created + READ_WITHIN + timedelta(days=2), world.ago(21))
    return life


def _first_moves(world: World, life: Life) -> None:
    """What the worker does with it; ideas bound for nowhere else stay there."""
    soon = world.between(life.created_at + timedelta(hours=1), life.created_at + READ_WITHIN)
    match life.bound_for:
        case Stage.DRAFT:
            life.stands = Stage.DRAFT
        case Stage.WAITING:
            pass
        case Stage.SENT_BACK:
            life.goes("return", min(soon, world.now), world.worker, message=words.BACK)
        case Stage.DECLINED:
            life.goes("decline", soon, world.worker, reason=Reason.ABOUT_A_PERSON, message=words.BACK)
        case Stage.HELD:
            life.goes("hold", soon, world.worker)
        case Stage.WITHDRAWN:
            life.goes("withdraw", soon)
        case _:
            life.goes("publish", soon, world.worker)


async def number(world: World) -> None:
    """Give every idea its id and its number, in the order in which they came."""
    for place, id_ in enumerate(await bulk.ids(Idea, len(world.lives)), start=1):
        world.lives[place - 1].id, world.lives[place - 1].number = id_, place


def settle(world: World) -> None:
    """After the votes: answers are given, ideas joined, and those who want them too say so."""
    open_ones = [each for each in world.lives if each.stands is Stage.OPEN and each.bound_for is Stage.OPEN]
    for life in world.lives:
        if life.decided_at and not life.decisions:
            answer(world, life, life.bound_for, life.decided_at)
        elif life.bound_for is Stage.SHORTLISTED and life.stands is Stage.OPEN:
            life.goes("shortlist", world.between(life.moved_at, world.now), world.worker)
        elif life.bound_for is Stage.MERGED and life.stands is Stage.OPEN and open_ones:
            life.merged_into = world.rng.choice(open_ones)
            life.goes("merge", world.between(life.moved_at, world.now), world.worker)
    for life in world.lives:
        _gather(world, life)


def _gather(world: World, life: Life) -> None:
    """Give it supporters, while it took support."""
    if life.published_at is None:
        return
    later = [move["at"] for move in life.moves if move["start"] is Stage.OPEN]
    until = min(later) if later else world.now
    most = min(SUPPORTS_AT_MOST, len(world.young) // 2)
    wanted = min(most, int(4 * world.rng.paretovariate(1.3)) - 3)
    for person in world.rng.sample(world.young, wanted):
        if person != life.author_id:
            life.supporters[person] = world.between(life.published_at, until)


async def keep(world: World) -> None:
    """Write ideas down, with their wordings, missions, moves, answers, supporters, words and worries."""
    behind = {life.id: set(life.supporters) for life in world.lives}
    for life in world.lives:
        if life.merged_into:
            behind[life.merged_into.id] |= behind[life.id]
    # Those that were joined to another come last, after the one they point at.
    lives = sorted(world.lives, key=lambda life: (life.merged_into is not None, life.id))
    await bulk.put(Idea, (_idea(world, life, len(behind[life.id])) for life in lives))
    world.say(f"Ideas: {len(lives):,}")
    await bulk.put(Wording, (_wording(life) for life in lives))
    await bulk.put(IdeaMission, _missions(world, lives))
    await bulk.put(StageMove, ({"idea_id": life.id, **move} for life in lives for move in life.moves))
    await bulk.put(Decision, ({"idea_id": life.id, **said} for life in lives for said in life.decisions))
    supports = await bulk.put(Support, _supports(lives))
    world.say(f"Supports: {supports:,}")
    await bulk.put(Comment, _comments(world, lives))
    await bulk.put(Concern, (_concern(world, life) for life in lives if life.stands is Stage.HELD))


def _idea(world: World, life: Life, supports: int) -> dict[str, Any]:
    author_hidden = life.number % 9 == 0
    return {
        "id": life.id,
        "council_id": world.council.id,
        "number": life.number,
        "author_id": life.author_id,
        "title": life.title if life.published_at else "",
        "what": life.what,
        "why": life.topic.why,
        "shown_as": ShownAs.HIDDEN if author_hidden else ShownAs.NICKNAME,
        "door": Door.TEAM if life.team_only else Door.EVERYONE,
        "told_everyone": world.council.open_to_all,
        "stage": life.stands,
        "was": life.was,
        "stage_since": life.since or life.created_at,
        "return_on": life.return_on,
        "merged_into_id": life.merged_into.id if life.merged_into else None,
        "supports": supports,
        "created_at": life.created_at,
        "moved_at": life.moved_at,
        "version": 1 + len(life.moves),
        "words": words_of(life.title if life.published_at else "", life.what, life.topic.why),
        "turn": turn_of(life.number),
    }


def _wording(life: Life) -> dict[str, Any]:
    return {
        "idea_id": life.id,
        "number": 1,
        "what": life.what,
        "why": life.topic.why,
        "by_id": life.author_id,
        "at": life.created_at,
    }


def _missions(world: World, lives: list[Life]) -> Iterator[dict[str, Any]]:
    ids = {mission.code: mission.id for mission in world.missions}
    for life in lives:
        if life.published_at:
            yield {"idea_id": life.id, "mission_id": ids[life.topic.mission]}


def _supports(lives: list[Life]) -> Iterator[dict[str, Any]]:
    for life in lives:
        for person, at in life.supporters.items():
            yield {"idea_id": life.id, "person_id": person, "given_at": at, "withdrawn_at": None}


def _comments(world: World, lives: list[Life]) -> Iterator[dict[str, Any]]:
    """Words that a worker has read, and for a few ideas words that wait to be read."""
    takes = stages_that_allow("comment")
    waiting = 0
    for life in lives:
        if life.stands not in takes or life.published_at is None:
            continue
        for _ in range(world.rng.choice((0, 0, 0, 0, 1, 2))):
            at = world.between(life.published_at, world.now)
            read = world.now - at > READ_WITHIN or waiting >= COMMENTS_WAITING
            waiting += not read
            yield {
                "idea_id": life.id,
                "council_id": world.council.id,
                "author_id": world.rng.choice(world.young),
                "text": world.rng.choice(words.COMMENTS),
                "at": at,
                "published_at": min(at + READ_WITHIN, world.now) if read else None,
                "refused_at": None,
                "read_by_id": world.worker.id if read else None,
            }


def _concern(world: World, life: Life) -> dict[str, Any]:
    return {
        "council_id": world.council.id,
        "idea_id": life.id,
        "comment_id": None,
        "raised_by_id": world.worker.id,
        "raised_at": life.moved_at,
        "message": words.WORRY,
        "seen_at": None,
        "closed_at": None,
        "closed_by_id": None,
        "done": "",
    }
