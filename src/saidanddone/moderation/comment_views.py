"""What workers do with words added to an idea, and what happens when they are worried by them."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.ideas import commenting
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.forms import PublishWords
from saidanddone.ideas.models import ideas_seen_by
from saidanddone.moderation import commented, forms
from saidanddone.moderation.items import comment_item, for_whom
from saidanddone.moderation.reasons import DECLINE
from saidanddone.moderation.views import HIDDEN, item_again, on
from saidanddone.moderation.wordings import sentences
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right


@open_to(Right.CHECK_IDEAS)
async def publish(request: Request) -> Response:
    comment, form = await _comment(request), await web.read(request, PublishWords)
    if form.asks_about(comment.text):
        return await _again(request, comment, "publication", form)
    await commenting.publish_comment(comment, by=request.user)
    return on(request, f"Published. Now {for_whom(request.scope['council'], comment.idea)}.")


@open_to(Right.CHECK_IDEAS)
async def refuse(request: Request) -> Response:
    comment = await _comment(request)
    form = await web.read(request, forms.Refusal)
    if form.problems:
        return await _again(request, comment, "refusal", form)
    reason = form.reason.data or ""
    told = (await sentences(comment.council_id, DECLINE))[reason]
    message = f"{told} {form.message.data}"
    await commenting.refuse_comment(comment, by=request.user, reason=reason, message=message)
    return on(request, "Not published. Only its writer can see it, with what you told them.")


@open_to(Right.CHECK_IDEAS)
async def hold(request: Request) -> Response:
    comment = await _comment(request)
    form = await web.read(request, forms.Hold)
    if form.problems:
        return await _again(request, comment, "hold", form)
    await commented.hold(comment, by=request.user, message=form.message.data or "")
    return on(request, HIDDEN)


async def _comment(request: Request) -> Comment:
    """A comment on an idea that this worker sees, unless it is kept safe because of a worry."""
    here = Comment.filter(id=request.path_params["id"], council_id=request.scope["council"].id)
    comment = await here.exclude(reason=commented.WORRY).select_related("idea").first()
    if comment is None or not await ideas_seen_by(request.user).filter(id=comment.idea_id).exists():
        raise HTTPException(404)
    return comment


async def _again(request: Request, comment: Comment, act: str, form: web.Form) -> Response:
    facts = await comment_item(request.scope["council"], comment)
    return item_again(request, facts, act, form)
