"""How long a device stays signed in, by role and kind of device: one table.

docs/decisions/sessions.md says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from saidanddone.people.rights import Role


@dataclass(frozen=True)
class Limits:
    """``whole``: how long at most, whatever they do. ``idle``: how long without asking for any page."""

    whole: timedelta
    idle: timedelta


@dataclass(frozen=True)
class ByDevice:
    """The limits on a device of one's own, and on one that others use too."""

    own: Limits
    shared: Limits


def _hours(whole: float, idle: float) -> Limits:
    return Limits(timedelta(hours=whole), timedelta(hours=idle))


_STAFF = ByDevice(own=_hours(12, 1), shared=_hours(8, 0.5))
_SEES_MOST = ByDevice(own=_hours(8, 0.5), shared=_hours(8, 0.25))

LIMITS: dict[Role, ByDevice] = {
    Role.YOUNG_PERSON: ByDevice(own=_hours(90 * 24, 45 * 24), shared=_hours(12, 0.5)),
    Role.PERSONAL_ADVISER: _STAFF,
    Role.WORKER: _STAFF,
    Role.OFFICER: _STAFF,
    Role.SAFEGUARDING_LEAD: _SEES_MOST,
    Role.ADMIN: _SEES_MOST,
    Role.PROGRAMME_ADMIN: _STAFF,
}

# How long a role that a group of the council's directory gave opens by another way in than that directory: a
# day, so that a passkey still helps on the morning when the provider is down, and whoever left is soon out.
PROVIDED = timedelta(days=1)

# After so long without a sign-in there, whoever has such a role counts no more as one who is there to be told
# or to stay: longer than most holidays, and no longer than a council may trust in somebody who is gone.
LONG_ASLEEP = timedelta(days=14)
# Then the role ends, on the record. Sign-ins are kept for 30 days at the least: of more nothing could
# be told. A group that still gives the role gives it again at the next sign-in.
ASLEEP_ENDS = timedelta(days=30)


def limits_of(roles: Iterable[Role], *, shared: bool) -> Limits:
    """The shortest limits that these roles set; whoever has no role has those of a young person."""
    rows = [LIMITS[role] for role in roles] or [LIMITS[Role.YOUNG_PERSON]]
    limits = [row.shared if shared else row.own for row in rows]
    return Limits(min(one.whole for one in limits), min(one.idle for one in limits))
