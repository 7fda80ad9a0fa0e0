"""The page on which admins read the history: who did what, when. Acts of authors are not in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from saidanddone import clock, spelling, web
from saidanddone.front.history_lines import ABOUT, NUMBERED, OWNER_SAYS, lines_of, name_now, staff_of
from saidanddone.history.acts import GROUPS, open_groups
from saidanddone.history.models import HistoryHead, HistoryRow, first_fault
from saidanddone.people.doors import open_to
from saidanddone.people.models import Person
from saidanddone.people.rights import Right

ON_A_PAGE = 50
CHECKED_AT_MOST = 20_000  # rows that a page looks at; more are checked on the server
CLOCK, OUTSIDE = "clock", "outside"


@dataclass
class Wanted:
    """What is looked for: who (an id, the clock, an owner outside), to whom, which acts, what, when."""

    who: str = ""
    what: str = ""
    thing: str = ""
    about: Person | None = None
    since: date | None = None
    until: date | None = None
    problems: dict[str, str] = field(default_factory=dict)

    def query(self, **more: object) -> str:
        wishes: dict[str, object] = {
            "who": self.who,
            "what": self.what,
            "thing": self.thing,
            "about": self.about.id if self.about else "",
            "since": self.since or "",
            "until": self.until or "",
            **more,
        }
        return urlencode({name: value for name, value in wishes.items() if value})


@open_to(Right.RUN_COUNCIL)
async def index(request: Request) -> Response:
    return await _page(request)


@open_to(Right.RUN_COUNCIL)
async def check(request: Request) -> Response:
    """Looks at every row, and changes nothing."""
    council_id = request.scope["council"].id
    head = await HistoryHead.get(council_id=council_id)
    if head.position > CHECKED_AT_MOST:
        return await _page(request, checked="There are too many rows for a page. Check them on the server.")
    fault = await first_fault(council_id)
    day = spelling.full_day(clock.now())
    told = f"On {day} all {head.position} rows were checked, and they held."
    return await _page(request, checked=f"{fault} Tell whoever runs this site at once." if fault else told)


async def _page(request: Request, *, checked: str = "") -> Response:
    council, lead = request.scope["council"], request.user.can(Right.SAFEGUARD)
    staff = await staff_of(council.id)
    wanted = _wanted(request.query_params, staff, lead)
    about = web.whole_number(request.query_params.get("about"))
    if about is not None:
        wanted.about = await Person.filter(council_id=council.id, left_at=None).get_or_none(id=about)
    rows = await _found(council.id, wanted, lead, request.query_params.get("after", ""))
    shown = rows[:ON_A_PAGE]
    facts: dict[str, Any] = {
        "lines": await lines_of(shown, staff),
        "more": wanted.query(after=shown[-1].position) if len(rows) > ON_A_PAGE else "",
        "wanted": wanted,
        "about": name_now(wanted.about) if wanted.about else "",
        "problems": wanted.problems,
        "people": [
            ("", "Anyone"),
            *((str(key), name) for key, name in staff.items()),
            (CLOCK, "The clock and rules"),
            (OUTSIDE, "Owners outside the council"),
        ],
        "groups": [("", "Everything"), *((code, group.words) for code, group in open_groups(lead).items())],
        "head": await HistoryHead.get(council_id=council.id),
        "filtered": bool(wanted.query()),
        "checked": checked,
    }
    return web.page(request, "front/history.html", here="settings", **facts)


def _wanted(params: QueryParams, staff: dict[int, str], lead: bool) -> Wanted:
    found = Wanted(thing=" ".join(params.get("thing", "").split())[:20])
    who, what = params.get("who", ""), params.get("what", "")
    found.who = who if who in (CLOCK, OUTSIDE) or (web.whole_number(who) or 0) in staff else ""
    found.what = what if what in open_groups(lead) else ""
    for name in ("since", "until"):
        typed = params.get(name, "").strip()
        setattr(found, name, web.typed_day(typed))
        if typed and getattr(found, name) is None:
            found.problems[name] = "Write the date as year, month and day: 2026-11-24."
    if found.since and found.until and found.until < found.since:
        found.problems["until"] = "This day comes before “From”. Change one of the two."
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


async def _found(council_id: int, wanted: Wanted, lead: bool, after: str) -> list[HistoryRow]:
    if wanted.problems:
        return []
    groups = open_groups(lead)
    wished = [groups[wanted.what]] if wanted.what else list(groups.values())
    each = [(kind, list(acts)) for group in wished for kind, acts in group.acts.items()]
    rows = HistoryRow.filter(Q(*(Q(kind=kind, act__in=acts) for kind, acts in each), join_type=Q.OR))
    rows = rows.filter(council_id=council_id)
    if wanted.who == OUTSIDE:
        rows = rows.filter(act=OWNER_SAYS)
    elif wanted.who:
        rows = rows.filter(who_id=None if wanted.who == CLOCK else int(wanted.who)).exclude(act=OWNER_SAYS)
    if wanted.about:
        rows = rows.filter(_done_to(wanted.about))
    if thing := _thing(wanted.thing):
        kind, number = thing
        found = await NUMBERED[kind][0].get_or_none(council_id=council_id, number=number)
        rows = rows.filter(kind=kind, thing_id=found.id if found else 0)
    if wanted.since:
        rows = rows.filter(at__gte=clock.at_local(datetime.combine(wanted.since, time())))
    if wanted.until:
        rows = rows.filter(at__lt=clock.at_local(datetime.combine(wanted.until, time()) + timedelta(days=1)))
    return await _after(rows, after).limit(ON_A_PAGE + 1).select_related("words")


def _done_to(person: Person) -> Q:
    """Rows about somebody's account, roles, cards and council account; nothing of what they said."""
    theirs = [
        Q(kind=kind, thing_id__in=Subquery(model.filter(person_id=person.id).values("id")))
        for kind, model in ABOUT.items()
    ]
    return Q(Q(kind="person", thing_id=person.id), *theirs, join_type=Q.OR)


def _after(rows: QuerySet[HistoryRow], after: str) -> QuerySet[HistoryRow]:
    place = web.whole_number(after)
    return (rows if place is None else rows.filter(position__lt=place)).order_by("-position")


__all__ = ["GROUPS", "index", "name_now"]
