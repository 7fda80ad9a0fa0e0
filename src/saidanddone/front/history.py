"""The page on which admins read the history: who did what, when. Acts of authors are not in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from saidanddone import clock, web
from saidanddone.front.acts import GROUPS, group_of, open_groups
from saidanddone.history.models import HistoryHead, HistoryRow
from saidanddone.ideas.models import Idea
from saidanddone.people.doors import open_to
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import ROLE_WORDS, Right, Role
from saidanddone.plan.models import Action
from saidanddone.rounds.models import Round
from saidanddone.web import full_day

ON_A_PAGE = 50
NUMBERED: dict[str, tuple[Any, str, str]] = {
    "idea": (Idea, "idea", "ideas:show"),
    "action": (Action, "promise", "plan:action"),
    "round": (Round, "vote", "rounds:show"),
}
CLOCK = "clock"


@dataclass
class Wanted:
    """What is looked for: who (a person's id, or the clock), which group of acts, which thing, which days."""

    who: str = ""
    what: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None
    problems: dict[str, str] = field(default_factory=dict)

    def query(self, **more: object) -> str:
        wishes: dict[str, object] = {
            "who": self.who,
            "what": self.what,
            "thing": self.thing,
            "since": self.since or "",
            "until": self.until or "",
            **more,
        }
        return urlencode({name: value for name, value in wishes.items() if value})


@dataclass(frozen=True)
class Line:
    """One row, in words. ``to`` is the name and number of the page of its thing, where it has one."""

    when: str
    who: str
    did: str
    thing: str
    to: tuple[str, int] | None
    change: str
    words: str


@open_to(Right.RUN_COUNCIL)
async def index(request: Request) -> Response:
    council, lead = request.scope["council"], request.user.can(Right.SAFEGUARD)
    staff = await _staff(council.id)
    wanted = _wanted(request.query_params, staff, lead)
    rows = await _found(council.id, wanted, staff, lead, request.query_params.get("after", ""))
    shown = rows[:ON_A_PAGE]
    head = await HistoryHead.get(council_id=council.id)
    facts: dict[str, Any] = {
        "lines": await _lines(shown, staff),
        "more": wanted.query(after=shown[-1].position) if len(rows) > ON_A_PAGE else "",
        "wanted": wanted,
        "problems": wanted.problems,
        "people": [
            ("", "Anyone"),
            *((str(key), name) for key, name in staff.items()),
            (CLOCK, "The clock and rules"),
        ],
        "groups": [("", "Everything"), *((code, group.words) for code, group in open_groups(lead).items())],
        "head": head,
        "filtered": bool(wanted.query()),
    }
    return web.page(request, "front/history.html", here="settings", **facts)


def _wanted(params: QueryParams, staff: dict[int, str], lead: bool) -> Wanted:
    found = Wanted(thing=" ".join(params.get("thing", "").split())[:20])
    who, what = params.get("who", ""), params.get("what", "")
    found.who = who if who == CLOCK or (web.whole_number(who) or 0) in staff else ""
    found.what = what if what in open_groups(lead) else ""
    for name in ("since", "until"):
        typed = params.get(name, "").strip()
        setattr(found, name, web.typed_day(typed))
        if typed and getattr(found, name) is None:
            found.problems[name] = "Write the date as year, month and day: 2026-11-24."
    if found.thing and _thing(found.thing) is None:
        found.problems["thing"] = (
            "Write what it is and its number, such as “idea 12”, “promise 3” or “vote 2”."
        )
    return found


def _thing(typed: str) -> tuple[str, int] | None:
    noun, _, number = typed.lower().rpartition(" ")
    place = web.whole_number(number)
    kinds = [kind for kind, (_, word, _) in NUMBERED.items() if word == noun or kind == noun]
    return (kinds[0], place) if kinds and place is not None else None


async def _found(
    council_id: int, wanted: Wanted, staff: dict[int, str], lead: bool, after: str
) -> list[HistoryRow]:
    if wanted.problems:
        return []
    groups = open_groups(lead)
    wished = [groups[wanted.what]] if wanted.what else list(groups.values())
    each = [(kind, list(acts)) for group in wished for kind, acts in group.acts.items()]
    rows = HistoryRow.filter(Q(*(Q(kind=kind, act__in=acts) for kind, acts in each), join_type=Q.OR))
    rows = rows.filter(council_id=council_id)
    if wanted.who:
        rows = rows.filter(who_id=None if wanted.who == CLOCK else int(wanted.who))
    if thing := _thing(wanted.thing):
        kind, number = thing
        found = await NUMBERED[kind][0].get_or_none(council_id=council_id, number=number)
        rows = rows.filter(kind=kind, thing_id=found.id if found else 0)
    if wanted.since:
        rows = rows.filter(at__gte=clock.at_local(datetime.combine(wanted.since, time())))
    if wanted.until:
        rows = rows.filter(at__lt=clock.at_local(datetime.combine(wanted.until, time()) + timedelta(days=1)))
    return await _after(rows, after).limit(ON_A_PAGE + 1).select_related("words")


def _after(rows: QuerySet[HistoryRow], after: str) -> QuerySet[HistoryRow]:
    place = web.whole_number(after)
    return (rows if place is None else rows.filter(position__lt=place)).order_by("-position")


async def _staff(council_id: int) -> dict[int, str]:
    """Those who hold or held a role of staff, by id, as they are signed now."""
    held = RoleGrant.filter(person__council_id=council_id).exclude(role=Role.YOUNG_PERSON)
    grants = await held.order_by("person__nickname_key").select_related("person")
    return {grant.person_id: name_now(grant.person) for grant in grants}


def name_now(person: Person) -> str:
    """How somebody is named here today."""
    both = person.job_title and person.job_title != person.nickname
    return f"{person.job_title} ({person.nickname})" if both else person.nickname


async def _lines(rows: list[HistoryRow], staff: dict[int, str]) -> list[Line]:
    numbers = {kind: await _numbers(kind, rows) for kind in NUMBERED}
    people = await _people(rows)
    return [_line(row, staff, numbers, people) for row in rows]


def _line(
    row: HistoryRow, staff: dict[int, str], numbers: dict[str, dict[int, int]], people: dict[int, str]
) -> Line:
    group = group_of(row.kind, row.act)
    number = numbers.get(row.kind, {}).get(row.thing_id)
    thing, to = people.get(row.id, ""), None
    if number is not None:
        _, noun, page = NUMBERED[row.kind]
        thing, to = f"{noun} {number}", (page, number)
    kept = getattr(row, "words", None)
    change = " → ".join(part.replace("-", " ") for part in (_code(row.start), _code(row.end)) if part)
    return Line(
        when=full_day(row.at) if group.by_day else f"{full_day(row.at)}, {web.clock_time(row.at)}",
        who=_who(row, staff),
        did=group.acts[row.kind][row.act],
        thing=thing,
        to=to,
        change=change,
        words=kept.text if group.texts and kept is not None else "",
    )


def _code(code: str) -> str:
    """Roles are told in words; other codes as they are."""
    return ", ".join(ROLE_WORDS[Role(one)] if one in set(Role) else one for one in code.split(","))


def _who(row: HistoryRow, staff: dict[int, str]) -> str:
    if row.who_id is None:
        return "The clock or a rule"
    return staff.get(row.who_id, "A young person")


async def _numbers(kind: str, rows: list[HistoryRow]) -> dict[int, int]:
    ids = {row.thing_id for row in rows if row.kind == kind}
    if not ids:
        return {}
    found = await NUMBERED[kind][0].filter(id__in=ids).values_list("id", "number")
    return dict(found)


async def _people(rows: list[HistoryRow]) -> dict[int, str]:
    """Whom a row about an account or a role is about, by the row's id."""
    grants = await RoleGrant.filter(id__in=[row.thing_id for row in rows if row.kind == "role_grant"])
    of_grant = {grant.id: grant.person_id for grant in grants}
    about = {
        row.id: row.thing_id if row.kind == "person" else of_grant.get(row.thing_id)
        for row in rows
        if row.kind in ("person", "role_grant")
    }
    found = await Person.filter(id__in=[one for one in about.values() if one])
    names = {person.id: name_now(person) for person in found}
    return {row: names[one] for row, one in about.items() if one in names}


__all__ = ["GROUPS", "index", "name_now"]
