"""What is documented is what is there."""

from pathlib import Path

import pytest

from tools.print_docs import DOCS, PRINTED


@pytest.mark.parametrize("name", PRINTED)
def test_printed_pages_say_what_the_tables_say(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PRINTED[name](), "run: python tools/print_docs.py"


def test_every_command_is_in_the_readme():
    from saidanddone.cli import parser

    readme = Path(DOCS.parent, "README.md").read_text(encoding="utf-8")
    for command in parser()._subparsers._group_actions[0].choices:
        assert f"saidanddone {command}" in readme, command
