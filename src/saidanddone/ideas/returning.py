"""“Not now” ends by itself: on its day an idea is open again."""

from __future__ import annotations

from contextlib import suppress

from saidanddone import clock
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.rules import CLOCK, Refused


async def return_due() -> None:
    """Open every “not now” idea whose day has come. Running it twice, or twice at once, changes nothing."""
    for idea in await Idea.filter(stage=Stage.NOT_NOW, return_on__lte=clock.today()).order_by("id"):
        await return_if_due(idea)


async def return_if_due(idea: Idea) -> Idea:
    """The same idea, open again when its day has come: what is due is true at once, runner or not."""
    if idea.stage is Stage.NOT_NOW and idea.return_on is not None and idea.return_on <= clock.today():
        with suppress(Refused):
            await idea.make_move("come_back", by=CLOCK, return_on=None)
        await idea.refresh_from_db()
    return idea
