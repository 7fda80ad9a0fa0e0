"""Pictures: every mark stands inside its frame, and the order of time is kept."""

import itertools
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.plan.shapes import (
    DUE,
    EDGE,
    LOOP,
    MOVED,
    OVER,
    SAID,
    STEP,
    TALLEST,
    WIDE,
    Event,
    along,
    spread,
    step_line,
    strips,
    timeline,
)

days = st.dates(date(2023, 1, 1), date(2029, 12, 31))
quickly = settings(max_examples=60)
places = st.lists(st.floats(-50, 400), max_size=60).map(sorted)


@st.composite
def events(draw):
    where = draw(st.sampled_from([SAID, STEP, LOOP, DUE, MOVED]))
    moves = {"start": draw(days), "end": draw(days)} if where == MOVED else {}
    return where, Event(draw(days), "on-track", "News", **moves)


def in_order(marks):
    return all(one.x <= two.x and one.day <= two.day for one, two in itertools.pairwise(marks))


@quickly
@given(places, st.floats(1, 60))
def test_marks_are_pushed_apart_in_order_and_inside(wanted, apart):
    placed = spread(wanted, apart=apart, low=EDGE, high=WIDE - EDGE)
    assert len(placed) == len(wanted)
    assert all(EDGE <= place <= WIDE - EDGE for place in placed)
    room = min(apart, (WIDE - 2 * EDGE) / max(len(wanted) - 1, 1))
    assert all(two - one >= room - 0.001 for one, two in itertools.pairwise(placed))


def test_marks_with_room_stay_where_they_belong():
    assert spread([20.0, 100.0, 250.0], apart=24, low=14, high=306) == [20.0, 100.0, 250.0]
    assert spread([100.0, 101.0], apart=24, low=14, high=306) == [100.0, 124.0]


@quickly
@given(days, days, days, st.lists(events(), max_size=40))
def test_a_timeline_keeps_every_mark_inside_and_in_the_order_of_time(begins, due, today, found):
    drawn = timeline(begins, due, today, found)
    assert len(drawn.marks) + len(drawn.hops) == len(found)
    for marks in (drawn.said, drawn.steps, drawn.loops, drawn.dates):
        assert in_order(marks)
    for one in drawn.marks:
        assert one.size / 2 <= one.x <= WIDE - one.size / 2
        assert one.size / 2 <= one.y <= drawn.high - one.size / 2
    for hop in drawn.hops:
        assert EDGE <= min(hop.start, hop.end) <= max(hop.start, hop.end) <= WIDE - EDGE
        assert 0 < hop.top < drawn.high
    assert EDGE <= drawn.begins <= WIDE - EDGE
    assert (drawn.begins <= drawn.ends) == (begins <= due) or drawn.begins == drawn.ends


@quickly
@given(days, days, days)
def test_a_later_day_never_stands_before_an_earlier_one(one, two, three):
    first, middle, last = sorted([one, two, three])
    assert along(first, first, last) <= along(middle, first, last) <= along(last, first, last)


@quickly
@given(
    st.lists(st.tuples(days, st.integers(0, 10**6)), max_size=30).map(sorted),
    st.none() | st.integers(1, 10**6),
    days,
    days,
)
def test_people_reached_stay_inside_the_frame(points, planned, begins, today):
    drawn = step_line(points, planned, begins, today)
    assert len(drawn.points) == len(points)
    for x, y in drawn.points:
        assert EDGE <= x <= WIDE - EDGE
        assert 0 < y < drawn.high
    assert [x for x, _ in drawn.points] == sorted(x for x, _ in drawn.points)
    assert drawn.planned is None or 0 < drawn.planned < drawn.high


@quickly
@given(
    st.integers(1, 12).flatmap(
        lambda months: st.lists(st.lists(st.integers(0, 500), min_size=months, max_size=months), max_size=7)
    )
)
def test_months_stand_side_by_side_and_more_is_taller(counts):
    drawn = strips([("on-track", "On track", one) for one in counts])
    for strip, row in zip(drawn, counts, strict=True):
        assert [bar.count for bar in strip.bars] == row
        for bar in strip.bars:
            assert 0 <= bar.x <= bar.x + bar.wide <= WIDE
            assert strip.y + OVER - 0.001 <= bar.y <= bar.y + bar.high <= strip.foot + 0.001
            assert 0 <= bar.high <= TALLEST + 0.001
        for one, two in zip(strip.bars, strip.bars[1:], strict=False):
            assert one.x + one.wide < two.x
            assert (one.count <= two.count) == (one.high <= two.high)
