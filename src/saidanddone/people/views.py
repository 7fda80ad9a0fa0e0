"""The doors: coming in by a one-time link, signing out, and leaving at once."""

from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from saidanddone import web
from saidanddone.people import sessions
from saidanddone.people.door_forms import AddressForm
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.forms import SHARED, whose_device
from saidanddone.people.models import Proof, Session
from saidanddone.people.passkey_place import place_of
from saidanddone.people.passkeys import named_address
from saidanddone.people.providers.models import provider_of

DOORS = frozenset({"sign-in", "sign-out", "leave"})  # no way on leads through these
WIPE = '"cache", "storage"'


class SignInForm(web.Form):
    """Asked with the button of a one-time link."""

    device = whose_device()


@open_to(EVERYONE)
async def sign_in(request: Request) -> Response:
    """How to come in."""
    return await draw_sign_in(request, AddressForm())


async def draw_sign_in(
    request: Request, form: AddressForm, *, status: int = 200, wrong: str = ""
) -> Response:
    """The page with every way in; ``form`` asks for a code, ``wrong`` is what a passkey came to."""
    after = local_path(request.query_params.get("next") or form.next.data)
    council = request.scope.get("council")
    facts: dict[str, Any] = {
        "form": form,
        "problems": form.problems,
        "after": after,
        "here": "sign-in",
        "wrong": wrong,
        "has_keys": place_of(request.app.state.settings) is not None,
        "passkeys_at": named_address(request),
        "own_account": council is not None and await provider_of(council.id) is not None,
    }
    return web.page(request, "people/sign_in.html", status=status, **facts)


@open_to(EVERYONE)
async def sign_in_link(request: Request) -> Response:
    """Shows a button and changes nothing: a mail scanner that opens it must not use it up."""
    return _link_page(request, SignInForm())


@open_to(EVERYONE)
async def use_sign_in_link(request: Request) -> Response:
    token, form = request.path_params["token"], await web.read(request, SignInForm)
    council = request.scope.get("council")  # none at the programme's own door
    if form.problems:
        return _link_page(request, form, status=422)
    person = await sessions.use_link(token, council.id if council else None)
    if person is None:
        return _link_page(request, form, status=422, used=True)
    return await sessions.sign_in(
        request,
        web.back_to(request, "front:home"),
        person,
        shared=form.device.data == SHARED,
        proof=Proof.LINK,
    )


def _link_page(request: Request, form: SignInForm, *, status: int = 200, used: bool = False) -> Response:
    facts: dict[str, Any] = {"device": form.device.data or "", "problems": form.problems, "used": used}
    token = request.path_params["token"]
    return web.page(request, "people/sign_in_link.html", status=status, token=token, **facts)


@open_to(EVERYONE, with_one_step=True)
async def sign_out(request: Request) -> Response:
    was = await _end_session(request)
    home = web.address(request, "front:home") if "council" in request.scope else "/"
    answer = web.go(request, home, notice="You are signed out.")
    return _forget(request, answer, was)


@open_to(EVERYONE, with_one_step=True)
async def leave(request: Request) -> Response:
    """Off to another page at once. A device that others use also forgets who was here."""
    answer: Response = RedirectResponse(request.app.state.settings.leave_to, status_code=303)
    session: Session | None = request.scope["session_row"]
    if session is None or not session.shared:
        return answer
    return _forget(request, answer, await _end_session(request))


def local_path(address: str | None) -> str:
    """The address, when it is a path of this very site, and none that comes in or out; else nothing.

    Nobody is led on to begin a sign-in that they did not press for.
    """
    plain = (address or "").strip()
    steps = unquote(plain.partition("?")[0].partition("#")[0]).split("/")[1:]
    if DOORS & {*steps[:2]} or {".", ".."} & {*steps} or "" in steps[:-1]:
        return ""
    odd = "\\" in plain or any(sign < "!" or sign == "\x7f" for sign in plain)
    return plain if plain.startswith("/") and not plain.startswith("//") and not odd else ""


async def _end_session(request: Request) -> Session | None:
    session: Session | None = request.scope["session_row"]
    if session is not None:
        await sessions.end(session)
    return session


def _forget(request: Request, answer: Response, session: Session | None) -> Response:
    if session is not None and session.shared:
        answer.headers["Clear-Site-Data"] = WIPE
    return sessions.forget(answer, request.app.state.settings)
