"""The admin's first page: how far set-up is, what wants attention, and what is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import clock, web
from saidanddone.councils.changing import OPEN_WORDS, WEEK, WHO_READS
from saidanddone.councils.models import Council, OwnWords
from saidanddone.councils.reading import standing_spans
from saidanddone.history.models import HistoryRow
from saidanddone.missions.keeping import Kept, kept_by
from saidanddone.moderation.rota import Duty, next_weeks
from saidanddone.people.doors import open_to
from saidanddone.people.keeping import admins
from saidanddone.people.models import Invitation, Person, people_who_can
from saidanddone.people.providers.models import provider_of
from saidanddone.people.rights import Right, Role
from saidanddone.spelling import count_of, short_day, week_day

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Step:
    """One of the five steps of set-up. ``says`` is what is set, or what is to do."""

    words: str
    says: str
    done: bool
    to: str
    role: str = ""  # whom the page behind it is to invite


@dataclass(frozen=True)
class Room:
    """One of the rooms behind this page: its name, what is set there, what wants attention, and where."""

    name: str
    says: str
    wants: str
    to: str


@dataclass(frozen=True)
class Standing:
    """How a council is set up now."""

    council: Council
    said: set[str]  # acts of its history that set-up asks for
    duties: list[Duty]
    leads: int
    people: int
    cards: int
    kept: list[Kept]

    @property
    def gaps(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.person is None]

    @property
    def unchecked(self) -> list[Kept]:
        """Shared frameworks in use whose wording nobody here has compared with what was published."""
        shared = (one for one in self.kept if one.framework.council_id is None and not one.over)
        return [one for one in shared if one.framework.wording_checked_at is None]


@open_to(Right.RUN_COUNCIL)
async def index(request: Request) -> Response:
    standing = await standing_of(request.scope["council"])
    steps = steps_of(standing)
    facts: dict[str, Any] = {
        "steps": steps,
        "done": sum(step.done for step in steps),
        "rooms": await _rooms(standing),
        "alone": standing.people <= 1,
    }
    return web.page(request, "front/settings.html", here="settings", **facts)


async def standing_of(council: Council) -> Standing:
    """All that the steps and rooms are drawn from."""
    acts = (f"set_{WHO_READS}", f"keep_{WHO_READS}", f"set_{WEEK}")
    rows = HistoryRow.filter(council_id=council.id, kind="council", thing_id=council.id, act__in=acts)
    here, today = Person.filter(council_id=council.id), clock.today()
    cards = Invitation.filter(council_id=council.id, revoked_at=None, ends_at__gt=clock.now())
    weeks = await next_weeks(council.id)
    return Standing(
        council=council,
        said=set(await rows.distinct().values_list("act", flat=True)),  # type: ignore[arg-type]
        duties=[duty for days in weeks for duty in days if duty.day >= today],
        leads=len(await people_who_can(Right.SAFEGUARD, council.id)),
        people=await here.filter(suspended_at=None).count(),
        cards=await cards.filter(uses=0).count(),
        kept=await kept_by(council, with_missions=False),
    )


def steps_of(standing: Standing) -> list[Step]:
    """The five steps of set-up, each with whether it is done."""
    council = standing.council
    who = OPEN_WORDS[council.ideas_open_to]
    has_help = bool(council.help_now and council.advocate)
    own = any(one.framework.council_id for one in standing.kept)
    return [
        Step(
            "Who reads ideas",
            f"Now it is {who}. Say so, or change it.",
            bool({f"set_{WHO_READS}", f"keep_{WHO_READS}"} & standing.said),
            "councils:settings",
        ),
        Step(
            "Your reading days",
            f"Now: {', '.join(council.reads_on)}. Pick the days on which somebody really reads.",
            f"set_{WEEK}" in standing.said,
            "councils:reading",
        ),
        Step(
            "A safeguarding lead",
            "Invite one, then put them on the rota for each day.",
            len(standing.gaps) < len(standing.duties),
            "moderation:rota" if standing.leads else "people:invitations",
            "" if standing.leads else Role.SAFEGUARDING_LEAD.value,
        ),
        Step(
            "Help right now, and an advocate",
            "Your own number and hours, and who independent can help.",
            has_help,
            "councils:settings",
        ),
        Step(
            "Missions",
            "Compare the wording with what was published, or add your own pledges.",
            own or not standing.unchecked,
            "missions:keep",
        ),
    ]


async def _rooms(standing: Standing) -> list[Room]:
    council = standing.council
    own = await OwnWords.filter(council_id=council.id, ended_at=None).count()
    return [
        Room("People", await _people(standing), await _people_want(standing), "people:index"),
        Room(
            "Invitations",
            f"{count_of(standing.cards, 'card is', 'cards are')} out and not used yet.",
            "",
            "people:invitations",
        ),
        Room(
            "The council",
            f"Ideas are read by {OPEN_WORDS[council.ideas_open_to]}. "
            f"No figure is shown of fewer than {council.floor} people.",
            ""
            if council.help_now and council.advocate
            else "Help right now, or the advocate, is not filled in.",
            "councils:settings",
        ),
        await _sign_in(council),
        Room("Reading days", await _reading(council), "", "councils:reading"),
        Room(
            "Safeguarding rota",
            f"{standing.duties[0].person.signed} today."
            if standing.duties[0].person
            else "Nobody is on it today.",
            f"{count_of(len(standing.gaps), 'day has', 'days have')} nobody, "
            f"of the next {len(standing.duties)}."
            if standing.gaps
            else "",
            "moderation:rota",
        ),
        Room("Missions and pledges", _missions(standing), _missions_want(standing), "missions:keep"),
        Room(
            "Wording of reasons",
            f"{count_of(own, 'sentence is', 'sentences are')} in your own words."
            if own
            else "All reasons are given in the words they came with.",
            "",
            "moderation:words",
        ),
        Room("How long things are kept", "What goes by itself, and when.", "", "mine:retention"),
        Room("History", "Who did what, and when. A row that is changed shows.", "", "front:history"),
    ]


async def _sign_in(council: Council) -> Room:
    own = await provider_of(council.id)
    steps = "Staff take two steps to come in." if council.two_steps else "Staff come in with one step."
    by = " They can use the council’s own account." if own else ""
    wants = "" if council.two_steps else "One stolen link or code is enough to read what young people wrote."
    return Room("How staff sign in", steps + by, wants, "people:sign_in_settings")


async def _people(standing: Standing) -> str:
    suspended = Person.filter(council_id=standing.council.id, suspended_at__isnull=False, left_at=None)
    number = await suspended.count()
    out = f" {count_of(number, 'is', 'are')} suspended." if number else ""
    return f"{count_of(standing.people, 'person', 'people')} can come in.{out}"


async def _people_want(standing: Standing) -> str:
    if not standing.leads:
        return "There is no safeguarding lead."
    alone = len(await admins(standing.council.id)) < 2
    return "There is one admin only. Make a second, for when you are away." if alone else ""


async def _reading(council: Council) -> str:
    coming = [span for span in await standing_spans(council) if span.ends >= clock.today()]
    away = f" Away from {short_day(coming[0].starts)} to {short_day(coming[0].ends)}." if coming else ""
    return (
        f"{' and '.join(council.reads_on) or 'Working days'}. Next: {week_day(council.next_reading())}.{away}"
    )


def _missions(standing: Standing) -> str:
    return f"In use: {', '.join(one.framework.name for one in standing.kept if not one.over) or 'none'}."


def _missions_want(standing: Standing) -> str:
    ending = [one for one in standing.kept if not one.over and one.last_day]
    for one in ending:
        if one.last_day and one.last_day <= clock.today() + SOON:
            return f"“{one.framework.name}” ends on {short_day(one.last_day)}."
    return "Wording is not compared with what was published." if standing.unchecked else ""
