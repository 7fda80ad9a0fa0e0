"""Home: for a young person their ideas and what happened to them, for staff the next job, else a welcome."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.front.finished import finished_in
from saidanddone.front.gathering import gather
from saidanddone.front.mine import IN_FULL, mine_of, story_of
from saidanddone.front.news import news_of
from saidanddone.front.work import jobs_of
from saidanddone.ideas.models import ideas_seen_by
from saidanddone.ideas.stages import ON_THE_BOARD
from saidanddone.mine.going import going_of
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.visits import come

LATELY, LATELY_DONE = 6, 3


@open_to(EVERYONE)
async def home(request: Request) -> Response:
    if request.user.is_young_person:
        return await _for_a_young_person(request)
    return await (_for_staff if request.user.id else _for_a_visitor)(request)


async def _for_a_young_person(request: Request) -> Response:
    skip = web.whole_number(request.query_params.get("after"), 4) or 0
    since = await come(request.user)
    mine = await mine_of(request.user, request.scope["council"], since, after=skip)
    facts: dict[str, Any] = {"later": bool(skip), "in_full": 0 if skip else IN_FULL}
    facts["going"] = await going_of(request.user)
    facts["news"] = [] if skip else await news_of(request.user, since)
    return web.page(request, "front/home.html", mine=mine, here="mine", **facts)


async def _for_staff(request: Request) -> Response:
    council = request.scope["council"]
    ideas = await (
        ideas_seen_by(request.user)
        .filter(stage__in=ON_THE_BOARD)
        .order_by("-moved_at", "-id")
        .limit(LATELY)
        .select_related("author")
    )
    known = await gather(ideas, request.user, request.scope["council"])
    lately = [story_of(idea, known, council, request.user) for idea in ideas]
    return web.page(
        request,
        "front/work.html",
        jobs=await jobs_of(request.user, council),
        lately=lately,
        news=await news_of(request.user, await come(request.user)),
        here="home",
    )


async def _for_a_visitor(request: Request) -> Response:
    done = await finished_in(request.scope["council"], request.user, limit=LATELY_DONE)
    return web.page(request, "front/welcome.html", done=done, here="home")
