"""Asking an address that an admin typed: only public ones, no redirects, not for long, and not for much.

Each name is looked up here and connected to by the very address that was checked, so that a name which means
another machine a moment later reaches nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpcore2
import httpx2

from saidanddone.people.providers.faults import Down, Misset

SECONDS, BYTES_AT_MOST = 8, 512 * 1024
TIMEOUT = httpx2.Timeout(4.0)
ADDRESS_AT_MOST = 300
HIDES_ANOTHER = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Closed(httpcore2.ConnectError):
    """An address that this site does not go to."""


def fault_of(address: str, *, private: bool) -> str:
    """A sentence about why an address can't be a provider's; empty when it can."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "That is not an address."
    if not parts.hostname or parts.username or parts.password or parts.fragment or port == 0:
        return "That is not an address."
    if len(address) > ADDRESS_AT_MOST or not address.isascii() or any(sign <= " " for sign in address):
        return "That is not an address."
    if parts.scheme == "https" or (private and parts.scheme == "http" and _is_here(parts.hostname)):
        return ""
    return "It must begin with https://."


def _is_here(host: str) -> bool:
    return host in {"127.0.0.1", "localhost", "::1"}


def is_public(address: Address) -> bool:
    """Whether an address is somewhere on the open internet, and hides no other one in itself."""
    if isinstance(address, ipaddress.IPv6Address) and _hides_another(address):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _hides_another(address: ipaddress.IPv6Address) -> bool:
    in_nets = any(address in net for net in HIDES_ANOTHER)
    return in_nets or address.ipv4_mapped is not None or address.teredo is not None


class Checked(httpcore2.AsyncNetworkBackend):
    """Connects only where it may, to the very address that was looked at."""

    def __init__(self, *, private: bool) -> None:
        self.private = private
        self.inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the name that httpcore2 gives it)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        found = await addresses_of(host, port)
        if not found or not (self.private or all(is_public(one) for one in found)):
            raise Closed("This site goes to public addresses only.")
        return await self.inner.connect_tcp(str(found[0]), port, timeout, local_address, socket_options)


async def addresses_of(host: str, port: int) -> list[Address]:
    """Where a name leads to, each place once."""
    try:
        rows = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    plain = (str(row[4][0]).partition("%")[0] for row in rows)
    return list(dict.fromkeys(ipaddress.ip_address(one) for one in plain))


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self.stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        so_far = 0
        async for part in self.stream:
            so_far += len(part)
            if so_far > BYTES_AT_MOST:
                raise httpx2.ReadError("The answer is too long.")
            yield part

    async def aclose(self) -> None:
        await self.stream.aclose()


class Careful(httpx2.AsyncHTTPTransport):
    """Goes to checked addresses, and reads no more than it must."""

    def __init__(self, *, private: bool) -> None:
        super().__init__(verify=_certificates(), trust_env=False)
        # The pool of this very transport, with connections made by us.
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=_certificates(), network_backend=Checked(private=private), max_connections=4
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["Accept-Encoding"] = "identity"
        answer = await super().handle_async_request(request)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise httpx2.ReadError("The answer is packed, so its length can't be known.")
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        answer.stream = _Counted(answer.stream)
        return answer


@lru_cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def options(*, private: bool) -> dict[str, Any]:
    """What every client that goes to a provider is made with."""
    return {
        "transport": Careful(private=private),
        "timeout": TIMEOUT,
        "follow_redirects": False,
        "trust_env": False,
    }


async def read_json(address: str, *, private: bool) -> dict[str, Any]:
    """What stands at an address, as JSON. Raises Down, or Misset for an address that can't be asked."""
    if fault := fault_of(address, private=private):
        raise Misset(f"The provider names an address that can’t be used. {fault}")
    try:
        async with asyncio.timeout(SECONDS), httpx2.AsyncClient(**options(private=private)) as client:
            answer = await client.get(address, headers={"Accept": "application/json"})
        found = answer.json() if answer.status_code == 200 else None
    except (httpx2.HTTPError, TimeoutError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Down("The provider doesn’t answer, or answers something else.")
    return found
