"""What a worker may find ready: a title from the idea's own first words, and missions that share its words.

Only suggestions: the worker reads them, changes them, unticks them. Nothing is kept before it is published.
"""

from __future__ import annotations

import re
from collections import Counter

from saidanddone.councils.models import Council
from saidanddone.ideas import telltales
from saidanddone.ideas.finding import uncommon_words
from saidanddone.ideas.models import Idea, IdeaMission
from saidanddone.ideas.words import stem
from saidanddone.missions.models import Mission, missions_of

LETTERS_AT_MOST, LETTERS_AT_LEAST = 60, 12
LOOKED_AT = 300  # of the newest links between ideas and missions
ENOUGH, AT_MOST = 2.0, 2


def title_for(what: str) -> str:
    """The first words of an idea, cut where a thought ends, without any way to somebody."""
    shown = "".join(" … " if piece.kind else piece.text for piece in telltales.pieces(what))
    sentences = (" ".join(part.split()).strip(" ,;:–-") for part in re.split(r"[.!?…\n]+", shown))
    first = next((sentence for sentence in sentences if len(sentence.split()) > 1), "")
    if len(first) > LETTERS_AT_MOST:
        first = _cut(first)
    return first[:1].upper() + first[1:]


def _cut(sentence: str) -> str:
    """Up to a comma or a joining word where there is one, else up to a whole word."""
    head = sentence[: LETTERS_AT_MOST + 1].rsplit(" ", 1)[0]
    stops = [found.start() for found in re.finditer(r",| (?:because|so that|so|but|when|if|and then) ", head)]
    good = [stop for stop in stops if stop >= LETTERS_AT_LEAST]
    return head[: good[0]] if good else head.rstrip(" ,;:–-")


async def missions_for(council: Council, idea: Idea) -> list[str]:
    """The refs of missions whose text, or whose earlier ideas, share uncommon words with an idea: two at most
    of each framework."""
    said = _roots(f"{idea.title} {idea.what} {idea.why}")
    missions = await missions_of(council)
    if not said or not missions:
        return []
    links = IdeaMission.filter(idea__council_id=council.id).exclude(idea_id=idea.id).exclude(idea__title="")
    newest = await links.order_by("-id").limit(LOOKED_AT).values_list("mission_id", "idea__words")
    shares = _shares(said, newest)
    scores = {
        mission.ref: shares.get(mission.id, 0.0) + 2 * len(said & _roots(f"{mission.label} {mission.text}"))
        for mission in missions
    }
    return _best(missions, scores)


def _shares(said: set[str], links: list[tuple[int, str]]) -> dict[int, float]:
    """For each mission, what its earlier ideas say for it: a word that many missions share says little."""
    by_word: dict[str, Counter[int]] = {word: Counter() for word in said}
    for mission_id, words in links:
        for word in said.intersection(words.split()):
            by_word[word][mission_id] += 1
    found: Counter[int] = Counter()
    for missions in by_word.values():
        for mission_id, times in missions.items():
            found[mission_id] += times / sum(missions.values()) * min(times, 2)  # type: ignore[assignment]
    return dict(found)


def _best(missions: list[Mission], scores: dict[str, float]) -> list[str]:
    picked: list[str] = []
    for framework in dict.fromkeys(mission.framework_id for mission in missions):
        refs = [mission.ref for mission in missions if mission.framework_id == framework]
        good = sorted((ref for ref in refs if scores[ref] >= ENOUGH), key=lambda ref: -scores[ref])
        picked += good[:AT_MOST]
    return picked


def _roots(text: str) -> set[str]:
    """Uncommon words without the ends that come and go: “homes” and “home” are one."""
    return {stem(word) for word in uncommon_words(text) if len(word) > 3}
