"""Where a site's passkeys belong."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from saidanddone.settings import Settings


@dataclass(frozen=True)
class Place:
    """Where this site's passkeys belong: a host name, and the addresses of pages that may ask for them."""

    host: str
    origins: tuple[str, ...]


def place_of(settings: Settings) -> Place | None:
    """None where there can be no passkeys: they belong to a name, and an address of figures is none.

    The demo on 127.0.0.1 is reached as localhost too, and that is a name.
    """
    parts = urlsplit(settings.origin)
    host = parts.hostname or ""
    if settings.demo and host == "127.0.0.1":
        return Place("localhost", (f"{parts.scheme}://localhost:{parts.port}",))
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return Place(host, (settings.origin,)) if host else None
    return None
