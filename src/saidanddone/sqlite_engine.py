"""SQLite for several writers: every transaction takes the write lock at once, and gives it back on failure.

Tortoise sends a plain ``BEGIN``; two processes that read first and write later then fail with "database is
locked" whatever the timeout. ``BEGIN IMMEDIATE`` waits its turn instead.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections

# SQLite gives moments as text. Tortoise reads each with a pattern; this takes a fortieth of the time, and
# a page of cards holds more than a hundred.
fields.data.parse_datetime = datetime.fromisoformat  # type: ignore[attr-defined]


class ImmediateTransaction(SqliteTransactionWrapper):
    async def begin(self) -> None:
        await self._connection.execute("BEGIN IMMEDIATE")


class ImmediateTransactionContext(SqliteTransactionContext):
    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection  # type: ignore[no-any-return]


class ImmediateClient(SqliteClient):
    def _in_transaction(self) -> TransactionContext:
        return ImmediateTransactionContext(ImmediateTransaction(self), self._lock)


def get_client_class(db_info: dict[str, Any]) -> type[ImmediateClient]:
    """Asked by Tortoise, which knows an engine by its module."""
    return ImmediateClient
