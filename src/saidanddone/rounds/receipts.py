"""A receipt proves that a ballot was counted in its round, and never what it chose."""

from __future__ import annotations

import base64
import hashlib
import hmac

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32, without O and 0, I and 1


def receipt(key: str, ballot_id: int) -> str:
    """The receipt of a ballot under its round's key: the same whenever it is asked for."""
    digest = hmac.digest(bytes.fromhex(key), f"ballot:{ballot_id}".encode(), hashlib.sha256)
    code = base64.b32encode(digest).decode()[:12]
    return "-".join((code[:4], code[4:8], code[8:]))


def slip_code(key: str, number: int) -> str:
    """The code of a round's paper slip: eight letters and figures that nobody takes for one another."""
    digest = hmac.digest(bytes.fromhex(key), f"code:{number}".encode(), hashlib.sha256)
    code = "".join(SIGNS[byte % len(SIGNS)] for byte in digest[:8])
    return f"{code[:4]}-{code[4:]}"


def tidy(slip: str) -> str:
    """A slip's code however it was typed: blanks, dashes and capitals make no difference."""
    return "".join(sign for sign in slip if sign.isalnum()).casefold()


def slip_hash(key: str, slip: str) -> str:
    """What is kept of a paper slip: nothing that leads back to it without the round's key."""
    return hmac.digest(bytes.fromhex(key), f"slip:{tidy(slip)}".encode(), hashlib.sha256).hex()
