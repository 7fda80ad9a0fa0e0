"""Finding ideas by their words: FTS5 kept by triggers on SQLite, a GIN index on PostgreSQL."""

from saidanddone.migrations import _together
from tortoise.migrations import operations as ops

# One statement each. The table holds no words of its own: it reads them from the idea's row.
SQLITE = (
    """CREATE VIRTUAL TABLE idea_words USING fts5(words, content='idea', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER idea_words_in AFTER INSERT ON idea BEGIN
        INSERT INTO idea_words(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER idea_words_out AFTER DELETE ON idea BEGIN
        INSERT INTO idea_words(idea_words, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER idea_words_anew AFTER UPDATE OF words ON idea BEGIN
        INSERT INTO idea_words(idea_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO idea_words(rowid, words) VALUES (new.id, new.words); END""",
    "INSERT INTO idea_words(idea_words) VALUES ('rebuild')",
)
POSTGRESQL = ("CREATE INDEX idea_words ON idea USING gin (array_to_tsvector(string_to_array(words, ' ')))",)


async def add(apps, editor):
    for statement in SQLITE if editor.DIALECT == "sqlite" else POSTGRESQL:
        await editor.client.execute_query(statement)


async def remove(apps, editor):
    if editor.DIALECT == "sqlite":
        for trigger in ("idea_words_in", "idea_words_out", "idea_words_anew"):
            await editor.client.execute_query(f"DROP TRIGGER {trigger}")
        await editor.client.execute_query("DROP TABLE idea_words")
    else:
        await editor.client.execute_query("DROP INDEX idea_words")


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0003_list_orders")]

    operations = [ops.RunPython(add, remove)]
