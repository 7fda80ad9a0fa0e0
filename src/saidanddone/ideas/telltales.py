"""Finds what could lead a stranger to somebody: numbers to ring, addresses, full names, names on other sites.

It only points things out, to whoever writes and to the worker who reads; it decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from saidanddone.ideas.names import find_names


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    STREET = "street"
    HANDLE = "handle"
    LINK = "link"
    NAME = "name"


SAID = {
    Kind.PHONE: "a phone number",
    Kind.EMAIL: "an email address",
    Kind.POSTCODE: "a postcode",
    Kind.STREET: "a street address",
    Kind.HANDLE: "a name on another site",
    Kind.LINK: "a web address",
    Kind.NAME: "a full name",
}

_STREETS = (
    "street|st|road|rd|avenue|ave|lane|ln|close|drive|dr|way|court|ct|place|crescent|cres|terrace|grove|gardens|gdns"
    "|house|square|sq|mews|walk|row|hill|parade|rise|lodge|croft|wharf|quay|heights|towers?|villas?|buildings?|park"
    "|green|gate|yard|vale|mount|broadway|cottages?"
)
_SITES = (
    r"insta(?:gram)?|ig|snap(?:chat)?|sc|tik\s?tok|discord|telegram|whatsapp|facebook|fb|twitter|threads|bereal"
    "|reddit|youtube|twitch|roblox|psn|xbox|steam|gamertag|messenger"
)
_DIGIT = "(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_MAIL = "gmail|hotmail|outlook|yahoo|icloud|live|aol|btinternet|googlemail|proton(?:mail)?"
# Words that never stand in the name of a street, so that “12 people in a house” is none.
_NO_STREET = (
    "a|an|the|in|of|to|on|at|by|for|from|per|and|or|my|our|your|their|his|her|is|are|was|i|we|it|people|person|young|kids"
    "|minutes?|mins?|hours?|days?|weeks?|months?|years?|times?|more|other|different|beds?|pounds?|miles?|bus|buses|mile"
    "|out|with|than|that|this|who|had|have|all|o[’']clock|care|shared|foster|every|each|steps?|quid|away"
)
_NAME_OF_STREET = rf"(?:(?!(?:{_NO_STREET})\b)[A-Za-z’'.-]+\s+)"
_HANDLE = r"\w[\w.]{2,28}"
_ODD_HANDLE = r"(?=[A-Za-z.]*[\d_#])[A-Za-z][\w.#]{2,28}"  # with a figure or a low line, as no other word has
_NO_HANDLE = (
    r"(?!(?:a|an|the|my|so|not|on|in|is|it|full|really|always|too|very|just|for|and|but|how|where|private)\b)"
)

# In this order: what an earlier one has found, a later one leaves alone.
PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.EMAIL,
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s@\s|\s?[(\[]at[)\]]\s?)\w[\w-]*(?:\.\w[\w-]*)+", re.I),
    ),
    (
        Kind.EMAIL,
        re.compile(
            rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:@(?:{_MAIL})\b(?:\.\w+)*|\sat\s(?:{_MAIL})(?:\s?(?:dot|\.)\s?\w+)+)",
            re.I,
        ),
    ),
    (
        Kind.EMAIL,
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64}\sat\s[\w-]+(?:\sdot\s|\.)(?:com|org|net|co(?:\sdot\s|\.)uk)\b", re.I
        ),
    ),
    (
        Kind.HANDLE,
        re.compile(
            r"\b(?:https?://)?(?:www\.)?(?:instagram|snapchat|tiktok|facebook|twitter|x|youtube|discord|t)\.(?:com|gg|me)/\S+",
            re.I,
        ),
    ),
    (Kind.LINK, re.compile(r"(?:https?://|www\.)\S+", re.I)),
    # Lines that many ring for help (0800, 0808, 03…) lead to nobody.
    (
        Kind.PHONE,
        re.compile(
            r"(?<![\w£.])(?:(?:\+|00)44[\s()./-]*(?:[0o][\s()./-]*)?|(?!0(?:80|3))\(?[0o][\s]?)"
            r"(?:[\do][\s()./-]*){8,9}\d(?!\d)",
            re.I,
        ),
    ),
    (Kind.PHONE, re.compile(rf"\b(?:{_DIGIT}[\s,-]+){{6,}}{_DIGIT}\b", re.I)),
    (
        Kind.PHONE,
        re.compile(
            r"\b(?:(?:ring|call|text|phone|whatsapp) (?:me|him|her|us|them)|my (?:number|phone|mobile|mob|tel)|(?:landline|mob|tel))"
            r"\b[^\d\n]{0,12}\d(?:[\s-]?\d){5,10}(?!\d)",
            re.I,
        ),
    ),
    (
        Kind.POSTCODE,
        re.compile(
            r"\b(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?[ \t.-]{0,2}(?!(?-i:1st|2nd|3rd|[4-9]th)\b)"
            r"\d[ABD-HJLNP-UW-Z]{2})\b",
            re.I,
        ),
    ),
    (
        Kind.STREET,
        re.compile(
            rf"\b(?:(?:flat|room|unit|apartment|apt)\s+\d+\w?,?\s+)?\d{{1,4}}[a-z]?,?\s+(?:{_NAME_OF_STREET}{{1,3}}|the\s+)"
            rf"(?:{_STREETS})\b",
            re.I,
        ),
    ),
    (
        Kind.STREET,
        re.compile(
            rf"\b(?:flat|room|unit|apartment|apt|block)\s+(?:\d+\w?|[a-z]),?\s+(?:at |in )?{_NAME_OF_STREET}{{1,3}}(?:{_STREETS})\b",
            re.I,
        ),
    ),
    (
        Kind.STREET,
        re.compile(
            r"\b(?:live|living|lives|stay|staying|stays|moved|moving|address is|house is|flat is)\s+(?:at|on|in|to|near)?\s*"
            rf"(?-i:(?:the )?(?:[A-Z][\w’'-]+\s+){{1,3}})(?:{_STREETS})\b",
            re.I,
        ),
    ),
    (Kind.HANDLE, re.compile(r"(?<![\w@])@\w[\w.]{1,28}\w", re.I)),
    (
        Kind.HANDLE,
        re.compile(
            rf"\b(?:my|his|her|their)\s+(?:{_SITES}|username|user name|gamer tag)(?:\s+(?:name|handle|id|account|user|tag|username))*"
            rf"\s*(?:is|:|=|-)\s*{_NO_HANDLE}{_HANDLE}",
            re.I,
        ),
    ),
    (
        Kind.HANDLE,
        re.compile(rf"\b(?:{_SITES}|username)(?:\s+(?:name|handle|id|tag))*\s*[:=]\s*{_HANDLE}", re.I),
    ),
    (
        Kind.HANDLE,
        re.compile(rf"\b(?:{_SITES})(?:\s+(?:is|as|at|name|handle|id|under|-))*\s+{_ODD_HANDLE}", re.I),
    ),
    (
        Kind.HANDLE,
        re.compile(
            r"\b(?:add|follow|find|message|dm|msg|search)\s+(?:me|her|him|them)\s+(?:up\s+)?on\s+"
            rf"(?:{_SITES})[\s,:-]+(?:as |at |under |it’s |its )?{_NO_HANDLE}(?!to\b|if\b|or\b|please\b|then\b|when\b){_HANDLE}",
            re.I,
        ),
    ),
    (Kind.HANDLE, re.compile(rf"\b(?:i am|i[’']m|im)\s+{_ODD_HANDLE}\s+on\s+(?:{_SITES})\b", re.I)),
)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; ``kind`` says what it looks like, if it looks like anything."""

    text: str
    kind: Kind | None = None


def find(text: str) -> list[tuple[Kind, int, int]]:
    """What looks like a way to somebody, as (kind, start, end), in the order of the text."""
    found: list[tuple[Kind, int, int]] = []
    seen = [(kind, *match.span()) for kind, pattern in PATTERNS for match in pattern.finditer(text)]
    for kind, start, end in [*seen, *((Kind.NAME, *where) for where in find_names(text))]:
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


def taken_out(text: str) -> str:
    """The text as its writer gets it back when they press “Take it out”, to read it once more."""
    kept = (piece.text for piece in pieces(text) if piece.kind in (None, Kind.LINK))
    return re.sub(r" +(?=[ .,;:!?\n])", "", "".join(kept)).strip()


def warnings(*texts: str) -> list[str]:
    """“a phone number”, “a postcode”: each kind found in any of the texts, said once."""
    kinds = dict.fromkeys(kind for text in texts for kind, _, _ in find(text))
    return [SAID[kind] for kind in kinds]


def ask_about(text: str) -> str:
    """What a writer is asked before they send it: “This looks like a phone number: “…”. Take it out?” or nothing.

    A plain web address is left to the worker: it leads to a page, seldom to somebody.
    """
    told = {text[start:end]: SAID[kind] for kind, start, end in find(text) if kind is not Kind.LINK}
    if not told:
        return ""
    *first, last = [f"{kind} (“{words}”)" for words, kind in told.items()]
    looks = f"{', '.join(first)} and {last}" if first else last
    return f"This looks like {looks}. Take it out? Somebody could be found by it."
