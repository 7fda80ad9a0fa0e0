"""What an answer to an idea is made of, whichever page draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.front.gathering import Known
from saidanddone.ideas.deciding import Answer, Decision, stage_words
from saidanddone.ideas.models import Idea

ANSWERS = {
    Answer.YES: "The council said yes",
    Answer.IN_PART: "The council said yes, in part",
    Answer.NOT_NOW: "The council said not now",
    Answer.NO: "The council said no",
}


@dataclass
class Link:
    """Where one can go on: a named page, and its words."""

    words: str
    name: str
    takes: dict[str, int | str] = field(default_factory=dict)
    anchor: str = ""


@dataclass
class Told:
    """An answer, ready to be drawn.

    ``ground`` is "" (an answer), "hole" (none yet), "vote" or "park"; ``quote`` are words somebody typed;
    ``stamp`` is (kind, words, small); ``pips`` is (on, of, sentence); ``marks`` is (yes, partly, no).
    """

    headline: str
    ground: str = ""
    chip: tuple[str, str] | None = None
    stamp: tuple[str, str, str] | None = None
    quote: str = ""
    answer: str = ""
    small: list[str] = field(default_factory=list)
    pips: tuple[int, int, str] | None = None
    marks: tuple[int, int, int] | None = None
    facts: list[tuple[str, str]] = field(default_factory=list)
    happened: bool = False
    link: Link | None = None


@dataclass
class Case:
    """An idea with what is known of it, seen by its author (``mine``) or by somebody else."""

    idea: Idea
    known: Known
    council: Council
    mine: bool

    @property
    def decision(self) -> Decision | None:
        decisions = self.known.decisions[self.idea.id]
        return decisions[-1] if decisions else None

    @property
    def promised_for(self) -> date:
        """The day by which its author was promised that it is read; no later day away moves it."""
        since = clock.local(self.idea.stage_since).date()
        return self.idea.promised_for or self.council.next_reading(since)

    def told(self, headline: str, ground: str = "", **given: object) -> Told:
        """An answer that carries the chip of where the idea stands."""
        chip = (self.idea.stage.value, stage_words(self.idea, self.decision))
        return Told(headline, ground, **{"chip": chip, **given})  # type: ignore[arg-type]

    def link(self, words: str, name: str = "ideas:show", anchor: str = "") -> Link:
        return Link(words, name, {"number": self.idea.number}, anchor)
