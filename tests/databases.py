"""A database of its own for each test: one is migrated for the whole run, and every test gets a copy."""

import asyncio
import fcntl
import itertools
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from tortoise.apps import Apps

Fill = Callable[
    [str], Awaitable[None]
]  # takes a database's address and puts into it what its copies start with


class SQLite:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def address(self, name: str) -> str:
        return f"sqlite://{self.folder / name}.sqlite3"

    async def make(self, name: str, fill: Fill) -> None:
        await fill(self.address(name))

    @asynccontextmanager
    async def copy(self, name: str, worker: str) -> AsyncIterator[str]:
        mine = f"{name}-{worker}-{next(self._numbers)}"
        shutil.copyfile(self.folder / f"{name}.sqlite3", self.folder / f"{mine}.sqlite3")
        yield self.address(mine)
        for left in self.folder.glob(f"{mine}.sqlite3*"):
            left.unlink()


class PostgreSQL:
    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self.server = server
        self._numbers = itertools.count(1)

    def address(self, name: str) -> str:
        return self.server + name

    async def make(self, name: str, fill: Fill) -> None:
        await self._say(f'CREATE DATABASE "{name}"')
        await fill(self.address(name))

    @asynccontextmanager
    async def copy(self, name: str, worker: str) -> AsyncIterator[str]:
        mine = f"{name}-{worker}-{next(self._numbers)}"
        await self._say(f'CREATE DATABASE "{mine}" TEMPLATE "{name}" STRATEGY file_copy')
        yield self.address(mine)
        await self._say(f'DROP DATABASE "{mine}" WITH (FORCE)')

    async def _say(self, sql: str) -> None:
        connection = await asyncpg.connect(self.address("postgres"))
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


Engine = SQLite | PostgreSQL


class ModelsOnce:
    """Tortoise readies every model again at each connection: a third of what it takes to start a site.

    What it readies lies on the models and depends on nothing but the engine, so in a process that starts a
    site for each test it is done when the models or the engine are not those of the time before.
    """

    def __init__(self) -> None:
        self._ready: object = None
        self._do_ready = Apps._build_initial_querysets
        Apps._build_initial_querysets = lambda apps: self._if_others(apps)  # type: ignore[method-assign]

    def _if_others(self, apps: Apps) -> None:
        wanted = [(model, model._meta.default_connection) for model in apps.get_models_iterable()]
        if wanted != self._ready:
            self._ready = None
            self._do_ready(apps)
            self._ready = wanted


def make_once(engine: Engine, name: str, fill: Fill) -> str:
    """Fills a database that all workers of this run copy; the first to come makes it, the others wait."""
    done = engine.folder / f"{type(engine).__name__}-{name}.done"
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            in_a_loop_of_its_own(engine.make(name, fill))
            done.touch()
    return name


def in_a_loop_of_its_own(work: Coroutine[Any, Any, None]) -> None:
    """Runs to the end in another thread, so that neither the test's loop nor its context learns of it."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
