"""Words that could lead a stranger to somebody are pointed out to the worker, and others are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.ideas.telltales import Kind, find, pieces, warnings, without

SEEN = [
    ("Ring me on 07700 900 412", Kind.PHONE, "07700 900 412"),
    ("07700900412", Kind.PHONE, "07700900412"),
    ("text 07700-900-412 after six", Kind.PHONE, "07700-900-412"),
    ("+44 7700 900412 is mine", Kind.PHONE, "+44 7700 900412"),
    ("+44 (0)7700 900412", Kind.PHONE, "+44 (0)7700 900412"),
    ("0044 7700 900412", Kind.PHONE, "0044 7700 900412"),
    ("call (020) 7946 0018", Kind.PHONE, "(020) 7946 0018"),
    ("the office is 01632 960 983.", Kind.PHONE, "01632 960 983"),
    ("Write to sam.b+x@example.co.uk please", Kind.EMAIL, "sam.b+x@example.co.uk"),
    ("sam(at)example.org", Kind.EMAIL, "sam(at)example.org"),
    ("I live in SW1A 1AA now", Kind.POSTCODE, "SW1A 1AA"),
    ("my postcode is m1 1ae", Kind.POSTCODE, "m1 1ae"),
    ("B338TH", Kind.POSTCODE, "B338TH"),
    ("Come to 12 Acacia Road any time", Kind.STREET, "12 Acacia Road"),
    ("flat 3, 14b Old Mill Lane", Kind.STREET, "flat 3, 14b Old Mill Lane"),
    ("Find me @magpie.99 there", Kind.HANDLE, "@magpie.99"),
    ("my snap is magpie99", Kind.HANDLE, "my snap is magpie99"),
    ("insta: magpie_99", Kind.HANDLE, "insta: magpie_99"),
    ("see https://example.org/me?x=1", Kind.LINK, "https://example.org/me?x=1"),
    ("www.example.org", Kind.LINK, "www.example.org"),
]
LEFT_ALONE = [
    "My PA changed 4 times in 2025 and nobody told me.",
    "It cost £1,200 in 3 months, or £100 each for 30 people.",
    "Open from 9 to 5, 7 days a week, until 26.",
    "Buses 10, 11 and 12 stop at 8pm.",
    "Between 2019 and 2024 I moved 12 times.",
    "100000000000 reasons",
    "On 24/11/2026 I turn 18.",
    "ممرضة تتكلم لغتي",
    "",
]


@pytest.mark.parametrize(("text", "kind", "marked"), SEEN, ids=[text for text, _, _ in SEEN])
def test_it_is_marked(text, kind, marked):
    [(found, start, end)] = find(text)
    assert (found, text[start:end]) == (kind, marked)
    assert marked not in without(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_words_are_left_alone(text):
    assert find(text) == []
    assert without(text) == text


def test_each_kind_is_said_once():
    assert warnings("07700 900 412 or 07700 900 413", "at SW1A 1AA") == ["a phone number", "a postcode"]


@given(
    st.lists(st.sampled_from([text for text, _, _ in SEEN] + LEFT_ALONE) | st.text(max_size=30), max_size=6)
)
def test_the_pieces_are_the_whole_text(texts):
    text = " ".join(texts)
    assert "".join(piece.text for piece in pieces(text)) == text
    assert all(start < end for _, start, end in find(text))


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert "".join(piece.text for piece in pieces(text)) == text
