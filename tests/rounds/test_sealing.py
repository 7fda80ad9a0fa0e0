"""When a vote has closed, no choice can be tied to anybody: not by the database, its files or the history."""

import hashlib
import json
from pathlib import Path

import asyncpg
import pytest

from saidanddone import database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.notices.models import Notice
from saidanddone.rounds.models import Choice
from saidanddone.rounds.results import results_of
from saidanddone.rounds.running import close_round
from saidanddone.rounds.slips import count_paper
from saidanddone.rounds.voting import vote
from tests.people import town
from tests.rounds.votes import ideas_of, opened_round


def size_of(path: str) -> int:
    return Path(path).stat().st_size


async def test_receipts_and_the_sealed_file_agree_and_no_choice_is_left(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas, observer=there.gus)
    mine = [
        await vote(found, by=there.amina, ideas=ideas[:2]),
        await vote(found, by=there.bo, ideas=[]),
    ]
    await close_round(found, by=there.cass)
    facts = results_of(found)
    assert facts["receipts"] == sorted(mine)
    assert facts["sealed_sha256"] == hashlib.sha256(found.sealed).hexdigest()
    sealed = json.loads(found.sealed)
    assert sorted(sealed["ballots"]) == [[], [1, 2]]
    assert set(sealed) == {"format", "round", "question", "picks", "entries", "ballots", "salt"}
    assert len(sealed["salt"]) == 64
    assert await Choice.all().count() == 0


async def test_history_and_notices_know_of_no_vote(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    rows, told = await HistoryRow.all().count(), await Notice.all().count()
    await vote(found, by=there.bo, ideas=ideas[:1])
    await count_paper(found, by=there.cass, slip="one", ideas=ideas[:1])
    assert (await HistoryRow.all().count(), await Notice.all().count()) == (rows, told)
    await close_round(found, by=there.cass)
    closing = await HistoryRow.get(act="close_round")
    assert (closing.who_id, closing.start, closing.end, closing.digest) == (
        there.cass.id,
        "open",
        "closed",
        "",
    )
    assert await first_fault(there.rivermead.id) is None


async def test_no_choice_stays_in_the_files_of_the_database(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    await vote(found, by=there.bo, ideas=ideas[:1])
    await close_round(found, by=there.cass)
    if database.is_postgresql():
        size = (await database.rows("SELECT pg_relation_size('choice') AS bytes"))[0]["bytes"]
        assert size == 0
    else:
        assert (await database.rows("PRAGMA secure_delete"))[0]["secure_delete"] == 1
        log_beside_it = site.settings.database_url.removeprefix("sqlite://") + "-wal"
        assert size_of(log_beside_it) == 0


async def test_choices_that_an_older_reader_still_sees_are_not_called_gone(site, monkeypatch):
    """PostgreSQL keeps deleted rows for whoever began reading before: then it is not done, and says so."""
    if not database.is_postgresql():
        return
    monkeypatch.setattr(database, "PAUSES", (0.01, 0.01))
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    await vote(found, by=there.bo, ideas=ideas[:1])
    reader = await asyncpg.connect(site.settings.database_url.replace("asyncpg://", "postgres://", 1))
    try:
        await reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        await reader.fetch("SELECT 1 FROM council")
        await close_round(found, by=there.cass)
        with pytest.raises(RuntimeError, match="still seen"):
            await database.forget_deleted("choice")
        await reader.execute("ROLLBACK")  # closing alone leaves the server a moment in which it still reads
    finally:
        await reader.close()
    monkeypatch.undo()
    await database.forget_deleted("choice")
    assert (await database.rows("SELECT pg_relation_size('choice') AS bytes"))[0]["bytes"] == 0
