"""What migrations make is what the models say, and what must never be false the database refuses."""

import importlib
import re

import pytest
from tortoise.context import TortoiseContext
from tortoise.exceptions import IntegrityError
from tortoise.migrations.autodetector import MigrationAutodetector

from saidanddone import database
from saidanddone.database import config
from saidanddone.history.models import first_fault
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.supporting import Support
from saidanddone.paths import MIGRATIONS
from tests.people import town


async def test_migrations_are_up_to_date(tmp_path):
    async with TortoiseContext() as context:
        given = config(f"sqlite://{tmp_path}/x.sqlite3")
        await context.init(config=given)
        detector = MigrationAutodetector(context.apps, given["apps"])
        assert await detector.changes() == []


async def test_every_index_is_on_columns(site):
    """SQLite takes a misspelt column in quotes for a text, and makes an index of nothing."""
    if database.is_postgresql():
        return
    tables = await database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert len(tables) > 50, "a list without tables would find no fault"
    for table in tables:
        for index in await database.rows(f'PRAGMA index_list("{table["name"]}")'):
            columns = await database.rows(f'PRAGMA index_info("{index["name"]}")')
            assert all(column["name"] for column in columns), (table["name"], index["name"])


async def refuses(act):
    with pytest.raises(IntegrityError):
        await database.write(act)


async def test_the_database_itself_refuses_what_must_never_be(site):
    there = await town()
    idea = await propose(there.amina, what="Doorbells")
    await refuses(lambda: Idea.filter(id=idea.id).update(supports=-1))
    await refuses(lambda: Idea.filter(id=idea.id).update(what=""))
    await refuses(lambda: Idea.filter(id=idea.id).update(merged_into_id=idea.id))
    await refuses(lambda: database.rows("UPDATE idea SET stage = 'liked' WHERE id = ?", idea.id))
    await refuses(lambda: database.rows("UPDATE idea SET stage = 'open' WHERE id = ?", idea.id))

    async def support_twice():
        for _ in range(2):
            await Support.create(idea=idea, person=there.bo, given_at=idea.created_at)

    await refuses(support_twice)
    assert await Support.all().count() == 0
    assert await first_fault(there.rivermead.id) is None


async def test_every_constraint_of_the_table_is_in_the_database(site):
    tables_of_rules = [
        importlib.import_module(f"saidanddone.migrations.{path.stem}")
        for path in sorted(MIGRATIONS.glob("0*.py"))
    ]
    if database.is_postgresql():
        found = {row["name"] for row in await database.rows("SELECT conname AS name FROM pg_constraint")}
        indexes = await database.rows("SELECT indexname AS name FROM pg_indexes")
    else:
        tables = await database.rows("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
        found = {name for row in tables for name in re.findall(r'CONSTRAINT "(\w+)" CHECK', row["sql"])}
        indexes = await database.rows("SELECT name FROM sqlite_master WHERE type = 'index'")
    for rules in tables_of_rules:
        for table, checks in getattr(rules, "CHECKS", {}).items():
            assert {f"{table}_{name}" for name in checks} <= found, table
        only_one = getattr(rules, "ONLY_ONE", {})
        assert {f"only_one_{name}" for name in only_one} <= {row["name"] for row in indexes}
