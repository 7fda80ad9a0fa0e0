"""Pages that are the same for every visitor are drawn once, and sent again only to those who lack them.

Only for requests without any cookie, so never for somebody who is signed in; only pages that the site names;
only until the database changes or a few seconds pass, since some pages tell the time. Where other processes
may write (PostgreSQL with several workers) nothing is kept: what is hidden must be hidden at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from saidanddone import clock, database

FRESH = timedelta(seconds=5)
BYTES_AT_MOST = 16_000_000
ASKED_BY = (b"hx-request", b"hx-request-type", b"hx-target", b"hx-source", b"accept-language")
WHOSE = (b"cookie", b"authorization")
VARIES = b"Cookie, Authorization, Accept-Language, HX-Request, HX-Request-Type, HX-Target, HX-Source"

Key = tuple[bytes, ...]


@dataclass
class Kept:
    """An answer as it was sent: its headers and its words, and when it was drawn."""

    start: Message
    body: bytes
    etag: bytes
    at: datetime
    route: object

    def is_fresh(self) -> bool:
        return timedelta(0) <= clock.now() - self.at < FRESH


@dataclass
class Draft:
    """An answer on its way through; it is kept if it may be."""

    start: Message | None = None
    parts: list[bytes] = field(default_factory=list)


class KeepVisitorsPages:
    """Middleware: answers visitors from memory, and with 304 where they have the page already."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self.app = app
        self.names = names
        self.pages: dict[Key, Kept] = {}
        self.bytes = 0
        self.changes: int | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, value)  # of two the first, as the site reads them
        changes = database.changes()
        if changes is None or any(name in headers for name in WHOSE):
            await self.app(scope, receive, send)
            return
        self._forget_what_changed(changes)
        key = self._key(scope, headers)
        kept = self.pages.get(key)
        if kept is None or not kept.is_fresh():
            kept = await self._draw(key, changes, scope, receive, send)
        if kept is not None:
            scope.setdefault("route", kept.route)  # the log tells which page it was
            await _send(kept, headers.get(b"if-none-match", b""), send)

    def _key(self, scope: Scope, headers: dict[bytes, bytes]) -> Key:
        asked = (headers.get(name, b"") for name in ASKED_BY)
        return (scope["path"].encode(), scope["query_string"], str(clock.ahead()).encode(), *asked)

    def _forget_what_changed(self, changes: int) -> None:
        if changes != self.changes or self.bytes > BYTES_AT_MOST:
            self.pages.clear()
            self.changes, self.bytes = changes, 0

    async def _draw(self, key: Key, changes: int, scope: Scope, receive: Receive, send: Send) -> Kept | None:
        """Have the site answer. A page of ours is given back, to be sent; anything else was sent already."""
        at, draft = clock.now(), Draft()

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start" and self._is_ours(scope, message):
                draft.start = message
            elif draft.start is None:
                await send(message)
            elif message["type"] == "http.response.body":
                draft.parts.append(message.get("body", b""))

        await self.app(scope, receive, pass_on)
        if draft.start is None:
            return None
        body = b"".join(draft.parts)
        etag = b'"' + hashlib.sha256(body).hexdigest()[:20].encode() + b'"'
        told = [
            each for each in draft.start["headers"] if each[0] not in (b"cache-control", b"vary", b"etag")
        ]
        told += [(b"cache-control", b"no-cache"), (b"vary", VARIES), (b"etag", etag)]
        kept = Kept({**draft.start, "headers": told}, body, etag, at, scope["route"])
        if database.changes() == changes == self.changes:
            self.bytes += len(body)
            self.pages[key] = kept
        return kept

    def _is_ours(self, scope: Scope, start: Message) -> bool:
        named = getattr(scope.get("route"), "name", None) in self.names
        sets_cookie = any(name == b"set-cookie" for name, _ in start["headers"])
        return named and start["status"] == 200 and not sets_cookie


async def _send(kept: Kept, has: bytes, send: Send) -> None:
    """The page, or 304 to whoever has it."""
    if kept.etag in (each.strip().removeprefix(b"W/") for each in has.split(b",")):
        told = [each for each in kept.start["headers"] if each[0] not in (b"content-length", b"content-type")]
        await send({"type": "http.response.start", "status": 304, "headers": told})
        await send({"type": "http.response.body", "body": b""})
        return
    await send(kept.start)
    await send({"type": "http.response.body", "body": kept.body})
