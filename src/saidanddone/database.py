"""Tortoise's configuration, the migrations, and ``write``: the one door for writes."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection, get_connections
from tortoise.context import TortoiseContext
from tortoise.migrations.api.migrate import migrate as run_migrations
from tortoise.models import Model, ModelMeta
from tortoise.transactions import in_transaction

from saidanddone.settings import Settings

T = TypeVar("T")


class _Undescribed(ModelMeta):
    """Keeps docstrings and comments out of the schema: each edit of one would ask for a migration.

    Tortoise would also read every model's source again to look for them, at each start.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], attributes: dict[str, Any]) -> Any:
        model: Any = super().__new__(cls, name, bases, {**attributes, "_no_comments": True})
        model._meta.table_description = ""
        return model


class Record(Model, metaclass=_Undescribed):
    """What every model is made of."""

    class Meta:
        abstract = True


APP = "saidanddone"
MODELS = [
    f"saidanddone.{module}"
    for module in (
        "history.models",
        "councils.models",
        "notices.models",
        "notices.letters",
        "people.models",
        "people.visits",
        "people.providers.models",
        "people.codes",
        "people.contacts",
        "people.come_back_cards",
        "people.passkey_models",
        "missions.models",
        "practice.models",
        "ideas.models",
        "ideas.supporting",
        "ideas.commenting",
        "ideas.appealing",
        "ideas.deciding",
        "ideas.recordings",
        "ideas.quoting",
        "appraisal.models",
        "moderation.models",
        "rounds.models",
        "plan.models",
        "plan.help_models",
        "plan.outside_models",
        "mine.models",
    )
]
PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds between tries to leave nothing of deleted rows
MIGRATION_LOCK = 5_417_202  # any fixed number: two migrators of one PostgreSQL database take turns by it


def config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for a database address.

    The connection is named after its engine: Tortoise keeps the SQL of inserts by connection name, and a
    process that meets both engines (the tests do) would send one the other's.
    """
    connection = expand_db_url(url)
    name = "sqlite" if "sqlite" in connection["engine"] else "postgresql"
    if name == "sqlite":
        connection["engine"] = "saidanddone.sqlite_engine"
        connection["credentials"].setdefault("busy_timeout", "10000")
        connection["credentials"].setdefault("secure_delete", "ON")  # a vote that was changed leaves no trace
    app = {"models": MODELS, "migrations": "saidanddone.migrations", "default_connection": name}
    return {"connections": {name: connection}, "apps": {APP: app}, "use_tz": True, "timezone": "UTC"}


def __getattr__(name: str) -> Any:
    """``TORTOISE_ORM``, for the tortoise command, which writes migrations; read only when it is asked for."""
    if name == "TORTOISE_ORM":
        return config(Settings.from_environment().database_url)
    raise AttributeError(name)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[None]:
    """The database is reachable inside the block, from every task of this process."""
    async with TortoiseContext() as context:
        await context.init(config=config(url), _enable_global_fallback=True)
        yield


async def migrate(url: str) -> None:
    """Bring a database to the newest schema, with nothing lost.

    On SQLite a table is rebuilt by dropping it, which would fire its cascades, so foreign keys are off while
    that happens and checked afterwards. On PostgreSQL two migrators take turns.
    """
    if url.startswith("sqlite"):
        await _migrate_sqlite(url)
        return
    gate = await asyncpg.connect(url.replace("asyncpg://", "postgres://", 1))
    try:
        await gate.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        async with TortoiseContext():
            await run_migrations(config=config(url))
    finally:
        await gate.close()


async def _migrate_sqlite(url: str) -> None:
    unguarded = config(url)
    unguarded["connections"]["sqlite"]["credentials"]["foreign_keys"] = "OFF"
    async with TortoiseContext() as context:
        await run_migrations(config=unguarded)
        broken = await context.db().execute_query_dict("PRAGMA foreign_key_check")
    if broken:
        raise RuntimeError(f"After migrating, {len(broken)} rows point at rows that are gone: {broken[:3]}")


class Unit:
    """What one outermost write gathers for its end, and for when it is committed."""

    def __init__(self) -> None:
        self.history: list[Any] = []
        self.afterwards: list[Callable[[], Awaitable[None]]] = []


_unit: ContextVar[Unit | None] = ContextVar("unit", default=None)
_running: set[asyncio.Task[Any]] = set()
_last_acts: list[Callable[[Unit], Awaitable[None]]] = []


def unit() -> Unit:
    """The write that is under way."""
    found = _unit.get()
    if found is None:
        raise RuntimeError("This must happen inside database.write().")
    return found


def last_in_commit(act: Callable[[Unit], Awaitable[None]]) -> Callable[[Unit], Awaitable[None]]:
    """Have something done as the last statements of every outermost transaction."""
    _last_acts.append(act)
    return act


async def write(act: Callable[[], Awaitable[T]]) -> T:
    """Run ``act()`` in a transaction; inside another ``write`` it joins that one.

    The transaction lives in a task of its own, shielded: a phone that hangs up cancels the request, never a
    half-done write, and can't leave the connection's lock taken.
    """
    if _unit.get() is not None:
        return await act()
    task = asyncio.create_task(_in_a_transaction(act))
    _running.add(task)
    task.add_done_callback(_running.discard)
    return await asyncio.shield(task)


async def _in_a_transaction(act: Callable[[], Awaitable[T]]) -> T:
    _unit.set(whole := Unit())
    async with in_transaction():
        result = await act()
        for last in _last_acts:
            await last(whole)
    for after in whole.afterwards:
        await after()
    return result


def is_postgresql() -> bool:
    """Whether the database under this request is PostgreSQL."""
    return _here().capabilities.dialect == "postgres"


def by(name: str, found: Iterable[T]) -> dict[int, list[T]]:
    """Rows gathered by the id in one of their fields; an id without rows has none."""
    gathered: dict[int, list[T]] = defaultdict(list)
    for row in found:
        gathered[getattr(row, name)].append(row)
    return gathered


async def rows(sql: str, *values: object) -> list[dict[str, Any]]:
    """The rows of one SQL statement, with ``?`` for its values on both databases."""
    if is_postgresql():
        for position in range(1, len(values) + 1):
            sql = sql.replace("?", f"${position}", 1)
    return await _here().execute_query_dict(sql, list(values))


def changes() -> int | None:
    """A number that is another one after every change of the database's rows.

    None where this process can't know: where it isn't the only one that writes, or isn't connected.
    """
    if is_postgresql():
        return None
    connection = getattr(_here(), "_connection", None)
    return None if connection is None else int(connection.total_changes)


async def fill(table: str, columns: Sequence[str], rows_: Sequence[Sequence[Any]]) -> None:
    """Put many rows into a table at once, inside a write. Their values are as the database keeps them."""
    async with _here().acquire_connection() as connection:
        if is_postgresql():
            await connection.copy_records_to_table(table, records=rows_, columns=list(columns))
            return
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        await connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows_)


async def take_ids(table: str, how_many: int) -> Sequence[int]:
    """That many ids of a table, which nothing else will be given, rising; inside a write."""
    if is_postgresql():
        sequence = f"nextval(pg_get_serial_sequence('\"{table}\"', 'id'))"
        taken = await rows(f"SELECT {sequence} AS id FROM generate_series(1, {how_many})")
        return [row["id"] for row in taken]
    (last,) = await rows(f'SELECT coalesce(max(id), 0) AS id FROM "{table}"')
    (ever,) = await rows("SELECT coalesce(max(seq), 0) AS id FROM sqlite_sequence WHERE name = ?", table)
    first = max(last["id"], ever["id"]) + 1
    return range(first, first + how_many)


async def forget_deleted(table: str) -> None:
    """Leave nothing of a table's deleted rows in the database's files. Raises when that can't be done now.

    SQLite has overwritten them already (secure_delete), but for the log beside its file. PostgreSQL writes
    the table anew; it waits a few seconds for those who use it, since everybody else waits behind it.
    """
    if not is_postgresql():
        (done,) = await rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if done["busy"]:
            raise RuntimeError("SQLite's log could not be emptied: something else was reading it.")
        return
    async with _here().acquire_connection() as connection:
        await connection.execute("SET lock_timeout = '5s'")
        try:
            for pause in PAUSES:
                if not await _rows_still_seen_by_others(connection, table):
                    return
                await asyncio.sleep(pause)
        finally:
            await connection.execute("RESET lock_timeout")
    raise RuntimeError(f"Deleted rows of {table} are still seen by something else that reads this database.")


async def _rows_still_seen_by_others(connection: Any, table: str) -> int:
    """Write a PostgreSQL table anew; gives how many deleted rows an older reader kept in it."""
    told: list[Any] = []

    def listen(_connection: Any, message: Any) -> None:
        told.append(message)

    connection.add_log_listener(listen)
    try:
        await connection.execute(f'VACUUM (FULL, VERBOSE) "{table}"')
        await asyncio.sleep(0)  # what was told is handed on in the loop's next turn
    finally:
        connection.remove_log_listener(listen)
    details = (re.search(r"\d+", getattr(message, "detail", None) or "") for message in told)
    return sum(int(found[0]) for found in details if found)


def _here() -> BaseDBAsyncClient:
    return get_connection(next(iter(get_connections().db_config)))
