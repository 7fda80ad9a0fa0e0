"""The choice of a council, and the pages of help that stand for themselves."""

import pytest

from tests.front.telling import see


async def test_one_council_needs_no_choice(site):
    from saidanddone.councils.models import Council

    await Council.add("rivermead", "Rivermead")
    only = await (await site.client()).get("/")
    assert (only.status_code, only.headers["location"]) == (303, "/rivermead")


async def test_several_councils_are_a_list(site, there):
    page = await see(await site.client(), "/")
    for council in ("Rivermead", "Ashcombe"):
        assert council in page


@pytest.mark.parametrize("page", ["help", "who-sees", "how"])
async def test_the_plain_pages_stand_and_are_true_to_each_council(site, there, page):
    texts = [await see(await site.client(), f"/{slug}/{page}") for slug in ("rivermead", "ashcombe")]
    if page == "help":
        for number in ("999", "116 123", "0800 1111"):
            assert number in texts[0]
    if page == "who-sees":
        assert "everyone can see your idea" in texts[0]
        assert "only people who are signed in to Ashcombe" in texts[1]
    if page == "how":
        assert "28 days" in texts[0]
