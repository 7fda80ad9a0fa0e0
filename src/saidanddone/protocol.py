"""How requests come in over the wire: uvicorn's protocol, with an end to all that could go on for ever.

uvicorn (0.54) waits without end for the first line of a request, for its headers and for its body, and takes
headers of any number and length. A thousand phones that never finish a sentence must cost the others nothing.
"""

from __future__ import annotations

import asyncio
import resource
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 10.0  # for a request's first line and headers
BODY_SECONDS = 60.0  # for its body: a recording of 2 MB over a slow phone's network
READ_SECONDS = 60.0  # for reading more of an answer that waits to be read
HEAD_BYTES, LINE_BYTES, HEADERS = 32 * 1024, 8 * 1024, 100
WASTED_BYTES = 4 * 1024 * 1024  # of a body that nobody reads any more; then the line is cut
WAITING_AT_MOST = 2000  # lines on which no whole request came yet; the oldest goes first
FILES = 65_536  # each line is an open file


class Contained(HttpToolsProtocol):
    """One line to a phone or a proxy."""

    _waiting: dict[
        Contained, None
    ] = {}  # those of this process that have not sent a whole head, oldest first

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._head_bytes = self._line_bytes = self._wasted = 0
        self._refusal = HTTPStatus.BAD_REQUEST
        self._has_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._in_time()
        if self._unread is not None:
            self._unread.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        if self in self._waiting:
            self._head_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._refuse(HTTPStatus.BAD_REQUEST)
        except httptools.HttpParserError:
            self._refuse(self._refusal)
        else:
            if self in self._waiting and self._head_bytes > HEAD_BYTES:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    # What the parser finds

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._line_bytes = self._wasted = 0
        self._has_body = False
        if self not in self._waiting:
            self._wait_for_head()

    def on_url(self, url: bytes) -> None:
        self._line_bytes += len(url)
        if self._line_bytes > LINE_BYTES:
            self._stop(HTTPStatus.REQUEST_URI_TOO_LONG)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._line_bytes += len(name) + len(value)
        if len(self.headers) >= HEADERS or self._line_bytes > HEAD_BYTES:
            self._stop(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        super().on_header(name, value)
        self._has_body = self._has_body or name.lower() in (b"content-length", b"transfer-encoding")

    def on_headers_complete(self) -> None:
        self._in_time()
        if self._has_body:
            self._timer = self.loop.call_later(BODY_SECONDS, self._refuse, HTTPStatus.REQUEST_TIMEOUT)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if self.cycle.response_complete:
            self._wasted += len(body)
            if self._wasted > WASTED_BYTES:
                self.transport.abort()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_time()
        super().on_message_complete()

    # Whoever doesn't read what was answered

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(READ_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    # Ends

    def _wait_for_head(self) -> None:
        self._head_bytes = 0
        self._waiting[self] = None
        self._timer = self.loop.call_later(HEAD_SECONDS, self._refuse, HTTPStatus.REQUEST_TIMEOUT)
        if len(self._waiting) > WAITING_AT_MOST:
            next(iter(self._waiting))._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _in_time(self) -> None:
        self._waiting.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _stop(self, refusal: HTTPStatus) -> None:
        """Have the parser stop; it hands errors on as its own."""
        self._refusal = refusal
        raise ValueError

    def _refuse(self, status: HTTPStatus) -> None:
        """Say so where nothing was answered yet, and close."""
        self._in_time()
        if self.transport.is_closing():
            return
        under_way = self.cycle is not None and not self.cycle.response_complete
        if not under_way or not self.cycle.response_started:
            words = status.phrase.encode()
            head = (
                b"HTTP/1.1 %d %s\r\n" % (status, words),
                b"content-type: text/plain; charset=utf-8\r\n",
                b"content-length: %d\r\n" % len(words),
                b"content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n",
                b"x-content-type-options: nosniff\r\n",
                b"cache-control: no-store\r\n",
                b"connection: close\r\n\r\n",
            )
            self.transport.write(b"".join((*head, words)))
        self.transport.close()


def open_many_files() -> None:
    """Let this process hold as many lines as it may: the usual 1,024 files are soon taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
