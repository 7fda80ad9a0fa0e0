"""What most tests begin with, made once by the site's own verbs and then put back as the rows it left.

To make it each time took a fifth of a run. What comes back is as old as the first time in this process, so
where a test has moved the clock, or has made something before, it is made afresh.
"""

import copy
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Generic, TypeVar

from tortoise.connection import get_connection

from saidanddone import clock, database
from saidanddone.councils.models import Council

T = TypeVar("T")
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
}
Rows = dict[str, list[dict[str, Any]]]


class PutBack(Generic[T]):
    """Makes something in an empty site by one write; from the second time on an engine by its rows."""

    def __init__(self, make: Callable[[], Awaitable[T]]) -> None:
        self._make = make
        self.kept: dict[str, tuple[T, Rows]] = {}

    async def __call__(self) -> T:
        engine = "postgresql" if database.is_postgresql() else "sqlite"
        if abs(clock.now() - clock.real_now()) > timedelta(seconds=1) or await Council.exists():
            return await database.write(self._make)
        if engine not in self.kept:
            before = await rows_of(engine)
            made = await database.write(self._make)
            left = {table: rows for table, rows in (await rows_of(engine)).items() if not before[table]}
            self.kept[engine] = copy.deepcopy(made), {table: rows for table, rows in left.items() if rows}
            return made
        made, rows = self.kept[engine]
        put_back = _into_postgresql if engine == "postgresql" else _into_sqlite
        await database.write(lambda: put_back(rows))
        return copy.deepcopy(made)


async def rows_of(engine: str) -> Rows:
    as_kept = "SELECT * FROM" if engine == "sqlite" else "SELECT row_to_json(kept)::text AS row FROM"
    tables = [found["name"] for found in await database.rows(TABLES[engine])]
    return {table: await database.rows(f'{as_kept} "{table}" kept') for table in tables}


async def _into_sqlite(rows: Rows) -> None:
    await get_connection("sqlite").execute_query("PRAGMA defer_foreign_keys = ON")  # in whatever order
    for table, found in rows.items():
        await database.fill(table, list(found[0]), [list(row.values()) for row in found])


async def _into_postgresql(rows: Rows) -> None:
    script = ["SET LOCAL session_replication_role = replica"]  # in whatever order
    for table, found in rows.items():
        told = f'NULL::"{table}", $rows$[{",".join(row["row"] for row in found)}]$rows$'
        script.append(f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset({told})')
        if "id" in json.loads(found[0]["row"]):
            sequence = f"pg_get_serial_sequence('\"{table}\"', 'id')"
            script.append(f'SELECT setval({sequence}, max(id)) FROM "{table}"')
    script.append("SET LOCAL session_replication_role = origin")
    await get_connection("postgresql").execute_script(";\n".join(script))
