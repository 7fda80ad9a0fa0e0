"""Signed-in devices: how a session starts, is found again, and ends."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from saidanddone import clock, database
from saidanddone.people.devices import name_of
from saidanddone.people.limits import limits_of
from saidanddone.people.models import Person, Proof, Session, SignInLink, with_roles
from saidanddone.settings import Settings

COOKIE = "saidanddone"
SEEN_EVERY = timedelta(minutes=5)
LINK_LASTS = timedelta(minutes=10)


def cookie_name(settings: Settings) -> str:
    """Over https a name that browsers tie to this host; plain http can't carry that."""
    return f"__Host-{COOKIE}" if settings.secure else COOKIE


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def start(person: Person, *, shared: bool = False, proof: Proof = Proof.LINK) -> str:
    """Sign someone in on a device without a name; gives the token for its cookie."""
    return (await _start(person, shared=shared, proof=proof, device=""))[0]


async def _start(person: Person, *, shared: bool, proof: Proof, device: str) -> tuple[str, Session]:
    token, moment = secrets.token_urlsafe(32), clock.real_now()
    roles = (await with_roles(person)).roles
    session = await database.write(
        lambda: Session.create(
            hash=hashed(token),
            person_id=person.id,
            shared=shared,
            proof=proof,
            device=device,
            started_at=moment,
            seen_at=moment,
            ends_at=moment + limits_of(roles, shared=shared).whole,
        )
    )
    return token, session


async def end(session: Session) -> None:
    """Sign a device out, for good."""
    await database.write(
        lambda: Session.filter(id=session.id, ended_at=None).update(ended_at=clock.real_now())
    )


def remember(response: Response, settings: Settings, token: str, session: Session) -> Response:
    """Put the session's cookie on an answer; on a device that others use it goes when the browser is shut."""
    lasts = session.ends_at - clock.real_now()
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=None if session.shared else int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.secure,
    )
    return response


def forget(response: Response, settings: Settings) -> Response:
    """Take the session's cookie away."""
    response.delete_cookie(cookie_name(settings), secure=settings.secure, httponly=True, samesite="lax")
    return response


async def sign_in(
    request: Request, answer: Response, person: Person, *, proof: Proof, shared: bool = False
) -> Response:
    """Sign someone in on the device that asks, and whoever was signed in there out: no session is carried on.

    ``proof`` is how they showed that it is them. Gives ``answer`` with the new session's cookie.
    """
    was: Session | None = request.scope["session_row"]
    if was is not None:
        await end(was)
    device = name_of(request.headers.get("User-Agent", ""))
    token, session = await _start(person, shared=shared, proof=proof, device=device)
    request.scope["session_row"] = session
    return remember(answer, request.app.state.settings, token, session)


async def renew(request: Request, answer: Response, *, proof: Proof | None = None) -> Response:
    """After a rise of rights: the same device under a new token, so that one taken before is worth nothing.

    It ends no later than it would have. ``proof`` is what they showed just now, when they showed anything.
    """
    was: Session = request.scope["session_row"]
    answer = await sign_in(request, answer, was.person, shared=was.shared, proof=proof or was.proof)
    now: Session = request.scope["session_row"]
    await database.write(
        lambda: Session.filter(id=now.id, ends_at__gt=was.ends_at).update(ends_at=was.ends_at)
    )
    return answer


async def find(token: str) -> Session | None:
    """The live session of a token, with its person and their roles."""
    moment = clock.real_now()
    session = (
        await Session.filter(hash=hashed(token), ended_at=None, ends_at__gt=moment, person__suspended_at=None)
        .select_related("person")
        .first()
    )
    if session is None:
        return None
    await with_roles(session.person)
    if not is_live(session, session.person, moment):
        await end(session)
        return None
    session.person.came_by = session
    if moment - session.seen_at > SEEN_EVERY:
        await database.write(lambda: Session.filter(id=session.id, ended_at=None).update(seen_at=moment))
    return session


def is_live(session: Session, person: Person, moment: datetime) -> bool:
    """Whether a device is still signed in: not ended, not too old, not unused for too long."""
    idle = limits_of(person.roles, shared=session.shared).idle
    return session.ended_at is None and moment < session.ends_at and moment - session.seen_at <= idle


async def make_link(person: Person) -> str:
    """A one-time token that signs this person in within ten minutes."""
    token, moment = secrets.token_urlsafe(24), clock.real_now()
    await database.write(
        lambda: SignInLink.create(
            hash=hashed(token), person_id=person.id, made_at=moment, ends_at=moment + LINK_LASTS
        )
    )
    return token


async def use_link(token: str, council_id: int | None) -> Person | None:
    """Use up a link of this council (none: the programme): its person the first time, nobody after."""
    live = SignInLink.filter(
        hash=hashed(token), used_at=None, ends_at__gt=clock.real_now(), person__suspended_at=None
    )
    link = await live.filter(person__council_id=council_id).select_related("person").first()
    if link is None:
        return None
    used = await database.write(
        lambda: SignInLink.filter(id=link.id, used_at=None).update(used_at=clock.real_now())
    )
    return link.person if used else None


class Sessions:
    """Middleware: who sends this request, as ``session_row`` and ``signed_in`` (or None) in the scope."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.cookie = cookie_name(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            token = (
                None
                if scope["path"].startswith("/static/")
                else HTTPConnection(scope).cookies.get(self.cookie)
            )
            session = await find(token) if token else None
            scope["session_row"] = session
            scope["signed_in"] = scope["user"] = session.person if session else None
        await self.app(scope, receive, send)
