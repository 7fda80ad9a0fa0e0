"""Councils and the programme, and who comes in to them first."""

from __future__ import annotations

import argparse
import sys

from saidanddone import database
from saidanddone.commands import Wrong
from saidanddone.commands.doing import council_at, run
from saidanddone.councils.models import Council
from saidanddone.missions.shipped import ensure_shipped
from saidanddone.people import inviting, keeping, sessions
from saidanddone.people.models import Person, look_alike
from saidanddone.people.rights import Role
from saidanddone.people.second_step import need_it
from saidanddone.practice.shipped import ensure_practice
from saidanddone.settings import Settings


def add_council(settings: Settings, given: argparse.Namespace) -> None:
    run(_add_council(settings, given.slug, given.name))
    print(f"{given.name} is at {settings.origin}/{given.slug}")


async def _add_council(settings: Settings, slug: str, name: str) -> None:
    async with database.connected(settings.database_url):
        if await Council.exists(slug=slug):
            raise Wrong(f"There is a council at /{slug} already. Choose another address.")
        await ensure_shipped()
        await ensure_practice()
        try:
            await Council.add(slug, name)
        except ValueError as error:
            raise Wrong(str(error)) from None


def set_steps(settings: Settings, given: argparse.Namespace) -> None:
    run(_set_steps(settings, given.slug, given.steps == "two"))
    print(
        f"Staff take {given.steps} {'step' if given.steps == 'one' else 'steps'} to come in to {given.slug}."
    )


async def _set_steps(settings: Settings, slug: str, two: bool) -> None:
    async with database.connected(settings.database_url):
        await need_it(await council_at(slug), two, by=None)


def add_programme_admin(settings: Settings, given: argparse.Namespace) -> None:
    run(_add_programme_admin(settings, given.name))
    print(f"{given.name} sees all councils’ figures, and none of their people.")
    print(f"To let them in: saidanddone sign-in-link --person “{given.name}”")


async def _add_programme_admin(settings: Settings, name: str) -> None:
    async with database.connected(settings.database_url):
        if not look_alike(name) or await Person.exists(council_id=None, nickname_key=look_alike(name)):
            raise Wrong(
                f"There is somebody called “{name}” already, or the name has no letters. Give another."
            )
        await Person.join(None, name[:40], Role.PROGRAMME_ADMIN, job_title=name)


def begin_anew(settings: Settings, given: argparse.Namespace) -> None:
    run(_begin_anew(settings, given.name))
    print(f"{given.name} is signed out, and no passkey of theirs opens anything.")
    print(f"To let them in: saidanddone sign-in-link --person “{given.name}”")


async def _begin_anew(settings: Settings, name: str) -> None:
    async with database.connected(settings.database_url):
        await keeping.begin_anew(await _person_at(None, name))


def invite(settings: Settings, given: argparse.Namespace) -> None:
    code = run(_invite(settings, given.role, given.council, given.name))
    print(f"{settings.origin}/{given.council}/join/{code}")
    print("It lets one person in, within 14 days.", file=sys.stderr)


async def _invite(settings: Settings, role: str, slug: str, name: str) -> str:
    async with database.connected(settings.database_url):
        _, code = await inviting.invite(await council_at(slug), Role(role), by=None, name=name)
        return code


def sign_in_link(settings: Settings, given: argparse.Namespace) -> None:
    token = run(_link(settings, given.council, given.person))
    print(f"{settings.origin}/{given.council or 'programme'}/sign-in/{token}")
    print("It works once, within ten minutes.", file=sys.stderr)


async def _link(settings: Settings, slug: str | None, nickname: str) -> str:
    async with database.connected(settings.database_url):
        return await sessions.make_link(await _person_at(await council_at(slug) if slug else None, nickname))


async def _person_at(council: Council | None, nickname: str) -> Person:
    """Somebody of a council, or of the programme, by what they are called there."""
    here = Person.filter(council_id=council.id if council else None, suspended_at=None)
    person = await here.get_or_none(nickname_key=look_alike(nickname))
    if person is None:
        where = council.name if council else "the programme"
        raise Wrong(f"Nobody called “{nickname}” can sign in to {where}. Give their nickname as shown.")
    return person
