"""The house stands: people join, ideas are kept, the history's chain is whole."""

from datetime import date
from importlib import import_module

import pytest
from wtforms import IntegerField

from saidanddone import database, web
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from tests.people import town
from tests.test_codebase import MODULES, name_of


async def test_amina_proposes_and_history_keeps_it(site):
    there = await town()
    idea = await propose(there.amina, what="Doorbells so we can see who is at the door")
    assert (idea.number, idea.stage) == (1, Stage.WAITING)
    await idea.make_move("publish", by=there.cass, title="See who’s at my door")
    assert idea.stage is Stage.OPEN
    assert await first_fault(there.rivermead.id) is None
    await database.write(lambda: HistoryRow.filter(act="publish").update(end="no"))
    assert await first_fault(there.rivermead.id) is not None


TAMPERINGS = {
    "words changed": ("UPDATE history_text SET text = 'Something else'",),
    "a row taken out": ("DELETE FROM history_text", "DELETE FROM history_row WHERE act = 'propose'"),
    "the newest row taken out": ("DELETE FROM history_row WHERE act = 'publish'",),
    "rows changed about": (
        "UPDATE history_row SET position = 0 WHERE act = 'publish'",
        "UPDATE history_row SET position = position + 1 WHERE act = 'propose'",
        "UPDATE history_row SET position = (SELECT position - 1 FROM history_row WHERE act = 'propose')"
        " WHERE act = 'publish'",
    ),
}


@pytest.mark.parametrize("statements", TAMPERINGS.values(), ids=TAMPERINGS)
async def test_whoever_changes_history_is_found_out(site, statements):
    there = await town()
    idea = await propose(there.amina, what="Doorbells")
    await idea.make_move("publish", by=there.cass, title="Doorbells")
    assert await first_fault(there.rivermead.id) is None
    for statement in statements:
        await database.rows(statement)
    assert await first_fault(there.rivermead.id) is not None


async def test_words_can_be_erased_and_the_chain_stays_whole(site):
    there = await town()
    await propose(there.amina, what="My name and my street")
    await database.rows("DELETE FROM history_text")
    assert await first_fault(there.rivermead.id) is None


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


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("007", 7), ("999999999", 999_999_999), ("1000000000", None), ("", None), (None, None)]
    + [(typed, None) for typed in ("-1", "1.5", " 1", "1e3", "²", "٣", "one")],
)
def test_a_whole_number_is_figures_that_a_database_holds(typed, number):
    assert web.whole_number(typed) == number
    assert web.whole_number("12345", 4) is None


@pytest.mark.parametrize(
    "typed", ["", None, "Christmas", "2027-02-29", "1999-12-31", "3000-01-01", "27-01-01"]
)
def test_a_day_is_one_that_a_database_holds(typed):
    assert web.typed_day(typed) is None
    assert web.typed_day("2028-02-29") == date(2028, 2, 29)


def test_a_number_that_is_none_is_refused_in_words_of_ours():
    for path in MODULES:
        if "IntegerField" in path.read_text():
            import_module(name_of(path))
    forms, own = [web.Form], []
    while forms:
        forms += (form := forms.pop()).__subclasses__()
        own += [field for field in form() if isinstance(field, IntegerField)]
    assert len(own) > 4
    for field in own:
        assert field.invalid_value_message, f"{field.name}: “Not a valid integer value.” is not ours"
