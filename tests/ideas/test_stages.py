"""Every move × every stage × everyone: the table is what happens, and nothing else does."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone import clock
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.models import Idea, StageMove
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import ALLOWS, DECIDABLE, MOVES, Stage
from saidanddone.rules import AUTHOR, CLOCK, OWNER, RULE, WHERE_IT_WAS, Maker, Refused
from tests.ideas.steps import stand
from tests.people import town

PEOPLE = ("amina", "bo", "cass", "col", "dev", "ellis", "fern", "gus", "hana")
ELSEWHERE = "Dev"  # a worker, of the other council
MAKERS = (CLOCK, RULE, OWNER)


def may(move, maker):
    if isinstance(maker, Maker):
        return move.by is maker
    if move.by is AUTHOR:
        return maker.nickname == "Amina"
    return not isinstance(move.by, Maker) and maker.can(move.by) and maker.nickname != ELSEWHERE


def end_of(move):
    return Stage.OPEN if move.end is WHERE_IT_WAS else move.end


def what_comes_with(move, other):
    changes = {"title": "A title"}
    if move.end is Stage.NOT_NOW:
        changes["return_on"] = clock.today() + timedelta(days=3)
    if move.end is Stage.MERGED:
        changes["merged_into_id"] = other.id
    if move.name in ("unmerge", "stand_alone"):
        changes["merged_into_id"] = None
    return changes


async def test_every_move_from_every_stage_by_everyone(site):
    there = await town()
    idea, other = await propose(there.amina, what="One thing"), await propose(there.bo, what="Another")
    everyone = [*(getattr(there, name) for name in PEOPLE), *MAKERS]
    made = prepared = 0
    for move in MOVES:
        for stage in Stage:
            for maker in everyone:
                if may(move, maker) and stage in move.start:
                    await stand(idea, stage)
                    if move.undoes:
                        await _just_made(idea, move.undoes, maker)
                        prepared += 1
                    await idea.make_move(move.name, by=maker, **what_comes_with(move, other))
                    assert idea.stage is end_of(move), (move.name, stage)
                    made += 1
                else:
                    standing = Idea(
                        id=idea.id, council_id=idea.council_id, stage=stage, author_id=idea.author_id
                    )
                    with pytest.raises(Refused) as refusal:
                        await standing.make_move(move.name, by=maker)
                    assert (refusal.value.status == 403) is not may(move, maker), (move.name, stage, maker)
                    assert str(refusal.value).endswith("."), "a refusal is a sentence"
    assert await StageMove.filter(idea_id=idea.id).count() == made + prepared
    assert await HistoryRow.filter(kind="idea", thing_id=idea.id).exclude(act="propose").count() == made
    assert await first_fault(there.rivermead.id) is None


async def _just_made(idea, name, maker):
    """What can be taken back was done a moment ago, by whoever takes it back."""
    move = next(one for one in MOVES if one.name == name)
    await StageMove.create(
        idea=idea, name=name, start=move.start[0], end=move.end, by_id=maker.id, at=clock.now()
    )


async def test_a_page_is_offered_the_moves_of_the_table_and_no_others(site):
    there = await town()
    for name in PEOPLE:
        person = getattr(there, name)
        for stage in Stage:
            idea = Idea(council_id=there.rivermead.id, stage=stage, author_id=there.amina.id)
            offered = {move.name for move in idea.moves_for(person)}
            assert offered == {move.name for move in MOVES if stage in move.start and may(move, person)}


async def test_a_move_from_where_it_no_longer_is_changes_nothing(site):
    there = await town()
    idea = await propose(there.amina, what="One thing")
    late = await Idea.get(id=idea.id)
    await idea.make_move("publish", by=there.cass, title="One thing")
    with pytest.raises(Refused, match="got there first"):
        await late.make_move("decline", by=there.col)
    assert (await Idea.get(id=idea.id)).stage is Stage.OPEN


@given(st.lists(st.sampled_from(MOVES), max_size=40))
@settings(deadline=None)
def test_no_path_of_moves_leaves_the_table(path):
    stage = Stage.DRAFT
    for move in path:
        if stage in move.start:
            stage = end_of(move)
        assert stage in ALLOWS


def test_each_move_has_a_name_of_its_own_and_every_stage_is_reached():
    assert len({move.name for move in MOVES}) == len(MOVES)
    reached = {end_of(move) for move in MOVES} | {Stage.DRAFT}
    assert reached == set(Stage)
    assert set(DECIDABLE) == {stage for stage in Stage if ALLOWS[stage].decide}
    assert not ALLOWS[Stage.IN_ROUND].support
    assert not ALLOWS[Stage.IN_ROUND].decide
