"""The rules that need no database: progress, slips, signs, marks, outcomes, and where ideas follow."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.ideas.stages import MOVES as IDEA_MOVES
from saidanddone.ideas.stages import Stage
from saidanddone.plan.linked import moves_towards
from saidanddone.plan.models import Action, Milestone, Update
from saidanddone.plan.reports import MOVES_TO
from saidanddone.plan.shown import MARK_WORDS
from saidanddone.plan.signs import mark_of, progress_of, signs_of, slip_of
from saidanddone.plan.statuses import LOOKS, MOVES, Rating, Sign, Status
from saidanddone.plan.verdicts import OUTCOME_WORDS, Outcome, outcome
from saidanddone.rules import RULE, find_move

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def action(**facts):
    given_too = {
        "first_due": date(2030, 1, 1),
        "due": date(2030, 1, 1),
        "news_at": clock.now(),
        "owner": "Head",
    }
    return Action(**{"status": Status.IN_PROGRESS, "owner_person_id": 1, **given_too, **facts})


def steps(done, of):
    return [Milestone(title="A step", done_at=clock.now() if one < done else None) for one in range(of)]


@given(of=st.integers(0, 30), done=st.integers(0, 30))
def test_steps_are_counted_never_typed(of, done):
    done = min(done, of)
    shown = progress_of(action(), steps(done, of))
    assert shown[:2] == (done, of)
    assert bool(shown[2]) == bool(of)


@given(planned=st.integers(1, 5000), reached=st.integers(0, 9000))
def test_people_reached_are_told_before_steps(planned, reached):
    shown = progress_of(action(reach_planned=planned, reach_reached=reached), steps(1, 2))
    assert shown[:2] == (reached, planned)
    assert shown[2].startswith(f"{reached} of {planned} p")


def test_one_person_and_one_step_are_told_as_one():
    assert progress_of(action(reach_planned=1), [])[2] == "0 of 1 person reached"
    assert progress_of(action(), steps(1, 1))[2] == "1 of 1 step done"
    assert progress_of(action(reach_reached=3), []) == (3, 0, "3 people reached")


@given(dates=st.lists(DAYS, min_size=1, max_size=6))
def test_a_slip_keeps_every_date_and_counts_from_the_first(dates):
    moves = [
        Update(due_from=before, due_to=after, due_reason=f"Because {after}")
        for before, after in itertools.pairwise(dates)
    ]
    slip = slip_of(action(first_due=dates[0], due=dates[-1]), [*moves, Update(said="No move")])
    assert (*slip.before, slip.now) == tuple(dates)
    assert slip.days == (dates[-1] - dates[0]).days
    assert slip.reason == (moves[-1].due_reason if moves else "")
    assert (slip.words == "Never moved") == (not moves)
    assert ("later" in slip.words) == (slip.days > 0)


def test_a_slip_is_told_in_words():
    first = date(2026, 3, 1)

    def told(*days):
        all_days = [first, *(first + timedelta(days=one) for one in days)]
        moves = [Update(due_from=a, due_to=b, due_reason="x") for a, b in itertools.pairwise(all_days)]
        return slip_of(action(first_due=first, due=all_days[-1]), moves).words

    assert told(45) == "moved once, 45 days later"
    assert told(30, 31) == "moved twice, 31 days later"
    assert told(1, 2, 1) == "moved 3 times, 1 day later"
    assert told(-3) == "moved once, 3 days earlier"
    assert told(9, 0) == "moved twice, back to its first date"


@given(yes=st.integers(0, 60), other=st.integers(0, 60), silent=st.integers(0, 60), floor=st.integers(1, 20))
def test_more_than_half_yes_confirms_and_too_few_say_nothing(yes, other, silent, floor):
    answered, asked = yes + other, yes + other + silent
    found = outcome(yes=yes, answered=answered, asked=asked, floor=floor)
    if answered == 0 or (answered < floor and silent):
        assert found is Outcome.NOT_ENOUGH
    else:
        assert found is (Outcome.CONFIRMED if yes > other else Outcome.NOT_YET)


STANDING = st.tuples(st.sampled_from(Status), st.one_of(st.none(), st.sampled_from(Outcome)))


@given(stage=st.sampled_from(Stage), actions=st.lists(STANDING, max_size=4))
def test_ideas_follow_their_actions_by_moves_of_the_rule(stage, actions):
    for name in moves_towards(stage, actions):
        move = find_move(IDEA_MOVES, name)
        assert stage in move.start
        assert move.by is RULE
        stage = move.end
    assert moves_towards(stage, actions) == []
    counted = [one for one in actions if one[0] is not Status.CANCELLED]
    if stage is Stage.DELIVERED:
        assert counted
        assert all(status is Status.COMPLETE for status, _ in counted)


@pytest.mark.parametrize(("start", "end"), MOVES_TO)
def test_updates_make_only_moves_of_the_table(start, end):
    move = find_move(MOVES, MOVES_TO[start, end])
    assert start in move.start
    assert move.end is end


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("rating", [None, *Rating])
@pytest.mark.parametrize("said", [None, *Outcome])
def test_every_action_has_one_mark_with_words(status, rating, said):
    for signs in ([], [Sign.OVERDUE], [Sign.NO_NEWS], [Sign.OVERDUE, Sign.NO_NEWS, Sign.NO_OWNER]):
        assert mark_of(action(status=status, rating=rating, outcome=said), signs) in MARK_WORDS


@pytest.mark.parametrize("status", [Status.COMPLETE, Status.CANCELLED])
def test_what_is_over_has_no_signs(status):
    old = action(
        status=status, due=date(2020, 1, 1), news_at=clock.now() - timedelta(days=900), owner_person_id=None
    )
    assert signs_of(old, Council(quiet_days=35)) == []


def test_everything_has_its_look_and_its_words():
    assert set(LOOKS) == {*Status, *Rating, *Sign}
    assert set(OUTCOME_WORDS) == set(Outcome)
