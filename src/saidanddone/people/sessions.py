"""Signed-in devices: how a session starts, is found again, and ends."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from saidanddone import clock, database
from saidanddone.cookies import BROWSER, SESSION
from saidanddone.people.devices import name_of
from saidanddone.people.door_news import came_in
from saidanddone.people.models import Person, Proof, Session, SignInLink, with_roles
from saidanddone.people.providers.trusting import put_to_sleep
from saidanddone.people.session_limits import limits_of
from saidanddone.settings import Settings

COOKIE = SESSION.name
SEEN_EVERY = timedelta(minutes=5)
LINK_LASTS = timedelta(minutes=10)
KNOWN_FOR = timedelta(days=180)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def start(person: Person, *, shared: bool = False, proof: Proof = Proof.LINK, device: str = "") -> str:
    """Sign someone in on a device that nobody is told of; gives the token for its cookie."""
    return (await _start(person, shared=shared, proof=proof, device=device))[0]


async def _start(person: Person, **known: Any) -> tuple[str, Session]:
    """A token, and the session that is kept of it. ``known`` is what is to be kept beside its times."""
    token, moment = secrets.token_urlsafe(32), clock.real_now()
    limits = limits_of((await with_roles(person)).roles, shared=known["shared"])
    times = {"started_at": moment, "seen_at": moment, "ends_at": moment + limits.whole}
    session = await database.write(
        lambda: Session.create(hash=hashed(token), person_id=person.id, **{**times, **known})
    )
    return token, session


async def end(session: Session) -> None:
    """Sign a device out, for good."""
    await database.write(
        lambda: Session.filter(id=session.id, ended_at=None).update(ended_at=clock.real_now())
    )


async def end_from_afar(session: Session) -> None:
    """Sign a device out from another one. Its browser is known no more: who comes in there again is new."""

    async def act() -> None:
        await end(session)
        if session.browser_hash:
            there = Session.filter(person_id=session.person_id, browser_hash=session.browser_hash)
            await there.update(browser_hash="")

    await database.write(act)


async def end_others(session: Session) -> None:
    """Sign its person out of every device but this one, and know no other browser any more."""
    others = Session.filter(person_id=session.person_id).exclude(id=session.id)

    async def act() -> None:
        await others.filter(ended_at=None).update(ended_at=clock.real_now())
        await others.exclude(browser_hash=session.browser_hash).update(browser_hash="")

    await database.write(act)


async def live_of(person: Person) -> list[Session]:
    """The devices on which somebody is signed in, the last one used first."""
    moment = clock.real_now()
    found = await Session.filter(person_id=person.id, ended_at=None, ends_at__gt=moment).order_by("-seen_at")
    return [session for session in found if is_live(session, person, moment)]


def remember(response: Response, settings: Settings, token: str, session: Session) -> Response:
    """Put the session's cookie on an answer; on a device that others use it goes when the browser is shut."""
    lasts = None if session.shared else session.ends_at - clock.real_now()
    return SESSION.keep(response, settings, token, lasts)


def forget(response: Response, settings: Settings) -> Response:
    """Take the session's cookie away."""
    return SESSION.drop(response, settings)


async def sign_in(
    request: Request,
    answer: Response,
    person: Person,
    *,
    proof: Proof,
    shared: bool = False,
    silent: bool = False,
) -> Response:
    """Sign someone in on the device that asks, and whoever was signed in there out: no session is carried on.

    ``proof`` is how they showed that it is them; ``silent``, that nobody may have asked them to. Gives
    ``answer`` with the new session's cookie.
    """
    was: Session | None = request.scope["session_row"]
    if was is not None:
        await end(was)
    settings: Settings = request.app.state.settings
    browser = "" if shared else BROWSER.of(request, settings) or secrets.token_urlsafe(32)

    async def act() -> tuple[str, Session]:
        token, session = await _start(
            person,
            shared=shared,
            silent=silent,
            proof=proof,
            device=name_of(request.headers.get("User-Agent", "")),
            browser_hash=hashed(browser) if browser else "",
        )
        if proof is not Proof.DEMO:  # the demo lends its people to anybody
            await came_in(session, person)
        return token, session

    token, request.scope["session_row"] = await database.write(act)
    if browser:
        BROWSER.keep(answer, settings, browser, KNOWN_FOR)
    return remember(answer, settings, token, request.scope["session_row"])


async def renew(request: Request, answer: Response, *, proof: Proof | None = None) -> Response:
    """After a rise of rights: the same device under a new token, so that one taken before is worth nothing.

    ``proof`` is what they showed just now; when they showed nothing, it ends no later than it would have.
    """
    was: Session = request.scope["session_row"]
    known = {
        "shared": was.shared,
        "silent": was.silent and proof is None,
        "device": was.device,
        "browser_hash": was.browser_hash,
        "is_new": was.is_new,
        "news_since": was.news_since,
        "proof": proof or was.proof,
    }
    if proof is None:
        known |= {"started_at": was.started_at, "ends_at": was.ends_at}

    async def act() -> tuple[str, Session]:
        await end(was)
        return await _start(was.person, **known)

    token, request.scope["session_row"] = await database.write(act)
    return remember(answer, request.app.state.settings, token, request.scope["session_row"])


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
    await put_to_sleep(session.person, session)
    if moment - session.seen_at > SEEN_EVERY:
        await database.write(lambda: Session.filter(id=session.id, ended_at=None).update(seen_at=moment))
    return session


def is_live(session: Session, person: Person, moment: datetime) -> bool:
    """Whether a device is still signed in: not ended, not too old, not unused for too long."""
    idle = limits_of(person.roles | person.asleep, shared=session.shared).idle
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


async def end_links(person: Person) -> None:
    """End the links of somebody that were not used yet, inside a write."""
    unused = SignInLink.filter(person_id=person.id, used_at=None, ends_at__gt=clock.real_now())
    await unused.update(ends_at=clock.real_now())


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
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            token = (
                None
                if scope["path"].startswith("/static/")
                else SESSION.of(HTTPConnection(scope), self.settings)
            )
            session = await find(token) if token else None
            scope["session_row"] = session
            scope["signed_in"] = scope["user"] = session.person if session else None
        await self.app(scope, receive, send)
