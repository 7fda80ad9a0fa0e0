"""The command. What goes wrong is told in one sentence that says what to do, with exit status 2."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from saidanddone import __version__
from saidanddone.paths import MIGRATIONS
from saidanddone.people.rights import OF_A_COUNCIL
from saidanddone.settings import Settings

# Each command imports what it needs when it runs: settings that can't be read are then told in a sentence
# before anything else reads them.

ROLES = [role.value for role in OF_A_COUNCIL]


class Wrong(Exception):
    """Something the person at the keyboard can mend; its text says how."""


def serve(settings: Settings, given: argparse.Namespace) -> None:
    from saidanddone import limiting, serving

    if given.workers > 1 and settings.database_url.startswith("sqlite"):
        raise Wrong(
            "SQLite serves one worker. Leave --workers out, or set SAIDANDDONE_DATABASE_URL to PostgreSQL."
        )
    _run(_refuse_old_schema(settings))
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
    from saidanddone import database

    _run(database.migrate(settings.database_url))
    print("The database is up to date.")


def demo(settings: Settings, given: argparse.Namespace) -> None:
    from saidanddone import serving

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
    _run(_fill(as_demo.database_url))
    _made_by(folder).write_text(_tables())
    print(f"Said & Done is at {address}/demo: choose whom to look around as.")
    print(f"As anyone would see it: {address}/rivermead")
    print("Ctrl+C stops it. What you change is kept until you start with --fresh.", flush=True)
    serving.serve_here(as_demo, door)


def add_council(settings: Settings, given: argparse.Namespace) -> None:
    _run(_add_council(settings, given.slug, given.name))
    print(f"{given.name} is at {settings.origin}/{given.slug}")


def set_steps(settings: Settings, given: argparse.Namespace) -> None:
    _run(_set_steps(settings, given.slug, given.steps == "two"))
    print(
        f"Staff take {given.steps} {'step' if given.steps == 'one' else 'steps'} to come in to {given.slug}."
    )


def add_programme_admin(settings: Settings, given: argparse.Namespace) -> None:
    _run(_add_programme_admin(settings, given.name))
    print(f"{given.name} sees all councils’ figures, and none of their people.")
    print(f"To let them in: saidanddone sign-in-link --person “{given.name}”")


def sign_in_link(settings: Settings, given: argparse.Namespace) -> None:
    token = _run(_link(settings, given.council, given.person))
    print(f"{settings.origin}/{given.council or 'programme'}/sign-in/{token}")
    print("It works once, within ten minutes.", file=sys.stderr)


def invite(settings: Settings, given: argparse.Namespace) -> None:
    code = _run(_invite(settings, given.role, given.council, given.name))
    print(f"{settings.origin}/{given.council}/join/{code}")
    print("It lets one person in, within 14 days.", file=sys.stderr)


def verify_history(settings: Settings, given: argparse.Namespace) -> None:
    checked = _run(_verify(settings, _posted(given.head) if given.head else {}))
    faults = [f"{name}: {fault}" for name, fault in checked if fault]
    if faults:
        raise Wrong(f"History was changed. {' '.join(faults)} Compare with a backup.")
    print(f"The history is whole: {', '.join(name for name, _ in checked) or 'no council yet'}.")


def print_heads(settings: Settings, given: argparse.Namespace) -> None:
    for slug, position, head in _run(_heads(settings)):
        print(f"{slug} {position} {head}")


def _posted(file: str) -> dict[str, list[tuple[int, str]]]:
    """The heads that were kept in a file, by council: lines of `history head`, of any number of days."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Wrong(
            f"“{file}” can't be read ({type(error).__name__}). Give a file of printed heads."
        ) from None
    posted: dict[str, list[tuple[int, str]]] = {}
    for line in filter(None, map(str.strip, lines)):
        slug, position, head, *more = [*line.split(), "", ""]
        if not position.isdecimal() or len(head) != 64 or any(more):
            raise Wrong(f"“{line[:80]}” is no line of `saidanddone history head`.")
        posted.setdefault(slug, []).append((int(position), head))
    if not posted:
        raise Wrong(f"“{file}” holds no head. Keep what `saidanddone history head` prints in it.")
    return posted


def load(settings: Settings, given: argparse.Namespace) -> None:
    from saidanddone.loading import Wanted

    wanted = Wanted(given.ideas, given.people, given.votes)
    if wanted.faults:
        raise Wrong(" ".join(wanted.faults))
    _run(_load(settings, wanted, given.council, sure=given.yes))
    print(
        f"{given.council} has {wanted.ideas:,} made-up ideas, {wanted.people:,} young people and "
        f"{wanted.votes:,} votes: {settings.origin}/{given.council}"
    )
    print(
        f"To look around: saidanddone sign-in-link --council {given.council} --person “Participation Worker”"
    )


def due(settings: Settings, given: argparse.Namespace) -> None:
    _run(_run_due(settings))
    print("Work that had come due is done.")


def doctor(settings: Settings, given: argparse.Namespace) -> None:
    from saidanddone.doctor import findings

    found = _run(findings(settings))
    for finding in found:
        print(f"{'well ' if finding.well else 'WRONG'}  {finding.what}: {finding.says}")
    wrong = sum(not finding.well for finding in found)
    if wrong:
        raise Wrong(f"{wrong} of {len(found)} things are wrong; each line above says how to mend it.")


async def _refuse_old_schema(settings: Settings) -> None:
    from saidanddone import database
    from saidanddone.doctor import waiting_migrations

    async with database.connected(settings.database_url):
        if await waiting_migrations(settings.database_url):
            raise Wrong("The database is older than this version. Run `saidanddone migrate` first.")


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


async def _fill(url: str) -> None:
    from saidanddone import database
    from saidanddone import demo as made_up

    await database.migrate(url)
    async with database.connected(url):
        await made_up.load()


async def _add_council(settings: Settings, slug: str, name: str) -> None:
    from saidanddone import database
    from saidanddone.councils.models import Council
    from saidanddone.missions.shipped import ensure_shipped
    from saidanddone.practice.shipped import ensure_practice

    async with database.connected(settings.database_url):
        if await Council.exists(slug=slug):
            raise Wrong(f"There is a council at /{slug} already. Choose another address.")
        await ensure_shipped()
        await ensure_practice()
        try:
            await Council.add(slug, name)
        except ValueError as error:
            raise Wrong(str(error)) from None


async def _add_programme_admin(settings: Settings, name: str) -> None:
    from saidanddone import database
    from saidanddone.people.models import Person, look_alike
    from saidanddone.people.rights import Role

    async with database.connected(settings.database_url):
        if not look_alike(name) or await Person.exists(council_id=None, nickname_key=look_alike(name)):
            raise Wrong(
                f"There is somebody called “{name}” already, or the name has no letters. Give another."
            )
        await Person.join(None, name[:40], Role.PROGRAMME_ADMIN, job_title=name)


async def _link(settings: Settings, slug: str | None, nickname: str) -> str:
    from saidanddone import database
    from saidanddone.people import sessions
    from saidanddone.people.models import Person, look_alike

    async with database.connected(settings.database_url):
        council = await _council(slug) if slug else None
        here = Person.filter(council_id=council.id if council else None, suspended_at=None)
        person = await here.get_or_none(nickname_key=look_alike(nickname))
        if person is None:
            where = council.name if council else "the programme"
            raise Wrong(f"Nobody called “{nickname}” can sign in to {where}. Give their nickname as shown.")
        return await sessions.make_link(person)


async def _invite(settings: Settings, role: str, slug: str, name: str) -> str:
    from saidanddone import database
    from saidanddone.people.inviting import invite
    from saidanddone.people.rights import Role

    async with database.connected(settings.database_url):
        _, code = await invite(await _council(slug), Role(role), by=None, name=name)
        return code


async def _set_steps(settings: Settings, slug: str, two: bool) -> None:
    from saidanddone import database
    from saidanddone.people.second_step import need_it

    async with database.connected(settings.database_url):
        await need_it(await _council(slug), two, by=None)


async def _council(slug: str) -> Any:
    from saidanddone.councils.models import Council

    council = await Council.get_or_none(slug=slug)
    if council is None:
        known = ", ".join(each.slug for each in await Council.all().order_by("slug"))
        raise Wrong(f"There is no council “{slug}”. Known: {known or 'none; see `council add`'}.")
    return council


async def _verify(
    settings: Settings, posted: dict[str, list[tuple[int, str]]]
) -> list[tuple[str, str | None]]:
    from saidanddone import database
    from saidanddone.councils.models import Council
    from saidanddone.history.models import fault_against, first_fault

    async with database.connected(settings.database_url):
        checked = []
        for council in await Council.all().order_by("id"):
            fault = await first_fault(council.id)
            for position, head in posted.pop(council.slug, []):
                fault = fault or await fault_against(council.id, position, head)
            checked.append((council.name, fault))
        return checked + [(slug, "There is no such council any more.") for slug in posted]


async def _heads(settings: Settings) -> list[tuple[str, int, str]]:
    from saidanddone import database
    from saidanddone.councils.models import Council
    from saidanddone.history.models import HistoryHead

    async with database.connected(settings.database_url):
        slugs = {council.id: council.slug for council in await Council.all()}
        heads = await HistoryHead.filter(council_id__in=list(slugs)).order_by("council_id")
        return [(slugs[head.council_id], head.position, head.hash) for head in heads]


async def _load(settings: Settings, wanted: Any, slug: str, *, sure: bool) -> None:
    from saidanddone import database, loading

    await _refuse_old_schema(settings)
    async with database.connected(settings.database_url):
        if await loading.is_taken(slug):
            raise Wrong(
                f"There are people or ideas at /{slug} already. Name a new one: --council load-test-2."
            )
        real = await loading.real_councils()
        if real and not sure:
            raise Wrong(
                f"This database holds {', '.join(real[:3])}{' and others' if real[3:] else ''}. "
                "Use another (SAIDANDDONE_DATABASE_URL), or say --yes to put made-up people beside real ones."
            )
        try:
            await loading.load(slug, wanted, _say_now_and_then())
        except ValueError as error:
            raise Wrong(str(error)) from None


def _say_now_and_then() -> Callable[[str], None]:
    """Says how far it got: after a second, then every five. What is quick is not worth a line."""
    next_line = time.monotonic() + 1

    def say(words: str) -> None:
        nonlocal next_line
        if time.monotonic() > next_line:
            next_line = time.monotonic() + 5
            print(words, file=sys.stderr, flush=True)

    return say


async def _run_due(settings: Settings) -> None:
    from saidanddone import clock, database
    from saidanddone.app import DUE_WORK
    from saidanddone.notices import carriers, sending

    sending.carried_by(carriers.carriers(settings))
    async with database.connected(settings.database_url):
        await clock.run_due((*DUE_WORK, sending.send_due))


def _check(settings: Settings) -> None:
    from saidanddone.doctor import unusable

    if says := unusable(settings.database_url):
        raise Wrong(says)


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Runs to the end; a database that can't be used is told in a sentence."""
    from saidanddone.doctor import UNUSABLE

    try:
        return asyncio.run(work)
    except UNUSABLE as error:
        says = " ".join(str(error).split()) or type(error).__name__
        raise Wrong(
            f"The database can't be used ({says}). `saidanddone doctor` says how to mend it."
        ) from error


def parser() -> argparse.ArgumentParser:
    """Every command and what it takes."""
    whole = argparse.ArgumentParser(prog="saidanddone", description="Said & Done, at the keyboard.")
    whole.add_argument("--version", action="version", version=__version__)
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    one = commands.add_parser("serve", help="serve the site")
    one.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    one.add_argument("--port", type=_port, default=8000, help="the port to listen on (8000)")
    one.add_argument("--workers", type=int, default=1, help="processes; more than one needs PostgreSQL (1)")
    one.set_defaults(does=serve)

    one = commands.add_parser("migrate", help="bring the database to this version")
    one.set_defaults(does=migrate)

    one = commands.add_parser("demo", help="serve two made-up councils on this machine; needs nothing else")
    one.add_argument("--port", type=_port, default=8000, help="the port to listen on (8000)")
    one.add_argument("--fresh", action="store_true", help="throw away what was changed and start anew")
    one.set_defaults(does=demo)

    council = commands.add_parser("council", help="councils: add, steps").add_subparsers(
        required=True, metavar="add|steps"
    )
    one = council.add_parser("add", help="add a council")
    one.add_argument("slug", type=_slug, help="its address, such as rivermead")
    one.add_argument("name", help="its name, as people read it")
    one.set_defaults(does=add_council)
    one = council.add_parser("steps", help="how many steps a council's staff take to come in")
    one.add_argument("slug", type=_slug, help="its address, such as rivermead")
    one.add_argument("steps", choices=("one", "two"), help="two, unless nobody can come in with two")
    one.set_defaults(does=set_steps)

    programme = commands.add_parser("programme", help="programme admins: add").add_subparsers(
        required=True, metavar="add"
    )
    one = programme.add_parser("add", help="add somebody who sees all councils' figures, and no people")
    one.add_argument("name", type=_name, help="what they are called, such as “Programme Admin”")
    one.set_defaults(does=add_programme_admin)

    one = commands.add_parser("invite", help="print a one-time address that lets somebody join")
    one.add_argument("role", choices=ROLES, metavar="ROLE", help=f"what they become: {', '.join(ROLES)}")
    one.add_argument("--council", required=True, help="the council's address, such as rivermead")
    one.add_argument("--name", type=_name, default="", help="whom it is for, to find it in the list")
    one.set_defaults(does=invite)

    one = commands.add_parser("sign-in-link", help="print a one-time address that signs a person in")
    one.add_argument("--council", help="the council's address, such as rivermead; none for the programme")
    one.add_argument("--person", required=True, help="the person's nickname")
    one.set_defaults(does=sign_in_link)

    history = commands.add_parser("history", help="history: verify, head").add_subparsers(
        required=True, metavar="verify|head"
    )
    one = history.add_parser("verify", help="check that no row of history was changed, taken out or moved")
    one.add_argument("--head", metavar="FILE", help="check it against heads that were kept elsewhere, too")
    one.set_defaults(does=verify_history)
    one = history.add_parser("head", help="print the end of each council's history, to keep elsewhere daily")
    one.set_defaults(does=print_heads)

    one = commands.add_parser("due", help="do what has come due, once")
    one.set_defaults(does=due)

    one = commands.add_parser("load", help="fill a council of its own with made-up people, ideas and votes")
    one.add_argument("--ideas", type=_how_many, default=1_000, help="how many ideas (1000)")
    one.add_argument("--people", type=_how_many, default=500, help="how many young people (500)")
    one.add_argument("--votes", type=_how_many, default=5_000, help="how many ballots, over all votes (5000)")
    one.add_argument("--council", type=_slug, default="load-test", help="its address: a new one (load-test)")
    one.add_argument("--yes", action="store_true", help="also where the database holds real councils")
    one.set_defaults(does=load)

    one = commands.add_parser("doctor", help="say what is wrong with this installation, and how to mend it")
    one.set_defaults(does=doctor)
    return whole


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is no port; give a number up to 65535")
    return int(text)


def _how_many(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of things; give one such as 1000")
    return int(text)


def _name(text: str) -> str:
    if len(text) > 80 or not text.isprintable():
        raise argparse.ArgumentTypeError("give a name of up to 80 letters")
    return text


def _slug(text: str) -> str:
    if not text.isascii() or not text.replace("-", "").isalnum() or text != text.lower() or len(text) > 40:
        raise argparse.ArgumentTypeError(
            f"“{text}” can't be an address; use up to 40 small letters, numbers and -"
        )
    return text


def main(argv: Sequence[str] | None = None) -> int:
    given = parser().parse_args(argv)
    try:
        settings = Settings.from_environment()
        if given.does not in (demo, doctor):
            _check(settings)
        given.does(settings, given)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"{error}.", file=sys.stderr)
        return 2
    except ZoneInfoNotFoundError as error:
        print(f"SAIDANDDONE_TIMEZONE must be a zone such as Europe/London: {error.args[0]}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0
