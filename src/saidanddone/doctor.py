"""What is wrong with an installation, and how to mend it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from asyncpg import InterfaceError, PostgresError
from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.exceptions import BaseORMException
from tortoise.migrations.executor import MigrationExecutor
from tortoise.models import Model

from saidanddone import clock, database, limiting
from saidanddone.notices.carriers import Mail, NotNow
from saidanddone.notices.letters import Letter
from saidanddone.settings import Settings

ROOM = 500_000_000  # bytes that a disk should have free
LATE = timedelta(minutes=10)  # a letter that waited so long waits for somebody to mend something
UNUSABLE = (BaseORMException, PostgresError, InterfaceError, OSError)


@dataclass(frozen=True)
class Finding:
    what: str
    well: bool
    says: str


async def findings(settings: Settings) -> list[Finding]:
    """What was looked at and how each thing is."""
    return [
        _origin(settings),
        _leave_to(settings),
        _timezone(settings),
        _limits(settings),
        _secret(settings),
        *await _database(settings),
        await _mail(settings),
        _text_messages(settings),
    ]


async def waiting_migrations(url: str) -> list[str]:
    """The names of the migrations that this database still lacks; it must be connected."""
    connection = get_connection(next(iter(database.config(url)["connections"])))
    plan = await MigrationExecutor(connection, database.config(url)["apps"]).plan()
    return [step.migration.name for step in plan]


async def crossings() -> list[str]:
    """Links from a row of one council to a row of another, one sentence for each kind; none is right."""
    found = []
    for says, sql in _links():
        count = (await database.rows(sql))[0]["crossed"]
        if count:
            found.append(f"{count} of {says}")
    return found


def unusable(url: str) -> str:
    """What is wrong with a database's address, before anything connects to it; empty when nothing is."""
    if not url.startswith(("sqlite://", "postgres://", "asyncpg://")):
        return "SAIDANDDONE_DATABASE_URL must start with sqlite:// or postgres://."
    if not url.startswith("sqlite"):
        return ""
    file = _file_of(url)
    if not file.parent.is_dir():
        return f"The folder {file.parent} is not there. Make it, or change SAIDANDDONE_DATABASE_URL."
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        return f"{file} can't be written. Change who owns it, or SAIDANDDONE_DATABASE_URL."
    if file.is_dir() or (file.exists() and file.stat().st_size and not _is_sqlite(file)):
        return f"{file} is no SQLite database. Change SAIDANDDONE_DATABASE_URL."
    return ""


def _file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite://").partition("?")[0]).resolve()


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(15) == b"SQLite format 3"


def _origin(settings: Settings) -> Finding:
    parts = urlsplit(settings.origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        return Finding(
            "Address", False, "Set SAIDANDDONE_ORIGIN to scheme and host only: https://ideas.example.org"
        )
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "localhost"}:
        return Finding(
            "Address", False, f"{settings.origin} is not https, so others can read what people send."
        )
    return Finding("Address", True, settings.origin)


def _leave_to(settings: Settings) -> Finding:
    well = settings.leave_to.startswith(("https://", "http://"))
    says = settings.leave_to if well else "Set SAIDANDDONE_LEAVE_TO to a whole address: https://…"
    return Finding("Leave this site", well, says)


def _timezone(settings: Settings) -> Finding:
    with suppress(KeyError, ValueError, OSError):
        return Finding("Time zone", True, ZoneInfo(settings.timezone).key)
    return Finding("Time zone", False, "Set SAIDANDDONE_TIMEZONE to a zone such as Europe/London.")


async def _mail(settings: Settings) -> Finding:
    if not settings.mail_server:
        says = (
            "none is set, so letters wait and nobody comes back by a code. SAIDANDDONE_MAIL_SERVER names one."
        )
        return Finding("Mail", True, says)
    if not re.match(r"smtps?://[^/]*[^/@]", settings.mail_server) or "@" not in settings.mail_from:
        says = "SAIDANDDONE_MAIL_SERVER must be smtp://host:port, and SAIDANDDONE_MAIL_FROM an address."
        return Finding("Mail", False, says)
    try:
        await Mail(settings.mail_server, settings.mail_from).answers()
    except NotNow as fault:
        says = f"The mail server does not take us ({fault}). Letters wait. Check SAIDANDDONE_MAIL_SERVER."
        return Finding("Mail", False, says)
    return Finding("Mail", True, "the server answers")


def _text_messages(settings: Settings) -> Finding:
    if not settings.notify_key:
        return Finding("Text messages", True, "none are sent. SAIDANDDONE_NOTIFY_KEY would have them sent.")
    if len(settings.notify_key) < 73 or not settings.notify_template:
        says = (
            "Set SAIDANDDONE_NOTIFY_KEY to a whole key, and SAIDANDDONE_NOTIFY_TEMPLATE to a template’s id."
        )
        return Finding("Text messages", False, says)
    return Finding("Text messages", True, "a key and a template are set")


async def _letters() -> Finding:
    late = clock.real_now() - LATE
    waiting = await Letter.filter(sent_at=None, ended_at=None, made_at__lt=late).count()
    if not waiting:
        return Finding("Letters", True, "none waits")
    says = (
        f"{waiting} wait to be sent. Look at mail and text messages below; then `saidanddone due` sends them."
    )
    return Finding("Letters", False, says)


def _limits(settings: Settings) -> Finding:
    wrong = " ".join(limiting.faults(settings))
    where = "Redis" if limiting.is_shared(settings) else "memory: right for one worker, not for several"
    off = "off: see that what stands in front of the site counts"
    return Finding("Limits", not wrong, wrong or (off if settings.limits == "off" else where))


def _secret(settings: Settings) -> Finding:
    if settings.has_secrets_key:
        return Finding("Secret", True, "locks what councils give in confidence, and hides addresses")
    says = (
        "Set SAIDANDDONE_SECRETS_KEY to 32 signs or more. Without it, whoever has the database can try out "
        "whose an address is, and no council can have its own sign-in."
    )
    return Finding("Secret", not settings.secure, says)


async def _database(settings: Settings) -> list[Finding]:
    url = settings.database_url
    if says := unusable(url):
        return [Finding("Database", False, says)]
    try:
        async with database.connected(url):
            await database.rows("SELECT 1")
            found = [Finding("Database", True, "it answers"), *_disk(url)]
            waiting = await waiting_migrations(url)
            if waiting:
                says = f"{len(waiting)} steps are waiting. Run `saidanddone migrate`."
                return [*found, Finding("Migrations", False, says)]
            crossed, letters = await crossings(), await _letters()
    except UNUSABLE as error:
        says = f"It does not answer ({' '.join(str(error).split())}). Check SAIDANDDONE_DATABASE_URL."
        return [Finding("Database", False, says)]
    mixed = "; ".join(crossed) + ". Restore a backup, and report how it came about."
    return [
        *found,
        Finding("Migrations", True, "none is waiting"),
        Finding("Councils", not crossed, mixed if crossed else "no row of one leads to another"),
        letters,
    ]


def _disk(url: str) -> list[Finding]:
    if not url.startswith("sqlite"):
        return []
    free = shutil.disk_usage(_file_of(url).parent).free
    says = f"{free // 1_000_000:,} MB are free"
    return [
        Finding("Disk", free >= ROOM, says if free >= ROOM else f"Only {says}. Make room for the database.")
    ]


def _links() -> Iterator[tuple[str, str]]:
    """For each table, its links whose council can be told, two by two: a description and SQL that counts."""
    for model in Tortoise.apps[database.APP].values():
        routes = list(_routes(model))
        for other in routes[1:]:
            (here, first), (there, second) = routes[0], other
            sql = f'SELECT COUNT(*) AS crossed FROM "{model._meta.db_table}" AS t {first[0]} {second[0]}'
            yield f"{model._meta.db_table}: {here} and {there}", f"{sql} WHERE {first[1]} <> {second[1]}"


def _routes(model: type[Model]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each way from a row to a council: what it is called, and its joins with the column they end at."""
    if "council_id" in model._meta.fields_map:
        yield "council", ("", "t.council_id")
    for name in sorted(model._meta.fk_fields | model._meta.o2o_fields):
        joins, last, target = "", "t", model
        step: str | None = name
        while step:
            link = target._meta.fields_map[step]
            target, alias = link.related_model, f"{name}_{len(joins)}"  # type: ignore[attr-defined]
            joins += (
                f' JOIN "{target._meta.db_table}" AS {alias} ON {alias}.id = {last}."{link.source_field}"'
            )
            last = alias
            if "council_id" in target._meta.fields_map:
                yield name, (joins, f"{last}.council_id")
                break
            step = next(iter(sorted(target._meta.fk_fields | target._meta.o2o_fields)), None)
