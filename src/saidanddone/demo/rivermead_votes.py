"""Rivermead’s votes: one archived, one that has just closed, one that is open."""

from __future__ import annotations

from datetime import timedelta

from saidanddone.demo.rivermead_people import BIRDS, WORKER
from saidanddone.demo.telling import Telling
from saidanddone.rounds.models import Round
from saidanddone.rounds.planning import plan_round
from saidanddone.rounds.running import close_due, open_due
from saidanddone.rounds.slips import codes_of, count_paper, make_slips
from saidanddone.rounds.voting import vote


def first_vote(tell: Telling) -> None:
    """The archived round: eight ideas, five places, and paper votes from two drop-ins."""
    entries = ("doorbells", "door-open", "pa-mental-health", "pantry", "good-pa", "lodgings", "bed-breakfast",
               "health-story")  # fmt: skip
    hold_round(
        tell, "What should the council do first?", entries, picks=5, planned=344, opens=340, closes=326,
        ballots=BIRDS[:34],
        favours=("bed-breakfast", "doorbells", "pantry", "good-pa", "pa-mental-health", "door-open", "lodgings",
                 "health-story"),
        paper=9,
    )  # fmt: skip


def second_vote(tell: Telling) -> None:
    """A small round that has just closed: its winner waits for the council's answer."""
    entries = ("first-night-box", "laundry", "birthday")
    hold_round(
        tell, "What would help most this winter?", entries, picks=1, planned=30, opens=27, closes=12,
        ballots=BIRDS[4:27], favours=("first-night-box", "laundry", "birthday"), paper=0,
    )  # fmt: skip


def open_vote(tell: Telling) -> None:
    """The round that is open now."""
    entries = ("data", "evenings", "tenancy", "bus")
    hold_round(
        tell, "What should we do first next year?", entries, picks=2, planned=8, opens=5, closes=-9,
        ballots=BIRDS[5:18], favours=("data", "tenancy", "evenings", "bus"), paper=0,
    )  # fmt: skip


def hold_round(
    tell: Telling, question: str, entries: tuple[str, ...], *, picks: int, planned: float, opens: float,
    closes: float, ballots: list[str], favours: tuple[str, ...], paper: int,
) -> None:  # fmt: skip
    """A round and its ballots: each voter takes ideas from ``favours``, the first ones more often."""
    made: list[int] = []

    async def plan() -> None:
        found = await plan_round(
            tell.council,
            by=tell.who(WORKER),
            question=question,
            opens_at=tell.story.when(opens, 9),
            closes_at=tell.story.when(closes, 20),
            picks=picks,
            ideas=[await tell.idea(name) for name in entries],
        )
        if paper:
            await make_slips(found, by=tell.who(WORKER), how_many=paper)
        made.append(found.id)

    def ballot(position: int, name: str | None) -> None:
        chosen = [
            favours[index] for index in range(len(favours)) if (position * 7 + index * index * 3) % 11 > index
        ]

        async def cast() -> None:
            round_ = await Round.get(id=made[0])
            ideas = [await tell.idea(found) for found in chosen[:picks]]
            if name:
                await vote(round_, by=tell.who(name), ideas=ideas)
            else:
                number = position - len(ballots) + 1
                (slip,) = codes_of(round_, number, number)
                await count_paper(round_, by=tell.who(WORKER), slip=slip, ideas=ideas)

        days_ago = opens - 0.5 - (opens - max(closes, 0) - 1) * position / (len(ballots) + paper)
        tell.story.then(days_ago, cast, 10 + position % 9, position % 60)

    tell.story.then(planned, plan, 10)
    tell.story.at(tell.story.when(opens, 9) + timedelta(minutes=1), open_due)
    for position, name in enumerate(ballots):
        ballot(position, name)
    for position in range(paper):
        ballot(len(ballots) + position, None)
    if closes > 0:
        tell.story.at(tell.story.when(closes, 20) + timedelta(minutes=1), close_due)
