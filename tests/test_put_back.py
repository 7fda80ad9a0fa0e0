"""The town that tests begin with: put back as rows, it is the one that the site's verbs made."""

import pytest

from saidanddone import database
from saidanddone.history.models import first_fault
from tests.people import PUT_BACK, town, young_people
from tests.put_back import rows_of


@pytest.mark.parametrize("time", ["made", "put back"])
async def test_a_town_that_is_put_back_is_the_one_that_was_made(site, engine_name, time):
    there = await town()
    rows = {table: found for table, found in (await rows_of(engine_name)).items() if found}
    made, kept = PUT_BACK.kept[engine_name]
    assert {table: rows[table] for table in kept} == kept
    assert {"council", "person", "role_grant", "mission", "history_row", "history_head"} <= set(kept)
    assert (there.amina, there.jo.nickname) == (made.amina, "Jo")
    assert there.amina.council is there.rivermead
    assert await first_fault(there.rivermead.id) is None
    (new,) = await young_people(there.rivermead, 1)
    people = await database.rows("SELECT max(id) AS last, count(*) AS many FROM person")
    assert (new.id, people[0]["many"]) == (people[0]["last"], len(kept["person"]) + 1)
