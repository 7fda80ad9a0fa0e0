"""The safeguarding lead's pages: every open worry, newest first, and what was done about closed ones."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.queryset import QuerySet
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from saidanddone import database, web
from saidanddone.appraisal.models import Score
from saidanddone.ideas.recordings import recordings_kept
from saidanddone.ideas.views import idea_asked_for
from saidanddone.mine.finishing import Reach, reach_of
from saidanddone.moderation import checking, commented, reasoned
from saidanddone.moderation.items import for_whom
from saidanddone.moderation.looking import is_hidden, look_behind, looks_of
from saidanddone.moderation.models import Concern, Look
from saidanddone.moderation.seeing import see
from saidanddone.people.contacts import is_written_to
from saidanddone.people.doors import open_to
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan import worried
from saidanddone.plan.models import VerdictAnswer
from saidanddone.rules import Refused

ON_A_PAGE = 20
_SHORT = web.shorter_than(2000)


class ReasonForm(web.Form):
    reason = TextAreaField(validators=[InputRequired("Say why you need to know who this is."), _SHORT])


class DoneForm(web.Form):
    done = TextAreaField(validators=[InputRequired("Say what was done. One sentence is enough."), _SHORT])


@open_to(Right.SAFEGUARD)
async def concerns(request: Request) -> Response:
    return await _page_of_concerns(request)


@open_to(Right.SAFEGUARD)
async def closed(request: Request) -> Response:
    over = Concern.filter(council_id=request.scope["council"].id, closed_at__isnull=False)
    found = await _page(over, request.query_params.get("after", ""))
    shown = found[:ON_A_PAGE]
    facts: dict[str, Any] = {"concerns": shown, "more": shown[-1].id if len(found) > ON_A_PAGE else None}
    facts["looks"] = await _looks(shown)
    return web.page(request, "moderation/closed_concerns.html", here="concerns", **facts)


@open_to(Right.SAFEGUARD)
async def seen(request: Request) -> Response:
    await see(await _concern(request), by=request.user)
    return web.back_to(request, "moderation:concerns", notice="Written down: you have read this worry.")


@open_to(Right.SAFEGUARD)
async def look(request: Request) -> Response:
    concern, form = await _concern(request), await web.read(request, ReasonForm)
    if form.problems:
        return await _page_of_concerns(request, concern, form, status=422)
    await look_behind(concern, by=request.user, reason=form.reason.data or "")
    notice = "You can see the name for a day. The council’s admin is told that you looked."
    return web.back_to(request, "moderation:concerns", notice=notice)


@open_to(Right.SAFEGUARD)
async def close(request: Request) -> Response:
    return await _close(request, await _concern(request))


@open_to(Right.SAFEGUARD)
async def put_back(request: Request) -> Response:
    """The same, from the page of the idea that is held."""
    idea = await idea_asked_for(request)
    concern = await _here(request).filter(idea_id=idea.id, closed_at=None).order_by("-id").first()
    if concern is None:
        raise Refused("Someone else got there first. This worry is closed.")
    return await _close(request, concern)


async def _close(request: Request, concern: Concern) -> Response:
    form = await web.read(request, DoneForm)
    if form.problems:
        return await _page_of_concerns(request, concern, form, status=422)
    await database.write(partial(_release, concern, by=request.user, done=form.done.data or ""))
    notice = "The worry is closed. What you wrote is kept with it."
    return web.back_to(request, "moderation:concerns", notice=notice)


async def _release(concern: Concern, *, by: Person, done: str) -> None:
    """Let the words go back. Those of somebody who left go for good (mine.finishing)."""
    if concern.idea is not None:
        await checking.release(concern.idea, by=by, done=done)
    elif concern.comment is not None:
        await commented.release(concern.comment, by=by, done=done)
    elif concern.score_id:
        score = await Score.get(id=concern.score_id).select_related("appraisal")
        await reasoned.release_reason(score, by=by, done=done)
    else:
        answer = await VerdictAnswer.get(id=concern.words_id)
        await worried.release_words(answer, by=by, done=done)


async def _concern(request: Request) -> Concern:
    concern = await _here(request).get_or_none(id=request.path_params["id"])
    if concern is None:
        raise HTTPException(404)
    return concern


def _here(request: Request) -> QuerySet[Concern]:
    return Concern.filter(council_id=request.scope["council"].id).select_related("idea", "comment")


async def _page_of_concerns(
    request: Request, typed: Concern | None = None, form: web.Form | None = None, *, status: int = 200
) -> Response:
    """The page; with ``form`` as it was typed about the worry ``typed``."""
    council = request.scope["council"]
    still_open = Concern.filter(council_id=council.id, closed_at=None)
    after = str(typed.id + 1) if typed else request.query_params.get("after", "")
    found = await _page(still_open, after)
    shown = found[:ON_A_PAGE]
    answers, scores = await _answers(shown), await _scores(shown)
    writers = {one.id: _writer(one, answers, scores) for one in shown}
    names = await _names(request, shown)
    reach = await reach_of(writers[id_].id for id_ in names if writers[id_].left_at is not None)
    facts: dict[str, Any] = {
        "concerns": shown,
        "count": await still_open.count(),
        "more": shown[-1].id if len(found) > ON_A_PAGE else None,
        "answers": answers,
        "scores": scores,
        "names": {id_: _name(writers[id_], reach) for id_ in names},
        "writers": writers,
        "reach": reach,
        "looks": await _looks(shown),
        "heard": await recordings_kept([one.idea_id for one in shown if one.idea_id]),
        "typed": typed.id if typed else None,
        "form": form,
        "problems": form.problems if form else {},
    }
    facts["written_to"] = await is_written_to(request.user)
    web.needs(request, web.Need.PLAYER)
    return web.page(
        request, "moderation/concerns.html", here="concerns", for_whom=for_whom, status=status, **facts
    )


async def _names(request: Request, concerns: list[Concern]) -> list[int]:
    """The worries whose writer this lead may know now, by id: those shown to all, and those looked up."""
    standing = {look.concern_id for look in await looks_of(request.user, [one.id for one in concerns])}
    return [one.id for one in concerns if one.id in standing or not is_hidden(one)]


def _name(writer: Person, reach: dict[int, Reach]) -> str:
    return reach[writer.id].name if writer.id in reach else writer.nickname


def _writer(concern: Concern, answers: dict[int, VerdictAnswer], scores: dict[int, Score]) -> Person:
    if concern.idea is not None:
        return concern.idea.author
    if concern.comment is not None:
        return concern.comment.author
    return (scores[concern.score_id] if concern.score_id else answers[concern.words_id or 0]).person


async def _looks(concerns: list[Concern]) -> dict[int, list[Look]]:
    """Who looked behind the names of these, and why."""
    found = Look.filter(concern_id__in=[one.id for one in concerns]).order_by("id").select_related("by")
    return database.by("concern_id", await found)


async def _answers(concerns: list[Concern]) -> dict[int, VerdictAnswer]:
    """The answers whose words somebody was worried about, by their ids."""
    ids = [concern.words_id for concern in concerns if concern.words_id]
    if not ids:
        return {}
    found = await VerdictAnswer.filter(id__in=ids).select_related("asking__action", "person")
    return {answer.id: answer for answer in found}


async def _scores(concerns: list[Concern]) -> dict[int, Score]:
    """The scores whose reasons somebody was worried about, by their ids."""
    ids = [concern.score_id for concern in concerns if concern.score_id]
    found = Score.filter(id__in=ids).select_related("appraisal__idea", "person")
    return {score.id: score for score in await found} if ids else {}


async def _page(concerns: QuerySet[Concern], after: str) -> list[Concern]:
    place = web.whole_number(after)
    if place is not None:
        concerns = concerns.filter(id__lt=place)
    related = ("seen_by", "closed_by", "idea__author", "comment__idea", "comment__author", "raised_by")
    return await concerns.order_by("-id").limit(ON_A_PAGE + 1).select_related(*related)
