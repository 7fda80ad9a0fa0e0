"""Passkeys: come in with your fingerprint, face or PIN. Made, used, renamed and removed.

The phone or computer asks for the fingerprint, face or PIN itself; here only its signature is looked at. Each
passkey is bound to its person, and so to their council, or to the programme: elsewhere it is as good as none.
"""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import Any

import webauthn
from starlette.requests import Request
from tortoise.exceptions import IntegrityError
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.people import challenges
from saidanddone.people.door_news import passkey_made
from saidanddone.people.models import Person, Session, with_roles
from saidanddone.people.passkey_models import KeyHolder, Passkey
from saidanddone.people.passkey_place import Place, place_of
from saidanddone.people.sessions import end_links
from saidanddone.rules import Refused

AT_MOST = 10  # of one person
STAFF_CAME_IN = timedelta(hours=1)  # lately enough to add or remove a passkey
NOT_THIS_ONE = "That passkey does not open this door. Try again, or come in another way."
NOT_MADE = "That did not work, and nothing was kept. Try again."
SHOWN = (
    UserVerificationRequirement.REQUIRED
)  # a fingerprint, a face or a PIN: holding the device is not enough


class NoPasskey(Exception):
    """Not answered as asked: by no passkey of this council's people, or not here, not now, not again."""


def named_address(request: Request) -> str:
    """The same page where passkeys work, when the demo was opened by its number; else nothing."""
    place = place_of(request.app.state.settings)
    if place is None or not request.app.state.settings.demo or request.url.hostname == place.host:
        return ""
    return place.origins[0] + request.url.path


async def passkeys_of(person: Person) -> list[Passkey]:
    """A person's passkeys, the oldest first."""
    return await Passkey.filter(person_id=person.id).order_by("id").select_related("made_on")


def came_in_lately(person: Person) -> bool:
    """Whether they may add or remove passkeys now: staff only soon after they came in (a screen left open).

    Coming in by a provider that may have asked them nothing doesn't count.

    Young people may at any time: many have no second way in with which to show again that it is them.
    """
    here = person.came_by
    if not person.is_staff:
        return True
    return here is not None and not here.silent and clock.real_now() - here.started_at <= STAFF_CAME_IN


async def ask_for_new(request: Request, person: Person) -> tuple[str, str]:
    """What the browser is to ask the device for (JSON), and the token to bind that browser with."""
    place = _place(request)
    _lately(person)
    challenge, browser = await challenges.ask(request, person)
    council = request.scope.get("council")
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name="Said & Done",
        user_id=base64url_to_bytes(await _handle_of(person)),
        user_name=f"{person.nickname}, {council.name if council else 'the programme'}",
        user_display_name=person.nickname,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True, user_verification=SHOWN
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(base64url_to_bytes(one.credential))
            for one in await passkeys_of(person)
        ],
        timeout=_milliseconds(),
    )
    return webauthn.options_to_json(options), browser


async def add(request: Request, *, by: Person, name: str, answer: str) -> Passkey:
    """Keep a new passkey of a person. Raises NoPasskey when that is no answer to what was just asked here."""
    place = _place(request)
    _lately(by)
    session: Session = request.scope["session_row"]
    if session.shared:
        raise Refused(
            "Others use this device too, and could come in as you. Make a passkey on one that is yours."
        )
    asked = await challenges.answered(request, by)
    try:
        if asked is None or _is_framed(answer):
            raise NoPasskey
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=asked,
            expected_rp_id=place.host,
            expected_origin=list(place.origins),
            require_user_verification=True,
        )
    except Exception as wrong:  # taking apart what a stranger sent may fail in any way: one refusal for all
        raise NoPasskey from wrong

    async def act() -> Passkey:
        if await Passkey.filter(person_id=by.id).count() >= AT_MOST:
            raise Refused(f"You have {AT_MOST} passkeys. Remove one you don’t use, then add this one.")
        passkey = await Passkey.create(
            person_id=by.id,
            credential=bytes_to_base64url(made.credential_id),
            public_key=bytes_to_base64url(made.credential_public_key),
            sign_count=made.sign_count,
            name=name,
            made_on_id=session.id,
            made_at=clock.real_now(),
        )
        await passkey_made(passkey, by, session)
        await end_links(by)
        _record("add_passkey", passkey, by)
        return passkey

    try:
        return await database.write(act)
    except IntegrityError as taken:
        raise NoPasskey from taken


async def ask_who(request: Request) -> tuple[str, str]:
    """What a browser is to ask of any passkey it has for this site (JSON), and the token to bind it with."""
    place = _place(request)
    challenge, browser = await challenges.ask(request, None)
    options = webauthn.generate_authentication_options(
        rp_id=place.host, challenge=challenge, user_verification=SHOWN, timeout=_milliseconds()
    )
    return webauthn.options_to_json(options), browser


async def whose(request: Request, answer: str) -> Person:
    """The person of this council whose passkey answered what this browser was asked. Raises NoPasskey."""
    place = _place(request)
    asked = await challenges.answered(request, None)
    try:
        passkey = await _named_in(answer, challenges.council_of(request))
        if asked is None or passkey is None or _is_framed(answer):
            raise NoPasskey
        shown = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=asked,
            expected_rp_id=place.host,
            expected_origin=list(place.origins),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as wrong:  # as above: unknown, removed, forged and broken look the same
        raise NoPasskey from wrong
    # Its count goes up from what was read: of two answers with one count, one is a copy's.
    as_read = Passkey.filter(id=passkey.id, sign_count=passkey.sign_count)
    counted = {"sign_count": shown.new_sign_count, "used_at": clock.real_now()}
    if not await database.write(lambda: as_read.update(**counted)):
        raise NoPasskey
    return await with_roles(passkey.person)


async def rename(passkey: Passkey, *, by: Person, name: str) -> None:
    """Call a passkey something else."""
    await database.write(lambda: Passkey.filter(id=passkey.id, person_id=by.id).update(name=name))


async def remove(passkey: Passkey, *, by: Person) -> None:
    """Forget a passkey: it opens nothing from now on. Devices that are signed in stay so."""
    _lately(by)

    async def act() -> None:
        if await Passkey.filter(id=passkey.id, person_id=by.id).delete():
            _record("remove_passkey", passkey, by)

    await database.write(act)


async def forget_all(person: Person) -> None:
    """Forget every passkey of a person, inside a write: a device is lost, or they leave."""
    await Passkey.filter(person_id=person.id).delete()


async def _named_in(answer: str, council_id: int | None) -> Passkey | None:
    """The passkey that an answer names, where it is of somebody of this council (none: the programme)."""
    sent: dict[str, Any] = json.loads(answer)
    here = Passkey.filter(person__council_id=council_id, person__suspended_at=None)
    passkey = await here.select_related("person").get_or_none(credential=str(sent["id"])[:1400])
    if passkey is None:
        return None
    holder = await KeyHolder.get(person_id=passkey.person_id)
    handle = str(sent["response"].get("userHandle") or "").rstrip("=")
    return passkey if secrets.compare_digest(handle.encode(), holder.handle.encode()) else None


def _is_framed(answer: str) -> bool:
    """Whether a page of somebody else's held the page that asked (which the library does not look at)."""
    said: dict[str, Any] = json.loads(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
    return said.get("crossOrigin") is True or "topOrigin" in said


async def _handle_of(person: Person) -> str:
    held = await KeyHolder.get_or_none(person_id=person.id)
    if held is None:
        handle = bytes_to_base64url(secrets.token_bytes(64))
        try:
            held = await database.write(lambda: KeyHolder.create(person_id=person.id, handle=handle))
        except IntegrityError:  # asked twice at once
            held = await KeyHolder.get(person_id=person.id)
    return held.handle


def _place(request: Request) -> Place:
    place = place_of(request.app.state.settings)
    if place is None:
        raise Refused("Passkeys need this site to have a name. It is reached by a number here.")
    return place


def _lately(person: Person) -> None:
    if not came_in_lately(person):
        raise Refused(
            "Show first once more that it is you: come in again. Then you can change your passkeys."
        )


def _milliseconds() -> int:
    return int(challenges.LASTS.total_seconds() * 1000)


def _record(act: str, passkey: Passkey, by: Person) -> None:
    """In the council's history; the programme has none."""
    if by.council_id is not None:
        record(by.council_id, act, passkey, by=by)
