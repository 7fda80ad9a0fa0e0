"""Whatever people do in whatever order, a vote keeps its promises: a model beside the real thing."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone import clock, database
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Person
from saidanddone.rounds.models import Ballot, Choice, Round, RoundState
from saidanddone.rounds.results import part_that_may_be_shown, results_of
from saidanddone.rounds.running import close_due, close_round, open_due, open_round
from saidanddone.rounds.sealing import places
from saidanddone.rounds.voting import vote
from saidanddone.rules import Refused
from tests.databases import in_a_loop_of_its_own
from tests.people import Town, town, young_people
from tests.rounds.votes import ideas_of, planned_round

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
VOTERS, IDEAS = 4, 3

voting = st.tuples(
    st.just("vote"), st.integers(0, VOTERS - 1), st.frozensets(st.integers(0, IDEAS - 1), max_size=3)
)
anything = st.one_of(
    voting,
    voting,
    voting,
    st.tuples(st.sampled_from(["hold", "release"]), st.integers(0, IDEAS - 1)),
    st.tuples(st.just("wait"), st.integers(1, 60)),
    st.sampled_from([("open",), ("close",), ("due",)]),
)
steps = st.builds(
    lambda first, rest: [*first, *rest, ("wait", 200), ("due",)],
    st.sampled_from([[], [("open",)], [("wait", 25)]]),
    st.lists(anything, max_size=20),
)


class Walk:
    """One walk through a vote, and what should be true of it."""

    def __init__(self, there: Town, voters: list[Person], ideas: list[Idea]) -> None:
        self.there, self.voters, self.ideas = there, voters, ideas
        self.now = START
        self.kept: dict[int, frozenset[int]] = {}

    async def take(self, step: tuple[Any, ...]) -> None:
        name, *given_ = step
        if name == "wait":
            self.now += timedelta(hours=given_[0])
            return
        with clock.at(self.now), contextlib.suppress(Refused):
            await getattr(self, name)(*given_)

    async def vote(self, who: int, chosen: frozenset[int]) -> None:
        found = await Round.get()
        await vote(found, by=self.voters[who], ideas=[self.ideas[at] for at in chosen])
        assert found.opens_at <= self.now or found.state is RoundState.OPEN
        assert self.now < found.closes_at
        assert len(chosen) <= found.picks
        self.kept[who] = chosen

    async def hold(self, at: int) -> None:
        await (await Idea.get(id=self.ideas[at].id)).make_move("hold", by=self.there.cass)

    async def release(self, at: int) -> None:
        await (await Idea.get(id=self.ideas[at].id)).make_move("release", by=self.there.hana)

    async def open(self) -> None:
        await open_round(await Round.get(), by=self.there.cass)

    async def close(self) -> None:
        await close_round(await Round.get(), by=self.there.cass)

    async def due(self) -> None:
        await open_due()
        await close_due()

    async def check(self) -> None:
        found = await Round.get()
        assert await Ballot.all().count() == len(self.kept)
        if found.state is not RoundState.CLOSED:
            assert found.results is None
            assert await self._choices() == self.kept
            return
        assert await Choice.all().count() == 0
        assert found.sealed is not None
        numbers = sorted(sorted(at + 1 for at in chosen) for chosen in self.kept.values())
        enough = len(numbers) >= 2  # the floor here; below it one ballot would be a secret told
        assert sorted(json.loads(found.sealed)["ballots"]) == (numbers if enough else [])
        stages = {idea.number: idea.stage for idea in await Idea.all()}
        assert Stage.IN_ROUND not in stages.values()
        facts = results_of(found)
        assert facts["enough_ballots"] == (len(self.kept) >= 2)
        for entry in facts["entries"]:
            votes = sum(entry["idea"] in chosen for chosen in numbers)
            assert entry.get("votes", votes) == votes
            assert entry["won"] == (enough and self._wins(facts, entry, numbers))
            assert enough or entry["place"] is None

    def _wins(self, facts: dict[str, Any], entry: dict[str, Any], chosen: list[list[int]]) -> bool:
        votes = {one["idea"]: sum(one["idea"] in every for every in chosen) for one in facts["entries"]}
        standing = [one["idea"] for one in facts["entries"] if not one["taken_out"]]
        ahead = sum(votes[other] > votes[entry["idea"]] for other in standing)
        return entry["idea"] in standing and votes[entry["idea"]] > 0 and ahead < facts["picks"]

    async def _choices(self) -> dict[int, frozenset[int]]:
        who = {person.id: at for at, person in enumerate(self.voters)}
        what = {idea.id: at for at, idea in enumerate(self.ideas)}
        found: dict[int, set[int]] = {}
        for choice in await Choice.all().select_related("ballot"):
            chosen = found.setdefault(who[choice.ballot.person_id], set())
            if choice.idea_id is not None:
                chosen.add(what[choice.idea_id])
        return {at: frozenset(chosen) for at, chosen in found.items()}


@contextlib.asynccontextmanager
async def a_vote(file: Path) -> AsyncIterator[Walk]:
    async with database.connected(f"sqlite://{file}"):
        with clock.at(START):
            there = await town()
            voters = await young_people(there.rivermead, VOTERS)
            ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=IDEAS)
            await planned_round(there, ideas)
        yield Walk(there, voters, ideas)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("walks") / "empty.sqlite3"
    in_a_loop_of_its_own(database.migrate(f"sqlite://{file}"))
    return file


@settings(max_examples=10, deadline=None)
@given(walk=steps)
def test_no_order_of_events_breaks_a_vote(empty, walk):
    async def through() -> None:
        with TemporaryDirectory() as folder:
            async with a_vote(Path(shutil.copy(empty, folder))) as model:
                for step in walk:
                    await model.take(step)
                    await model.check()

    in_a_loop_of_its_own(through())


@given(votes=st.dictionaries(st.integers(1, 50), st.integers(0, 9), max_size=12))
def test_places_are_shared_by_equals_only(votes):
    found = places(votes)
    for one in votes:
        assert found[one] == 1 + len([other for other in votes if votes[other] > votes[one]])
        assert all((found[one] == found[other]) == (votes[one] == votes[other]) for other in votes)


@given(part=st.integers(0, 60), rest=st.integers(0, 60), floor=st.integers(1, 12))
def test_no_small_group_can_be_read_off(part, rest, floor):
    shown = part_that_may_be_shown(part, part + rest, floor)
    assert shown in (None, part)
    if shown is not None:
        assert part == 0 or part >= floor
        assert rest == 0 or rest >= floor
