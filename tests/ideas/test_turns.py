"""The board's own order: every idea has its days at the top, and no page loses or doubles one."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saidanddone import clock
from saidanddone.ideas.turns import CIRCLE, start_of, turn_of
from tests.ideas.steps import open_idea
from tests.people import town


@given(st.lists(st.integers(1, 10**6), unique=True, min_size=2, max_size=50))
def test_no_two_ideas_share_a_place(numbers):
    places = {turn_of(number) for number in numbers}
    assert len(places) == len(numbers)
    assert all(0 <= place < CIRCLE for place in places)


def first_of(day, numbers):
    start = start_of(day)
    return min(numbers, key=lambda number: (turn_of(number) - start) % CIRCLE)


def test_in_a_year_each_of_fifty_ideas_comes_first_on_some_days_and_none_on_many():
    days = [date(2026, 1, 1) + timedelta(days=one) for one in range(365)]
    firsts = Counter(first_of(day, range(1, 51)) for day in days)
    assert set(firsts) == set(range(1, 51))
    assert max(firsts.values()) <= 3 * 365 / 50


async def numbers_on(site, address):
    visitor, seen = await site.client(), []
    while address:
        page = (await visitor.get(address)).text
        seen += [int(part[:2]) for part in page.split('">Idea-')[1:]]
        more = page.split('<p class="act"><a href="')
        address = more[1].split('"')[0].replace("&amp;", "&") if len(more) > 1 else ""
    return seen


async def test_pages_hold_every_idea_once_and_each_day_starts_elsewhere(site):
    there = await town()
    for number in range(45):
        await open_idea(there, title=f"Idea-{number:02}")
    today = await numbers_on(site, "/rivermead/ideas")
    assert sorted(today) == list(range(45))
    with clock.at(clock.now() + timedelta(days=1)):
        tomorrow = await numbers_on(site, "/rivermead/ideas")
    assert tomorrow[0] != today[0]
    turned = today.index(tomorrow[0])
    assert tomorrow == today[turned:] + today[:turned]


async def test_a_page_turned_after_midnight_goes_on_where_it_was(site):
    there = await town()
    for number in range(25):
        await open_idea(there, title=f"Idea-{number:02}")
    visitor = await site.client()
    page = (await visitor.get("/rivermead/ideas")).text
    more = page.split('<p class="act"><a href="')[1].split('"')[0].replace("&amp;", "&")
    first = [int(part[:2]) for part in page.split('">Idea-')[1:]]
    with clock.at(clock.now() + timedelta(days=1)):
        rest = await numbers_on(site, more)
    assert sorted(first + rest) == list(range(25))


async def test_the_support_an_idea_has_does_not_move_it(site):
    from saidanddone.ideas.supporting import support

    there = await town()
    ideas = [await open_idea(there, title=f"Idea-{number:02}") for number in range(6)]
    before = await numbers_on(site, "/rivermead/ideas")
    await support(ideas[before[-1]], by=there.bo)
    assert await numbers_on(site, "/rivermead/ideas") == before


async def test_a_board_past_counting_says_only_that_there_are_more(site, monkeypatch):
    from saidanddone.ideas import finding

    monkeypatch.setattr(finding, "COUNTED", 2)
    there = await town()
    for number in range(2):
        await open_idea(there, title=f"Idea-{number:02}")
    visitor = await site.client()
    assert "Two ideas<" in (await visitor.get("/rivermead/ideas")).text
    await open_idea(there, title="Idea-02")
    assert "More than 2 ideas<" in (await visitor.get("/rivermead/ideas?q=idea")).text
