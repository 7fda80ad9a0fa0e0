"""Every address of the site: a table for each part of it.

Paths are tried in order, so what belongs to no council comes before ``/{council}``.
"""

from __future__ import annotations

from itertools import chain

from starlette.routing import BaseRoute

from saidanddone.routes import (
    demo,
    doors,
    front,
    ideas,
    me,
    moderation,
    plan,
    programme,
    rounds,
    settings,
    site,
)
from saidanddone.settings import Settings


def routes(given: Settings) -> list[BaseRoute]:
    """All of them, in order; those of the demo only where it is the demo."""
    parts = [site, demo] if given.demo else [site]
    parts += [programme, front, me, doors, ideas, moderation, rounds, plan, settings]
    return list(chain.from_iterable(part.ROUTES for part in parts))
