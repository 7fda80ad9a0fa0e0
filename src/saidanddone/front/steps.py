"""An idea's journey until something is promised: one small function for each kind of dated fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from saidanddone import clock
from saidanddone.appraisal.showing import Weighed
from saidanddone.front.told import ANSWERS, Case
from saidanddone.front.words import author_of
from saidanddone.ideas.commenting import Comment
from saidanddone.ideas.deciding import Answer
from saidanddone.ideas.models import Idea, StageMove
from saidanddone.people.rights import Right
from saidanddone.rounds.models import RoundEntry
from saidanddone.rounds.results import results_of
from saidanddone.spelling import count_of, in_words, short_day

PLACES = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
SLIP = "It was out for some minutes only, and does not count."


@dataclass
class Step:
    """One dated step. ``who`` spoke: us (young people), them (the council), no (not yet), next (still ahead).

    ``quotes`` are (words, by whom); ``slip`` a date that moved; ``loop`` says that the way goes back here;
    ``link`` is (words, page, its number); ``own`` are the ids of the reader's own words.
    """

    at: datetime
    who: str
    icon: str
    heading: str
    lines: list[str] = field(default_factory=list)
    quotes: list[tuple[str, str]] = field(default_factory=list)
    until: datetime | None = None
    slip: tuple[date, date] | None = None
    marks: tuple[int, int, int] | None = None
    pips: tuple[int, int, str] | None = None
    link: tuple[str, str, int] | None = None
    loop: bool = False
    kind: str = ""
    own: list[int] = field(default_factory=list)
    ahead: str = ""

    @property
    def when(self) -> str:
        """Its day, or its first and last day; what is ahead says it in its own words."""
        if self.who == "next":
            return self.ahead
        first = str(short_day(self.at))
        last = str(short_day(self.until)) if self.until else first
        return first if first == last else f"{first} to {last}"

    @property
    def stamp(self) -> str:
        """The day for machines; a stretch of days has none."""
        return "" if self.who == "next" or self.until else clock.local(self.at).date().isoformat()


def said(case: Case) -> Step:
    """The first step: it was said."""
    who = "You" if case.mine else author_of(case.idea)
    act = "wrote" if case.idea.stage == "draft" else "sent"
    if case.mine and _was_recorded(case):
        act = "recorded"
    line = f"{who[:1].upper()}{who[1:]} {act} it."
    if case.mine and case.idea.entered_by:
        line = f"You said it, and the {case.idea.entered_by} wrote it down with you. Not so? Take it back."
    voice = "them" if case.idea.by_staff else "us"
    return Step(case.idea.created_at, voice, "say", "Said", [line])


def _was_recorded(case: Case) -> bool:
    """Whether it began as a recording: only its author is told so, others read the words like any other."""
    first = next(iter(case.known.moves[case.idea.id]), None)
    return (first.start if first else case.idea.stage) == "spoken"


def moves(case: Case, viewer: Any) -> Iterator[Step]:
    """Its moves that have no other fact behind them. What passed between worker and writer stays theirs."""
    inside = case.mine or viewer.can(Right.CHECK_IDEAS)
    guarded = case.mine or viewer.can(Right.SAFEGUARD)
    for move in case.known.moves[case.idea.id]:
        private = (inside and _between(case, move)) or (guarded and _guarded(move))
        if step := private or _in_public(case, move):
            yield step


def _between(case: Case, move: StageMove) -> Step | None:
    words = [(move.message, move.by_title)] if move.message else []
    sent_by = "You" if case.mine else "The writer"
    headings = {
        "write_down": ("them", "say", "A worker wrote down what was said"),
        "agree": ("us", "tick", f"{sent_by} said yes to the words"),
        "ask_again": ("us", "back", f"{sent_by} said that the words are not right"),
        "say_again": ("us", "mic", f"{sent_by} said it again"),
        "unheard": ("them", "back", "A worker could not hear it"),
        "lapse": ("them", "back", "It was not written down in time"),
        "return": ("them", "back", "A worker asked for a change"),
        "send": ("us", "say", f"{sent_by} sent it again"),
        "decline": ("them", "cross", "It was not published"),
        "unreturn": ("them", "read", "The worker took the question back"),
        "uphold": ("them", "read", "Somebody else looked, and it is read again"),
        "withdraw": ("us", "back", f"{sent_by} took it back"),
    }
    if move.name not in headings or (move.name == "send" and move.start == "draft"):
        return None
    who, icon, heading = headings[move.name]
    return Step(move.at, who, icon, heading, quotes=words)


def _guarded(move: StageMove) -> Step | None:
    if move.name == "hold":
        return Step(move.at, "them", "lock", "It was kept safe", ["Nobody else could see it from then on."])
    if move.name == "release":
        return Step(move.at, "them", "lock", "It was put back", ["Somebody looked, and it is as it was."])
    return None


def _in_public(case: Case, move: StageMove) -> Step | None:
    seen = "The team can see it." if case.idea.door == "team" else "Others can see it."
    into = case.known.joined.get(case.idea.merged_into_id or 0)
    again = ["Its “not now” was over. It is open again."]
    words = {
        "publish": ("read", "A worker read it", [seen]),
        "shortlist": ("eye", "It was put forward for a vote", []),
        "unpublish": ("back", "A worker took it back to read it again", []),
        "come_back": ("go", "It came back by itself", again),
        "unplan": ("back", "It came out of the plan", ["Its promise was cancelled. It needs a new one."]),
        "merge": ("join", "It was joined to an idea like it", []),
        "unmerge": ("join", "It stands by itself again", []),
        "stand_alone": ("join", "It stands for itself again", ["The idea that it was joined to is gone."]),
    }
    if move.name not in words:
        return None
    icon, heading, lines = words[move.name]
    step = Step(move.at, "them", icon, heading, lines, loop=move.name == "unplan")
    if move.name == "merge" and into:
        step.link = (f"Idea {into.number}: {into.heading}", "ideas:show", into.number)
    return step


def joined(ideas: list[Idea]) -> Iterator[Step]:
    """Ideas like it that were joined to it."""
    for idea in ideas:
        link = (f"Idea {idea.number}: {idea.heading}", "ideas:show", idea.number)
        yield Step(idea.stage_since, "them", "join", "An idea like it was joined to it", link=link)


def supported(idea: Idea, first: datetime | None, last: datetime | None) -> Iterator[Step]:
    """Everyone who said “me too”, as one stretch of days. Not while it is in a vote."""
    if idea.supports and first and idea.stage != "in-round":
        people = count_of(idea.supports, "young person", "young people")
        yield Step(first, "us", "placard", f"{people} said “me too”", until=last)


def commented(comments: list[Comment], viewer: Any) -> Iterator[Step]:
    """Words that were added: published ones without a name, and the reader's own."""
    for comment in comments:
        own = comment.author_id == viewer.id
        if comment.published_at:
            by = "You" if own else ""
            step = Step(
                comment.at, "us", "say", "Words were added", quotes=[(comment.text, by)], kind="words"
            )
            step.own = [comment.id] if own else []
            yield step
        elif own:
            waits = comment.message or "A worker reads your words first. Only you can see them now."
            step = Step(comment.at, "us", "say", "You added words", [waits], [(comment.text, "You")])
            step.own = [comment.id]
            yield step


def voted(entries: list[RoundEntry]) -> Iterator[Step]:
    """Its place in each vote that has closed, with how many took part where that may be shown."""
    for entry in entries:
        if entry.round.closed_at is None or entry.round.results is None:
            continue
        facts = results_of(entry.round)
        of = len([one for one in facts["entries"] if not one["taken_out"]])
        step = Step(entry.round.closed_at, "us", "vote", "It was taken out of the vote")
        if not facts.get("enough_for_order", True):
            step.heading = "It was in a vote"
            step.lines = ["Fewer than three people voted, so nothing is shown. It is open again."]
        elif entry.place is not None:
            place = PLACES[entry.place] if entry.place < len(PLACES) else f"number {entry.place}"
            step.heading = f"It came {place} of {in_words(of)} in the vote"
            step.lines = ["It won."] if entry.won else []
        if facts["enough_ballots"]:
            step.lines.append(f"{count_of(facts['ballots'], 'ballot')} counted.")
        step.link = ("See the results", "rounds:results", entry.round.number)
        yield step


def decided(case: Case, weighed: Weighed | None = None) -> Iterator[Step]:
    """The council's answers, each with its reason, the job title of who gave it, and the way it chose."""
    icons = {Answer.YES: "tick", Answer.IN_PART: "half", Answer.NOT_NOW: "pause", Answer.NO: "cross"}
    for one in case.known.taken_back[case.idea.id]:
        if one.taken_back_at:
            yield Step(one.taken_back_at, "them", "back", "The council took an answer back", [SLIP])
    for one in case.known.decisions[case.idea.id]:
        step = Step(
            one.at, "them", icons[one.answer], ANSWERS[one.answer], quotes=[(one.reason, one.by_title)]
        )
        if one.return_on:
            step.lines.append(f"It comes back by itself on {short_day(one.return_on)}.")
        if one.else_can:
            step.lines.append(f"What else can be done: {one.else_can}")
        if weighed and one.id in weighed.shown.choices:
            step.lines.append(f"{weighed.words} {weighed.chosen_by(one.id).choice}")
            step.link = ("See how it was weighed", "appraisal:show", case.idea.number)
        yield step


def appealed(case: Case, viewer: Any) -> Iterator[Step]:
    """The request to read it again, and its answer: between the writer and the team."""
    appeal = case.known.appeals.get(case.idea.id)
    if appeal is None or not (case.mine or viewer.can(Right.HEAR_APPEALS)):
        return
    who = "You" if case.mine else "The writer"
    yield Step(appeal.at, "us", "say", f"{who} asked for it to be read again", quotes=[(appeal.text, "")])
    if appeal.upheld is False and appeal.heard_at:
        heard = [(appeal.message, appeal.heard_title)] if appeal.message else []
        yield Step(
            appeal.heard_at, "them", "read", "Somebody else read it, and it stays as it is", quotes=heard
        )
