"""A receipt proves that a ballot was counted in its round, and never what it chose."""

from __future__ import annotations

import base64
import hashlib
import hmac

from saidanddone.rounds.models import Ballot


def receipt(key: str, ballot_id: int) -> str:
    """The receipt of a ballot under its round's key: the same whenever it is asked for."""
    digest = hmac.digest(bytes.fromhex(key), f"ballot:{ballot_id}".encode(), hashlib.sha256)
    code = base64.b32encode(digest).decode()[:12]
    return "-".join((code[:4], code[4:8], code[8:]))


def receipt_of(ballot: Ballot) -> str:
    """The receipt of a ballot that was fetched with its round."""
    return receipt(ballot.round.key, ballot.id)


def slip_hash(key: str, slip: str) -> str:
    """What is kept of a paper slip: nothing that leads back to it without the round's key."""
    tidy = "".join(slip.split()).casefold()
    return hmac.digest(bytes.fromhex(key), f"slip:{tidy}".encode(), hashlib.sha256).hex()
