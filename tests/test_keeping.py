"""Visitors' pages are drawn once; what is hidden is gone at once, and nobody gets somebody else's page."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.app import SAME_FOR_VISITORS, build
from saidanddone.ideas.proposing import propose
from saidanddone.moderation.checking import hold, publish
from saidanddone.settings import Settings
from tests.people import town


@pytest.fixture
async def there(site):
    there = await town()
    idea = await propose(there.amina, what="A bus pass until 25")
    await publish(idea, by=there.cass, title="Bus pass", missions=[])
    there.idea = idea
    return there


@pytest.fixture
def keeps():
    """Whether this database's pages may be kept: others may write to PostgreSQL."""
    return not database.is_postgresql()


@contextmanager
def asked_nothing(queries):
    with queries() as asked:
        yield
    assert asked == []


async def test_a_second_visitor_gets_the_page_without_a_question_to_the_database(site, there, queries):
    first, second = await site.client(), await site.client()
    page = await first.get("/rivermead/ideas")
    if database.is_postgresql():
        assert page.headers["cache-control"] == "no-store"
        return
    with asked_nothing(queries):
        again = await second.get("/rivermead/ideas")
    assert again.text == page.text
    assert again.headers["cache-control"] == "no-cache"
    assert "'unsafe" not in again.headers["content-security-policy"]
    assert "Cookie" in again.headers["vary"]


async def test_an_unchanged_page_is_not_sent_again(site, there, keeps):
    if not keeps:
        return
    visitor = await site.client()
    etag = (await visitor.get("/rivermead/plan")).headers["etag"]
    unchanged = await visitor.get("/rivermead/plan", headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert "content-length" not in unchanged.headers
    for has in ('"another"', ""):
        assert (await visitor.get("/rivermead/plan", headers={"If-None-Match": has})).status_code == 200


async def test_what_is_hidden_is_gone_at_once(site, there):
    visitor = await site.client()
    etag = (await visitor.get("/rivermead/ideas")).headers.get("etag", "")
    assert "Bus pass" in (await visitor.get("/rivermead/ideas")).text
    await hold(there.idea, by=there.cass, message="A worry.")
    after = await visitor.get("/rivermead/ideas", headers={"If-None-Match": etag})
    assert after.status_code == 200
    assert "Bus pass" not in after.text
    assert (await visitor.get(f"/rivermead/ideas/{there.idea.number}")).status_code == 404


async def test_a_page_that_was_being_drawn_while_something_changed_is_not_kept(site, there, keeps):
    if not keeps:
        return
    import asyncio

    visitor = await site.client()
    drawn, _ = await asyncio.gather(
        visitor.get("/rivermead/ideas"), hold(there.idea, by=there.cass, message="A worry.")
    )
    assert drawn.status_code == 200
    assert "Bus pass" not in (await visitor.get("/rivermead/ideas")).text


async def test_amina_and_a_visitor_never_get_each_others_page(site, there):
    visitor, amina = await site.client(), await site.as_(there.amina)
    public = await visitor.get("/rivermead")
    hers = await amina.get("/rivermead", headers={"If-None-Match": public.headers.get("etag", "")})
    assert hers.status_code == 200
    assert hers.headers["cache-control"] == "no-store"
    assert "etag" not in hers.headers
    assert "Sign out" in hers.text or "Amina" in hers.text
    assert "Amina" not in (await visitor.get("/rivermead")).text.replace("Said by Amina", "")


async def test_a_piece_of_a_page_is_not_the_page(site, there):
    visitor = await site.client()
    whole = await visitor.get("/rivermead/ideas")
    piece = await visitor.get("/rivermead/ideas", headers={"HX-Request": "true"})
    assert "<html" in whole.text
    assert "<html" not in piece.text
    assert "<html" in (await visitor.get("/rivermead/ideas")).text
    assert (await visitor.get("/rivermead/ideas?q=nothing")).text != whole.text


async def test_a_page_that_tells_the_time_is_drawn_again_a_little_later(site, there, queries, keeps):
    visitor = await site.client()
    await visitor.get("/rivermead")
    with clock.at(clock.now() + timedelta(seconds=30)), queries() as asked:
        assert (await visitor.get("/rivermead")).status_code == 200
    assert asked


async def test_what_is_not_named_is_never_kept(site, there):
    visitor = await site.client()
    for address in ("/rivermead/sign-in", "/rivermead/join", "/rivermead/ideas/999", "/nowhere", "/healthz"):
        answer = await visitor.get(address)
        assert answer.headers["cache-control"] == "no-store", address
        assert "etag" not in answer.headers


def test_every_name_is_a_page_of_the_site():
    names = {getattr(route, "name", "") for route in build(Settings()).routes}
    assert names >= SAME_FOR_VISITORS


async def test_a_header_sent_twice_puts_no_fragment_before_the_next_visitor(site, there):
    """The site reads the first of two headers, and so must whoever keeps its pages."""
    stranger, visitor = await site.client(), await site.client()
    twice = [("HX-Request", "true"), ("HX-Request", "")]
    fragment = await stranger.get("/rivermead/ideas", headers=twice)
    assert "<html" not in fragment.text
    assert "<html" in (await visitor.get("/rivermead/ideas")).text
