"""What the site says about itself while it runs: one line for each thing, and nobody's words in any of them.

A path or a query may hold a code, a token or what somebody searched for, and a database tells the values of
the row it refuses. So a request is told by its route, a crash by the types of its errors and the code they
passed, and what other packages say by its first line only. docs/logs.md says which fields there are.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from saidanddone.settings import Settings

OURS = "saidanddone"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SAFE = frozenset({"GET", "HEAD"})
OTHERS = (
    "tortoise",
    "tortoise.db_client",
    "aiosqlite",
    "asyncio",
    "uvicorn.error",
)  # quieter than they can be
SLOW = 1.0  # seconds from which a page is told even where only what is notable is
HEADER = b"x-request-id"

requests = logging.getLogger(f"{OURS}.requests")
_request: ContextVar[str] = ContextVar("request", default="")
_CODE = re.compile(r'^ *File "[^"\n]*", line \d+, in [\w.<>]+$')


# Telling


def crash(log: logging.Logger, error: BaseException, what: str, **facts: object) -> None:
    """Log an error as its types and the lines of code it passed, never its words: they may be somebody's."""
    log.error(what, extra={"facts": {**facts, "error": kinds_of(error), "code": code_of(error)}})


def kinds_of(error: BaseException) -> str:
    """The error's type, and those that it came from."""
    return " from ".join(f"{type(each).__module__}.{type(each).__qualname__}" for each in _chain(error))


def code_of(error: BaseException) -> list[str]:
    """Where it was raised and what it passed, innermost last, from the first error of its chain on."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}: {frame.line or ''}".strip()
        for each in reversed([*_chain(error)])
        for frame in traceback.extract_tb(each.__traceback__)
    ]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    next_: BaseException | None = error
    while next_ is not None and id(next_) not in seen:
        seen.add(id(next_))
        yield next_
        next_ = next_.__cause__ or (None if next_.__suppress_context__ else next_.__context__)


class Requests:
    """Middleware, outside all others: each request gets an id, its answer names it, and the log has its line.

    The line holds the method, the route (never the path), the status, milliseconds and the council's number.
    Unless all are asked for, only those are told that changed something, were refused, failed or were slow.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.all = settings.log_requests == "all"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["request_id"] = reference = secrets.token_hex(6)
        _request.set(reference)
        start, status = perf_counter(), 0

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (HEADER, reference.encode())]}
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        except Exception:
            status = 500
            raise
        finally:
            took = perf_counter() - start
            if self.all or status >= 400 or not status or took >= SLOW or scope["method"] not in SAFE:
                _tell(scope, status, took)


def _tell(scope: Scope, status: int, took: float) -> None:
    council, method = scope.get("council"), scope["method"]
    facts = {
        "method": method if method in METHODS else "other",
        "route": getattr(scope.get("route"), "path", "-"),
        "status": status or "hung up",
        "ms": round(took * 1000, 1),
        "council": getattr(council, "id", "-"),
    }
    requests.log(logging.ERROR if status >= 500 else logging.INFO, "request", extra={"facts": facts})


# Setting up


def start(settings: Settings, to: TextIO | None = None) -> logging.Handler:
    """From here on all that this process logs goes to one place (standard error), one line for each thing."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(AsJson() if settings.log_as == "json" else AsWords())
    handler.addFilter(_is_news)
    logging.setLogRecordFactory(_without_values)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OTHERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.WARNING if settings.demo else logging.INFO)
    return handler


def _is_news(record: logging.LogRecord) -> bool:
    """What the site told itself already, the server need not tell again."""
    return not getattr(record, "told", False)


def _without_values(*given: Any, **more: Any) -> logging.LogRecord:
    """A record that holds no error and no text of other packages beyond their own words."""
    record = logging.LogRecord(*given, **more)
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error is not None:
        record.facts = {"error": kinds_of(error), "code": code_of(error)}
        record.told = getattr(error, "told", False)
    record.exc_info = record.exc_text = None
    if record.name.partition(".")[0] != OURS:
        record.msg, record.args = plain(str(record.msg)), ()
    return record


def plain(words: str) -> str:
    """The first line of what another package says, and of a traceback its lines of code."""
    first, *others = words.strip().splitlines() or [""]
    return " ".join([first, *(line.strip() for line in others if _CODE.match(line))])


class AsWords(logging.Formatter):
    """`time level logger what name=value …`, on one line whatever the values hold."""

    def format(self, record: logging.LogRecord) -> str:
        told = _told(record)
        head = [told.pop(name) for name in ("time", "level", "logger")]
        return " ".join([*head, *(f"{name}={_quoted(value)}" for name, value in told.items())])


class AsJson(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_told(record), ensure_ascii=True, default=str)


def _told(record: logging.LogRecord) -> dict[str, Any]:
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    facts: Mapping[str, Any] = getattr(record, "facts", {})
    request = _request.get()
    return {
        "time": moment,
        "level": record.levelname.lower(),
        "logger": record.name,
        "what": record.getMessage(),
        **({"request": request} if request else {}),
        **facts,
    }


def _quoted(value: object) -> str:
    text = str(value)
    return text if re.fullmatch(r"[!#-<>-Z^-~]+", text) else json.dumps(value, default=str)
