"""The site's cookies, all of them: what each is for, what it is called, how it is kept and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

from saidanddone.settings import Settings

LONGEST = 2000  # signs of a value; what is longer is none of ours


@dataclass(frozen=True)
class Cookie:
    """One cookie. Lax: the browser sends it also when somebody comes by a link of another site's."""

    name: str
    what_for: str
    same_site: Literal["lax", "strict"] = "lax"

    def named(self, settings: Settings) -> str:
        """Over https a name that browsers tie to this host, so that no other sets it; plain http can't."""
        return f"__Host-{self.name}" if settings.secure else self.name

    def of(self, request: HTTPConnection, settings: Settings) -> str:
        """What this browser has of it; empty when it has none."""
        return request.cookies.get(self.named(settings), "")[:LONGEST]

    def keep(self, answer: Response, settings: Settings, value: str, lasts: timedelta | None) -> Response:
        """Have the browser keep it; without ``lasts`` until it is shut."""
        answer.set_cookie(
            self.named(settings),
            value,
            max_age=None if lasts is None else int(lasts.total_seconds()),
            httponly=True,
            samesite=self.same_site,
            secure=settings.secure,
        )
        return answer

    def drop(self, answer: Response, settings: Settings) -> Response:
        """Take it away again."""
        answer.delete_cookie(
            self.named(settings), httponly=True, samesite=self.same_site, secure=settings.secure
        )
        return answer


SESSION = Cookie("saidanddone", "who is signed in here")
BROWSER = Cookie("saidanddone-browser", "knows a browser of one’s own again, so that coming back is no news")
ASKED = Cookie("asked", "ties a one-time code to the browser that asked for it, and says where it went")
KEY = Cookie("saidanddone-key", "ties a passkey’s answer to the browser that was asked", "strict")
# Lax: the provider sends people back here, and Strict would not come along.
WAY = Cookie("saidanddone-way", "ties a sign-in at the council’s own account to the browser that set out")
NOTICE = Cookie("notice", "says once, on the next page, that something was done")
COOKIES = (SESSION, BROWSER, ASKED, KEY, WAY, NOTICE)
