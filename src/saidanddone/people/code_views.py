"""Coming back by a code: write an address, get a code there, type it in the same browser."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.cookies import ASKED, BROWSER
from saidanddone.limiting import ONE_LINE, address_of
from saidanddone.people import codes, coming_back, sessions
from saidanddone.people.codes import Asker, For
from saidanddone.people.door_forms import AddressForm, SignInCodeForm
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.forms import SHARED
from saidanddone.people.models import Proof
from saidanddone.people.views import draw_sign_in, local_path
from saidanddone.rules import Refused
from saidanddone.settings import Settings


@open_to(EVERYONE)
async def ask(request: Request) -> Response:
    """The answer is the same, whether the address is somebody's here or not."""
    council, form = request.scope["council"], await web.read(request, AddressForm)
    if form.problems or form.the_address is None:
        return await draw_sign_in(request, form, status=422)
    try:
        secret = await coming_back.ask(council, form.the_address, asker=asker_of(request))
    except Refused as refused:
        form.refuse("address", str(refused))
        return await draw_sign_in(request, form, status=422)
    after = local_path(form.next.data)
    address = str(request.app.url_path_for("people:sign_in_code", council=council.slug))
    return keep_secret(request, web.go(request, _with_next(address, after)), secret, form.typed)


@open_to(EVERYONE)
async def sign_in_code(request: Request) -> Response:
    """Where the code is typed. It changes nothing."""
    return await _asking(request, SignInCodeForm(), after=local_path(request.query_params.get("next")))


@open_to(EVERYONE)
async def use_code(request: Request) -> Response:
    council, form = request.scope["council"], await web.read(request, SignInCodeForm)
    after = local_path(form.next.data)
    if form.problems:
        return await _asking(request, form, after=after, status=422)
    person = await coming_back.come_in(council, form.code.data or "", secret=secret_of(request))
    if person is None:
        form.refuse("code", "That is not the code. Look again, or ask for a new one.")
        return await _asking(request, form, after=after, status=422)
    home = str(request.app.url_path_for("front:home", council=council.slug))
    answer = drop_secret(request, web.go(request, after or home, notice="You are in. Welcome back."))
    return await sessions.sign_in(
        request, answer, person, shared=form.device.data == SHARED, proof=Proof.CODE
    )


# The browser's own secret, which its code is bound to


def asker_of(request: Request) -> Asker:
    """Who asks for a code: where from, and in which browser."""
    settings: Settings = request.app.state.settings
    browser = BROWSER.of(request, settings)
    where = address_of(request, of_ipv6=ONE_LINE)  # else one home would be many places
    place = hmac.new(settings.key_for("where from"), where.encode(), hashlib.sha256)
    return Asker(
        place=place.hexdigest(),
        browser=sessions.hashed(browser) if browser else "",
        site_key=settings.key_for("addresses"),
    )


def keep_secret(request: Request, answer: Response, secret: str, typed: str) -> Response:
    """Give this browser the secret that its code is bound to, and the address as it was typed there.

    For as long as the code works. The site keeps only a hash of the address, so only the browser can say it.
    """
    said = base64.urlsafe_b64encode(typed.encode()).decode().rstrip("=")
    return ASKED.keep(answer, request.app.state.settings, f"{secret}.{said}", codes.LASTS)


def drop_secret(request: Request, answer: Response) -> Response:
    """Take that secret away again."""
    return ASKED.drop(answer, request.app.state.settings)


def secret_of(request: Request) -> str:
    """The secret that this browser holds."""
    return ASKED.of(request, request.app.state.settings).partition(".")[0]


def typed_address(request: Request) -> str:
    """The address to which this browser asked for a code, as it was typed; empty when it does not say."""
    said = ASKED.of(request, request.app.state.settings).partition(".")[2]
    try:
        return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)).decode()
    except ValueError:
        return ""


def _with_next(address: str, after: str) -> str:
    return f"{address}?next={quote(after)}" if after else address


async def _asking(request: Request, form: SignInCodeForm, *, after: str, status: int = 200) -> Response:
    council = request.scope["council"]
    facts: dict[str, Any] = {
        "open": await codes.is_open(council, For.SIGN_IN, secret=secret_of(request)),
        "problems": form.problems,
        "device": form.device.data or "",
        "after": after,
        "sent_to": typed_address(request),
        "here": "sign-in",
    }
    return web.page(request, "people/sign_in_code.html", status=status, **facts)
