"""Counting how often somebody does a thing; how often is too often stands in ``how_often``."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_address, ip_network
from math import ceil
from typing import TypeVar, cast

from limits import RateLimitItemPerSecond
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from limits.storage import storage_from_string
from starlette.requests import Request

from saidanddone import clock
from saidanddone.how_often import EACH_TIME, Limit, Per, rows
from saidanddone.settings import Settings

T = TypeVar("T")
log = logging.getLogger("saidanddone.limits")

KEYS_AT_MOST = 100_000  # counts held in memory at once
ONE_NETWORK, ONE_LINE = 64, 48  # bits of IPv6: where people share a wifi; what one line may be given
PATIENCE = 0.2  # seconds for Redis to answer: each request that is counted waits for it
COUNTED_HERE_FOR = timedelta(seconds=30)  # before Redis is asked again, once it didn't answer
SAFE = frozenset({"GET", "HEAD"})


@lru_cache
def _item(limit: Limit) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(limit.at_most, limit.seconds, namespace=f"saidanddone/{limit.what}")


class Limits:
    """What was counted lately: in this process, or in Redis, so that several workers count together."""

    def __init__(self, settings: Settings) -> None:
        self.on = settings.limits != "off"
        self._here = FixedWindowRateLimiter(InMemory())
        self._shared = FixedWindowRateLimiter(_shared(settings.limits)) if is_shared(settings) else self._here
        self._lost_since: datetime | None = None
        self._here_until = clock.real_now()

    async def wait(self, request: Request) -> int:
        """The seconds that whoever asks must wait before this is taken from them; 0 when it is."""
        form, route = request.method not in SAFE, request.scope["route"].name
        if not (self.on and (form or request.scope["query_string"] or route in EACH_TIME)):
            return 0
        for limit in rows(route, form=form):
            key = _counted_as(request, limit.per)
            if key and not await self.count(limit, key):
                return await self.seconds_left(limit, key)
        return 0

    async def count(self, limit: Limit, key: str) -> bool:
        """Count one more; whether it was still within the limit."""
        return await self._ask(lambda counted: counted.hit(_item(limit), limit.per.name, key))

    async def is_reached(self, limit: Limit, key: str) -> bool:
        """Whether one more would be too many; counts nothing."""
        return not await self._ask(lambda counted: counted.test(_item(limit), limit.per.name, key))

    async def seconds_left(self, limit: Limit, key: str) -> int:
        """Until counting starts anew."""
        stats = await self._ask(lambda counted: counted.get_window_stats(_item(limit), limit.per.name, key))
        return max(1, min(limit.seconds, ceil(stats.reset_time - clock.real_now().timestamp())))

    async def _ask(self, what: Callable[[FixedWindowRateLimiter], Awaitable[T]]) -> T:
        """Ask the shared count; where it doesn't answer, this process's own, and that alone for a while."""
        if clock.real_now() >= self._here_until:
            try:
                found = await what(self._shared)
            except (StorageError, OSError):
                self._lost()
            else:
                self._lost_since = None
                return found
        return await what(self._here)

    def _lost(self) -> None:
        self._here_until = clock.real_now() + COUNTED_HERE_FOR
        if self._lost_since is None:
            log.error("the shared limits don’t answer, so each process counts for itself")
            self._lost_since = clock.real_now()


class InMemory(Storage):
    """Counts in this process. Costs the same however many there are: limits' own looks through them all."""

    STORAGE_SCHEME = ["async+here"]

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, tuple[int, float]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        moment = clock.real_now().timestamp()
        count, ends = self._counts.get(key, (0, 0.0))
        if ends <= moment:
            count, ends = 0, moment + expiry
            self._counts.pop(key, None)
        self._counts[key] = (count + amount, ends)
        if len(self._counts) > KEYS_AT_MOST:
            self._forget(moment)
        return count + amount

    async def get(self, key: str) -> int:
        count, ends = self._counts.get(key, (0, 0.0))
        return count if ends > clock.real_now().timestamp() else 0

    async def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, clock.real_now().timestamp()))[1]

    async def check(self) -> bool:
        return True

    async def reset(self) -> int:
        held = len(self._counts)
        self._counts.clear()
        return held

    async def clear(self, key: str) -> None:
        self._counts.pop(key, None)

    def _forget(self, moment: float) -> None:
        """What is over, and if that isn't much the oldest: half of what there may be is kept."""
        live = [(key, held) for key, held in self._counts.items() if held[1] > moment]
        self._counts = dict(live[-KEYS_AT_MOST // 2 :])


def is_shared(settings: Settings) -> bool:
    """Whether several processes count together."""
    return settings.limits not in {"memory", "off"}


def faults(settings: Settings, workers: int = 1) -> Iterator[str]:
    """What is wrong with where limits are counted, a sentence each."""
    if is_shared(settings):
        if not settings.limits.startswith(("redis://", "rediss://", "redis+unix://")):
            yield "Set SAIDANDDONE_LIMITS to memory, off, or Redis: redis://host:6379/0."
        elif find_spec("redis") is None:
            yield "SAIDANDDONE_LIMITS names Redis, and Python’s redis is not here. Run `pip install redis`."
    elif settings.limits == "memory" and workers > 1:
        yield (
            f"Each of the {workers} workers counts for itself, so people may do {workers} times as much as "
            "the limits say. To count together set SAIDANDDONE_LIMITS to Redis: redis://host:6379/0."
        )


def _shared(address: str) -> Storage:
    once = import_module("redis.asyncio.retry").Retry(import_module("redis.backoff").NoBackoff(), 0)
    found = storage_from_string(
        f"async+{address}",
        implementation="redispy",
        wrap_exceptions=True,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=once,
    )
    return cast(Storage, found)


def _counted_as(request: Request, per: Per) -> str:
    """Whom a limit counts for this request; nobody when it isn't for them."""
    person = request.scope["signed_in"]
    if per is Per.COUNCIL:
        council = request.scope.get("council")
        return str(council.id) if council is not None else ""
    if per is Per.PERSON:
        return str(person.id) if person is not None else ""
    return address_of(request) if person is None else ""


def address_of(request: Request, *, of_ipv6: int = ONE_NETWORK) -> str:
    """Where a request came from, as far as those in front of us are trusted; of IPv6 so many bits of it."""
    host = request.client.host if request.client else ""
    if ":" not in host:
        return host
    with contextlib.suppress(ValueError):
        found = ip_address(host.partition("%")[0])
        mapped = getattr(found, "ipv4_mapped", None)
        return str(mapped or ip_network((found, of_ipv6), strict=False).network_address)
    return host
