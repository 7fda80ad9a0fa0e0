"""What the makers of a made-up council share: its people, its ideas, its span of time, and chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from saidanddone.councils.models import Council
from saidanddone.loading.lives import Life, Staff
from saidanddone.missions.models import Mission


@dataclass
class World:
    council: Council
    now: datetime
    rng: Random
    say: Callable[[str], None]
    begins: datetime = field(init=False)
    young: Sequence[int] = ()
    confirmed: set[int] = field(default_factory=set)
    worker: Staff = field(init=False)
    decider: Staff = field(init=False)
    lead: Staff = field(init=False)
    owners: list[Staff] = field(default_factory=list)
    missions: list[Mission] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)

    def between(self, first: datetime, last: datetime) -> datetime:
        """Some moment from ``first`` to ``last``."""
        return first + (last - first) * self.rng.random() if last > first else first

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)
