"""A recording is deleted for good, also from the files of the database."""

from datetime import timedelta
from pathlib import Path

from saidanddone import clock, database
from saidanddone.ideas.models import Idea, StageMove, ideas_seen_by
from saidanddone.ideas.recordings import Recording, agree, delete_due
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.withdrawing import withdraw
from tests.ideas.recorded import TONE, WORDS, kept, see, spoken, written
from tests.people import town

CANARY = b"canary-in-the-sound" * 40
LARGE = TONE + CANARY * 200


def on_disk(site):
    """All that SQLite's file and the log beside it hold."""
    file = Path(site.settings.database_url.removeprefix("sqlite://"))
    return file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()


async def nothing_is_left(site, idea):
    """No byte of the canary in the database's files, or in any row of PostgreSQL."""
    recording = await Recording.filter(idea_id=idea.id).order_by("id").first()
    assert recording.sound is None
    assert recording.deleted_at
    assert recording.wiped_at
    if database.is_postgresql():
        found = await database.rows("SELECT count(*) AS n FROM recording WHERE sound IS NOT NULL")
        assert found[0]["n"] == 0
        toast = "SELECT pg_relation_size(reltoastrelid) AS bytes FROM pg_class WHERE relname = 'recording'"
        assert (await database.rows(toast))[0]["bytes"] == 0
        return
    assert CANARY[:19] not in on_disk(site)


async def test_after_a_yes_no_byte_of_the_sound_is_left(site):
    there = await town()
    idea = await written(there, LARGE)
    if not database.is_postgresql():
        assert CANARY[:19] in on_disk(site), "the canary would be found"
    await agree(idea, by=there.amina, **WORDS)
    await nothing_is_left(site, idea)


async def test_after_it_is_taken_back_no_byte_of_the_sound_is_left(site):
    there = await town()
    idea = await spoken(there, LARGE)
    await withdraw(idea, by=there.amina)
    await nothing_is_left(site, idea)


async def test_what_could_not_be_wiped_at_once_is_wiped_later(site, monkeypatch):
    there = await town()
    idea = await written(there, LARGE)
    real = database.forget_deleted

    async def busy(_table):
        raise RuntimeError("something else was reading it")

    monkeypatch.setattr(database, "forget_deleted", busy)
    await agree(idea, by=there.amina, **WORDS)
    assert (await Idea.get()).stage is Stage.WAITING
    assert (await Recording.get()).wiped_at is None
    monkeypatch.setattr(database, "forget_deleted", real)
    await delete_due()
    await nothing_is_left(site, idea)


async def test_after_thirty_days_it_is_deleted_and_asked_for_again(site):
    there = await town()
    idea = await spoken(there)
    amina = await site.as_(there.amina)
    with clock.at(clock.now() + timedelta(days=29)):
        await delete_due()
        assert await kept(idea)
    with clock.at(clock.now() + timedelta(days=30)):
        await delete_due()
        await delete_due()
        assert await kept(idea) is None
        assert (await Idea.get()).stage is Stage.SENT_BACK
        assert await StageMove.filter(idea_id=idea.id, name="lapse").count() == 1
        assert "That is our fault." in await see(amina, "/rivermead/ideas/1")
        assert (await ideas_seen_by(there.amina).get()).heading == "A recording"


async def test_every_page_names_the_last_day(site):
    there = await town()
    with clock.at(clock.at_local(clock.local(clock.now()).replace(2027, 2, 1, 12, tzinfo=None))):
        await spoken(there)
        for person in (there.amina, there.cass):
            assert "3 March at the latest" in await see(await site.as_(person), "/rivermead/ideas/1")
        assert "3 March at the latest" in await see(await site.as_(there.amina), "/rivermead/recordings/new")
