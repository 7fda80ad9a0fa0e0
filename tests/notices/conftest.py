"""A post that the test sends."""

import pytest

from saidanddone.notices import letters, sending
from saidanddone.notices.letters import Way


class Post:
    """A carrier that takes every letter."""

    def __init__(self):
        self.addresses = []

    async def carry(self, letter):
        if letter.what in {"please-look", "news"}:
            self.addresses.append(letter.address)


@pytest.fixture
def post(site, monkeypatch):
    """Letters go when the test sends them, and not in between, rung for by what it does."""
    monkeypatch.setattr(letters, "_wakers", [])
    sending.carried_by({Way.EMAIL: (carrier := Post())})
    yield carrier
    sending.carried_by({})
