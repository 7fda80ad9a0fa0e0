"""The missions, one line each, and each mission with its promises and voices."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.front.gathering import gather
from saidanddone.front.mine import story_of
from saidanddone.front.progress import KEY, WAITS_FOR_A_PROMISE, progress_of_missions, supporters_of
from saidanddone.ideas.models import Door, Idea, ideas_seen_by
from saidanddone.ideas.stages import ON_THE_BOARD
from saidanddone.missions.models import Mission, ended_frameworks, missions_of, wording_checks
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.plan.over_time import over_time
from saidanddone.plan.shown import MARK_WORDS

IDEAS_SHOWN, PROMISES_SHOWN = 24, 12


@open_to(EVERYONE)
async def index(request: Request) -> Response:
    council = request.scope["council"]
    found = await progress_of_missions(council, await missions_of(council))
    frameworks = [
        (framework, list(those)) for framework, those in groupby(found, key=lambda one: one.mission.framework)
    ]
    await wording_checks(council, [framework for framework, _ in frameworks])
    there = {mark for one in found for mark in one.marks}
    shown = [(mark, KEY.get(mark, words)) for mark, words in MARK_WORDS.items() if mark in there]
    return web.page(
        request,
        "front/missions.html",
        here="missions",
        frameworks=frameworks,
        key=[(mark, words.capitalize()) for mark, words in shown],
        words=MARK_WORDS,
    )


@open_to(EVERYONE)
async def show(request: Request) -> Response:
    council, viewer = request.scope["council"], request.user
    mission = await _mission_asked_for(request)
    await wording_checks(council, [mission.framework])
    (one,) = await progress_of_missions(council, [mission])
    one.supporters = await supporters_of(mission, council)
    ideas = await _ideas_of(mission, viewer)
    told = one.actions[:PROMISES_SHOWN]
    known = await gather(ideas, viewer, council, besides=told)
    ended = (await ended_frameworks(council)).get(mission.framework_id)
    return web.page(
        request,
        "front/mission.html",
        ended=ended,
        here="missions",
        one=one,
        promises=[known.made[action.id] for action in told],
        lines=list(zip(one.actions, one.marks, strict=True)),
        months=await over_time(one.actions, council),
        waiting=[idea for idea in ideas if idea.door is Door.EVERYONE and idea.stage in WAITS_FOR_A_PROMISE],
        stories=[story_of(idea, known, council, viewer) for idea in ideas],
        more=one.voices > len(ideas) == IDEAS_SHOWN,
        words=MARK_WORDS,
    )


async def _mission_asked_for(request: Request) -> Mission:
    """The mission of this address, in force or retired: old reports stay true."""
    params, council = request.path_params, request.scope["council"]
    if not (web.is_a_name(params["framework"]) and web.is_a_name(params["code"])):
        raise HTTPException(404)
    found = Mission.filter(framework__slug=params["framework"], code=params["code"]).select_related(
        "framework"
    )
    for mission in await found:
        if mission.framework.council_id in (None, council.id):
            return mission
    raise HTTPException(404)


async def _ideas_of(mission: Mission, viewer: Any) -> list[Idea]:
    seen = ideas_seen_by(viewer).filter(idea_missions__mission_id=mission.id, stage__in=ON_THE_BOARD)
    return await seen.order_by("-moved_at", "-id").limit(IDEAS_SHOWN).select_related("author")
