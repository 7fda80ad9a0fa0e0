"""Finds what could lead a stranger to somebody: numbers to ring, addresses, names on other sites.

It only points things out to the worker who reads; it decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    STREET = "street"
    HANDLE = "handle"
    LINK = "link"


SAID = {
    Kind.PHONE: "a phone number",
    Kind.EMAIL: "an email address",
    Kind.POSTCODE: "a postcode",
    Kind.STREET: "a street address",
    Kind.HANDLE: "a name on another site",
    Kind.LINK: "a web address",
}

_STREETS = (
    "street|st|road|rd|avenue|ave|lane|ln|close|drive|dr|way|court|ct"
    "|place|crescent|terrace|grove|gardens|house"
)
_SITES = "insta|instagram|ig|snap|snapchat|sc|tiktok|discord|telegram|whatsapp|facebook|fb|twitter"

# In this order: what an earlier one has found, a later one leaves alone.
PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.EMAIL,
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)\w[\w-]*(?:\.\w[\w-]*)+", re.I),
    ),
    (Kind.LINK, re.compile(r"(?:https?://|www\.)\S+", re.I)),
    (
        Kind.PHONE,
        re.compile(r"(?<![\w£.])(?:(?:\+|00)44[\s().-]*(?:0[\s().-]*)?|\(?0)(?:\d[\s().-]*){8,9}\d(?!\d)"),
    ),
    (
        Kind.POSTCODE,
        re.compile(r"\b(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?[ \t]{0,2}\d[ABD-HJLNP-UW-Z]{2})\b", re.I),
    ),
    (
        Kind.STREET,
        re.compile(
            rf"\b(?:flat\s+\d+\w?,?\s+)?\d{{1,4}}[a-z]?,?\s+(?:[A-Za-z’'-]+\s+){{1,3}}(?:{_STREETS})\b", re.I
        ),
    ),
    (Kind.HANDLE, re.compile(r"(?<![\w@])@\w[\w.]{1,28}\w", re.I)),
    (
        Kind.HANDLE,
        re.compile(
            rf"\b(?:my\s+)?(?:{_SITES})(?:\s+(?:is|name|handle|id))*\s*(?:[:=]|\bis\b)\s*\w[\w.]{{2,28}}",
            re.I,
        ),
    ),
)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; ``kind`` says what it looks like, if it looks like anything."""

    text: str
    kind: Kind | None = None


def find(text: str) -> list[tuple[Kind, int, int]]:
    """What looks like a way to somebody, as (kind, start, end), in the order of the text."""
    found: list[tuple[Kind, int, int]] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= other_start or start >= other_end for _, other_start, other_end in found):
                found.append((kind, start, end))
    return sorted(found, key=lambda one: one[1])


def pieces(text: str) -> list[Piece]:
    """The whole text in pieces, so that a page can mark those that were found."""
    cut: list[Piece] = []
    at = 0
    for kind, start, end in find(text):
        cut += [Piece(text[at:start]), Piece(text[start:end], kind)]
        at = end
    return [piece for piece in [*cut, Piece(text[at:])] if piece.text]


def without(text: str) -> str:
    """The text with each of them taken out: a suggestion for the worker to look over."""
    return "".join("[taken out]" if piece.kind else piece.text for piece in pieces(text))


def warnings(*texts: str) -> list[str]:
    """“a phone number”, “a postcode”: each kind found in any of the texts, said once."""
    kinds = dict.fromkeys(kind for text in texts for kind, _, _ in find(text))
    return [SAID[kind] for kind in kinds]
