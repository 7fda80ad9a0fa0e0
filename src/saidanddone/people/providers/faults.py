"""What can go wrong with a provider, each with a sentence that says what to do."""

from __future__ import annotations


class Fault(Exception):
    """``status`` is that of the page that says it. The sentence holds nothing that the provider sent."""

    status = 422

    @property
    def sentence(self) -> str:
        return str(self)


class Down(Fault):
    """The provider does not answer, or answers something else."""

    status = 503


class Misset(Fault):
    """Something is set wrongly, here or there. For whoever set it up to mend."""

    status = 502


class Stale(Fault):
    """A sign-in that is too old, was used, or set out from another browser or council."""


class Untrue(Fault):
    """What came back is not what this provider signed for us, now and for this browser."""


class Silent(Fault):
    """Somebody was to show there, just now, that it is them, and the provider doesn't say that they did."""


class Unknown(Fault):
    """Somebody whom no group of theirs lets in."""

    status = 403
