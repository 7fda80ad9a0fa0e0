"""What is documented is what is there."""

import re
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


LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| (met|not met|host|n/a) \| \S.*\|$", re.M)
IN_WORDS = re.compile(r"`(tests/[\w/.]+)`")
LINKED = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)")
ABOUT_SAFETY = ("security.md", "asvs.md", "childrens-code.md")


def test_each_requirement_of_asvs_levels_one_and_two_has_its_line():
    """ASVS 5.0.0 has 70 requirements of level 1 and 183 of level 2."""
    text = (DOCS / "asvs.md").read_text(encoding="utf-8")
    numbers = [number for number, _ in LINE.findall(text)]
    assert len(numbers) == len(set(numbers)) == 70 + 183
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])


@pytest.mark.parametrize("name", ABOUT_SAFETY)
def test_what_is_said_of_safety_names_tests_and_pages_that_are_there(name):
    text = (DOCS / name).read_text(encoding="utf-8")
    for path in IN_WORDS.findall(text):
        assert (DOCS.parent / path).exists(), path
    for page, place in LINKED.findall(text):
        target = DOCS / (page or name)
        assert target.exists(), page
        if place:
            heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M)
            assert place in [re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads], place


def test_the_childrens_code_has_fifteen_standards():
    text = (DOCS / "childrens-code.md").read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^\| (\d+)\. ", text, re.M)] == list(range(1, 16))


def test_every_page_of_docs_is_found_from_the_readme():
    readme = Path(DOCS.parent, "README.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert f"docs/{page.name}" in readme, page.name
