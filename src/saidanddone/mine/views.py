"""Everything about me: to read, to take along. It is always the reader's own: no address leads to others'."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import clock, web
from saidanddone.mine.held import as_plain, held_about, in_words
from saidanddone.mine.holding import LEFT_OUT, NOT_SHOWN, PARTS
from saidanddone.people.doors import SIGNED_IN, open_to


@open_to(SIGNED_IN)
async def data(request: Request) -> Response:
    parts = [
        (part, [(section, _told(section.rows)) for section in sections])
        for part, sections in await held_about(request.user, PARTS)
    ]
    facts: dict[str, Any] = {"parts": parts, "left_out": [*LEFT_OUT.values(), *NOT_SHOWN]}
    return web.page(request, "mine/data.html", here="me", **facts)


@open_to(SIGNED_IN)
async def data_file(request: Request) -> Response:
    parts = await held_about(request.user, PARTS)
    whole = {
        "council": request.scope["council"].name,
        "made_at": clock.now().isoformat(),
        "held": {
            section.name: {
                "about": section.words,
                "rows": [{label: as_plain(value) for label, value in row} for row in section.rows],
            }
            for _, sections in parts
            for section in sections
        },
        "left_out": [*LEFT_OUT.values(), *NOT_SHOWN],
    }
    saved_as = {"Content-Disposition": 'attachment; filename="about-me.json"', "Cache-Control": "no-store"}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    return Response(text, media_type="application/json", headers=saved_as)


def _told(rows: list[list[tuple[str, Any]]]) -> list[list[tuple[str, str]]]:
    return [[(label, in_words(value)) for label, value in row] for row in rows]
