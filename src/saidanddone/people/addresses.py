"""An email address or a mobile number, as people type it and as it is kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass

from saidanddone.notices.letters import Way

EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}")
AT_MOST = 200


@dataclass(frozen=True)
class Address:
    """Where somebody can be reached. ``text`` is how it is kept: an email in small letters, or +447…"""

    way: Way
    text: str

    def key(self, council_id: int, site_key: bytes) -> str:
        """What it is looked up by in one council: the same address has another key in the next.

        ``site_key`` is no part of the database, so that nobody who has that can try addresses out.
        """
        return hmac.new(site_key, f"{council_id}:{self.way}:{self.text}".encode(), hashlib.sha256).hexdigest()

    @property
    def hint(self) -> str:
        """Enough for its owner to know it by, and little for anybody else: “a…@e…”, “…123”."""
        if self.way is Way.TEXT:
            return f"…{self.text[-3:]}"
        name, _, domain = self.text.partition("@")
        return f"{name[0]}…@{domain[0]}…"


def read_address(typed: str) -> Address | None:
    """The address that was typed; none when it is neither an email address nor a mobile number."""
    plain = unicodedata.normalize("NFKC", typed).strip().lower()
    if "@" in plain:
        whole = EMAIL.fullmatch(plain) and len(plain) <= AT_MOST and ".." not in plain
        return Address(Way.EMAIL, plain) if whole else None
    if not re.fullmatch(r"\+?[0-9 ().-]{7,30}", plain) or not plain.isascii():
        return None
    figures = re.sub(r"\D", "", plain.replace("(0)", ""))
    if re.fullmatch(r"07[0-9]{9}", figures):
        return Address(Way.TEXT, f"+44{figures[1:]}")
    figures = figures.removeprefix("00")
    abroad = plain.startswith(("+", "00")) and re.fullmatch(r"[1-9][0-9]{8,14}", figures)
    if not abroad or (figures.startswith("44") and not re.fullmatch(r"447[0-9]{9}", figures)):
        return None
    return Address(Way.TEXT, f"+{figures}")
