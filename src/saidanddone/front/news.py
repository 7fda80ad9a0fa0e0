"""What somebody was told: on their start page what nothing else there says, on its own page all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.functions import Count, Max

from saidanddone import clock, web
from saidanddone.appraisal.models import Score
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.models import Idea
from saidanddone.moderation.rota import duties
from saidanddone.moderation.unseen import is_waiting
from saidanddone.notices.models import Notice
from saidanddone.notices.tellings import TELLINGS, Reader, short_list
from saidanddone.people.doors import SIGNED_IN, open_to
from saidanddone.people.models import Person
from saidanddone.plan.help_models import Help, Offer
from saidanddone.plan.models import Action, Asking, Milestone, VerdictAnswer
from saidanddone.rounds.models import Round

LATELY, AT_MOST = timedelta(days=14), 5
ON_A_PAGE = 40

# By which number the page of a thing is found: its model, and the way there.
NUMBERS: dict[str, tuple[Any, str]] = {
    "idea": (Idea, "number"),
    "comment": (Comment, "idea__number"),
    "score": (Score, "appraisal__idea__number"),
    "round": (Round, "number"),
    "action": (Action, "number"),
    "milestone": (Milestone, "action__number"),
    "asking": (Asking, "action__number"),
    "verdict_answer": (VerdictAnswer, "asking__action__number"),
    "help": (Help, "action__number"),
    "help_offer": (Offer, "help__action__number"),
}


@dataclass
class News:
    """Something that was told: its newest notice, and how often it was said lately."""

    id: int
    what: str
    at: datetime
    says: str
    leads_on: bool
    is_new: bool
    times: int


async def news_of(person: Person, since: datetime | None) -> list[News]:
    """The last two weeks' tellings that nothing else on the start page says; new is what came ``since``.

    Each once, with how often; what was too pressing to wait for the day's letter stands first.
    """
    reader = Reader.YOUNG if person.is_young_person else Reader.STAFF
    lately = Notice.filter(person_id=person.id, made_at__gte=clock.now() - LATELY)
    told = lately.filter(what__in=short_list(reader))
    told = told.annotate(newest=Max("id"), last_at=Max("made_at"), times=Count("id")).group_by("what")
    rows: list[Any] = await told.values_list("what", "newest", "last_at", "times")
    rows.sort(key=lambda row: (TELLINGS[row[0]].is_pressing, row[2], row[1]), reverse=True)
    found = rows[:AT_MOST]
    to_do = await _to_do_instead(person, [what for what, *_ in found])
    return [_news(person, what, one, at, times, since, to_do) for what, one, at, times in found]


def _news(
    person: Person,
    what: str,
    newest: int,
    at: datetime,
    times: int = 1,
    since: datetime | None = None,
    to_do: str = "",
) -> News:
    row = TELLINGS[what]
    may = person.can(row.needs)
    says = row.says(young=person.is_young_person)
    return News(
        id=newest,
        what=what,
        at=at,
        says=f"{says} {to_do}" if row.else_to and not may else says,
        leads_on=bool(row.leads(may=may)),
        is_new=since is not None and at > since,
        times=times,
    )


async def _to_do_instead(person: Person, told: list[str]) -> str:
    """What somebody can do about a worry that they may not read: ring whoever is on duty, while it waits."""
    rows = [TELLINGS[what] for what in told]
    row = next((row for row in rows if row.else_to and not person.can(row.needs)), None)
    if row is None or person.council_id is None:
        return ""
    if not await is_waiting(person.council_id):
        return "A safeguarding lead has read it since."
    (today,) = await duties(person.council_id, [clock.today()])
    who = f"On the rota today: {today.person.signed}." if today.person else "Nobody is on the rota today."
    return f"{row.else_says} {who}"


@open_to(SIGNED_IN)
async def index(request: Request) -> Response:
    skip = web.whole_number(request.query_params.get("after"), 4) or 0
    of = request.query_params.get("of", "")
    alone = [of] if of in TELLINGS else []
    mine = Notice.filter(person_id=request.user.id, what__in=alone or list(TELLINGS))
    found = await mine.order_by("-made_at", "-id").offset(skip).limit(ON_A_PAGE + 1)
    shown = found[:ON_A_PAGE]
    to_do = await _to_do_instead(request.user, [one.what for one in shown])
    news = [_news(request.user, one.what, one.id, one.made_at, to_do=to_do) for one in shown]
    more = skip + ON_A_PAGE if len(found) > ON_A_PAGE else 0
    return web.page(request, "front/news.html", here="news", news=news, more=more, of="".join(alone))


@open_to(SIGNED_IN)
async def show(request: Request) -> Response:
    """On to what one notice of the reader's is about."""
    notice = await Notice.get_or_none(id=request.path_params["id"], person_id=request.user.id)
    row = TELLINGS.get(notice.what) if notice else None
    if notice is None or row is None:
        raise HTTPException(404)
    to = row.leads(may=request.user.can(row.needs))
    if not to:
        return web.back_to(request, "front:news")
    return web.back_to(request, to, **await _place(to, notice))


async def _place(to: str, notice: Notice) -> dict[str, Any]:
    """The number of an idea, a promise or a vote, where the page is one's."""
    if not to.endswith((":show", ":action")):
        return {}
    model, way = NUMBERS[notice.kind]
    found = await model.filter(id=notice.thing_id).values_list(way, flat=True)
    if not found:
        raise HTTPException(404)
    return {"number": found[0]}
