"""A database in which /load-test is loaded: made once for a run, and every test here gets a copy."""

import os
from collections.abc import AsyncIterator

import pytest

from saidanddone import database
from saidanddone.councils.models import Council
from saidanddone.loading import Wanted, load
from tests.databases import Engine, make_once

SMALL = Wanted(ideas=120, people=40, votes=150)


def silent(words: str) -> None:
    """Nobody listens."""


async def _load(url: str) -> None:
    await database.migrate(url)
    async with database.connected(url):
        await load("load-test", SMALL, silent)


@pytest.fixture(scope="session")
def loaded(engine: Engine) -> str:
    return make_once(engine, "loaded", _load)


@pytest.fixture
async def database_url(engine: Engine, loaded: str) -> AsyncIterator[str]:
    async with engine.copy(loaded, os.environ.get("PYTEST_XDIST_WORKER", "alone")) as url:
        yield url


@pytest.fixture
async def council(site) -> Council:
    return await Council.get(slug="load-test")
