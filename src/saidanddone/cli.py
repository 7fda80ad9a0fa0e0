"""The command. What goes wrong is told in one sentence that says what to do, with exit status 2."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from zoneinfo import ZoneInfoNotFoundError

from saidanddone import __version__
from saidanddone.commands import Wrong
from saidanddone.people.rights import OF_A_COUNCIL
from saidanddone.settings import Settings

ROLES = [role.value for role in OF_A_COUNCIL]
WITHOUT_DATABASE = (
    "demo.serve",
    "site.doctor",
)  # the demo makes its own, the doctor tells what is wrong with it


def parser() -> argparse.ArgumentParser:
    """Every command and what it takes."""
    whole = argparse.ArgumentParser(prog="saidanddone", description="Said & Done, at the keyboard.")
    whole.add_argument("--version", action="version", version=__version__)
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    one = commands.add_parser("serve", help="serve the site")
    one.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    one.add_argument("--port", type=_port, default=8000, help="the port to listen on (8000)")
    one.add_argument("--workers", type=int, default=1, help="processes; more than one needs PostgreSQL (1)")
    one.set_defaults(does="site.serve")

    one = commands.add_parser("migrate", help="bring the database to this version")
    one.set_defaults(does="site.migrate")

    one = commands.add_parser("demo", help="serve two made-up councils on this machine; needs nothing else")
    one.add_argument("--port", type=_port, default=8000, help="the port to listen on (8000)")
    one.add_argument("--fresh", action="store_true", help="throw away what was changed and start anew")
    one.set_defaults(does="demo.serve")

    council = commands.add_parser("council", help="councils: add, steps").add_subparsers(
        required=True, metavar="add|steps"
    )
    one = council.add_parser("add", help="add a council")
    one.add_argument("slug", type=_slug, help="its address, such as rivermead")
    one.add_argument("name", help="its name, as people read it")
    one.set_defaults(does="councils.add_council")
    one = council.add_parser("steps", help="how many steps a council's staff take to come in")
    one.add_argument("slug", type=_slug, help="its address, such as rivermead")
    one.add_argument("steps", choices=("one", "two"), help="two, unless nobody can come in with two")
    one.set_defaults(does="councils.set_steps")

    programme = commands.add_parser("programme", help="programme admins: add, anew").add_subparsers(
        required=True, metavar="add|anew"
    )
    one = programme.add_parser("add", help="add somebody who sees all councils' figures, and no people")
    one.add_argument("name", type=_name, help="what they are called, such as “Programme Admin”")
    one.set_defaults(does="councils.add_programme_admin")
    one = programme.add_parser("anew", help="their device is lost: forget their passkeys, and sign them out")
    one.add_argument("name", type=_name, help="whose they are, such as “Programme Admin”")
    one.set_defaults(does="councils.begin_anew")

    one = commands.add_parser("invite", help="print a one-time address that lets somebody join")
    one.add_argument("role", choices=ROLES, metavar="ROLE", help=f"what they become: {', '.join(ROLES)}")
    one.add_argument("--council", required=True, help="the council's address, such as rivermead")
    one.add_argument("--name", type=_name, default="", help="whom it is for, to find it in the list")
    one.set_defaults(does="councils.invite")

    one = commands.add_parser("sign-in-link", help="print a one-time address that signs a person in")
    one.add_argument("--council", help="the council's address, such as rivermead; none for the programme")
    one.add_argument("--person", required=True, help="the person's nickname")
    one.set_defaults(does="councils.sign_in_link")

    history = commands.add_parser("history", help="history: verify, head").add_subparsers(
        required=True, metavar="verify|head"
    )
    one = history.add_parser("verify", help="check that no row of history was changed, taken out or moved")
    one.add_argument("--head", metavar="FILE", help="check it against heads that were kept elsewhere, too")
    one.set_defaults(does="history.verify")
    one = history.add_parser("head", help="print the end of each council's history, to keep elsewhere daily")
    one.set_defaults(does="history.print_heads")

    one = commands.add_parser("due", help="do what has come due, once")
    one.set_defaults(does="site.due")

    one = commands.add_parser("load", help="fill a council of its own with made-up people, ideas and votes")
    one.add_argument("--ideas", type=_how_many, default=1_000, help="how many ideas (1000)")
    one.add_argument("--people", type=_how_many, default=500, help="how many young people (500)")
    one.add_argument("--votes", type=_how_many, default=5_000, help="how many ballots, over all votes (5000)")
    one.add_argument("--council", type=_slug, default="load-test", help="its address: a new one (load-test)")
    one.add_argument("--yes", action="store_true", help="also where the database holds real councils")
    one.set_defaults(does="load.load")

    one = commands.add_parser("doctor", help="say what is wrong with this installation, and how to mend it")
    one.set_defaults(does="site.doctor")
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


def what(name: str) -> Callable[[Settings, argparse.Namespace], None]:
    """The function of `saidanddone.commands` that does it. Nothing of theirs is imported before: a mistake in
    what was typed or set is told at once, and before anything else meets it."""
    module, function = name.split(".")
    found: Callable[[Settings, argparse.Namespace], None]
    found = getattr(import_module(f"saidanddone.commands.{module}"), function)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    given = parser().parse_args(argv)
    try:
        settings = Settings.from_environment()
        if given.does not in WITHOUT_DATABASE:
            what("doing.get_ready")(settings, given)
        what(given.does)(settings, given)
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
