"""What is asked of a loaded council: pages as a visitor and as people, votes, and what has not changed."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from bench.phones import Ask
from bench.running import COUNCIL
from bench.site import BARE
from saidanddone import database
from saidanddone.councils.models import Council
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.people import sessions
from saidanddone.people.models import Person
from saidanddone.plan.models import Action
from saidanddone.rounds.models import Round, RoundEntry, RoundState

PHONES = 64  # people who vote, all at once
IDEAS = 20  # so many ideas take turns


@dataclass
class Known:
    """What the asks need to know of a loaded database: numbers, and cookies of people who are signed in."""

    ideas: list[int]
    actions: list[int]
    vote: int
    on_the_paper: list[int]
    young: list[str]
    officer: str
    worker: str


def look_up(url: str) -> Known:
    """Find what there is in a database, and sign some of its people in."""
    return asyncio.run(_look_up(url))


async def _look_up(url: str) -> Known:
    async with database.connected(url):
        council = await Council.get(slug=COUNCIL)
        rng = random.Random(1)
        mine = Idea.filter(council=council, stage=Stage.OPEN, door="everyone")
        ideas: list[Any] = await mine.values_list("number", flat=True)
        actions: list[Any] = await Action.filter(council=council).values_list("number", flat=True)
        round_ = await Round.get(council=council, state=RoundState.OPEN)
        entries = RoundEntry.filter(round_id=round_.id)
        paper: list[Any] = await entries.values_list("idea__number", flat=True)
        young = await Person.filter(council=council, job_title="").order_by("id").limit(PHONES)
        staff = {each.job_title: each for each in await Person.filter(council=council).exclude(job_title="")}
        return Known(
            ideas=rng.sample(ideas, min(IDEAS, len(ideas))),
            actions=rng.sample(actions, min(IDEAS, len(actions))),
            vote=round_.number,
            on_the_paper=sorted(paper),
            young=[await sessions.start(person) for person in young],
            officer=await sessions.start(staff["Leaving Care Service Manager"]),
            worker=await sessions.start(staff["Participation Worker"]),
        )


@dataclass(frozen=True)
class Kind:
    """One line of the table: a name, what is asked, by how many at once, what it may cost.

    ``grows``: how much dearer it may be in the large council; ``times_bare``: than a line of bare text.
    """

    name: str
    make: Callable[[Known, int], list[Ask]]
    at_once: int = 8
    grows: float | None = None
    times_bare: float | None = None
    fine: tuple[int, ...] = (200,)
    unchanged: bool = False


def _page(path: str, who: str = "") -> Callable[[Known, int], list[Ask]]:
    def make(known: Known, how_many: int) -> list[Ask]:
        cookies = {"": [""], "young": known.young, "officer": [known.officer], "worker": [known.worker]}[who]
        ideas, actions, turns = cycle(known.ideas), cycle(known.actions), cycle(cookies)
        return [
            Ask(
                f"/{COUNCIL}{path.format(idea=next(ideas), action=next(actions), vote=known.vote)}",
                next(turns),
            )
            for _ in range(how_many)
        ]

    return make


def _bare(_known: Known, how_many: int) -> list[Ask]:
    return [Ask(BARE)] * how_many


def _votes(known: Known, how_many: int) -> list[Ask]:
    """Each person in turn, with another choice each time, so that every vote is written."""
    path, made = f"/{COUNCIL}/rounds/{known.vote}/votes", []
    for place in range(how_many):
        turn, person = divmod(place, len(known.young))
        chosen = known.on_the_paper[(turn + person) % len(known.on_the_paper)]
        made.append(Ask(path, known.young[person], form=[("choice", str(chosen))]))
    return made


KINDS = (
    Kind("bare text", _bare),
    Kind("board, visitor", _page("/ideas"), grows=1.25, times_bare=1.6),
    Kind("board, visitor, unchanged", _page("/ideas"), times_bare=1.6, unchanged=True),
    Kind("board, young person", _page("/ideas", "young"), grows=1.25, times_bare=6),
    Kind("board, page by mission", _page("/ideas?mission=stable-homes-2023/5", "young"), grows=1.25),
    Kind("search, visitor", _page("/ideas?q=bus+pass"), grows=1.25),
    Kind("search, young person", _page("/ideas?q=bus+pass", "young"), grows=1.25),
    Kind(
        "similar ideas while writing", _page("/ideas/similar?q=a+bus+pass+for+college", "young"), grows=1.25
    ),
    Kind("idea, visitor", _page("/ideas/{idea}"), grows=1.25, times_bare=1.6),
    Kind("idea, young person", _page("/ideas/{idea}", "young"), grows=1.25),
    Kind("vote, 64 phones", _votes, at_once=PHONES, grows=1.25, times_bare=12, fine=(303,)),
    Kind("vote page, young person", _page("/rounds/{vote}", "young"), grows=1.25),
    Kind("plan, visitor", _page("/plan"), grows=1.25, times_bare=1.6),
    Kind("plan, officer", _page("/plan", "officer"), grows=1.25),
    Kind("action, visitor", _page("/plan/actions/{action}"), grows=1.25, times_bare=1.6),
    Kind("home, visitor", _page(""), grows=1.25, times_bare=1.6),
    Kind("home, young person", _page("", "young"), grows=1.25),
    Kind("queue, worker", _page("/moderation", "worker"), grows=1.25),
    Kind("desk, officer", _page("/desk", "officer"), grows=1.25),
    Kind("missions, visitor", _page("/missions"), grows=1.25, times_bare=1.6),
    Kind("together, visitor", _page("/together"), grows=1.25, times_bare=1.6),
)
