"""Inviting people: the card with its code, shown once, and the list of what is out."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import spelling, web
from saidanddone.people import inviting
from saidanddone.people.cards import card
from saidanddone.people.doors import open_to
from saidanddone.people.forms import InvitationForm
from saidanddone.people.models import Invitation
from saidanddone.people.rights import ROLE_WORDS, Right, Role

ON_A_PAGE = 30


@open_to(Right.INVITE)
async def index(request: Request) -> Response:
    return await _index(request)


@open_to(Right.INVITE)
async def create(request: Request) -> Response:
    """The code can't be looked up later, so the cards are the answer itself."""
    form = await web.read(request, InvitationForm)
    if not form.problems and form.the_role not in inviting.may_invite(request.user):
        form.refuse("role", "You can invite young people. Ask the council’s admin for other roles.")
    if not form.problems and (fault := inviting.fault_of_uses(request.scope["council"], form.uses.data or 1)):
        form.refuse("uses", fault)
    if form.problems:
        return await _index(request, form, status=422)
    council, origin = request.scope["council"], request.app.state.settings.origin
    made = await inviting.invite_several(
        council,
        form.the_role,
        form.cards.data or 1,
        by=request.user,
        name=form.name.data or "",
        uses_at_most=form.uses.data or 1,
    )
    route = request.app.url_path_for
    cards = [
        (one.id, card(code, origin + str(route("people:join", council=council.slug, code=code))))
        for one, code in made
    ]
    facts: dict[str, Any] = {"cards": cards, "made": made[0][0], "role": ROLE_WORDS[form.the_role]}
    return web.page(request, "people/cards.html", here="invitations", **facts)


@open_to(Right.INVITE)
async def revoke(request: Request) -> Response:
    here = Invitation.filter(council_id=request.scope["council"].id)
    found = await here.filter(role__in=inviting.may_invite(request.user)).get_or_none(
        id=request.path_params["id"]
    )
    if found is None:
        raise HTTPException(404)
    await inviting.revoke(found, by=request.user)
    notice = "Taken back. Its code opens nothing now. Make a new one whenever you like."
    return web.back_to(request, "people:invitations", notice=notice)


@open_to(Right.INVITE)
async def revoke_unused(request: Request) -> Response:
    number = await inviting.revoke_unused(request.scope["council"], by=request.user)
    notice = f"{spelling.count_of(number, 'card')} taken back. Whoever holds one can’t come in with it."
    return web.back_to(request, "people:invitations", notice=notice)


async def _index(request: Request, form: InvitationForm | None = None, *, status: int = 200) -> Response:
    council, roles = request.scope["council"], inviting.may_invite(request.user)
    made = Invitation.filter(council_id=council.id, role__in=roles).order_by("-id").select_related("made_by")
    after = web.whole_number(request.query_params.get("after"))
    if after is not None:
        made = made.filter(id__lt=after)
    found = await made.limit(ON_A_PAGE + 1)
    shown = found[:ON_A_PAGE]
    facts: dict[str, Any] = {
        "invitations": [(one, ROLE_WORDS[one.role], inviting.is_open(one)) for one in shown],
        "more": shown[-1].id if len(found) > ON_A_PAGE else None,
        "form": form or InvitationForm(),
        "problems": form.problems if form else {},
        "options": [(role.value, ROLE_WORDS[role]) for role in roles],
        "asked_for": request.query_params.get("role", Role.YOUNG_PERSON.value),
        "unused": await inviting.unused_ones(council.id, request.user).count(),
        "days": inviting.LASTS.days,
        "most": inviting.CARDS_AT_MOST,
    }
    return web.page(request, "people/invitations.html", status=status, here="invitations", **facts)
