"""Saying it instead of writing it: the page that records, the sound itself, and the yes to its words."""

from __future__ import annotations

import re
import secrets
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import clock, spelling, web
from saidanddone.ideas import recordings
from saidanddone.ideas.forms import AgainForm, AgreementForm, NotWhatISaidForm, SpokenForm
from saidanddone.ideas.models import Door, Idea, ShownAs, ideas_seen_by
from saidanddone.ideas.recordings import KEPT_FOR, recording_heard_by, recording_of
from saidanddone.ideas.sounds import BYTES_AT_MOST, SECONDS_AT_MOST, TOO_BIG, Sound
from saidanddone.ideas.views import idea_asked_for
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right
from saidanddone.rules import Refused
from saidanddone.web import back_to, page, read, read_with_file, whole_number


@open_to(Right.PROPOSE)
async def new(request: Request) -> Response:
    number = request.query_params.get("idea", "")
    idea = await _to_say_again(request, number) if number else None
    return await _recorder(request, AgainForm() if idea else SpokenForm(), idea)


@open_to(Right.PROPOSE)
async def say(request: Request) -> Response:
    form, sound = await _heard(request, SpokenForm)
    if form.problems or sound is None:
        return await _recorder(request, form, status=422)
    idea = await recordings.say(
        request.user,
        sound,
        once=form.once.data or secrets.token_hex(8),
        shown_as=ShownAs(form.shown_as.data or ""),
        door=Door(form.door.data or ""),
        quotable=form.quote.data == "yes",
    )
    return _sent(request, idea)


@open_to(Right.PROPOSE)
async def say_again(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form, sound = await _heard(request, AgainForm)
    if form.problems or sound is None:
        _may_be_said_again(idea, request.user)
        return await _recorder(request, form, idea, status=422)
    await recordings.say_again(idea, sound, by=request.user, once=form.once.data or secrets.token_hex(8))
    return _sent(request, idea)


@open_to(Right.PROPOSE)
async def sound(request: Request) -> Response:
    recording = await recording_heard_by(request.user, request.path_params["number"])
    if recording is None or recording.sound is None:
        raise HTTPException(404)
    web.needs(request, web.Need.CLOSED)
    answer = part_of(bytes(recording.sound), request.headers.get("Range", ""))
    answer.headers["Content-Type"] = recording.kind
    answer.headers["Content-Disposition"] = f'inline; filename="{recording.file_name}"'
    answer.headers["Accept-Ranges"] = "bytes"
    return answer


@open_to(Right.PROPOSE)
async def agree(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await read(request, AgreementForm)
    may = "agree" in {move.name for move in idea.moves_for(request.user)}
    if may and (form.problems or form.point_out()):
        facts: dict[str, Any] = {"idea": idea, "form": form, "problems": form.problems, "dock": False}
        return page(request, "ideas/agreement.html", block="form", status=422, here="ideas", **facts)
    await recordings.agree(idea, by=request.user, what=form.what.data or "", why=form.why.data or "")
    day = spelling.week_day(request.scope["council"].next_reading())
    notice = f"Thank you. Your recording is deleted. A worker reads your words by {day}."
    return back_to(request, "ideas:show", number=idea.number, notice=notice)


@open_to(Right.PROPOSE)
async def ask_again(request: Request) -> Response:
    idea = await idea_asked_for(request)
    form = await read(request, NotWhatISaidForm)
    await recordings.ask_again(idea, by=request.user, text=(form.text.data or "")[:600])
    day = spelling.week_day(request.scope["council"].next_reading())
    notice = f"Thank you for saying so. A worker listens again by {day}."
    return back_to(request, "ideas:show", number=idea.number, notice=notice)


def part_of(content: bytes, wanted: str) -> Response:
    """The whole of some bytes, or the one part that is asked for: iPhones play nothing else."""
    size = len(content)
    asked = re.fullmatch(r"bytes=([0-9]{0,9})-([0-9]{0,9})", wanted.strip())
    if asked is None or asked[0] == "bytes=-":
        return Response(content)
    first, last = asked[1], asked[2]
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or (not first and last.strip("0") == ""):
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    headers = {"Content-Range": f"bytes {start}-{end}/{size}"}
    return Response(content[start : end + 1], status_code=206, headers=headers)


async def _heard(request: Request, form: type[Any]) -> tuple[Any, Sound | None]:
    """The form and its sound; what is wrong with the sound stands in the form."""
    try:
        filled, content = await read_with_file(request, form, "sound")
    except HTTPException as error:
        if error.status_code != 413:
            raise
        filled, content = form(), b""
        filled.refuse("sound", TOO_BIG)
        return filled, None
    try:
        return filled, Sound.of(content, filled.told)
    except Refused as refusal:
        filled.refuse("sound", str(refusal))
        return filled, None


async def _to_say_again(request: Request, typed: str) -> Idea:
    number = whole_number(typed)
    if number is None:
        raise HTTPException(404)
    own = ideas_seen_by(request.user).filter(author_id=request.user.id)
    idea = await own.get_or_none(number=number)
    if idea is None:
        raise HTTPException(404)
    _may_be_said_again(idea, request.user)
    return idea


def _may_be_said_again(idea: Idea, person: Any) -> None:
    if "say_again" not in {move.name for move in idea.moves_for(person)}:
        raise Refused(f"This idea is at “{idea.allows.words}” now, so it can’t be said again.")


def _sent(request: Request, idea: Idea) -> Response:
    day = spelling.week_day(request.scope["council"].next_reading())
    notice = f"Sent. A worker writes it down by {day}. Then you say if it is right."
    return back_to(request, "ideas:show", number=idea.number, notice=notice)


async def _recorder(request: Request, form: Any, idea: Idea | None = None, *, status: int = 200) -> Response:
    council = request.scope["council"]
    web.needs(request, web.Need.MICROPHONE)
    facts: dict[str, Any] = {
        "form": form,
        "problems": form.problems,
        "idea": idea,
        "before": await recording_of(idea) if idea else None,
        "once": form.once.data or secrets.token_hex(8),
        "seconds": SECONDS_AT_MOST,
        "bytes": BYTES_AT_MOST,
        "reads_on": council.reads_on,
        "reading_day": spelling.week_day(council.next_reading()),
        "gone_by": clock.local(clock.now() + KEPT_FOR).date(),
        "dock": False,
    }
    return page(request, "ideas/recorder.html", block="form", status=status, here="ideas", **facts)
