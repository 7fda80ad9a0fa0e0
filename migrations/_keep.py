"""What must never be false, kept by the database itself: one table of rules for SQLite and PostgreSQL."""

from tortoise.migrations import operations as ops


def rules(checks, only_one=None):
    """The operation that adds checks, ``{table: {name: SQL}}``, to new tables, and unique indexes with a condition.

    ``only_one`` is ``{name: (table, columns, condition)}``: one row at most for each of these columns while the
    condition holds.
    """
    only_one = only_one or {}

    async def add(apps, editor):
        for table, named in checks.items():
            whole = {f"{table}_{name}": check for name, check in named.items()}
            if editor.DIALECT == "sqlite":
                await _rebuild(editor.client, table, whole)
                continue
            for name, check in whole.items():
                await editor.client.execute_query(
                    f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({check})'
                )
        for name, (table, columns, condition) in only_one.items():
            await editor.client.execute_query(
                f'CREATE UNIQUE INDEX "only_one_{name}" ON "{table}" ({columns}) WHERE {condition}'
            )

    async def remove(apps, editor):
        for name in only_one:
            await editor.client.execute_query(f'DROP INDEX "only_one_{name}"')
        if editor.DIALECT != "sqlite":
            for table, named in checks.items():
                for name in named:
                    await editor.client.execute_query(
                        f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{name}"'
                    )

    return ops.RunPython(add, remove)


async def _rebuild(client, table, named):
    """SQLite can't add a check to a table. These tables are new and empty, so make them again with theirs."""
    found = await client.execute_query_dict(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type = 'table' DESC",
        [table],
    )
    if (await client.execute_query_dict(f'SELECT count(*) AS n FROM "{table}"'))[0]["n"]:
        raise RuntimeError(f"{table} has rows already; constraints are added to new databases only.")
    made, indexes = found[0]["sql"], [row["sql"] for row in found[1:]]
    end = made.rindex(")")
    checks = "".join(f', CONSTRAINT "{name}" CHECK ({check})' for name, check in named.items())
    await client.execute_query(f'DROP TABLE "{table}"')
    await client.execute_query(made[:end] + checks + made[end:])
    for sql in indexes:
        await client.execute_query(sql)
