"""Everything about me: to read, to take along. It is always the reader's own: no address leads to others'."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saidanddone import clock, web
from saidanddone.mine.held import Section, as_plain, held_about, in_words
from saidanddone.mine.holding import LEFT_OUT, NOT_SHOWN, PARTS
from saidanddone.mine.saying import Row
from saidanddone.people.doors import SIGNED_IN, open_to


@open_to(SIGNED_IN)
async def data(request: Request) -> Response:
    parts = [
        (part, [(section, _told(section, young=request.user.is_young_person)) for section in sections])
        for part, sections in await held_about(request.user, PARTS)
    ]
    all_open = "all" in request.query_params  # what is folded would not be printed
    facts: dict[str, Any] = {
        "parts": parts,
        "all_open": all_open,
        "left_out": [*LEFT_OUT.values(), *NOT_SHOWN],
    }
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


def _told(section: Section, *, young: bool) -> list[list[tuple[str, str, int]]]:
    """Each row as (label, words, number of the idea on whose page it can be taken back; 0 for none)."""
    rows = [section.say(row, young=young) if section.say else row for row in section.rows]
    return [
        [(label, in_words(value), _leads_to(section, row, label)) for label, value in row] for row in rows
    ]


def _leads_to(section: Section, row: Row, label: str) -> int:
    lead, values = section.lead, dict(row)
    return int(values[lead.number]) if lead and lead.label == label and values[label] is True else 0
