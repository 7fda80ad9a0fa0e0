"""The card that an invitation is handed over on: its code to type, and a square to point a phone at."""

from __future__ import annotations

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class Card:
    """``square`` is the path of the QR code, ``size`` its modules on a side, the margin included."""

    code: str
    address: str
    square: str
    size: int


def card(code: str, address: str) -> Card:
    """A card for a code and the address that it opens."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=4)]
    square = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Card(code, address, square, len(rows))
