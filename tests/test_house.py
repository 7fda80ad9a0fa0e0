"""The house stands: people join, ideas are kept, the history's chain is whole."""

import pytest

from saidanddone import database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.models import Idea, propose
from saidanddone.ideas.stages import Stage
from tests.people import town


async def test_amina_proposes_and_history_keeps_it(site):
    there = await town()
    idea = await propose(there.amina, what="Doorbells so we can see who is at the door")
    assert (idea.number, idea.stage) == (1, Stage.WAITING)
    await idea.make_move("publish", by=there.cass, title="See who’s at my door")
    assert idea.stage is Stage.OPEN
    assert await first_fault(there.rivermead.id) is None
    await database.write(lambda: HistoryRow.filter(act="publish").update(end="no"))
    assert await first_fault(there.rivermead.id) is not None


async def test_a_write_that_fails_leaves_nothing(site):
    there = await town()

    async def half():
        await propose(there.amina, what="Half a thing")
        raise RuntimeError("broke off")

    with pytest.raises(RuntimeError, match="broke off"):
        await database.write(half)
    assert await Idea.all().count() == 0
    await propose(there.amina, what="A whole thing")
    assert (await Idea.get()).number == 1
