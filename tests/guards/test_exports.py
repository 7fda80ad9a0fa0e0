"""What a spreadsheet opens holds words only; what leaves as a table goes through one function."""

import re
from pathlib import Path

import pytest

from saidanddone import paths
from saidanddone.front.record_files import inert

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
