"""Passkeys over the web: asked for by a small script, answered by ordinary forms."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from saidanddone import web
from saidanddone.people import challenges, passkeys, sessions
from saidanddone.people.device_views import devices_page
from saidanddone.people.door_forms import AddressForm
from saidanddone.people.doors import EVERYONE, SIGNED_IN, open_to, owes_a_step
from saidanddone.people.forms import OWN
from saidanddone.people.models import Person, Proof
from saidanddone.people.passkey_models import Passkey
from saidanddone.people.passkeys import NOT_MADE, NOT_THIS_ONE, NoPasskey
from saidanddone.people.providers.models import has_account
from saidanddone.people.second_step import check_may_add
from saidanddone.people.second_step_views import step_page
from saidanddone.people.views import draw_sign_in, local_path

LAST_ONE = "This is your last passkey. Tick the box if you are sure: you then come in another way."


class NameForm(web.Form):
    name = StringField(
        validators=[
            InputRequired("Give it a name, so you know it again."),
            Length(max=40, message="Make it shorter: up to 40 letters."),
        ]
    )


class NewPasskeyForm(NameForm):
    credential = StringField()
    next = StringField()


class RemovalForm(web.Form):
    sure = BooleanField()


class UseForm(web.Form):
    credential = StringField()
    device = StringField()
    next = StringField()


@open_to(EVERYONE, with_one_step=True)
async def ask_who(request: Request) -> Response:
    """What the script on the sign-in page hands to the browser."""
    return _asked(request, *await passkeys.ask_who(request))


@open_to(EVERYONE, with_one_step=True)
async def come_in(request: Request) -> Response:
    form = await web.read(request, UseForm)
    try:
        person = await passkeys.whose(request, form.credential.data or "")
    except NoPasskey:
        return await draw_sign_in(request, AddressForm(next=form.next.data), status=422, wrong=NOT_THIS_ONE)
    after = local_path(form.next.data)
    answer = web.go(request, after) if after else web.back_to(request, "front:home")
    shared = form.device.data != OWN  # nobody is kept from coming in to say: what isn't said is the safer
    return await sessions.sign_in(request, answer, person, shared=shared, proof=Proof.PASSKEY)


@open_to(SIGNED_IN, with_one_step=True)
async def ask_for_new(request: Request) -> Response:
    """What the script on the page of devices hands to the browser."""
    await check_may_add(request.user, request.scope.get("council"), request.app.state.settings)
    return _asked(request, *await passkeys.ask_for_new(request, request.user))


@open_to(SIGNED_IN, with_one_step=True)
async def add(request: Request) -> Response:
    """For staff who came in with one step, making their first passkey is the other."""
    await check_may_add(request.user, request.scope.get("council"), request.app.state.settings)
    form, owes = await web.read(request, NewPasskeyForm), owes_a_step(request)
    if not form.problems:
        try:
            made = await passkeys.add(
                request, by=request.user, name=form.name.data or "", answer=form.credential.data or ""
            )
            notice = f"Your passkey “{made.name}” is ready." + await _a_second_one(request.user)
            if not owes:
                return web.back_to(request, "people:devices", notice=notice)
            after = local_path(form.next.data) or web.address(request, "front:home")
            return await sessions.renew(request, web.go(request, after, notice=notice), proof=Proof.PASSKEY)
        except NoPasskey:
            form.refuse("name", NOT_MADE)
    facts = {"problems": form.problems, "typed": form.name.data or ""}
    if owes:
        return await step_page(request, status=422, after=local_path(form.next.data), **facts)
    return await devices_page(request, status=422, **facts)


@open_to(SIGNED_IN)
async def rename(request: Request) -> Response:
    passkey, form = await _asked_for(request), await web.read(request, NameForm)
    if form.problems:
        problems = {f"name-{passkey.id}": form.problems["name"]}
        return await devices_page(request, status=422, problems=problems)
    await passkeys.rename(passkey, by=request.user, name=form.name.data or "")
    return web.back_to(request, "people:devices", notice="It has a new name.")


@open_to(SIGNED_IN)
async def remove(request: Request) -> Response:
    passkey, form = await _asked_for(request), await web.read(request, RemovalForm)
    if not form.sure.data and len(await passkeys.passkeys_of(request.user)) == 1:
        return await devices_page(request, status=422, problems={f"sure-{passkey.id}": LAST_ONE})
    await passkeys.remove(passkey, by=request.user)
    return web.back_to(
        request, "people:devices", notice=f"“{passkey.name}” is removed. It opens nothing now."
    )


async def _a_second_one(person: Person) -> str:
    """What staff are told after their first: nothing else of theirs may open the door."""
    several = len(await passkeys.passkeys_of(person)) > 1
    if several or not person.is_staff or await has_account(person):
        return ""
    return " Make a second one on your phone. With one only, a lost device locks you out."


def _asked(request: Request, options: str, browser: str) -> Response:
    answer = Response(options, media_type="application/json")
    return challenges.bind(answer, request.app.state.settings, browser)


async def _asked_for(request: Request) -> Passkey:
    """One of the reader's own passkeys; of others' there is no trace."""
    found = await Passkey.get_or_none(id=request.path_params["id"], person_id=request.user.id)
    if found is None:
        raise HTTPException(404)
    return found
