"""One real OpenID provider for the tests of providers (tests/providers/provider.mjs)."""

import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx2
import pytest

from saidanddone import clock
from saidanddone.people.providers.keeping import Wanted, add_group, set_provider
from saidanddone.people.providers.models import Provider, Trust
from saidanddone.people.rights import Role
from saidanddone.settings import Settings
from tests.conftest import ORIGIN, Site, _running
from tools.node import node_folder

CALLBACK = f"{ORIGIN}/rivermead/sign-in/provider/callback"
SECRET = "a-secret-nobody-guesses"


@dataclass
class Elsewhere:
    """The provider that runs beside the tests."""

    issuer: str
    process: "subprocess.Popen[str]"

    async def knows(self, **people: dict[str, Any]) -> None:
        """Say who has an account there, and what is said of each."""
        async with httpx2.AsyncClient() as client:
            await client.post(f"{self.issuer}/people", json=people)

    async def spoil(self, how: str) -> None:
        """Spoil its tokens from now on: "tamper", "none", or "" for good ones."""
        async with httpx2.AsyncClient() as client:
            await client.post(f"{self.issuer}/fault", content=how)

    async def signs_in(self, address: str, who: str, there: httpx2.AsyncClient | None = None) -> str:
        """Somebody signs in there; gives the address by which they come back.

        ``there``: the browser in which they may be signed in there already. Then they are asked nothing.
        """
        async with AsyncExitStack() as opened:
            browser = there or await opened.enter_async_context(httpx2.AsyncClient())
            asked = await browser.get(address)
            assert asked.status_code == 303, asked.text
            if asked.headers["location"].startswith(CALLBACK):
                return str(asked.headers["location"])
            done = await browser.get(urljoin(self.issuer, asked.headers["location"]), params={"who": who})
            back = await browser.get(done.headers["location"])
            return str(back.headers["location"])


@contextmanager
def provider_for(callback: str, *, ahead: timedelta = timedelta(0)) -> Iterator[Elsewhere]:
    """A provider that sends people back to this address; its clock goes so much ahead."""
    environment = os.environ | {"SKEW_MS": str(int(ahead.total_seconds() * 1000))}
    with subprocess.Popen(
        [str(node_folder() / "node"), str(Path(__file__).with_name("provider.mjs")), callback],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        yield Elsewhere(process.stdout.readline().strip(), process)
        process.terminate()


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    ahead = clock.real_now() - datetime.now(clock.real_now().tzinfo)
    with provider_for(CALLBACK, ahead=ahead) as running:
        yield running


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    """A site that may lock secrets, and ask a provider on this machine."""
    given = Settings(
        database_url=database_url, origin=ORIGIN, due_every=0, secrets_key="k" * 32, private_providers=True
    )
    async with _running(given) as running:
        yield running


@pytest.fixture
async def provider(site: Site, there: Any, elsewhere: Elsewhere) -> Provider:
    """Rivermead's staff sign in there: officers by one group, the admin by another."""
    wanted = Wanted(elsewhere.issuer, "said-and-done", SECRET, "groups", Trust.ALWAYS)
    kept = await set_provider(there.rivermead, wanted, site.settings, by=there.fern)
    await add_group(there.rivermead, "officers", Role.OFFICER, by=there.fern)
    await add_group(there.rivermead, "admins", Role.ADMIN, by=there.fern)
    await elsewhere.spoil("")
    await elsewhere.knows(
        olu={"name": "Olu Bello", "job_title": "Housing Lead", "groups": ["officers", "all"]}
    )
    return kept
