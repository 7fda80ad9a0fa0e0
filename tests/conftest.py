"""What every test may ask for: a database of its own on each engine, a site over it, a count of its queries.

Which database: `--engine sqlite`, `--engine postgresql`, or both (the default).
"""

import gc
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette

from saidanddone import clock, database
from saidanddone.settings import Settings
from tests.databases import Engine, ModelsOnce, PostgreSQL, SQLite, make_once
from tests.people import Town, town
from tools import postgres

# A busy machine is no fault of a rule: examples are not timed, and drawing them may be slow.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")

# It is midday, whenever the tests run: none depends on the hour, and no day is gained or lost where clocks
# change. It is yesterday's, so that what a command makes meanwhile (a sign-in link, say) is not too old. All
# workers of a run have the same midday.
_real_now = clock.real_now
_began = datetime.fromisoformat(os.environ.setdefault("TESTS_BEGAN", _real_now().isoformat()))
_midday = clock.at_local(datetime.combine(clock.local(_began).date() - timedelta(days=1), time(12)))
clock.real_now = lambda: _midday + (_real_now() - _began)

ORIGIN = "http://testserver"
ENGINES = ("sqlite", "postgresql")


# What is the same for every test is done once


ModelsOnce()
gc.set_threshold(50_000, 20, 20)  # Python looks for garbage far more often: a tenth of a run


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: nobody need look for garbage among them."""
    gc.freeze()


# Which engines, and the servers of a run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=(*ENGINES, "both"), default="both", help="which database to test on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("engine")
        metafunc.parametrize("engine_name", ENGINES if chosen == "both" else [chosen], scope="session")


class Run:
    """What one run keeps for all its workers: a folder, and PostgreSQL once somebody needs it."""

    def __init__(self) -> None:
        self._held = ExitStack()
        self._folder = self._postgres = ""

    def folder(self) -> str:
        if not self._folder:
            made = tempfile.TemporaryDirectory(prefix="saidanddone-tests-", dir=postgres.quickest_folder())
            self._folder = self._held.enter_context(made)
        return self._folder

    def postgres(self) -> str:
        if not self._postgres:
            self._postgres = self._held.enter_context(postgres.server())
        return self._postgres

    def end(self) -> None:
        self._held.close()


RUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[RUN] = run = Run()
        config.add_cleanup(run.end)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Before `pytest -n` starts a worker: all of them share one folder and one PostgreSQL."""
    run = node.config.stash[RUN]
    node.workerinput["folder"] = run.folder()
    node.workerinput["postgres"] = run.postgres() if node.config.getoption("engine") != "sqlite" else ""


@pytest.fixture(scope="session")
def engine(engine_name: str, shared_folder: Path, pytestconfig: pytest.Config) -> Engine:
    if engine_name == "sqlite":
        return SQLite(shared_folder)
    given = getattr(pytestconfig, "workerinput", None)
    return PostgreSQL(shared_folder, given["postgres"] if given else pytestconfig.stash[RUN].postgres())


@pytest.fixture(scope="session")
def shared_folder(pytestconfig: pytest.Config) -> Path:
    given = getattr(pytestconfig, "workerinput", None)
    return Path(given["folder"] if given else pytestconfig.stash[RUN].folder())


# Databases


@pytest.fixture(scope="session")
def migrated(engine: Engine) -> str:
    return make_once(engine, "migrated", database.migrate)


@pytest.fixture(scope="session")
def with_demo(engine: Engine) -> str:
    return make_once(engine, "demo", _load_demo)


async def _load_demo(url: str) -> None:
    from saidanddone import demo

    await database.migrate(url)
    async with database.connected(url):
        await demo.load()


@pytest.fixture
async def database_url(engine: Engine, migrated: str) -> AsyncIterator[str]:
    """The address of an empty, migrated database that is this test's own."""
    async with engine.copy(migrated, _worker()) as url:
        yield url


@pytest.fixture
async def demo_database_url(engine: Engine, with_demo: str) -> AsyncIterator[str]:
    """The address of a database with the demo's data that is this test's own."""
    async with engine.copy(with_demo, _worker()) as url:
        yield url


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


# The command


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """`run("migrate")` in an empty folder: the exit status, what was printed, what was said of errors."""
    from saidanddone import cli

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAIDANDDONE_DATABASE_URL", f"sqlite://{tmp_path}/site.sqlite3")

    def run(*words: str) -> tuple[int, str, str]:
        status = cli.main(words)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def run_migrated(run: Command, tmp_path: Path, shared_folder: Path) -> Command:
    """The same in a folder with a database that is migrated and empty: to migrate it takes seconds."""
    sqlite = SQLite(shared_folder)
    shutil.copyfile(
        shared_folder / f"{make_once(sqlite, 'migrated', database.migrate)}.sqlite3",
        tmp_path / "site.sqlite3",
    )
    return run


# A site


@dataclass
class Site:
    """A running site, in the test's own loop: its pages and what a test looks up meet one database."""

    settings: Settings
    app: Starlette
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def client(
        self, *, raises: bool = True, network: str = "127.0.0.1", **headers: str
    ) -> httpx2.AsyncClient:
        """A browser of its own. With ``raises=False`` a crash is answered, as it would be to people."""
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=raises, client=(network, 123))
        browser = httpx2.AsyncClient(
            transport=transport,
            base_url=ORIGIN,
            headers={"Origin": ORIGIN, **headers},
            follow_redirects=False,
        )
        return await self._open.enter_async_context(browser)

    async def as_(self, person: Any, **options: Any) -> httpx2.AsyncClient:
        """A browser in which this person is signed in."""
        from saidanddone.people import sessions
        from saidanddone.people.models import Proof

        browser = await self.client(**options)
        token = await sessions.start(person, proof=Proof.PASSKEY)
        browser.cookies.set(sessions.COOKIE, token)
        return browser


@asynccontextmanager
async def _running(settings: Settings) -> AsyncIterator[Site]:
    from saidanddone.app import build

    app = build(settings)
    try:
        async with app.router.lifespan_context(app), AsyncExitStack() as opened:
            yield Site(settings, app, opened)
    finally:
        clock.move_ahead(timedelta(0))


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    """A site with nothing in it yet."""
    async with _running(
        Settings(database_url=database_url, origin=ORIGIN, due_every=0, limits="off")
    ) as running:
        yield running


@pytest.fixture
async def demo_site(demo_database_url: str) -> AsyncIterator[Site]:
    """A site with Rivermead and Ashcombe in it, run as the demo."""
    async with _running(
        Settings(database_url=demo_database_url, origin=ORIGIN, demo=True, due_every=0, limits="off")
    ) as running:
        yield running


# Queries


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with queries() as asked:` gathers every SQL statement sent inside the block."""
    return _listening


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.asked: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == "%s: %s" and record.args:
            self.asked.append(str(record.args[0]))
        elif not record.args:
            self.asked.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    log, ear = logging.getLogger("tortoise.db_client"), _Ear()
    before = log.level
    log.addHandler(ear)
    log.setLevel(logging.DEBUG)
    try:
        yield ear.asked
    finally:
        log.removeHandler(ear)
        log.setLevel(before)


@pytest.fixture
async def there(site: Site) -> Town:
    """Rivermead and Ashcombe with their people: Amina proposes, Bo votes, Cass checks (tests/people.py)."""
    return await town()
