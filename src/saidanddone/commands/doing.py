"""What commands have in common."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from saidanddone import clock, database
from saidanddone.commands import Wrong
from saidanddone.councils.models import Council
from saidanddone.doctor import UNUSABLE, unusable, waiting_migrations
from saidanddone.settings import Settings

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs to the end; a database that can't be used is told in a sentence."""
    try:
        return asyncio.run(work)
    except UNUSABLE as error:
        says = " ".join(str(error).split()) or type(error).__name__
        raise Wrong(
            f"The database can't be used ({says}). `saidanddone doctor` says how to mend it."
        ) from error


async def refuse_old_schema(settings: Settings) -> None:
    """What reads and writes the tables needs them as they are now."""
    async with database.connected(settings.database_url):
        if await waiting_migrations(settings.database_url):
            raise Wrong("The database is older than this version. Run `saidanddone migrate` first.")


async def council_at(slug: str) -> Council:
    """The council at an address that was typed."""
    council = await Council.get_or_none(slug=slug)
    if council is None:
        known = ", ".join(each.slug for each in await Council.all().order_by("slug"))
        raise Wrong(f"There is no council “{slug}”. Known: {known or 'none; see `council add`'}.")
    return council


def get_ready(settings: Settings, _given: argparse.Namespace) -> None:
    """Before a command: days are those of the site's zone, and the database's address is one that can be."""
    clock.live_in(settings.timezone)
    if says := unusable(settings.database_url):
        raise Wrong(says)
