"""Many rows at once: past the ORM's objects, never past the database's constraints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from itertools import islice
from typing import Any

from saidanddone import database
from saidanddone.database import Record

AT_ONCE = 5_000  # rows


async def put(model: type[Record], rows: Iterable[dict[str, Any]]) -> int:
    """Put rows into a model's table, by column; what a row leaves out is as the model says.

    Each is given an id unless it brings its own. Gives how many they were.
    """
    put_in, waiting = 0, iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        if "id" not in some[0]:
            for row, id_ in zip(some, await database.take_ids(model._meta.db_table, len(some)), strict=True):
                row["id"] = id_
        columns = list(some[0])
        left_out = {name: value for name, value in _defaults(model).items() if name not in some[0]}
        tail = [_kept(value) for value in left_out.values()]
        kept = [[*(_kept(row[name]) for name in columns), *tail] for row in some]
        await database.fill(model._meta.db_table, [*columns, *left_out], kept)
        put_in += len(some)
    return put_in


async def ids(model: type[Record], how_many: int) -> Sequence[int]:
    """That many new ids of a model's table, rising."""
    return await database.take_ids(model._meta.db_table, how_many) if how_many else []


def _defaults(model: type[Record]) -> dict[str, Any]:
    """What the model itself gives to columns that a row leaves out."""
    found = {}
    for name, field in model._meta.fields_map.items():
        column = model._meta.fields_db_projection.get(name)
        if column is None or field.pk or field.default is None:
            continue
        found[column] = field.default() if callable(field.default) else field.default
    return found


def _kept(value: Any) -> Any:
    """A value as both databases take it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value if database.is_postgresql() else value.isoformat(" ")
    if isinstance(value, date):
        return value if database.is_postgresql() else value.isoformat()
    return value
