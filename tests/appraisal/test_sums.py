"""The sums: weighted averages, ties said as ties, and those who did not finish left out."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from saidanddone.appraisal.sums import hundredths, weigh

values = st.integers(0, 5)


@st.composite
def weighings(draw):
    """Weights that come to 100, some ways, and whole sheets."""
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=1, max_size=5, unique=True)))
    weights = {
        row: end - start for row, (start, end) in enumerate(zip([0, *cuts], [*cuts, 100], strict=True))
    }
    ways = list(range(draw(st.integers(2, 5))))
    sheet = st.fixed_dictionaries({(way, one): values for way in ways for one in weights})
    return weights, ways, {person: draw(sheet) for person in range(draw(st.integers(1, 6)))}


@given(weighings())
def test_each_total_is_the_weighted_average(given_):
    weights, ways, sheets = given_
    assert sum(weights.values()) == 100
    result = weigh(weights, ways, sheets)
    for line in result.lines:
        exact = Fraction(
            sum(weights[one] * sheet[line.way, one] for sheet in sheets.values() for one in weights),
            100 * len(sheets),
        )
        assert abs(Fraction(line.total, 100) - exact) <= Fraction(1, 200)
        assert 0 <= line.lowest <= line.total + 1
        assert line.total - 1 <= line.highest <= 500
        assert set(line.by_criterion) == set(weights)


@given(weighings())
def test_places_follow_totals_and_equal_totals_share_a_place(given_):
    result = weigh(*given_)
    assert {line.way for line in result.lines} == set(given_[1])
    for one in result.lines:
        for other in result.lines:
            assert (one.place < other.place) == (one.total > other.total)
            assert (one.place == other.place) == (one.total == other.total)
    assert result.lines[0].place == 1
    assert all(result.tied(line) == (len(result.first) > 1) for line in result.lines if line.place == 1)


@given(weighings(), st.data())
def test_who_has_not_finished_changes_nothing_but_the_count(given_, data):
    weights, ways, sheets = given_
    whole = weigh(weights, ways, sheets)
    half = dict(list(sheets[0].items())[: data.draw(st.integers(1, len(sheets[0]) - 1))])
    with_half = weigh(weights, ways, {**sheets, 99: half, 98: {}})
    assert with_half.lines == whole.lines
    assert (with_half.scorers, with_half.begun) == (whole.scorers, 1)


@given(weighings())
def test_the_order_of_people_makes_no_difference(given_):
    weights, ways, sheets = given_
    turned = dict(reversed(list(sheets.items())))
    assert weigh(weights, ways, turned).lines == weigh(weights, ways, sheets).lines


@given(weighings())
def test_equal_weights_of_equal_weights_hold(given_):
    weights, ways, sheets = given_
    assert weigh(dict.fromkeys(weights, 7), ways, sheets).holds


def test_the_first_place_may_not_hold():
    sheets = {1: {(1, 1): 5, (1, 2): 0, (2, 1): 3, (2, 2): 4}}
    result = weigh({1: 90, 2: 10}, [1, 2], sheets)
    assert (result.first, result.equal_first, result.holds) == ([1], [2], False)
    assert [line.total for line in result.lines] == [450, 310]


def test_a_tie_for_first_is_a_tie_and_the_next_is_third():
    sheets = {1: {(1, 1): 3, (2, 1): 3, (3, 1): 1}}
    result = weigh({1: 100}, [1, 2, 3], sheets)
    assert [line.place for line in result.lines] == [1, 1, 3]
    assert (result.first, result.place_of(3)) == ([1, 2], 3)


def test_nobody_has_finished_so_there_is_no_line():
    assert weigh({1: 100}, [1, 2], {7: {(1, 1): 3}}).lines == []
    assert weigh({1: 100}, [1, 2], {7: {(1, 1): 3}}).begun == 1


def test_halves_go_up():
    assert [hundredths(1, 8), hundredths(7, 2), hundredths(1, 3), hundredths(0, 5)] == [13, 350, 33, 0]
