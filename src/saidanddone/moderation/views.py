"""What workers and the safeguarding lead do with an idea. Each act goes on to the next thing to read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.ideas import wording
from saidanddone.ideas.appealing import Appeal
from saidanddone.ideas.appealing import hear_appeal as answer_appeal
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.ideas.stages import ON_THE_BOARD, Stage
from saidanddone.ideas.views import MENDED, idea_asked_for
from saidanddone.missions.models import missions_named
from saidanddone.moderation import checking, forms, merging, undoing, writing_down
from saidanddone.moderation.items import appeal_item, for_whom, idea_item, recording_item
from saidanddone.moderation.reasons import RETURN
from saidanddone.moderation.wordings import sentences
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right
from saidanddone.rules import Refused

NOT_TO_HEAR = (Stage.HELD, Stage.WITHDRAWN, Stage.DRAFT)


@open_to(Right.CHECK_IDEAS)
async def publish(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await web.read(request, forms.Publication)
    missions, unknown = await missions_named(request.scope["council"], form.mission.data or [])
    if unknown:
        form.refuse("mission", "Pick missions from the list.")
    if form.problems:
        return await _again(request, idea, "publication", form)
    title, read, mended = form.title.data or "", form.wording.data, None
    if form.mended:
        mended = form.what.data or "", (form.why.data or "") if form.why.raw_data else idea.why
    try:
        await checking.publish(
            idea, by=request.user, title=title, missions=missions, read=read, mended=mended
        )
    except checking.Changed as changed:
        form.refuse("title", str(changed))
        form.what.data = form.why.data = ""
        return await _again(request, await idea_asked_for(request), "publication", form)
    return on(request, f"Published. Now {for_whom(request.scope['council'], idea)}.")


@open_to(Right.CHECK_IDEAS)
async def write_down(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await web.read(request, forms.Transcript)
    if form.problems:
        return await _again(request, idea, "transcript", form)
    what, why, title = form.what.data or "", form.why.data or "", form.title.data or ""
    await writing_down.write_down(idea, by=request.user, what=what, why=why, title=title)
    return on(
        request, "Written down. Its author is asked whether it is right. After a yes it comes back here."
    )


@open_to(Right.CHECK_IDEAS)
async def send_back(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await web.read(request, forms.Return)
    act = "unheard" if idea.stage is Stage.SPOKEN else "return"
    if form.problems:
        return await _again(request, idea, act, form)
    message = await with_ready(idea.council_id, form.ready.data or [], form.message.data or "")
    if not message:
        form.refuse("message", "Say what should change, and why.")
        return await _again(request, idea, act, form)
    what = form.what.data or ""
    await checking.send_back(idea, by=request.user, message=message, what=what)
    return on(request, "Sent back with your words. Only its writer and your team can see it.")


@open_to(Right.CHECK_IDEAS)
async def mend(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await web.read(request, forms.Mending)
    wording.may_be_reworded(idea, request.user)
    if form.problems:
        return await _again(request, idea, "wordings", form)
    why = (form.why.data or "") if form.why.raw_data else idea.why
    await wording.reword(idea, by=request.user, what=form.what.data or "", why=why)
    return item_first(request, f"idea-{idea.number}", notice=MENDED, **(form.typed or {}))


@open_to(Right.CHECK_IDEAS)
async def take_back(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await undoing.take_back(idea, by=request.user)
    notice = f"Idea {idea.number} is back in the queue. Only its writer and your team can see it."
    return item_first(request, f"idea-{idea.number}", notice=notice)


@open_to(Right.CHECK_IDEAS)
async def decline(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await web.read(request, forms.Refusal)
    if form.problems:
        return await _again(request, idea, "refusal", form)
    reason, message = form.reason.data or "", form.message.data or ""
    await checking.decline(idea, by=request.user, reason=reason, message=message)
    told = "Turned down. Only its writer and your team can see it. "
    return on(request, told + "Its writer can ask, once, for somebody else to read it again.")


@open_to(Right.HEAR_APPEALS)
async def hear_appeal(request: Request) -> Response:
    number, council = request.path_params["number"], request.scope["council"]
    heard = Appeal.filter(idea__council_id=council.id, idea__number=number)
    seen = heard.exclude(idea__stage__in=NOT_TO_HEAR).select_related("idea")
    appeal = await seen.first()
    if appeal is None:
        raise HTTPException(404)
    form = await web.read(request, forms.AppealDecision)
    if form.problems:
        facts = await appeal_item(appeal)
        return item_again(request, facts, "appeal-decision", form)
    upheld = form.answer.data == "upheld"
    await answer_appeal(appeal, by=request.user, upheld=upheld, message=form.message.data or "")
    done = "It waits to be read again, as new." if upheld else "It stays as it was."
    return on(request, f"{done} Its writer has been told. Only they and your team can see it.")


@open_to(Right.RUN_ROUNDS)
async def shortlist(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await idea.make_move("shortlist", by=request.user)
    return web.back_to(request, "ideas:show", number=idea.number, notice="Put forward for a vote.")


@open_to(Right.RUN_ROUNDS)
async def put_back(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await idea.make_move("put_back", by=request.user)
    return web.back_to(
        request, "ideas:show", number=idea.number, notice="Taken off the list. It is open again."
    )


@open_to(Right.CHECK_IDEAS)
async def merge(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await web.read(request, forms.Merger)
    into = None
    if not form.problems:
        into = await ideas_seen_by(request.user).get_or_none(number=int(form.into.data or 0))
        if into is None or into.id == idea.id or into.stage not in ON_THE_BOARD:
            form.refuse("into", "Write the number of another idea that people can see.")
    if form.problems or into is None:
        return await _again(request, idea, "merger", form)
    try:
        await merging.merge(idea, into=into, by=request.user, read=form.wording.data)
    except checking.Changed as changed:
        form.refuse("into", str(changed))
        return await _again(request, await idea_asked_for(request), "merger", form)
    whom = for_whom(request.scope["council"], idea)
    return on(request, f"Joined to idea {into.number}. Each supporter counts once there. Now {whom}.")


@open_to(Right.CHECK_IDEAS)
async def unmerge(request: Request) -> Response:
    idea = await idea_asked_for(request)
    await merging.unmerge(idea, by=request.user)
    if idea.stage is Stage.WAITING:
        return on(request, "No longer joined. It waits to be read, and others can’t see it.")
    notice = "No longer joined. Both counts are as they were."
    return web.back_to(request, "ideas:show", number=idea.number, notice=notice)


@open_to(Right.CHECK_IDEAS)
async def hold(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await web.read(request, forms.Hold)
    if form.problems:
        return await _again(request, idea, "hold", form)
    await checking.hold(idea, by=request.user, message=form.message.data or "")
    return on(request, HIDDEN)


HIDDEN = (
    "Thank you: it was right to say so. Hidden. "
    "Only its writer and the safeguarding lead can see it now. The lead has been told."
)


def on(request: Request, notice: str) -> Response:
    """On to the next thing to read, saying what was done with the last one."""
    return web.back_to(request, "moderation:queue", notice=notice, inside=True)


def item_first(request: Request, key: str, *, notice: str = "", **typed: Any) -> Response:
    """On to one thing to read, with what was typed about it."""
    address = request.app.url_path_for("moderation:queue", council=request.scope["council"].slug)
    query = urlencode({"item": key, **{name: value for name, value in typed.items() if value}}, doseq=True)
    return web.go(request, f"{address}?{query}", notice=notice, inside=True)


def item_again(request: Request, facts: dict[str, Any], act: str, form: web.Form) -> Response:
    """The same item with what was typed, and what must be mended."""
    web.needs(request, web.Need.PLAYER)
    facts |= {"act": act, "form": form}
    return web.page(request, "moderation/item.html", block="item", status=422, here="queue", **facts)


async def with_ready(council_id: int, codes: list[str], message: str) -> str:
    """The council's sentences that a worker ticked, and then the worker's own words."""
    said = await sentences(council_id, RETURN)
    return " ".join([*(said[code] for code in said if code in codes), message]).strip()


async def _again(request: Request, idea: Idea, act: str, form: web.Form) -> Response:
    council = request.scope["council"]
    if idea.stage is Stage.SPOKEN:
        facts = await recording_item(idea, request.user)
    else:
        facts = await idea_item(council, request.user, idea, getattr(form, "typed", None))
    if _MOVES[act] not in facts["moves"]:
        raise Refused(f"This idea is at “{idea.allows.words}” now, so that can’t be done.")
    return item_again(request, facts, act, form)


_MOVES = {
    "wordings": "publish",
    "publication": "publish",
    "transcript": "write_down",
    "return": "return",
    "unheard": "unheard",
    "refusal": "decline",
    "merger": "merge",
    "hold": "hold",
}
