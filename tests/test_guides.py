"""Guides and pictures: short, plain, and every link and picture leads somewhere."""

import re
from pathlib import Path

import pytest

from tools import pictures

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
WORDS_ON_A_PAGE, WORDS_IN_A_SENTENCE = 380, 25
GRADE_AT_AGE_NINE = 4.5  # Flesch and Kincaid's grade; a child of nine to ten is in the fourth
KB = 1000


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def links_of(text: str) -> list[str]:
    """Where a Markdown page leads: its links and its pictures."""
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'<(?:img|a)[^>]*(?:src|href)="([^"]+)"', text)


def headings_of(path: Path) -> set[str]:
    """The anchors of a Markdown page's headings."""
    found = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_and_picture_is_there(page):
    for link in links_of(page.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        address, _, anchor = link.partition("#")
        there = (page.parent / address).resolve() if address else page
        assert there.exists(), f"{named(page)} leads to {link}, which isn’t there"
        assert not anchor or anchor in headings_of(there), f"{named(page)} leads to {link}: no such heading"


def test_a_dead_link_is_noticed(tmp_path):
    assert links_of('[a](b.md) ![c](d.webp)\n<img src="e.webp">\n```\n[not](one)\n```') == [
        "b.md",
        "d.webp",
        "e.webp",
    ]


def test_every_picture_has_words_for_those_who_cannot_see_it():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert "![](" not in text, named(page)
        assert all('alt="' in tag for tag in re.findall(r"<img[^>]*>", text)), named(page)


def test_pictures_are_those_of_the_script_and_small():
    there = {path.name: path.stat().st_size for path in pictures.PICTURES.iterdir()}
    assert set(there) == set(pictures.files()), "run: make pictures"
    assert max(there.values()) <= pictures.KB_AT_MOST * KB
    assert sum(there.values()) <= 2000 * KB


def test_there_is_a_guide_for_everyone_who_uses_it():
    names = "adviser admin board officer safeguarding worker young-person".split()
    assert [path.stem for path in GUIDES] == sorted(names)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in GUIDES:
        assert f"docs/guides/{path.name}" in readme


def sentences_of(text: str) -> list[str]:
    """What a guide says, sentence by sentence, without pictures, tables and signs."""
    text = re.sub(r"<img[^>]*>|!\[[^]]*\]\([^)]*\)|^\|.*$", "", text, flags=re.M)
    text = re.sub(r"\]\([^)]*\)|[*_`\[#]", "", text)
    blocks = re.split(r"\n\s*\n|\n(?=\d\. |- )", text)
    plain = (re.sub(r"^\s*(\d\.|-)\s+", "", " ".join(block.split())) for block in blocks)
    return [part for block in plain for part in re.split(r"(?<=[.?!:;])\s+", block) if part]


@pytest.mark.parametrize("guide", GUIDES, ids=named)
def test_a_guide_is_a_page_of_short_sentences(guide):
    sentences = sentences_of(guide.read_text(encoding="utf-8"))
    assert sum(len(sentence.split()) for sentence in sentences) <= WORDS_ON_A_PAGE
    assert [sentence for sentence in sentences if len(sentence.split()) > WORDS_IN_A_SENTENCE] == []


def syllables(word: str) -> int:
    """About how many syllables a word has."""
    word = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$|es$|ed$", "", word))))


def grade(sentences: list[str]) -> float:
    words = [word for sentence in sentences for word in sentence.split()]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_young_persons_guide_can_be_read_at_nine():
    text = (ROOT / "docs" / "guides" / "young-person.md").read_text(encoding="utf-8")
    assert grade(sentences_of(text)) <= GRADE_AT_AGE_NINE
    hard = "Participation requires considerable organisational commitment, notwithstanding implementation."
    assert grade([hard]) > GRADE_AT_AGE_NINE
