"""A council full of made-up people, to see how a site of that size feels."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from saidanddone import database, loading
from saidanddone.commands import Wrong
from saidanddone.commands.doing import refuse_old_schema, run
from saidanddone.loading import Wanted
from saidanddone.settings import Settings


def load(settings: Settings, given: argparse.Namespace) -> None:
    wanted = Wanted(given.ideas, given.people, given.votes)
    if wanted.faults:
        raise Wrong(" ".join(wanted.faults))
    run(_load(settings, wanted, given.council, sure=given.yes))
    print(
        f"{given.council} has {wanted.ideas:,} made-up ideas, {wanted.people:,} young people and "
        f"{wanted.votes:,} votes: {settings.origin}/{given.council}"
    )
    print(
        f"To look around: saidanddone sign-in-link --council {given.council} --person “Participation Worker”"
    )


async def _load(settings: Settings, wanted: Wanted, slug: str, *, sure: bool) -> None:
    await refuse_old_schema(settings)
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
