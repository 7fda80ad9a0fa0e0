"""One thing to read at a time: all that its part of the queue shows, whether it is fresh or being mended."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from saidanddone.councils.models import Council
from saidanddone.ideas import telltales
from saidanddone.ideas.appealing import Appeal
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.finding import ideas_like
from saidanddone.ideas.models import Door, Idea, IdeaMission, StageMove
from saidanddone.ideas.recordings import recording_of
from saidanddone.missions.models import missions_of
from saidanddone.moderation.checking import newest_wording
from saidanddone.moderation.reasons import DECLINE, REASONS, RETURN, Reason
from saidanddone.moderation.suggesting import missions_for, title_for
from saidanddone.moderation.wordings import sentences
from saidanddone.people.models import Person

UNREAD = {"published_at": None, "refused_at": None}
UNREAD_COMMENT = {**UNREAD, "withdrawn_at": None}


async def idea_item(
    council: Council, person: Person, idea: Idea, typed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """An idea with its warnings, what was said before, ideas like it and the moves its reader may make.

    ``typed`` holds the title and missions that were there before something else was done with it; without it
    they are suggested.
    """
    links = await IdeaMission.filter(idea_id=idea.id).select_related("mission__framework")
    picked = [link.mission.ref for link in links]
    suggested = [] if typed or picked else await missions_for(council, idea)
    kept = typed or {"title": idea.title or title_for(idea.what), "mission": picked or suggested}
    return {
        "kind": "idea",
        "idea": idea,
        "moves": {move.name for move in idea.moves_for(person)},
        "what": telltales.pieces(idea.what),
        "why": telltales.pieces(idea.why),
        "warnings": telltales.warnings(idea.what, idea.why),
        "without": telltales.without,
        "wording": await newest_wording(idea),
        "before": await said_before(idea),
        "frameworks": await missions_to_pick(council),
        "title": kept.get("title") or "",
        "picked": list(kept.get("mission") or []),
        "suggested": bool(suggested),
        "alike": [like for like in await ideas_like(person, idea.what) if like.id != idea.id],
        "for_whom": for_whom(council, idea),
        "reasons": await reasons_to_pick(council),
        "to_say": list((await sentences(council.id, RETURN)).items()),
        "act": "",
        "form": None,
    }


async def recording_item(idea: Idea, person: Person) -> dict[str, Any]:
    """Something that was said, with what its author told of words that were not right."""
    return {
        "kind": "recording",
        "idea": idea,
        "recording": await recording_of(idea),
        "moves": {move.name for move in idea.moves_for(person)},
        "before": await said_before(idea),
        "act": "",
        "form": None,
    }


async def comment_item(council: Council, comment: Comment) -> dict[str, Any]:
    """Words added to an idea. ``comment.idea`` is fetched."""
    return {
        "kind": "comment",
        "comment": comment,
        "what": telltales.pieces(comment.text),
        "warnings": telltales.warnings(comment.text),
        "for_whom": for_whom(council, comment.idea),
        "reasons": await reasons_to_pick(council),
        "act": "",
        "form": None,
    }


async def appeal_item(appeal: Appeal) -> dict[str, Any]:
    """A request to look again: the idea (fetched), why it was declined, what its writer says to that."""
    declined = await StageMove.filter(idea_id=appeal.idea_id, name="decline").order_by("-at", "-id").first()
    return {
        "kind": "appeal",
        "appeal": appeal,
        "what": telltales.pieces(appeal.idea.what),
        "why": telltales.pieces(appeal.idea.why),
        "warnings": telltales.warnings(appeal.idea.what, appeal.idea.why),
        "declined": declined,
        "told": (declined.told or REASONS[Reason(declined.reason)].told) if declined else "",
        "act": "",
        "form": None,
    }


async def reasons_to_pick(council: Council) -> list[tuple[str, str]]:
    """Each reason for not publishing, with what its writer reads, as (code, words) for a form."""
    told = await sentences(council.id, DECLINE)
    return [(code, f"{REASONS[Reason(code)].short}. They read: “{words}”") for code, words in told.items()]


async def missions_to_pick(council: Council) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each framework's name with its missions, as (ref, words) for a form."""
    grouped = groupby(await missions_of(council), key=lambda mission: mission.framework.name)
    return [
        (
            name,
            [(one.ref, f"{one.code}. {one.label}" if one.code.isdigit() else one.label) for one in missions],
        )
        for name, missions in grouped
    ]


async def said_before(idea: Idea) -> list[StageMove]:
    """What the team told its writer so far, oldest first."""
    return await StageMove.filter(idea_id=idea.id).exclude(message="").order_by("at", "id")


def for_whom(council: Council, idea: Idea) -> str:
    """Who may read an idea, and what is added to it, once it is published: “anyone can read it”."""
    if idea.door is Door.TEAM:
        return "only the team can read it"
    if council.open_to_all and idea.told_everyone:
        return "anyone can read it, with or without an account"
    return f"everyone who signs in at {council.name} can read it"
