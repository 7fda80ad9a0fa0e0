"""The site itself: served, brought up to date, wound on, looked over."""

from __future__ import annotations

import argparse
import sys

from saidanddone import clock, database, limiting, serving
from saidanddone.commands import Wrong
from saidanddone.commands.doing import refuse_old_schema, run
from saidanddone.doctor import findings
from saidanddone.due import DUE_WORK_AND_LETTERS
from saidanddone.notices import carriers, letters, sending
from saidanddone.settings import Settings


def serve(settings: Settings, given: argparse.Namespace) -> None:
    if given.workers > 1 and settings.database_url.startswith("sqlite"):
        raise Wrong(
            "SQLite serves one worker. Leave --workers out, or set SAIDANDDONE_DATABASE_URL to PostgreSQL."
        )
    run(refuse_old_schema(settings))
    print(f"Said & Done is at {settings.origin}, and listens on {given.host}, port {given.port}.")
    if not settings.origin.startswith("https://") and f":{given.port}" not in settings.origin:
        print(
            f"Forms are taken from {settings.origin} only. If people type another address, "
            "set SAIDANDDONE_ORIGIN to it.",
            file=sys.stderr,
            flush=True,
        )
    for fault in limiting.faults(settings, given.workers):
        if limiting.is_shared(settings):
            raise Wrong(fault)
        print(fault, file=sys.stderr, flush=True)
    serving.serve(settings, given.host, given.port, workers=given.workers)


def migrate(settings: Settings, given: argparse.Namespace) -> None:
    run(database.migrate(settings.database_url))
    print("The database is up to date.")


def due(settings: Settings, given: argparse.Namespace) -> None:
    run(_run_due(settings))
    print("Work that had come due is done.")


async def _run_due(settings: Settings) -> None:
    letters.lead_to(settings.origin)
    sending.carried_by(carriers.carriers(settings))
    async with database.connected(settings.database_url):
        await clock.run_due(DUE_WORK_AND_LETTERS)


def doctor(settings: Settings, given: argparse.Namespace) -> None:
    found = run(findings(settings))
    for finding in found:
        print(f"{'well ' if finding.well else 'WRONG'}  {finding.what}: {finding.says}")
    wrong = sum(not finding.well for finding in found)
    if wrong:
        raise Wrong(f"{wrong} of {len(found)} things are wrong; each line above says how to mend it.")
