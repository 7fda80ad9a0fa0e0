"""Finding ideas by their words: the same on both databases, whatever is typed and whoever writes."""

import pytest

from saidanddone import database
from saidanddone.ideas.finding import Wanted, found_for
from saidanddone.ideas.models import Door, Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.withdrawing import withdraw
from saidanddone.ideas.wording import reword
from saidanddone.ideas.words import plain_words, words_of
from saidanddone.moderation import checking
from tests.ideas.steps import open_idea
from tests.people import town

TITLES = (
    "Video doorbells for every front door",
    "Free driving lessons",
    "A café where we can meet, near the bus 22",
    "Someone who’s been in care runs the group",
    "دروس القيادة مجانا",
    "Ngôi nhà an toàn",
    "Who is at my door?",
)
# What is typed, and the places in TITLES of what is found: on SQLite and PostgreSQL alike.
FOUND = {
    "doorbell": {0},
    "DOORBELLS": {0},
    "door": {0, 6},
    "doors": {0, 6},
    "drive": {1},
    "driv": {1},
    "lesson free": {1},
    "cafe": {2},
    "CAFÉ": {2},
    "22": {2},
    "bus 2": {2},
    "bus 3": set(),
    "dr": set(),
    "is": {6},
    "whos": {3},
    "who’s been": {3},
    "القيادة": {4},
    "ngoi nha": {5},
    "doorbells lessons": set(),
    "free OR video": set(),
    "door & bell": set(),
    "door -front": {0},
    "door*": {0, 6},
    '"video doorbells"': {0},
    "NEAR(video doorbells)": set(),
    "' OR 1=1 --": set(),
    "a:b | c & !d <-> (e)": set(),
    "%": set(),
    "…": set(),
    "x" * 200: set(),
}


@pytest.fixture
async def there(site):
    there = await town()
    for title in TITLES:
        await open_idea(there, title=title)
    return there


async def places(person, typed):
    found = await found_for(person, Wanted(q=typed)).values_list("title", flat=True)
    return {TITLES.index(title) for title in found}


async def test_both_databases_find_the_same(there):
    for typed, expected in FOUND.items():
        assert await places(there.bo, typed) == expected, typed


async def test_an_idea_is_found_by_its_newest_words_alone(there, site):
    idea = await propose(there.amina, what="Lanterns", why="It is dark")
    await reword(idea, by=there.amina, what="Streetlights", why="It is gloomy")
    await checking.publish(await Idea.get(id=idea.id), by=there.cass, title="Brighter streets", missions=[])
    for typed, is_found in {"lantern": 0, "dark": 0, "streetlight": 1, "gloomy": 1, "brighter": 1}.items():
        assert await found_for(there.bo, Wanted(q=typed)).count() == is_found, typed


async def test_what_is_hidden_is_found_by_nobody_else(there):
    canary = await open_idea(there, title="Canary cages")
    await open_idea(there, title="Canary for the team", door=Door.TEAM)
    assert await found_for(there.bo, Wanted(q="canary")).count() == 1
    assert await found_for(there.cass, Wanted(q="canary")).count() == 2
    await withdraw(canary, by=there.amina)
    assert await found_for(there.bo, Wanted(q="canary")).count() == 0
    assert await found_for(there.dev, Wanted(q="doorbell")).count() == 0


async def test_every_idea_of_the_demo_carries_its_own_words(demo_site):
    ideas = await Idea.all()
    assert len(ideas) > 30
    assert all(idea.words == words_of(idea.title, idea.what, idea.why) for idea in ideas)


async def test_the_index_is_used(there):
    if database.is_postgresql():
        (row,) = await database.rows("SELECT indexdef FROM pg_indexes WHERE indexname = 'idea_words'")
        assert "gin" in row["indexdef"]
    else:
        await database.rows("INSERT INTO idea_words(idea_words) VALUES ('integrity-check')")
        sql = found_for(there.bo, Wanted(q="door")).sql(params_inline=True)
        plan = await database.rows(f"EXPLAIN QUERY PLAN {sql}")
        assert any("idea_words VIRTUAL TABLE" in row["detail"] for row in plan), plan


def test_words_are_plain():
    assert plain_words("Who’s at the DOOR? Café—22!") == ["whos", "at", "the", "door", "cafe", "22"]
    assert words_of("Doorbells", "doorbells") == "doorbells doorbel"
    assert words_of("") == ""
