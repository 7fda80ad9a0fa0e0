"""A made-up council hangs together: what it shows is what is there, and the site's verbs go on from it."""

import hashlib
import json
import re
from collections import Counter

import pytest

from saidanddone import clock, loading
from saidanddone.councils.models import Council
from saidanddone.councils.models import Counter as Given
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.models import Idea, StageMove
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import MOVES, Stage
from saidanddone.ideas.supporting import Support, support, supporters_of
from saidanddone.loading import load
from saidanddone.loading.lives import Life
from saidanddone.loading.words import TOPICS, nickname
from saidanddone.people.models import Person, look_alike, with_roles
from saidanddone.plan.answering import counts_of
from saidanddone.plan.models import Action, Asking, Respondent, Update
from saidanddone.plan.statuses import Status
from saidanddone.plan.verdicts import Verdict, outcome
from saidanddone.rounds.models import Ballot, Choice, Round, RoundEntry, RoundState
from saidanddone.rounds.running import close_round
from saidanddone.rounds.voting import vote
from saidanddone.rules import WHERE_IT_WAS, Maker, find_move
from tests.loading.conftest import SMALL, silent
from tests.people import town


async def test_it_is_as_much_as_was_asked_for(council):
    young = Person.filter(council=council, job_title="")
    ballots = Ballot.filter(round__council_id=council.id)
    assert await Idea.filter(council=council).count() == SMALL.ideas
    assert await young.count() == SMALL.people
    assert await ballots.count() == SMALL.votes
    assert await Action.filter(council=council).count() == SMALL.actions == 13
    given = dict(await Given.filter(council=council).values_list("kind", "given"))
    rounds = await Round.filter(council=council).count()
    assert given == {"idea": SMALL.ideas, "round": rounds, "action": SMALL.actions}


async def test_every_idea_came_to_its_stage_by_moves_of_the_table(council):
    stages = Counter()
    for idea in await Idea.filter(council=council):
        stages[idea.stage] += 1
        moves = await StageMove.filter(idea_id=idea.id).order_by("at", "id")
        here = moves[0].start if moves else idea.stage
        assert here in (Stage.WAITING, Stage.DRAFT)
        for made in moves:
            move = find_move(MOVES, made.name)
            assert made.start is here
            assert here in move.start
            assert move.end is WHERE_IT_WAS or made.end is move.end
            assert (made.by_id is None) == (isinstance(move.by, Maker) and move.by is not Maker.AUTHOR)
            here = made.end
        assert here is idea.stage
        assert idea.moved_at == (moves[-1].at if moves else idea.created_at)
        assert idea.created_at <= idea.moved_at <= clock.now()
    assert set(stages) >= {Stage.OPEN, Stage.IN_ROUND, Stage.IN_PLAN, Stage.NO, Stage.NOT_NOW, Stage.MERGED}


async def test_counters_are_what_they_count(council):
    for idea in await Idea.filter(council=council):
        assert idea.supports == len(await supporters_of(idea))
    assert await Support.all().count() > SMALL.ideas


async def test_the_same_again_says_the_same(council):
    again = await load("load-test-2", SMALL, silent)
    first, second = [
        await Idea.filter(council=one).order_by("number").values_list("what", "stage", "supports")
        for one in (council, again)
    ]
    assert first == second


async def test_closed_votes_are_counted_and_sealed_as_real_ones_are(council):
    closed = await Round.filter(council=council, state=RoundState.CLOSED)
    assert len(closed) > 2
    for round_ in closed:
        results = json.loads(round_.results)
        sealed = json.loads(round_.sealed)
        assert hashlib.sha256(round_.sealed).hexdigest() == round_.sealed_sha256 == results["sealed_sha256"]
        ballots = await Ballot.filter(round_id=round_.id).count()
        assert len(sealed["ballots"]) == results["ballots"] == len(results["receipts"]) == ballots
        votes = Counter(number for chosen in sealed["ballots"] for number in chosen)
        for entry in await RoundEntry.filter(round_id=round_.id).select_related("idea"):
            assert entry.votes == votes[entry.idea.number]
            assert entry.won == (entry.place <= round_.picks and entry.votes > 0)
    assert not await Choice.filter(ballot__round__state=RoundState.CLOSED).exists()


async def test_the_open_vote_takes_votes_and_closes(council):
    (round_,) = await Round.filter(council=council, state=RoundState.OPEN)
    before = await Ballot.filter(round_id=round_.id).count()
    assert before
    voted = (
        await Ballot.filter(round_id=round_.id).exclude(person_id=None).values_list("person_id", flat=True)
    )
    bo = await with_roles(await Person.filter(council=council, job_title="").exclude(id__in=voted).first())
    entry = await RoundEntry.filter(round_id=round_.id).select_related("idea").first()
    assert await vote(round_, by=bo, ideas=[entry.idea])
    await close_round(round_, by=await with_roles(await Person.get(nickname="Participation Worker")))
    assert json.loads(round_.results)["ballots"] == before + 1
    assert await Idea.filter(council=council, stage=Stage.WON).exists()


async def test_promises_say_what_was_reported_and_answered(council):
    actions = await Action.filter(council=council)
    assert actions
    for action in actions:
        newest = await Update.filter(action_id=action.id).order_by("-at").first()
        assert (action.said, action.rating) == ((newest.said, newest.rating) if newest else ("", None))
        assert newest is None or newest.status is action.status
        asking = await Asking.get_or_none(action_id=action.id)
        assert (asking is not None) == (action.status is Status.COMPLETE)
        if asking:
            asked = await Respondent.filter(asking_id=asking.id).count()
            said = (await counts_of([asking.id])).get(asking.id, {})
            counted = outcome(
                yes=said.get(Verdict.YES, 0), answered=sum(said.values()), asked=asked, floor=asking.floor
            )
            assert asking.outcome == action.outcome == (counted if asking.counted_at else None)


async def test_history_says_that_it_was_loaded_and_nothing_that_nobody_did(council):
    assert await first_fault(council.id) is None
    (row,) = await HistoryRow.filter(council_id=council.id)
    assert (row.act, row.who_id) == ("load", None)


async def test_people_go_on_from_there(council):
    """New rows get ids and numbers of their own, and history goes on."""
    people = await Person.filter(council=council, job_title="").order_by("id").limit(2)
    amina, bo = [await with_roles(each) for each in people]
    sent = await propose(amina, what="Fix the gate")
    assert sent.number == SMALL.ideas + 1
    idea = await Idea.filter(council=council, stage=Stage.OPEN).exclude(author_id=bo.id).first()
    await support(idea, by=bo)
    assert await first_fault(council.id) is None


@pytest.mark.parametrize(
    "who", ["Participation Worker", "Head of Leaving Care", "Safeguarding Lead", "", None]
)
async def test_every_page_it_links_to_is_there(site, council, who):
    person = await Person.filter(council=council, job_title=who or "").order_by("id").first()
    browser = await (site.as_(person) if who is not None else site.client(Cookie="drawn=anew"))
    todo, seen = ["/load-test"], set()
    while todo and len(seen) < 25:
        address = todo.pop(0)
        page = await browser.get(address)
        assert page.status_code == 200, (address, page.status_code)
        seen.add(address)
        for found in re.findall(r'href="(/load-test[^"#]*)', page.text):
            if found not in seen and found not in todo and "leave" not in found:
                todo.append(found)
    assert len(seen) == 25


async def test_real_councils_are_told_from_made_up_ones(site, council):
    assert await loading.real_councils() == []
    await town()
    assert await loading.real_councils() == ["Rivermead", "Ashcombe"]
    assert await loading.is_taken("rivermead")
    assert await loading.is_taken("load-test")
    assert not await loading.is_taken("elsewhere")


async def test_after_a_failure_there_is_nothing(council):
    def fail(words):
        if words.startswith("Supports"):
            raise RuntimeError("The disk is full.")

    with pytest.raises(RuntimeError):
        await load("another", SMALL, fail)
    assert not await Council.exists(slug="another")
    assert await Person.filter(job_title="").count() == SMALL.people


def test_an_impossible_life_is_noticed():
    moment = clock.now()
    life = Life(1, TOPICS[0], "A title", "Words", Stage.OPEN, moment)
    life.goes("publish", moment)
    with pytest.raises(AssertionError):
        life.goes("deliver", moment)


def test_no_two_nicknames_look_alike():
    names = {look_alike(nickname(number)) for number in range(20_000)}
    assert len(names) == 20_000
