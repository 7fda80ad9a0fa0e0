"""The council's people: who is here, what they are, and who may come in. Never what they said or voted."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from saidanddone import web
from saidanddone.history.models import HistoryRow, HistoryText
from saidanddone.people import correcting, keeping, letting_in, sessions
from saidanddone.people.doors import open_to
from saidanddone.people.forms import ROLES, RoleForm, SignOutForm, SuspendForm, TitleForm
from saidanddone.people.last_ones import is_the_last
from saidanddone.people.leaving_work import work_of
from saidanddone.people.models import Person, RoleGrant, with_roles
from saidanddone.people.providers.trusting import asleep_for
from saidanddone.people.rights import OF_A_COUNCIL, ROLE_WORDS, Right, Role
from saidanddone.people.session_limits import LONG_ASLEEP

ON_A_PAGE = 30


@open_to(Right.RUN_COUNCIL)
async def index(request: Request) -> Response:
    council, params = request.scope["council"], request.query_params
    q, role = " ".join(params.get("q", "").split())[:40], params.get("role", "")
    found = _found(council.id, q if q.isprintable() else "", role)
    people = await (await _after(found, params.get("after", ""))).limit(ON_A_PAGE + 1)
    shown = people[:ON_A_PAGE]
    facts: dict[str, Any] = {
        "people": shown,
        "roles": await _roles_of(shown),
        "count": await found.count(),
        "q": q,
        "role": role if role in (*ROLES, "asleep", "suspended") else "",
        "options": [
            ("", "Everyone"),
            *_role_options(),
            ("asleep", "Not seen by our sign-in for 14 days"),
            ("suspended", "Suspended"),
        ],
        "more": shown[-1].id if len(people) > ON_A_PAGE else None,
    }
    return web.page(request, "people/index.html", here="people", **facts)


@open_to(Right.RUN_COUNCIL)
async def show(request: Request) -> Response:
    return await _shown(request, await asked_for(request))


@open_to(Right.RUN_COUNCIL)
async def give_role(request: Request) -> Response:
    person, form = await asked_for(request), await web.read(request, RoleForm)
    if form.problems:
        return await _shown(request, person, form, status=422)
    await keeping.give_role(person, form.the_role, by=request.user)
    told = f"{person.signed} is a {ROLE_WORDS[form.the_role].lower()} now."
    if person.id == request.user.id:
        return await sessions.renew(request, _back(request, person, told))
    return _back(request, person, told)


@open_to(Right.RUN_COUNCIL)
async def end_role(request: Request) -> Response:
    person, form = await asked_for(request), await web.read(request, RoleForm)
    if form.problems:
        return await _shown(request, person, form, status=422)
    await keeping.end_role(person, form.the_role, by=request.user)
    if person.id == request.user.id:
        return web.back_to(request, "people:sign_in", notice="Your role has ended, and you are signed out.")
    told = f"{person.signed} is no {ROLE_WORDS[form.the_role].lower()} any more, and is signed out. "
    return _back(request, person, told + "You can give the role again.")


@open_to(Right.RUN_COUNCIL)
async def sign_out(request: Request) -> Response:
    person, form = await asked_for(request), await web.read(request, SignOutForm)
    lost = bool(form.passkeys.data)
    await keeping.sign_out_everywhere(person, by=request.user, passkeys_too=lost)
    if person.id == request.user.id:
        return web.back_to(request, "people:sign_in", notice="You are signed out everywhere.")
    told = f"{person.signed} is signed out everywhere" + (", and their passkeys are gone." if lost else ".")
    if not await letting_in.why_not(await with_roles(person), request.user):
        told += " They have no way in now: make them a link, under “At the door”."
    return _back(request, person, told)


@open_to(Right.RUN_COUNCIL)
async def suspend(request: Request) -> Response:
    person, form = await asked_for(request), await web.read(request, SuspendForm)
    if form.problems:
        return await _shown(request, person, form, status=422)
    await keeping.suspend(person, by=request.user, reason=form.reason.data or "")
    return _back(request, person, f"{person.signed} is signed out and can’t come in. You can let them back.")


@open_to(Right.RUN_COUNCIL)
async def let_back(request: Request) -> Response:
    person = await asked_for(request)
    await keeping.let_back(person, by=request.user)
    return _back(request, person, f"{person.signed} can sign in again, with the same roles.")


@open_to(Right.RUN_COUNCIL)
async def correct_title(request: Request) -> Response:
    person, form = await asked_for(request), await web.read(request, TitleForm)
    if not person.job_title:
        raise HTTPException(404)
    if form.problems:
        return await _shown(request, person, form, status=422)
    await correcting.correct_title(person, form.job_title.data or "", by=request.user)
    return _back(request, person, "Changed. What they signed before keeps the old one.")


async def asked_for(request: Request) -> Person:
    """One of the council's people, who has not left. Of others there is no trace."""
    here = Person.filter(council_id=request.scope["council"].id, left_at=None)
    person = await here.get_or_none(id=request.path_params["id"])
    if person is None:
        raise HTTPException(404)
    return person


async def _shown(
    request: Request,
    person: Person,
    form: web.Form | None = None,
    *,
    status: int = 200,
) -> Response:
    grants = await RoleGrant.filter(person_id=person.id).order_by("given_at", "id")
    provided = (await with_roles(person)).provided
    held = person.roles - {*provided}
    facts: dict[str, Any] = {
        "one": person,
        "grants": [(grant, ROLE_WORDS[grant.role]) for grant in grants],
        "provided": provided,
        "options": [
            (role.value, ROLE_WORDS[role] + (", by hand" if role in provided else ""))
            for role in OF_A_COUNCIL
            if role not in held
        ],
        "is_last_admin": await is_the_last(person, Right.RUN_COUNCIL),
        "is_me": person.id == request.user.id,
        "is_staff": person.is_staff,
        "work": [] if person.suspended_at else await work_of(person),
        "why": await _why_suspended(person) if person.suspended_at else "",
        "reason": form.reason.data if isinstance(form, SuspendForm) else "",
        "needs_link": not await letting_in.why_not(person, request.user),
        "problems": form.problems if form else {},
    }
    return web.page(request, "people/person.html", here="people", status=status, **facts)


async def _why_suspended(person: Person) -> str:
    rows = HistoryRow.filter(kind=Person._meta.db_table, thing_id=person.id, act="suspend")
    row = await rows.filter(council_id=person.council_id).order_by("-id").select_related("words").first()
    words = getattr(row, "words", None)
    return words.text if isinstance(words, HistoryText) else ""


def _found(council_id: int, q: str, role: str) -> QuerySet[Person]:
    found = Person.filter(council_id=council_id, left_at=None).order_by("nickname_key")
    if q:
        found = found.filter(Q(nickname__icontains=q) | Q(job_title__icontains=q))
    if role == "asleep":
        asleep = asleep_for(LONG_ASLEEP).filter(person__council_id=council_id)
        return found.filter(id__in=Subquery(asleep.values("person_id")))
    if role == "suspended":
        return found.filter(suspended_at__isnull=False)
    if role in ROLES:
        holders = RoleGrant.filter(role=Role(role), ended_at=None)
        found = found.filter(id__in=Subquery(holders.values("person_id")))
    return found


async def _after(found: QuerySet[Person], after: str) -> QuerySet[Person]:
    """Whoever comes after that person in the list. Addresses hold a number, never a name."""
    place = web.whole_number(after)
    last = None if place is None else await found.get_or_none(id=place)
    return found.filter(nickname_key__gt=last.nickname_key) if last else found


async def _roles_of(people: list[Person]) -> dict[int, list[str]]:
    grants = RoleGrant.filter(person_id__in=[person.id for person in people], ended_at=None).order_by("id")
    found: dict[int, list[str]] = {person.id: [] for person in people}
    for grant in await grants:
        found[grant.person_id].append(ROLE_WORDS[grant.role])
    return found


def _role_options() -> list[tuple[str, str]]:
    return [(role.value, ROLE_WORDS[role]) for role in OF_A_COUNCIL]


def _back(request: Request, person: Person, notice: str) -> Response:
    return web.back_to(request, "people:person", id=person.id, notice=notice)
