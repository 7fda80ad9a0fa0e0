"""Come-back cards: made on one's own page, opened by a square or a code, and a PIN lets their person in."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people import come_back_cards as cards
from saidanddone.people import sessions
from saidanddone.people.cards import Card, card
from saidanddone.people.come_back_cards import ComeBackCard, card_of, open_card
from saidanddone.people.contacts import contacts_of
from saidanddone.people.door_forms import CardForm, NewCardForm, NewPinForm
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.forms import SHARED
from saidanddone.people.inviting import in_groups, plain_code
from saidanddone.people.join_views import look_up
from saidanddone.people.models import Proof
from saidanddone.people.passkeys import passkeys_of
from saidanddone.people.rights import Right


@open_to(Right.COME_BACK)
async def ways_back(request: Request) -> Response:
    """All the ways to come back in one place, each with the page where it is made or ended."""
    facts: dict[str, Any] = {
        "has": await card_of(request.user),
        "contacts": await contacts_of(request.user),
        "passkeys": await passkeys_of(request.user),
    }
    return web.page(request, "people/ways_back.html", here="me", **facts)


@open_to(Right.COME_BACK)
async def mine(request: Request) -> Response:
    return await _mine(request, NewPinForm())


@open_to(Right.COME_BACK)
async def make(request: Request) -> Response:
    """The code can't be looked up later, so the card is the answer itself."""
    form = await web.read(request, NewPinForm)
    if form.problems:
        return await _mine(request, form, status=422)
    _, code = await cards.make(by=request.user, pin=form.pin.data or "")
    return show_card(request, code, to_hand_over=False)


@open_to(Right.COME_BACK)
async def end(request: Request) -> Response:
    await cards.end(request.user, by=request.user)
    return web.back_to(request, "people:my_card", notice="That card opens nothing now.")


@open_to(EVERYONE)
async def opened(request: Request) -> Response:
    """Asks for the PIN, and changes nothing: whatever opens the square's address uses nothing up."""
    found = await look_up(request, request.path_params["code"], open_card)
    return _no_such_card(request) if found is None else _asking(request, found, CardForm())


@open_to(EVERYONE)
async def come_in(request: Request) -> Response:
    found = await look_up(request, request.path_params["code"], open_card)
    if found is None:
        return _no_such_card(request)
    form: CardForm | NewCardForm = await web.read(request, CardForm if found.pin else NewCardForm)
    if form.problems:
        return _asking(request, found, form, status=422)
    pin = form.pin.data or ""
    person = await cards.come_in(found, pin) if found.pin else await cards.choose_pin(found, pin)
    if person is None:
        await found.refresh_from_db(fields=["wrong", "ended_at"])
        form.refuse("pin", "That is not the PIN of this card.")
        return _asking(request, found, form, status=422)
    answer = web.back_to(request, "front:home", notice="You are in. Welcome back.")
    return await sessions.sign_in(
        request, answer, person, shared=form.device.data == SHARED, proof=Proof.CARD
    )


def show_card(request: Request, code: str, *, to_hand_over: bool) -> Response:
    """The card, shown this once; a worker's, to be handed over without a PIN."""
    facts: dict[str, Any] = {
        "card": drawn(request, code),
        "to_hand_over": to_hand_over,
        "on_shared": request.scope["session_row"].shared,
        "days": cards.FIRST_USE.days,
        "dock": False,
    }
    return web.page(request, "people/come_back_card.html", here="me", **facts)


def drawn(request: Request, code: str) -> Card:
    """A card with the square that opens its page."""
    path = request.app.url_path_for("people:card", council=request.scope["council"].slug, code=code)
    return card(code, request.app.state.settings.origin + str(path))


async def _mine(request: Request, form: NewPinForm, *, status: int = 200) -> Response:
    facts: dict[str, Any] = {
        "has": await card_of(request.user),
        "problems": form.problems,
        "fresh": "new" in request.query_params,
        "dock": False,
    }
    return web.page(request, "people/my_card.html", status=status, here="me", **facts)


def _asking(
    request: Request, found: ComeBackCard, form: CardForm | NewCardForm, *, status: int = 200
) -> Response:
    facts: dict[str, Any] = {
        "code": in_groups(plain_code(request.path_params["code"])),
        "locked": found.is_locked,
        "left": cards.WRONG_AT_MOST - found.wrong,
        "first_use": not found.pin,
        "problems": form.problems,
        "device": form.device.data or "",
        "here": "sign-in",
    }
    return web.page(request, "people/card.html", status=status, **facts)


def _no_such_card(request: Request) -> Response:
    return web.page(request, "people/no_code.html", status=404, here="sign-in", used=False)
