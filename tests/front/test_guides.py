"""Guides where people look for help: on “How this works”, their own first, and each as a page."""

import pytest

from saidanddone.front.guides import WHOSE, guide, spans
from saidanddone.paths import GUIDES
from tests.people import town

HOW = "/rivermead/how"


async def test_everyone_finds_their_own_guide_first(site):
    there = await town()
    for person, name in (
        (there.cass, "worker"),
        (there.ellis, "officer"),
        (there.hana, "safeguarding"),
        (there.fern, "admin"),
        (there.gus, "adviser"),
        (there.amina, "young-person"),
    ):
        page = (await (await site.as_(person)).get(HOW)).text
        assert page.index(f'href="{HOW}/{name}"') == page.index(f'href="{HOW}/'), name
        assert (f'class="btn" href="{HOW}/{name}"' in page) is (person is not there.amina)
    settings = (await (await site.as_(there.fern)).get("/rivermead/settings")).text
    assert f'href="{HOW}/admin"' in settings


async def test_a_guide_says_what_its_file_says_and_shows_no_signs(site):
    await town()
    visitor = await site.client()
    for name in WHOSE:
        answer = await visitor.get(f"{HOW}/{name}")
        page = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
        assert answer.status_code == 200
        for sign in ("**", "](", "![", "`", "|", "&lt;img", "##"):
            assert sign not in page, (name, sign)
    worker = (await visitor.get(f"{HOW}/worker")).text
    assert "<b>Publish</b>: give it a short title, in the writer’s words" in worker
    assert "<code>saidanddone doctor</code>" in (await visitor.get(f"{HOW}/admin")).text


@pytest.mark.parametrize("name", ["nobody", "README", "..%2fset-up", "%2e%2e", "worker.md"])
async def test_there_is_no_other_guide(site, name):
    await town()
    assert (await (await site.client()).get(f"{HOW}/{name}")).status_code == 404


def test_every_guide_is_somebodys():
    assert set(WHOSE) == {path.stem for path in GUIDES.glob("*.md")}
    assert all(guide(name)[0].kind == "h1" for name in WHOSE)


def test_words_are_marked_piece_by_piece():
    assert spans("Tap **Vote** and *wait*.") == (
        ("", "Tap "),
        ("b", "Vote"),
        ("", " and "),
        ("i", "wait"),
        ("", "."),
    )
