"""How staff sign in: the council's own provider, its groups, and the second step. For the admin."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.people import second_step
from saidanddone.people.doors import open_to
from saidanddone.people.keeping import STAFF
from saidanddone.people.passkey_place import place_of
from saidanddone.people.providers import keeping, network
from saidanddone.people.providers.faults import Fault
from saidanddone.people.providers.forms import GroupForm, ProviderForm, StepForm
from saidanddone.people.providers.models import TRUST_WORDS, GroupRole, Provider, provider_of
from saidanddone.people.providers.secrets import can_lock
from saidanddone.people.providers.views import site_of
from saidanddone.people.rights import ROLE_WORDS, Right
from saidanddone.rules import Refused


@open_to(Right.RUN_COUNCIL)
async def index(request: Request) -> Response:
    return await _shown(request)


@open_to(Right.RUN_COUNCIL)
async def change(request: Request) -> Response:
    form, settings = await web.read(request, ProviderForm), request.app.state.settings
    fault = network.fault_of(form.issuer.data or "", private=settings.private_providers)
    if fault and "issuer" not in form.problems:
        form.refuse("issuer", fault)
    if not form.secret.data and await provider_of(request.scope["council"].id) is None:
        form.refuse("secret", keeping.NO_SECRET)
    if not form.problems:
        try:
            await keeping.set_provider(request.scope["council"], form.wanted, settings, by=request.user)
        except Refused as refused:
            form.refuse("secret", str(refused))
    if form.problems:
        return await _shown(request, form=form, status=422)
    return web.back_to(request, "people:sign_in_settings", notice="Kept. Now press “Try it”.")


@open_to(Right.RUN_COUNCIL)
async def try_it(request: Request) -> Response:
    provider = await _provider(request)
    try:
        good, words = True, await keeping.try_it(site_of(request), provider)
    except Fault as fault:
        good, words = False, fault.sentence
    return await _shown(request, block="trial", tried=words, good=good)


@open_to(Right.RUN_COUNCIL)
async def turn_off(request: Request) -> Response:
    await keeping.turn_off(request.scope["council"], by=request.user)
    notice = "Off. Nobody comes in by it now. Those who are signed in stay so until their time is up."
    return web.back_to(request, "people:sign_in_settings", notice=notice)


@open_to(Right.RUN_COUNCIL)
async def add_group(request: Request) -> Response:
    form = await web.read(request, GroupForm)
    if not form.problems:
        try:
            group, role = form.group.data or "", form.the_role
            await keeping.add_group(request.scope["council"], group, role, by=request.user)
        except Refused as refused:
            form.refuse("group", str(refused))
    if form.problems:
        return await _shown(request, group_form=form, status=422)
    return web.back_to(request, "people:sign_in_settings", notice="Kept. It counts from the next sign-in on.")


@open_to(Right.RUN_COUNCIL)
async def take_group_out(request: Request) -> Response:
    here = GroupRole.filter(council_id=request.scope["council"].id)
    row = await here.get_or_none(id=request.path_params["id"])
    if row is None:
        raise HTTPException(404)
    await keeping.take_group_out(row, by=request.user)
    notice = "Taken out. Whoever has the role by it loses it at their next sign-in."
    return web.back_to(request, "people:sign_in_settings", notice=notice)


@open_to(Right.RUN_COUNCIL)
async def set_second_step(request: Request) -> Response:
    form = await web.read(request, StepForm)
    if form.problems:
        return await _shown(request, step_form=form, status=422)
    needed = form.needed.data == "yes"
    if request.scope["council"].two_steps and not needed and form.sure.data != "yes":
        return web.page(request, "people/providers/one_step.html", here="settings")
    await second_step.need_it(request.scope["council"], needed, by=request.user)
    notice = f"Staff come in with {'two steps' if needed else 'one step'}. It is on the record."
    return web.back_to(request, "people:sign_in_settings", notice=notice)


async def _provider(request: Request) -> Provider:
    found = await provider_of(request.scope["council"].id)
    if found is None:
        raise HTTPException(404)
    return found


async def _shown(
    request: Request,
    *,
    block: str = "",
    status: int = 200,
    form: ProviderForm | None = None,
    group_form: GroupForm | None = None,
    step_form: StepForm | None = None,
    tried: str = "",
    good: bool = False,
) -> Response:
    council = request.scope["council"]
    provider, rows = await provider_of(council.id), await keeping.groups_that_count(council.id)
    filled = form or ProviderForm(obj=provider, secret="")
    sent = [one for one in (form, group_form, step_form) if one is not None]
    facts: dict[str, Any] = {
        "provider": provider,
        "form": filled,
        "trust": filled.trust.data or "",
        "group_form": group_form or GroupForm(),
        "problems": {name: words for one in sent for name, words in one.problems.items()},
        "groups": [(row, ROLE_WORDS[row.role]) for row in rows],
        "roles": [(role.value, ROLE_WORDS[role]) for role in STAFF],
        "trusts": [(trust.value, words) for trust, words in TRUST_WORDS.items()],
        "back": site_of(request).back,
        "has_passkeys": place_of(request.app.state.settings) is not None,
        "can_lock": can_lock(request.app.state.settings),
        "tried": tried,
        "good": good,
    }
    return web.page(
        request, "people/providers/settings.html", block=block, status=status, here="settings", **facts
    )
