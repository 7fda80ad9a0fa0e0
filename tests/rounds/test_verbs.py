"""Votes are planned, opened, cast, closed: the rules, by their verbs."""

import asyncio
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import Notice
from saidanddone.people.models import Person, RoleGrant, with_roles
from saidanddone.people.rights import Role
from saidanddone.rounds.models import Ballot, Choice, Round, RoundEntry, RoundState
from saidanddone.rounds.planning import plan_round
from saidanddone.rounds.results import results_of
from saidanddone.rounds.running import close_due, close_round, open_due, open_round
from saidanddone.rounds.slips import count_paper
from saidanddone.rounds.voting import SpoiltBallot, receipt_of, vote
from saidanddone.rules import CLOCK, NotAllowed, Refused
from tests.people import town, young_people
from tests.rounds.votes import after, ideas_of, opened_round, planned_round


async def stages(ideas):
    return [(await Idea.get(id=idea.id)).stage for idea in ideas]


# Planning


async def test_planning_shortlists_open_ideas(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    await ideas[0].make_move("shortlist", by=there.col)
    found = await planned_round(there, ideas)
    assert (found.number, found.state) == (1, RoundState.PLANNED)
    assert await stages(ideas) == [Stage.SHORTLISTED] * 3


async def test_what_may_not_be_planned(site):
    there = await town()
    now = clock.now()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    team = await propose(there.amina, what="Only for the team", door=Door.TEAM)
    await team.make_move("publish", by=there.cass, title="Only for the team")
    unread = await propose(there.amina, what="Not read yet")
    week = now + timedelta(days=7)
    rules = {"question": "Which?", "opens_at": now, "closes_at": week, "picks": 1, "ideas": ideas}
    for wrong in (
        {"closes_at": now, "opens_at": week},
        {"opens_at": now - timedelta(days=2), "closes_at": now - timedelta(days=1)},
        {"ideas": ideas[:1]},
        {"ideas": [ideas[0], ideas[0]]},
        {"picks": 0},
        {"picks": 4},
        {"ideas": [ideas[0], team]},
        {"ideas": [ideas[0], unread]},
        {"observer": there.ivo},
        {"observer": there.cass},
    ):
        with pytest.raises(Refused):
            await plan_round(there.rivermead, by=there.cass, **{**rules, **wrong})
    for wrong in (there.amina, there.ellis, there.dev):
        with pytest.raises(NotAllowed):
            await plan_round(there.rivermead, by=wrong, **rules)
    assert await Round.all().count() == 0
    assert await stages(ideas) == [Stage.OPEN] * 3
    await plan_round(there.rivermead, by=there.cass, **rules)
    with pytest.raises(Refused, match="in vote 1 already"):
        await plan_round(there.rivermead, by=there.cass, **rules)


async def test_two_votes_planned_at_once_share_no_idea(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    for idea in ideas:
        await idea.make_move("shortlist", by=there.cass)
    told = await asyncio.gather(*(planned_round(there, ideas) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(answer, Refused) for answer in told) == 3
    assert await Round.all().count() == 1
    assert await RoundEntry.all().count() == 3


# Opening and closing


async def test_a_vote_opens_by_the_clock_and_only_what_is_still_put_forward_goes_in(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await planned_round(there, ideas, picks=1)
    await open_due()
    assert (await Round.get()).state is RoundState.PLANNED
    await (await Idea.get(id=ideas[0].id)).make_move("withdraw", by=there.amina)
    with clock.at(found.opens_at + timedelta(minutes=1)):
        await open_due()
        await open_due()
    assert (await Round.get()).state is RoundState.OPEN
    assert await stages(ideas) == [Stage.WITHDRAWN, Stage.IN_ROUND, Stage.IN_ROUND]
    assert await RoundEntry.all().count() == 2


async def test_a_vote_with_one_idea_left_does_not_open(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=2)
    found = await planned_round(there, ideas, picks=1)
    await (await Idea.get(id=ideas[0].id)).make_move("withdraw", by=there.amina)
    with pytest.raises(Refused, match="fewer than two"):
        await open_round(found, by=there.cass)
    with clock.at(found.opens_at + timedelta(minutes=1)):
        await open_due()
    assert (await Round.get()).state is RoundState.PLANNED


async def test_two_workers_open_and_close_at_once_and_one_of_them_is_told(site):
    there = await town()
    found = await planned_round(there)
    for act, name in ((open_round, "open_round"), (close_round, "close_round")):
        copies = [await Round.get(id=found.id) for _ in range(2)]
        told = await asyncio.gather(
            act(copies[0], by=there.cass), act(copies[1], by=there.col), return_exceptions=True
        )
        assert sorted(type(answer) for answer in told if answer) == [Refused]
        assert await HistoryRow.filter(act=name).count() == 1


async def test_only_those_who_run_votes_open_and_close_them(site):
    there = await town()
    found = await planned_round(there)
    for other in (there.amina, there.ellis, there.gus, there.dev):
        for act in (open_round, close_round):
            with pytest.raises(NotAllowed):
                await act(found, by=other)
    with pytest.raises(Refused, match="not opened yet"):
        await close_round(found, by=there.cass)


async def test_the_clock_closes_on_time_and_not_before(site):
    there = await town()
    found = await opened_round(there)
    await close_due()
    assert (await Round.get()).state is RoundState.OPEN
    with pytest.raises(Refused):
        await close_round(found, by=CLOCK)
    with clock.at(after(found)):
        await close_due()
        await close_due()
    found = await Round.get()
    assert (found.state, found.closed_early_by) == (RoundState.CLOSED, "")
    assert await HistoryRow.filter(act="close_round").count() == 1


# Voting


async def test_bo_votes_changes_and_says_the_same_again(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    receipt = await vote(found, by=there.bo, ideas=ideas[:2])
    ballot = await Ballot.get().select_related("round")
    assert (ballot.version, receipt_of(ballot)) == (1, receipt)
    assert len(receipt) == 14
    assert await vote(found, by=there.bo, ideas=ideas[1::-1]) == receipt
    assert (await Ballot.get()).version == 1
    assert await vote(found, by=there.bo, ideas=[]) == receipt
    assert (await Ballot.get()).version == 2
    assert await Choice.all().values_list("idea_id", flat=True) == [None]
    assert await vote(found, by=there.bo, ideas=[]) == receipt
    assert (await Ballot.get()).version == 2


async def test_staff_and_other_councils_do_not_vote(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    both = await Person.join(there.rivermead, "Both", Role.YOUNG_PERSON, Role.PERSONAL_ADVISER)
    for other in (there.cass, there.ellis, there.gus, there.fern, there.hana, there.ivo, there.jo, both):
        with pytest.raises(NotAllowed):
            await vote(found, by=other, ideas=ideas[:1])
    assert await Ballot.all().count() == 0


async def test_what_a_ballot_may_not_hold(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=4)
    found = await opened_round(there, ideas[:3])
    await vote(found, by=there.bo, ideas=[ideas[1]])
    held = await Idea.get(id=ideas[0].id)
    await held.make_move("hold", by=there.cass)
    for wrong in (ideas[:3], [ideas[3]], [ideas[0]]):
        with pytest.raises(SpoiltBallot):
            await vote(found, by=there.bo, ideas=wrong)
    assert await Choice.all().values_list("idea_id", flat=True) == [ideas[1].id]


async def test_a_vote_on_time_opens_the_round_and_a_late_one_closes_it(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await planned_round(there, ideas)
    with pytest.raises(Refused, match="Voting opens at"):
        await vote(found, by=there.bo, ideas=ideas[:1])
    with clock.at(found.opens_at):
        await asyncio.gather(
            vote(await Round.get(), by=there.bo, ideas=ideas[:1]),
            vote(await Round.get(), by=there.amina, ideas=ideas[:1]),
        )
    assert await stages(ideas) == [Stage.IN_ROUND] * 3
    stale = await Round.get()
    with clock.at(found.closes_at):
        for _ in range(2):
            with pytest.raises(Refused, match=r"^Voting closed at .+ on .+\.$"):
                await vote(stale, by=there.bo, ideas=ideas[1:2])
    assert (await Round.get()).state is RoundState.CLOSED
    assert results_of(await Round.get())["ballots"] == 2


async def test_bo_votes_a_hundred_times_at_once_and_counts_once(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    sets = [ideas[:2], ideas[1:], ideas[2:], []]
    receipts = await asyncio.gather(
        *(vote(found, by=there.bo, ideas=sets[number % len(sets)]) for number in range(100))
    )
    assert len(set(receipts)) == 1
    assert await Ballot.all().count() == 1
    kept = set(await Choice.all().values_list("idea_id", flat=True))
    assert kept in [{idea.id for idea in chosen} or {None} for chosen in sets]


async def test_closing_under_writers_counts_exactly_the_votes_that_were_accepted(site):
    there = await town()
    people = await young_people(there.rivermead, 40)
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    voted = [vote(found, by=person, ideas=ideas[at % 3 : at % 3 + 1]) for at, person in enumerate(people)]
    voted.insert(20, close_round(await Round.get(), by=there.cass))
    answers = await asyncio.gather(*voted, return_exceptions=True)
    accepted = [answer for answer in answers if isinstance(answer, str)]
    assert all(isinstance(answer, str | Refused) or answer is None for answer in answers)
    facts = results_of(await Round.get())
    if facts["enough_ballots"]:
        assert facts["ballots"] == len(accepted) == sum(entry["votes"] for entry in facts["entries"])
        assert facts["receipts"] == sorted(accepted)
    assert await Ballot.all().count() == len(accepted)
    assert len(json.loads((await Round.get()).sealed)["ballots"]) == len(accepted)


async def test_a_paper_slip_counts_once(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    await count_paper(found, by=there.cass, slip="k7qp 2x", ideas=ideas[:1])
    told = await asyncio.gather(
        *(count_paper(found, by=there.col, slip=slip, ideas=[]) for slip in ("K7QP2X", "new 1", "new1")),
        return_exceptions=True,
    )
    assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "WrongSlip", "WrongSlip"]
    with pytest.raises(NotAllowed):
        await count_paper(found, by=there.bo, slip="mine", ideas=[])
    with pytest.raises(SpoiltBallot):
        await count_paper(found, by=there.cass, slip=" ", ideas=[])
    with pytest.raises(SpoiltBallot):
        await count_paper(found, by=there.cass, slip="third", ideas=ideas)
    await close_round(found, by=there.cass)
    with pytest.raises(Refused, match="Voting closed"):
        await count_paper(found, by=there.cass, slip="late", ideas=[])
    assert await Ballot.filter(person_id=None, channel="paper").count() == 2


# Results


async def counted(there, how, *, ideas=None, picks=1, floor_people=()):
    """A closed round; ``how`` is one list of positions for each voter."""
    ideas = ideas or await ideas_of(there.amina, checked_by=there.cass, how_many=4)
    found = await opened_round(there, ideas, picks=picks)
    for person, chosen in zip(await young_people(there.rivermead, len(how)), how, strict=True):
        await vote(found, by=person, ideas=[ideas[at] for at in chosen])
    await close_round(found, by=there.cass)
    return found, ideas


async def test_equals_share_a_place_and_all_at_the_last_place_win(site):
    there = await town()
    found, ideas = await counted(there, [[0, 1], [0, 2], [0], [1], [2], []], picks=2)
    facts = results_of(found)
    assert [(e["idea"], e["place"], e["votes"], e["won"]) for e in facts["entries"]] == [
        (1, 1, 3, True),
        (2, 2, 2, True),
        (3, 2, 2, True),
        (4, 4, 0, False),
    ]
    assert (facts["ballots"], facts["none_of_these"]) == (6, 1)
    assert await stages(ideas) == [Stage.WON] * 3 + [Stage.OPEN]


async def test_an_idea_that_nobody_chose_can_not_win(site):
    there = await town()
    found, ideas = await counted(there, [[], []], picks=2)
    assert await stages(ideas) == [Stage.OPEN] * 4
    assert not any(entry["won"] for entry in results_of(found)["entries"])


async def test_a_held_idea_can_not_win_and_comes_back_open(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=4)
    found = await opened_round(there, ideas, picks=1)
    await vote(found, by=there.amina, ideas=ideas[:1])
    await vote(found, by=there.bo, ideas=ideas[1:2])
    held = await Idea.get(id=ideas[0].id)
    await held.make_move("hold", by=there.cass)
    await close_round(found, by=there.cass)
    entries = {entry["idea"]: entry for entry in results_of(found)["entries"]}
    assert entries[1] == {"idea": 1, "place": None, "won": False, "taken_out": True, "votes": 1}
    assert entries[2]["won"]
    await held.refresh_from_db()
    await held.make_move("release", by=there.hana)
    assert await stages(ideas) == [Stage.OPEN, Stage.WON, Stage.OPEN, Stage.OPEN]


async def test_an_idea_released_as_its_vote_closes_is_not_left_in_it(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass, how_many=3)
    found = await opened_round(there, ideas)
    await (await Idea.get(id=ideas[0].id)).make_move("hold", by=there.cass)
    as_hana_saw_it = await Idea.get(id=ideas[0].id)
    await close_round(found, by=there.cass)
    with pytest.raises(Refused, match="got there first"):
        await as_hana_saw_it.make_move("release", by=there.hana)
    await (await Idea.get(id=ideas[0].id)).make_move("release", by=there.hana)
    assert (await Idea.get(id=ideas[0].id)).stage is Stage.OPEN


async def test_below_the_floor_only_the_order_is_known(site):
    there = await town(floor=6)
    found, _ = await counted(there, [[0], [0], [1]])
    facts = results_of(found)
    assert [(entry["idea"], entry["place"], entry["won"]) for entry in facts["entries"]][:2] == [
        (1, 1, True),
        (2, 2, False),
    ]
    assert not {"ballots", "paper", "confirmed", "receipts", "none_of_these"} & set(facts)
    assert all("votes" not in entry for entry in facts["entries"])
    assert await RoundEntry.exclude(votes=None).count() == 0


async def test_small_parts_of_those_who_voted_are_not_told(site):
    there = await town(floor=3)
    found = await opened_round(there)
    people = [there.amina, there.bo, *await young_people(there.rivermead, 6)]  # only Amina is confirmed
    for person in people:
        await vote(found, by=person, ideas=[])
    await count_paper(found, by=there.cass, slip="one", ideas=[])
    await close_round(found, by=there.cass)
    facts = results_of(found)
    assert (facts["ballots"], facts["paper"], facts["confirmed"]) == (9, None, None)


async def test_receipts_and_the_sealed_file_agree_and_no_choice_is_left(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas, observer=there.gus)
    mine = [
        await vote(found, by=there.amina, ideas=ideas[:2]),
        await vote(found, by=there.bo, ideas=[]),
    ]
    await close_round(found, by=there.cass)
    facts = results_of(found)
    assert facts["receipts"] == sorted(mine)
    assert facts["sealed_sha256"] == hashlib.sha256(found.sealed).hexdigest()
    sealed = json.loads(found.sealed)
    assert sorted(sealed["ballots"]) == [[], [1, 2]]
    assert set(sealed) == {"format", "round", "question", "picks", "entries", "ballots", "salt"}
    assert len(sealed["salt"]) == 64
    assert await Choice.all().count() == 0


async def test_history_and_notices_know_of_no_vote(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    rows, told = await HistoryRow.all().count(), await Notice.all().count()
    await vote(found, by=there.bo, ideas=ideas[:1])
    await count_paper(found, by=there.cass, slip="one", ideas=ideas[:1])
    assert (await HistoryRow.all().count(), await Notice.all().count()) == (rows, told)
    await close_round(found, by=there.cass)
    closing = await HistoryRow.get(act="close_round")
    assert (closing.who_id, closing.start, closing.end, closing.digest) == (
        there.cass.id,
        "open",
        "closed",
        "",
    )
    assert await first_fault(there.rivermead.id) is None


def size_of(path: str) -> int:
    return Path(path).stat().st_size


async def test_no_choice_stays_in_the_files_of_the_database(site):
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    await vote(found, by=there.bo, ideas=ideas[:1])
    await close_round(found, by=there.cass)
    if database.is_postgresql():
        size = (await database.rows("SELECT pg_relation_size('choice') AS bytes"))[0]["bytes"]
        assert size == 0
    else:
        assert (await database.rows("PRAGMA secure_delete"))[0]["secure_delete"] == 1
        log_beside_it = site.settings.database_url.removeprefix("sqlite://") + "-wal"
        assert size_of(log_beside_it) == 0


async def test_choices_that_an_older_reader_still_sees_are_not_called_gone(site, monkeypatch):
    """PostgreSQL keeps deleted rows for whoever began reading before: then it is not done, and says so."""
    if not database.is_postgresql():
        return
    monkeypatch.setattr(database, "PAUSES", (0.01, 0.01))
    there = await town()
    ideas = await ideas_of(there.amina, checked_by=there.cass)
    found = await opened_round(there, ideas)
    await vote(found, by=there.bo, ideas=ideas[:1])
    reader = await asyncpg.connect(site.settings.database_url.replace("asyncpg://", "postgres://", 1))
    try:
        await reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        await reader.fetch("SELECT 1 FROM council")
        await close_round(found, by=there.cass)
        with pytest.raises(RuntimeError, match="still seen"):
            await database.forget_deleted("choice")
        await reader.execute("ROLLBACK")  # closing alone leaves the server a moment in which it still reads
    finally:
        await reader.close()
    monkeypatch.undo()
    await database.forget_deleted("choice")
    assert (await database.rows("SELECT pg_relation_size('choice') AS bytes"))[0]["bytes"] == 0


async def test_somebody_who_became_staff_does_not_vote_any_more(site):
    there = await town()
    found = await opened_round(there)
    await database.write(
        lambda: RoleGrant.create(person_id=there.bo.id, role=Role.PERSONAL_ADVISER, given_at=clock.now())
    )
    with pytest.raises(NotAllowed):
        await vote(found, by=await with_roles(await Person.get(id=there.bo.id)), ideas=[])
