"""What people come to do takes no more taps and seconds than it may on a phone. `make journeys` does more."""

from dataclasses import replace

import pytest

from tests.browser.conftest import watching
from tools.journeys import JOURNEYS, Walk, broken, walk
from tools.pictures import PHONE, demo


@pytest.fixture(scope="module", params=[PHONE])
def width(request):
    return request.param


@pytest.fixture(scope="module")
def own_demo(width):
    """A demo for these walks alone: they change what others count on."""
    with demo() as address:
        yield address


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)
async def test_a_journey_keeps_its_bars(browser, own_demo, width, journey):
    async with watching(own_demo) as watch:
        walked = await walk(browser, own_demo, journey, width, watch)
    assert broken(journey, walked) == []


def test_a_broken_bar_is_noticed():
    journey = JOURNEYS[0]
    assert journey.taps == 6
    assert broken(journey, Walk(page=None, taps=6)) == []
    assert len(broken(journey, Walk(page=None, taps=7, waited=60))) == 2
    assert broken(replace(journey, taps=None), Walk(page=None, taps=7)) == []
