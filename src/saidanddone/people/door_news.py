"""A new device or passkey: its person is told on their other devices, until they say that it was them.

And by a letter, where they gave an address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from saidanddone import database
from saidanddone.notices.models import tell
from saidanddone.people.doors import looks_up
from saidanddone.people.models import Person, Proof, Session
from saidanddone.people.passkey_models import Passkey

Writer = Callable[[Person, str], Awaitable[None]]
_writers: list[Writer] = []


def writes(writer: Writer) -> Writer:
    """Have letters of what is new left by this, inside the write that made it."""
    _writers.append(writer)
    return writer


AT_MOST = 3  # pieces of news on a page; the list of devices has them all


@dataclass(frozen=True)
class News:
    """What is new: a device (then ``session_id`` is its id), or a passkey by its name."""

    device: str
    at: datetime
    session_id: int | None = None
    passkey: str = ""


async def came_in(session: Session, person: Person) -> None:
    """Somebody came in, inside a write. It is news where they were here before, but never in this browser."""
    others = Session.filter(person_id=person.id).exclude(id=session.id)
    if not await others.exists():
        return
    if session.browser_hash and await others.filter(browser_hash=session.browser_hash).exists():
        return
    await Session.filter(id=session.id).update(is_new=True)
    await _tell_others(person, session, session.started_at)
    if person.council_id is not None:
        await tell(person.council_id, [person.id], "new-device", session)
    if session.proof is not Proof.CODE:  # whoever reads that address has just typed the code sent there
        where = f": {session.device}" if session.device else ""
        await _write(person, f"Somebody signed in as you on a new device{where}.")


async def passkey_made(passkey: Passkey, person: Person, session: Session) -> None:
    """A passkey was made, inside a write."""
    await _tell_others(person, session, passkey.made_at)
    if person.council_id is not None:
        await tell(person.council_id, [person.id], "new-passkey", passkey)
    await _write(person, "A passkey was made with which you can sign in.")


async def account_added(person: Person, moment: datetime) -> None:
    """The council's account became a way in, inside a write: every device asks, the one in use too."""
    await Session.filter(person_id=person.id, ended_at=None, news_since=None).update(news_since=moment)
    await _write(person, "The council’s account was added to yours here.")


async def was_me(session: Session) -> None:
    """Its person has seen on this device what was new."""
    await database.write(lambda: Session.filter(id=session.id).update(news_since=None))


@looks_up
async def look(person: Person) -> None:
    """For the frame of each page: asks the database nothing while there is no news."""
    here = person.came_by
    if here is None or here.news_since is None:
        return
    came = Session.filter(
        person_id=person.id, is_new=True, ended_at=None, started_at__gte=here.news_since
    ).exclude(id=here.id)
    made = Passkey.filter(person_id=person.id, made_at__gte=here.news_since).select_related("made_on")
    news = [News(one.device, one.started_at, one.id) for one in await came.order_by("-id").limit(AT_MOST)]
    for key in await made.order_by("-id").limit(AT_MOST):
        if key.made_on_id != here.id:
            news.append(News(key.made_on.device if key.made_on else "", key.made_at, passkey=key.name))
    person.door_news = sorted(news, key=lambda one: one.at, reverse=True)[:AT_MOST]


async def _write(person: Person, sentence: str) -> None:
    for write in _writers:
        await write(person, sentence)


async def _tell_others(person: Person, session: Session, moment: datetime) -> None:
    others = Session.filter(person_id=person.id, ended_at=None, news_since=None)
    await others.exclude(id=session.id).update(news_since=moment)
