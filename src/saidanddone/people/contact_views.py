"""An address to come back by, or for staff to be written to: given, confirmed by a code, taken away.

Always the reader's own.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people import codes, contacts
from saidanddone.people.code_views import asker_of, drop_secret, keep_secret, secret_of, typed_address
from saidanddone.people.codes import For
from saidanddone.people.contacts import Contact, contacts_of
from saidanddone.people.door_forms import AddressForm, CodeForm
from saidanddone.people.doors import SIGNED_IN, open_to
from saidanddone.rules import Refused

WORKS = "It works. If you lose this phone, ask for a code on the sign-in page."
WORKS_FOR_STAFF = "It works. What you should know goes there from now on."


@open_to(SIGNED_IN)
async def show(request: Request) -> Response:
    return await _show(request, AddressForm())


@open_to(SIGNED_IN)
async def give(request: Request) -> Response:
    form = await web.read(request, AddressForm)
    if form.problems or form.the_address is None:
        return await _show(request, form, status=422)
    council, asker = request.scope["council"], asker_of(request)
    try:
        secret = await contacts.give(council, form.the_address, by=request.user, asker=asker)
    except Refused as refused:
        form.refuse("address", str(refused))
        return await _show(request, form, status=422)
    return keep_secret(request, web.back_to(request, "people:contact_code"), secret, form.typed)


@open_to(SIGNED_IN)
async def code(request: Request) -> Response:
    return await _asking(request, CodeForm())


@open_to(SIGNED_IN)
async def confirm(request: Request) -> Response:
    council, form = request.scope["council"], await web.read(request, CodeForm)
    if form.problems:
        return await _asking(request, form, status=422)
    try:
        done = await contacts.confirm(
            council, form.code.data or "", by=request.user, secret=secret_of(request)
        )
    except Refused as refused:
        form.refuse("code", str(refused))
        return await _asking(request, form, status=422)
    if not done:
        form.refuse("code", "That is not the code. Look again, or write the address once more.")
        return await _asking(request, form, status=422)
    notice = WORKS_FOR_STAFF if request.user.is_staff else WORKS
    return drop_secret(request, web.back_to(request, "people:contact", notice=notice))


@open_to(SIGNED_IN)
async def take_away(request: Request) -> Response:
    mine = Contact.filter(person_id=request.user.id)
    found = await mine.get_or_none(id=request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    await contacts.take_away(found, by=request.user)
    return web.back_to(request, "people:contact", notice="It is gone. We keep nothing of it.")


async def _show(request: Request, form: AddressForm, *, status: int = 200) -> Response:
    given = await contacts_of(request.user)
    facts: dict[str, Any] = {
        "contacts": given,
        "for_work": request.user.is_staff,
        "may_give": len(given) < contacts.MOST,
        "form": form,
        "problems": form.problems,
    }
    return web.page(request, "people/contact.html", status=status, here="me", **facts)


async def _asking(request: Request, form: CodeForm, *, status: int = 200) -> Response:
    secret = secret_of(request)
    is_open = await codes.is_open(request.scope["council"], For.CONTACT, secret=secret)
    facts: dict[str, Any] = {
        "open": is_open,
        "problems": form.problems,
        "sent_to": typed_address(request),
    }
    return web.page(request, "people/contact_code.html", status=status, here="me", **facts)
