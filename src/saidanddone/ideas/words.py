"""The words an idea is found by: one plain form, made here once, so that both databases find the same.

Accents and capitals go, and beside each word stands its stem, so that “doorbells” finds “doorbell”. SQLite
indexes the form by FTS5, PostgreSQL as a tsvector; neither takes words apart by rules of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from tortoise.expressions import Q, RawSQL

from saidanddone import database

WORDS_AT_MOST = 6
SIGNS_AT_MOST = 40
_stemmer = snowballstemmer.stemmer("english")


def words_of(*texts: str) -> str:
    """All words of these texts and their stems, each once, in the form they are found by."""
    spoken = dict.fromkeys(word for text in texts for word in plain_words(text))
    return " ".join(dict.fromkeys([*spoken, *map(stem, spoken)]))


def plain_words(text: str) -> list[str]:
    """The words of a text, in order: no capitals, no accents, letters and figures only."""
    bare = (text if text.isascii() else _without_accents(text)).casefold().replace("’", "").replace("'", "")
    return [word[:SIGNS_AT_MOST] for word in re.findall(r"[^\W_]+", bare)]


def _without_accents(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in spread if not unicodedata.category(sign).startswith("M"))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What a word has in common with its other forms. Only English has forms here."""
    return str(_stemmer.stemWord(word)) if word.isascii() else word


def with_words(typed: str) -> Q:
    """Ideas in which each word that was typed occurs, the last perhaps only begun. No word, no idea.

    One or two letters are a whole word: “PA” finds no pantry.

    The words go into SQL as they are: ``plain_words`` leaves nothing but letters and figures of them.
    """
    words = plain_words(typed)[:WORDS_AT_MOST]
    if not words:
        return Q(id__in=[])
    begun = [
        (word, stem(word), place == len(words) and not _is_whole(word)) for place, word in enumerate(words, 1)
    ]
    sql = _as_tsquery(begun) if database.is_postgresql() else _as_match(begun)
    return Q(id__in=RawSQL(sql))


def _is_whole(word: str) -> bool:
    return len(word) < 3 and word.isascii() and word.isalpha()


Typed = list[tuple[str, str, bool]]


def _as_match(words: Typed) -> str:
    wanted = " AND ".join(
        f'("{word}"{"*" if begun else ""} OR "{stemmed}")' for word, stemmed, begun in words
    )
    return f"(SELECT rowid FROM idea_words WHERE idea_words MATCH '{wanted}')"


def _as_tsquery(words: Typed) -> str:
    wanted = " & ".join(f"({word}{':*' if begun else ''} | {stemmed})" for word, stemmed, begun in words)
    return (
        f"(SELECT id FROM idea WHERE array_to_tsvector(string_to_array(words, ' ')) @@ '{wanted}'::tsquery)"
    )
