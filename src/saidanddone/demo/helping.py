"""How a demo story tells of help: asked for, offered and given; and of what an outside owner says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from saidanddone import clock
from saidanddone.demo.telling import Telling
from saidanddone.plan.asking_for_help import Terms, ask_for_help
from saidanddone.plan.help_models import Help
from saidanddone.plan.help_rules import Work
from saidanddone.plan.offering import offer
from saidanddone.plan.outside import make_link, say
from saidanddone.plan.statuses import Rating
from saidanddone.plan.taking_part import Part, say_who_took_part


def asked(
    tell: Telling,
    days_ago: float,
    key: str,
    by: str,
    what: str,
    work: Work,
    *,
    places: int,
    in_days: float | None = None,
    hour: int = 16,
    until_in: int | None = None,
    offered: Sequence[str] = (),
    note: str = "",
    **terms: Any,
) -> list[int]:
    """An action asks for help; ``in_days`` and ``until_in`` are days from today. These people offer next day.

    Gives a list that holds the help's id once that has happened.
    """
    made: list[int] = []

    async def ask() -> None:
        starts = tell.story.when(-in_days, hour) if in_days is not None else None
        until = clock.local(tell.story.when(-until_in)).date() if until_in is not None else None
        given = Terms(what=what, work=work, places=places, starts_at=starts, until=until, **terms)
        made.append((await ask_for_help(await tell.action(key), by=tell.who(by), terms=given)).id)

    def offers(name: str, words: str) -> Any:
        async def event() -> None:
            await offer(await _help(made), by=tell.who(name), note=words)

        return event

    tell.story.then(days_ago, ask, 16)
    for position, name in enumerate(offered):
        tell.story.then(days_ago - 1, offers(name, "" if position else note), 17 + position % 4, position)
    return made


def took_part(
    tell: Telling, days_ago: float, made: list[int], by: str, names: Sequence[str], *, hours: float, pounds: int,
    missed: Sequence[str] = (),
) -> None:  # fmt: skip
    """Somebody of the team says who took part."""

    async def event() -> None:
        here = [Part(tell.who(name).id, True, int(hours * 4), pounds * 100) for name in names]
        away = [Part(tell.who(name).id, False) for name in missed]
        await say_who_took_part(await _help(made), by=tell.who(by), parts=[*here, *away])

    tell.story.at(tell.story.when(days_ago, 18) + timedelta(minutes=5), event)


def said_outside(
    tell: Telling, days_ago: float, key: str, by: str, said: str, rating: Rating, next_step: str
) -> None:
    """An outside owner gets a link, and says how it goes by it. The team has still to read that."""

    async def event() -> None:
        link, _ = await make_link(await tell.action(key), by=tell.who(by))
        await say(link, said=said, rating=rating, next_step=next_step)

    tell.story.then(days_ago, event, 17)


async def _help(made: list[int]) -> Help:
    return await Help.get(id=made[0]).select_related("action")
