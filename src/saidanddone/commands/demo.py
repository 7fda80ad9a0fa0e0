"""The demo: made-up councils on this machine, in a folder of their own."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path

from saidanddone import database, serving
from saidanddone import demo as made_up
from saidanddone.commands import Wrong
from saidanddone.commands.doing import run
from saidanddone.paths import MIGRATIONS
from saidanddone.settings import Settings


def serve(settings: Settings, given: argparse.Namespace) -> None:
    door = serving.door("127.0.0.1", given.port)
    if door is None:
        raise Wrong(f"Port {given.port} is taken. Choose another: saidanddone demo --port {given.port + 1}.")
    folder = Path(settings.data)
    file = folder / "demo.sqlite3"
    folder.mkdir(parents=True, exist_ok=True)
    is_old = file.exists() and not _is_of_these_tables(folder)
    if is_old:
        print("The demo’s data is from another version, so it is made anew.", flush=True)
    if given.fresh or is_old:
        for left in folder.glob("demo.sqlite3*"):
            left.unlink()
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    as_demo = replace(settings, database_url=f"sqlite://{file.resolve()}", origin=address, demo=True)
    if not file.exists():
        print("Filling Rivermead and Ashcombe with a year of demo data. This takes a moment.", flush=True)
    run(fill(as_demo.database_url))
    _made_by(folder).write_text(_tables())
    print(f"Said & Done is at {address}/demo: choose whom to look around as.")
    print(f"As anyone would see it: {address}/rivermead")
    print("Ctrl+C stops it. What you change is kept until you start with --fresh.", flush=True)
    serving.serve_here(as_demo, door)


async def fill(url: str) -> None:
    await database.migrate(url)
    async with database.connected(url):
        await made_up.load()


def _made_by(folder: Path) -> Path:
    """Where the demo keeps which tables its data was made for."""
    return folder / "demo.tables"


def _is_of_these_tables(folder: Path) -> bool:
    kept = _made_by(folder)
    return kept.exists() and kept.read_text() == _tables()


def _tables() -> str:
    """What tells these tables from those of another version: a digest of the migrations."""
    found = sorted(MIGRATIONS.glob("[0-9]*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in found)).hexdigest()
