"""What a file of sound is, by its own first bytes: what is said about it is not believed."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from saidanddone.rules import Refused

BYTES_AT_MOST = 2 * 1024 * 1024
SECONDS_AT_MOST, GRACE = 60, 3  # a phone's own recorder stops a little late

TOO_BIG = "That recording is too big. Keep it to one minute, and record it again."
TOO_LONG = "That is longer than a minute. Say it shorter, and record it again."
NOTHING = "Record something first, or pick a recording from your phone."
NOT_SOUND = "We can’t play that. Record it here, or pick a recording of your voice."

# The only types that are ever served, each with the ending of its file's name.
KINDS = {
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/3gpp": "3gp",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
}
PLAYED_AS_SOUND = {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"dash"}


@dataclass(frozen=True)
class Sound:
    """A recording that may be kept: its bytes, what it is, how many seconds it lasts where that is known."""

    content: bytes
    kind: str
    seconds: int | None

    @classmethod
    def of(cls, content: bytes, told: int | None = None) -> Sound:
        """Look at a file; ``told`` are the seconds that the page counted. Raises Refused with a sentence."""
        if not content:
            raise Refused(NOTHING)
        if len(content) > BYTES_AT_MOST:
            raise Refused(TOO_BIG)
        kind = kind_of(content)
        if kind is None:
            raise Refused(NOT_SOUND)
        seconds = seconds_of(content, kind)
        if seconds is None and told is not None and 0 < told <= SECONDS_AT_MOST + GRACE:
            seconds = told
        if seconds is not None and seconds > SECONDS_AT_MOST + GRACE:
            raise Refused(TOO_LONG)
        return cls(content, kind, None if seconds is None else int(seconds))


def kind_of(content: bytes) -> str | None:
    """The type of a file of sound; None for anything else."""
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return "audio/webm"
    if content.startswith(b"OggS"):
        return "audio/ogg"
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand.startswith(b"3gp"):
            return "audio/3gpp"
        return "audio/mp4" if brand in PLAYED_AS_SOUND else None
    if content.startswith(b"ID3") or _is_mp3_frame(content):
        return "audio/mpeg"
    return None


def _is_mp3_frame(content: bytes) -> bool:
    """Twelve set bits, layer three, and a bit rate and a sample rate that exist."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE6 != 0xE2:
        return False
    return content[2] >> 4 not in (0, 15) and (content[2] >> 2) & 3 != 3


def seconds_of(content: bytes, kind: str) -> float | None:
    """How long it lasts, where its own bytes say so; browsers write webm without a length."""
    reader = _LENGTHS.get(kind)
    try:
        found = reader(content) if reader else None
    except (struct.error, IndexError, ZeroDivisionError):
        return None
    return None if found is None or found < 0 else found


def _wav(content: bytes) -> float | None:
    at = 12
    per_second = 0
    while at + 8 <= len(content):
        name, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        if name == b"fmt ":
            per_second = struct.unpack_from("<I", content, at + 16)[0]
        if name == b"data":
            return float(min(size, len(content) - at - 8) / per_second)
        at += 8 + size + size % 2
    return None


def _mp4(content: bytes) -> float | None:
    at = content.find(b"mvhd")
    if at < 0:
        return None
    version = content[at + 4]
    scale, length = struct.unpack_from(">IQ" if version else ">II", content, at + (24 if version else 16))
    return float(length / scale) or None


def _ogg(content: bytes) -> float | None:
    """Opus counts 48,000 samples a second; other codecs are not measured."""
    last = content.rfind(b"OggS")
    if b"OpusHead" not in content[:128] or last < 0:
        return None
    return float(struct.unpack_from("<q", content, last + 6)[0] / 48_000)


_LENGTHS: dict[str, Callable[[bytes], float | None]] = {
    "audio/wav": _wav,
    "audio/mp4": _mp4,
    "audio/3gpp": _mp4,
    "audio/ogg": _ogg,
}
