"""“I’m worried” about why somebody gave a score."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.appraisal.views import draw, reason_asked_for, to_ways
from saidanddone.moderation.forms import Hold
from saidanddone.moderation.reasoned import hold_reason
from saidanddone.moderation.views import HIDDEN
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right


@open_to(Right.CHECK_IDEAS)
async def hold(request: Request) -> Response:
    idea, score = await reason_asked_for(request)
    form = await web.read(request, Hold)
    if form.problems:
        return await draw(request, idea, score.appraisal, status=422, worry=form, about=score.id)
    await hold_reason(score, by=request.user, message=form.message.data or "")
    return to_ways(request, idea, HIDDEN)
