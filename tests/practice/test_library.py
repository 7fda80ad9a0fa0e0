"""The practice library: what councils published, open to everyone, and never as a recipe."""

import re

import pytest

from saidanddone import database
from saidanddone.missions.models import Mission
from saidanddone.practice.models import PracticeCard, PracticeMission, practice_cards
from saidanddone.practice.shipped import ensure_practice
from tests.people import town


async def test_a_visitor_reads_every_card_with_who_published_it(site):
    await town()
    page = (await (await site.client()).get("/practice")).text
    for council in ("Stockport", "North Yorkshire", "Wandsworth", "Dorset", "Hertfordshire"):
        assert f"Published by {council} council about its own work." in page
    assert page.count('class="practice-card"') == 6
    assert page.count("Another area must work it out afresh.") == 6
    for figure in ("over 30", "about £100 a person", "£3.50 a week", "up to 15", "doubled"):
        assert figure in page


async def test_each_card_has_its_anchor(site):
    await town()
    page = (await (await site.client()).get("/practice")).text
    anchors = re.findall(r'<article class="practice-card" id="([a-z-]+)"', page)
    assert len(set(anchors)) == 6
    assert {"doorbells", "pantry"} <= {*anchors}


@pytest.mark.parametrize(
    ("mission", "titles"),
    [
        ("stable-homes-2023/5", ["See who is at the door", "A place at the local pantry"]),
        (
            "stable-homes-2023/1",
            ["Always Here", "A place at the local pantry", "What a good adviser does"],
        ),
        ("stable-homes-2023/6", ["Advisers who know mental health", "Twice the nurse’s time"]),
    ],
)
async def test_cards_of_one_mission(site, mission, titles):
    await town()
    page = (await (await site.client()).get("/practice", params={"mission": mission})).text
    assert re.findall(r'<h3 class="say say-s">(.*?)</h3>', page) == titles
    assert page.count("aria-current") == 1


@pytest.mark.parametrize("mission", ["", "stable-homes-2023/99", "x" * 5000, "stable-homes-2023/3", "\x00"])
async def test_a_mission_without_cards_is_as_if_not_asked_for(site, mission):
    await town()
    answer = await (await site.client()).get("/practice", params={"mission": mission})
    assert answer.status_code == 200
    assert answer.text.count('class="practice-card"') == 6


async def test_amina_keeps_her_councils_doors_at_the_head_of_the_page(site):
    there = await town()
    page = (await (await site.as_(there.amina)).get("/practice")).text
    assert "/rivermead/ideas/new" in page
    assert "Leave this site" in page
    assert "/rivermead/ideas" not in (await (await site.as_(there.jo)).get("/practice")).text


async def test_putting_the_cards_in_twice_changes_nothing(site):
    await town()
    await database.write(lambda: PracticeCard.filter(slug="pantry").update(title="Mended by hand"))
    await ensure_practice()
    cards = await practice_cards()
    assert [len(card.missions) for card in cards] == [1, 1, 1, 2, 1, 1]
    assert "Mended by hand" in [card.title for card in cards]


async def test_without_any_card_the_page_says_so(site):
    assert "No cards yet" in (await (await site.client()).get("/practice")).text


async def test_its_queries_do_not_grow_with_cards(site, queries):
    await town()
    visitor = await site.client()
    with queries() as before:
        await visitor.get("/practice")
    mission = await Mission.filter(code="4").first()

    async def more():
        for number in range(9):
            card = await PracticeCard.create(
                slug=f"more-{number}", title="More", published_by="Stockport", what="More.", source="Seen."
            )
            await PracticeMission.create(card=card, mission=mission)

    await database.write(more)
    with queries() as after:
        await visitor.get("/practice")
    assert len(after) == len(before)
