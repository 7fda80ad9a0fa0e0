"""Taking turns: the board's own order. Every idea has its days at the top, however many want it.

Ideas stand on a circle. Each new one takes the middle of a wide gap (van der Corput's sequence), so the gaps
stay alike; each day starts at another point (steps of the golden ratio), so the days fall evenly over them.
docs/decisions/board-order.md says why.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from saidanddone import clock

if TYPE_CHECKING:
    from saidanddone.ideas.models import Idea

CIRCLE_BITS = 30
CIRCLE = 1 << CIRCLE_BITS  # places on the circle; a column of every database holds them
GOLDEN = 0.6180339887498949


def turn_of(number: int) -> int:
    """The place on the circle of a council's idea of that number: its bits, read backwards."""
    return int(f"{number % CIRCLE:0{CIRCLE_BITS}b}"[::-1], 2)


def start_of(day: date) -> int:
    """The place where the circle starts on a day."""
    return int(day.toordinal() * GOLDEN % 1 * CIRCLE)


async def page_of(found: QuerySet[Idea], after: str, at_most: int) -> tuple[list[Idea], str]:
    """One page of these ideas from today's start round the circle, and where the next begins ("": none).

    ``after`` carries the day's start with it, so that midnight loses and doubles nothing for whoever reads.
    """
    place = re.fullmatch(r"(\d{1,10})-(\d{1,10})-(\d{1,9})", after)
    start, turn, idea_id = map(int, place.groups()) if place else (start_of(clock.today()), None, 0)
    if max(start, turn or 0) >= CIRCLE:
        return await page_of(found, "", at_most)
    ideas: list[Idea] = []
    for arc in _arcs_left(start, turn, idea_id):
        if len(ideas) <= at_most:
            ideas += await found.filter(arc).order_by("turn", "id").limit(at_most + 1 - len(ideas))
    if len(ideas) <= at_most:
        return ideas, ""
    last = ideas[at_most - 1]
    return ideas[:at_most], f"{start}-{last.turn}-{last.id}"


def _arcs_left(start: int, turn: int | None, idea_id: int) -> list[Q]:
    """What is left of the circle behind a place: up to its end, then from its beginning to the start."""
    if turn is None:
        return [Q(turn__gte=start), Q(turn__lt=start)]
    behind = Q(turn__gt=turn) | Q(turn=turn, id__gt=idea_id)
    return [behind, Q(turn__lt=start)] if turn >= start else [behind & Q(turn__lt=start)]
