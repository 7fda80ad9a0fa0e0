"""What goes when somebody leaves: one short step for each kind of thing. docs/decisions/leaving.md says why.

Each step can be done again and changes nothing then. All of it happens inside one write.
"""

from __future__ import annotations

import secrets
from typing import Any

from tortoise import fields
from tortoise.expressions import F, Q

from saidanddone import clock, database
from saidanddone.appraisal.models import Score
from saidanddone.database import Record
from saidanddone.history.models import erase_words
from saidanddone.ideas.appealing import Appeal
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.models import Idea, ShownAs, StageMove, Wording
from saidanddone.ideas.recordings import Recording, delete_sound
from saidanddone.ideas.stages import MOVES, Stage
from saidanddone.ideas.supporting import Support, recount
from saidanddone.ideas.withdrawing import withdraw
from saidanddone.ideas.words import words_of
from saidanddone.mine.held import models
from saidanddone.mine.models import LeavingWay
from saidanddone.moderation.models import Concern
from saidanddone.people.contacts import Contact, keep_shut
from saidanddone.people.models import Invitation, Joining, Person
from saidanddone.plan.help_models import Attendance, Help, Offer
from saidanddone.plan.models import VerdictAnswer
from saidanddone.rounds.models import Ballot
from saidanddone.rules import find_move

GONE = "Taken away by its writer"
# What the council said in public when it moved an idea; other words of a move were for its writer alone.
PUBLIC_MOVES = ("choose", "put_off", "say_no")
UNREAD = (Stage.DRAFT, Stage.SPOKEN, Stage.WRITTEN, Stage.SENT_BACK)
BACK_FROM = tuple(set(find_move(MOVES, "withdraw").start) - {Stage.WON})


async def erase(person: Person, way: LeavingWay, *, worried: bool) -> None:
    """Erase what is somebody's, but for words with an open worry.

    ``worried``: whether there is one. Then what they can be reached by stays too, and opens nothing any more.
    """
    ideas = await Idea.filter(author_id=person.id).exclude(stage=Stage.HELD).order_by("id")
    for idea in ideas:
        if way is LeavingWay.EVERYTHING or idea.stage in UNREAD:
            await _take_away(idea, person)
        else:
            await _without_me(idea)
    await _added_words(person, way)
    await _answers(person, way)
    await _helping(person)
    if way is LeavingWay.EVERYTHING:
        await _supports(person)
    await _ballots(person)
    await _way_in(person)
    await _private_words(person, ideas)
    await _rows_that_die_with(person, but={Contact} if worried else set())
    if worried:
        await keep_shut(person)
    await forget_found_words()


async def _take_away(idea: Idea, person: Person) -> None:
    """Its words go. What others voted on or the council answered stays under the worker's title."""
    if idea.stage in BACK_FROM:
        await withdraw(idea, by=person)
    await delete_sound(idea, by=person)
    stays = idea.stage is not Stage.WITHDRAWN
    title = idea.title if stays else ""
    what = (title or GONE) if stays else ""
    await Wording.filter(idea_id=idea.id).update(what=title or GONE, why="")
    await Idea.filter(id=idea.id).update(
        title=title,
        what=what,
        why="",
        words=words_of(title, what) if stays else "",
        shown_as=ShownAs.HIDDEN,
        quotable=False,
        version=F("version") + 1,
    )


async def forget_words(idea: Idea, instead: str) -> None:
    """Its words go, and those that were said about it to its writer; it stays where it stands."""
    await Wording.filter(idea_id=idea.id).update(what=instead, why="")
    await Idea.filter(id=idea.id).update(title="", what=instead, why="", words="", version=F("version") + 1)
    await StageMove.filter(idea_id=idea.id).exclude(name__in=PUBLIC_MOVES).update(message="")
    await Appeal.filter(idea_id=idea.id).update(text="", message="")
    await erase_words(idea.council_id, {"idea": [idea.id]})
    await forget_found_words()


async def forget_found_words() -> None:
    """SQLite's index keeps words that are no longer there until it is made anew."""
    if not database.is_postgresql():
        await database.rows("INSERT INTO idea_words(idea_words) VALUES ('rebuild')")


async def _without_me(idea: Idea) -> None:
    """Its words stay, with no name, and are quoted no more: nobody is left who could take that back."""
    named = Idea.filter(Q(shown_as=ShownAs.NICKNAME) | Q(quotable=True), id=idea.id)
    await named.update(shown_as=ShownAs.HIDDEN, quotable=False, version=F("version") + 1)


async def _added_words(person: Person, way: LeavingWay) -> None:
    """Words under ideas; those that a worker kept back because of a worry wait for the lead."""
    mine = Comment.filter(author_id=person.id)
    going = mine.exclude(reason="worry")
    if way is LeavingWay.KEEP_IDEAS:
        await mine.filter(published_at__isnull=False).update(message="")
        going = going.filter(published_at=None)
    await going.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
    await going.update(text=GONE, message="")


async def _answers(person: Person, way: LeavingWay) -> None:
    """Answers and scores are counted; the words with them go, those that are read already only with all."""
    open_now = Concern.filter(council_id=person.council_id, closed_at=None, words_id__isnull=False)
    held: list[Any] = await open_now.values_list("words_id", flat=True)
    about = Concern.filter(council_id=person.council_id, closed_at=None, score_id__isnull=False)
    worried: list[Any] = await about.values_list("score_id", flat=True)
    answers, scores = VerdictAnswer.filter(person_id=person.id), Score.filter(person_id=person.id)
    if way is LeavingWay.KEEP_IDEAS:
        answers, scores = answers.filter(published_at=None), scores.filter(published_at=None)
    await answers.exclude(id__in=held).update(words="")
    await scores.exclude(id__in=worried).update(reason="")


async def _helping(person: Person) -> None:
    """Offers that nothing came of are taken back, and their places are free; that somebody helped stays."""
    for offer in await Offer.filter(person_id=person.id, withdrawn_at=None):
        if await Attendance.exists(help_id=offer.help_id, person_id=person.id):
            continue
        if await Offer.filter(id=offer.id, withdrawn_at=None).update(withdrawn_at=clock.now()):
            await Help.filter(id=offer.help_id).update(taken=F("taken") - 1)
    await Offer.filter(person_id=person.id).update(note="")


async def _supports(person: Person) -> None:
    """“Me too” is taken back where it still can be. Where it was decided on, it counts as nobody's."""
    standing = (
        Support.filter(person_id=person.id, withdrawn_at=None).order_by("idea_id").select_related("idea")
    )
    for support in await standing:
        if support.idea.allows.support:
            await Support.filter(id=support.id, withdrawn_at=None).update(withdrawn_at=clock.now())
            await recount(support.idea)


async def _ballots(person: Person) -> None:
    """Votes go on counting, and belong to nobody: what stands where a slip's mark would is chance."""
    for ballot in await Ballot.filter(person_id=person.id).only("id", "slip_hash"):
        mark = ballot.slip_hash or secrets.token_hex(32)
        await Ballot.filter(id=ballot.id).update(person_id=None, slip_hash=mark)


async def _way_in(person: Person) -> None:
    """Whom an invitation was for, in whoever's words, when it was for this person alone."""
    used = await Joining.filter(person_id=person.id).values_list("invitation_id", flat=True)
    alone = await Invitation.filter(id__in=used, uses_at_most=1).values_list("id", flat=True)
    await Invitation.filter(id__in=alone).update(name="")
    await erase_words(_council(person), {"invitation": list(alone)})  # type: ignore[arg-type]
    made = Invitation.filter(made_by_id=person.id, revoked_at=None, ends_at__gt=clock.now())
    await made.update(revoked_at=clock.now())


async def _private_words(person: Person, ideas: list[Idea]) -> None:
    """What workers and writer said to each other, and all words that the history keeps of this person."""
    ids = [idea.id for idea in ideas]
    await StageMove.filter(idea_id__in=ids).exclude(name__in=PUBLIC_MOVES).update(message="")
    await Appeal.filter(idea_id__in=ids).update(text="", message="")
    mine: dict[str, Any] = {
        "comment": Comment.filter(author_id=person.id).exclude(reason="worry"),
        "verdict_answer": VerdictAnswer.filter(person_id=person.id),
        "recording": Recording.filter(by_id=person.id),
    }
    found = {kind: await rows.values_list("id", flat=True) for kind, rows in mine.items()}
    await erase_words(_council(person), {**found, "idea": ids, "person": [person.id]})


async def _rows_that_die_with(person: Person, *, but: set[type[Record]]) -> None:
    """Rows that are of use to this person only: devices, links, addresses, keys, notices, letters."""
    for model in set(models().values()) - but:
        if "person_id" not in model._meta.db_fields:
            continue
        link = model._meta.fields_map.get("person")
        kept_whole = isinstance(link, fields.relational.ForeignKeyFieldInstance) and (
            link.on_delete is not fields.OnDelete.CASCADE
        )
        if not kept_whole:
            await model.filter(Q(person_id=person.id)).delete()
    for name in ("Omission", "GoesSoon"):
        await models()[name].filter(person_id=person.id).delete()


def _council(person: Person) -> int:
    assert person.council_id is not None
    return person.council_id
