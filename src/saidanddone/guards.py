"""Middleware (pure ASGI) that every answer passes: odd hosts and forged forms refused, strict headers on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from saidanddone.settings import Settings
from saidanddone.web import Need, problem

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
STRICT = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# What the few answers that need more than that may do (web.needs): elsewhere no sound and no microphone.
MORE: dict[Need | None, dict[str, str]] = {
    Need.PLAYER: {"Content-Security-Policy": f"{CONTENT_SECURITY}; media-src 'self'"},
    Need.MICROPHONE: {
        "Content-Security-Policy": f"{CONTENT_SECURITY}; media-src 'self' blob:",
        "Permissions-Policy": STRICT["Permissions-Policy"].replace("microphone=()", "microphone=(self)"),
    },
    Need.CLOSED: {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox"},
}
WATCHED = frozenset({"/healthz", "/readyz"})
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"  # files that other files name, without their content's hash: the font


BODY_BYTES_AT_MOST = 256 * 1024  # a form with every field full of signs is a third of this
SOUND_BYTES_AT_MOST = 2 * 1024 * 1024 + 64 * 1024  # a recording, and the few fields that come with it
TAKES_SOUND = re.compile(r"/[^/]+/(recordings|ideas/[0-9]{1,9}/recording)")


def strict_headers(settings: Settings) -> dict[str, str]:
    """What every answer carries; over https also that it stays so."""
    over_https = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    return STRICT | over_https if settings.secure else dict(STRICT)


class SmallBodies:
    """Stops reading what is longer than any form of ours: taking it apart would hold up everybody.

    Only the addresses that take a recording take more.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        so_far = 0
        takes_sound = TAKES_SOUND.fullmatch(scope["path"])
        at_most = SOUND_BYTES_AT_MOST if takes_sound else BODY_BYTES_AT_MOST
        # Nothing of it is read, except of a recording: its page says what to do, and keeps what was picked.
        if _length(scope) > at_most and not takes_sound:
            await too_long(Request(scope))(scope, receive, send)
            return

        async def receive_some() -> Message:
            nonlocal so_far
            message = await receive()
            so_far += len(message.get("body", b""))
            if so_far > at_most:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_some, send)


class HostCheck:
    """Refuses requests that were sent to another name than the site's own (DNS rebinding, poisoned links).

    It stands outside everything else, so that nothing is looked up or kept for such a request. What watches
    over the server may ask by its number: /healthz and /readyz answer under any name.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.names = frozenset(name for origin in _origins(settings) for name in _names(origin))
        self.headers = strict_headers(settings) | {"Cache-Control": "no-store"}
        self.words = f"This site is at {settings.origin}. Open it there."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in WATCHED:
            sent = [value for name, value in scope["headers"] if name == b"host"]
            if len(sent) != 1 or sent[0].lower() not in self.names:
                refusal = PlainTextResponse(self.words, status_code=400, headers=self.headers)
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)


def too_long(request: Request) -> Response:
    """The page for a form that is longer than any of ours."""
    return problem(request, 413, "That is too much at once", "Go back, make it shorter and send it again.")


def _length(scope: Scope) -> int:
    """The length that a request says its body has."""
    said = Headers(scope=scope).get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0 if not said else 1 << 63


class OriginCheck:
    """Refuses unsafe requests that no page of ours sent.

    The Origin must be ours, and Sec-Fetch-Site, where the browser sends it, ``same-origin``.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.ours = _origins(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == "http"
            and scope["method"] not in SAFE_METHODS
            and not self._is_ours(Headers(scope=scope))
        ):
            refusal = (
                "This form was not sent from a page of this site, so nothing was done. Open the page again."
            )
            await PlainTextResponse(refusal, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        return (
            headers.get("origin") in self.ours
            and headers.get("sec-fetch-site", "same-origin") == "same-origin"
        )


class StrictHeaders:
    """Puts the strict headers on every answer, and says what may be kept: files for good, pages never.

    A file asked for without its content's hash is kept for a day, so phones don't load it with every page.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.strict = strict_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_file = scope["path"].startswith("/static/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.strict)
                headers.update(MORE.get(scope.get("needs"), {}))
                fine = message["status"] < 300 or message["status"] == 304
                kept = FOR_GOOD if b"v=" in scope["query_string"] else FOR_A_DAY
                headers.setdefault("Cache-Control", kept if is_file and fine else "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _names(origin: str) -> Iterator[bytes]:
    """What the Host of a request to this address may be: its port goes unsaid where it is the usual one."""
    parts = urlsplit(origin)
    usual = 443 if parts.scheme == "https" else 80
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    yield f"{name}:{parts.port or usual}".encode()
    if parts.port in (None, usual):
        yield f"{name}".encode()


def _origins(settings: Settings) -> frozenset[str]:
    parts = urlsplit(settings.origin)
    if settings.demo and parts.hostname == "127.0.0.1":
        return frozenset({settings.origin, f"{parts.scheme}://localhost:{parts.port}"})
    return frozenset({settings.origin})
