"""What a spreadsheet opens holds words only; what leaves as a table goes through one function."""

import re
from pathlib import Path

import pytest

from saidanddone import database, how_often, paths
from saidanddone.councils.models import Council, OpenTo
from saidanddone.demo.cast import person_of
from saidanddone.front.record_files import inert
from saidanddone.rounds.models import Round

SOURCE = Path(paths.__file__).parent


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＠x", "=HYPERLINK(1)"]
)
def test_a_cell_that_would_be_worked_out_is_words(cell):
    assert inert(cell) == f"'{cell}"


def test_words_stay_as_they_are():
    for cell in ("Doorbells", "3 hours", "", "a=b", "1-2", "’tis"):
        assert inert(cell) == cell


def test_every_table_that_leaves_is_made_inert():
    """Whoever writes a table asks for each of its cells; no other way to write one is there."""
    writers = [path for path in SOURCE.rglob("*.py") if re.search(r"csv\.|xlsx|text/csv", path.read_text())]
    assert [path.name for path in writers], "none at all would mean that this looks for the wrong thing"
    for path in writers:
        text = path.read_text()
        for row in re.findall(r"\.writerows?\((.*)\)", text):
            assert "inert(" in row or "columns" in row or "Voucher" in row, (path, row)


async def test_a_copied_link_opens_nothing_for_those_whose_file_it_is_not(demo_site, engine_name):
    """A link that somebody finds in a chat, opened without a session or with another’s, is no way in.

    Every file is named here or is open to all readers, so that none is forgotten when it is added.
    """
    if engine_name != "sqlite":
        pytest.skip("who is let in doesn’t depend on the database")
    closed = await Round.filter(results__isnull=False, council__slug="rivermead").first()
    officer = await person_of("officer")
    await database.write(lambda: Round.filter(id=closed.id).update(observer_id=officer.id))
    await database.write(lambda: Council.filter(slug="rivermead").update(ideas_open_to=OpenTo.COUNCIL))
    record, paper = "/rivermead/me/record", f"/rivermead/rounds/{closed.number}"
    whose = {
        "front:record": (record, "young-person"),
        "front:record_table": (f"{record}.csv", "young-person"),
        "front:record_text": (f"{record}.txt", "young-person"),
        "mine:data": ("/rivermead/me/data", "young-person"),
        "mine:data_file": ("/rivermead/me/data.json", "young-person"),
        "rounds:sealed": (f"{paper}/sealed", "officer"),
        "rounds:slips": (f"{paper}/paper/slips", "worker"),
        "rounds:paper_ballot": (f"{paper}/paper/ballot", "worker"),
        "rounds:results_json": (f"{paper}/results.json", "young-person"),
        "front:history_check": ("/rivermead/settings/history/check", "admin"),
    }
    assert {*whose} == how_often.HEAVY
    for name, (address, key) in whose.items():
        own = await (await demo_site.as_(await person_of(key))).get(address)
        assert own.status_code == 200, name
        visitor = await (await demo_site.client()).get(address)
        assert (visitor.status_code, "/sign-in" in visitor.headers["location"]) == (303, True), name
        other = await (await demo_site.as_(await person_of("young-person-2"))).get(address)
        assert (other.status_code == 404) != (name in MINE or name == "rounds:results_json"), name
        assert other.content != own.content or name == "rounds:results_json", name


MINE = {"front:record", "front:record_table", "front:record_text", "mine:data", "mine:data_file"}
