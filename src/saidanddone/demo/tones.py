"""A soft made-up tone, which stands in the demo for what somebody said: nobody's voice is put into their mouth."""

from __future__ import annotations

import io
import math
import struct
import wave

A_SECOND = 8000  # samples
MARK = "tone-"  # what the demo's own recordings are known by, so that pages can say what they are


def tone(*pitches: float, each: float = 1.2) -> bytes:
    """A WAV of these pitches (in hertz) one after the other, each so many seconds long and fading in and out."""
    length = int(each * A_SECOND)
    samples = [
        int(6000 * math.sin(math.pi * at / length) ** 2 * math.sin(2 * math.pi * pitch * at / A_SECOND))
        for pitch in pitches
        for at in range(length)
    ]
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(A_SECOND)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()
