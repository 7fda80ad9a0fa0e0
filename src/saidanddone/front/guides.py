"""The guides of docs/guides as pages: a page for each kind of person, and one text for both places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saidanddone import web
from saidanddone.paths import GUIDES
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.rights import Right

# Whose page each is: those who hold the right find it first.
WHOSE = {
    "young-person": Right.VOTE,
    "worker": Right.CHECK_IDEAS,
    "officer": Right.DECIDE,
    "safeguarding": Right.SAFEGUARD,
    "admin": Right.RUN_COUNCIL,
    "adviser": Right.PROPOSE,
    "board": None,
}
IMAGE = re.compile(r"<img[^>]*>|!\[[^]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
MARKED = re.compile(r"\*\*(?P<b>[^*]+)\*\*|\*(?P<i>[^*]+)\*|`(?P<code>[^`]+)`")

Span = tuple[str, str]  # its kind (b, i, code or none) and its text


@dataclass(frozen=True)
class Block:
    """A part of a guide: a heading (h1, h2), a paragraph, a list or a table, made of lines of spans."""

    kind: str
    lines: tuple[tuple[Span, ...], ...]


@lru_cache
def guide(name: str) -> tuple[Block, ...]:
    """A guide, taken apart. Pictures are left out: whoever reads it here has the real pages."""
    text = LINK.sub(r"\1", IMAGE.sub("", (GUIDES / f"{name}.md").read_text(encoding="utf-8")))
    parts = re.split(r"\n\s*\n", text)
    return tuple(_block(part.strip()) for part in parts if part.strip())


def _block(part: str) -> Block:
    if found := re.match(r"(#+) (.*)", part):
        return Block(f"h{len(found[1])}", (spans(found[2]),))
    if part.startswith("|"):
        rows = [line for line in part.splitlines() if not re.fullmatch(r"[|\s:-]+", line)]
        return Block("table", tuple(spans(": ".join(_cells(row))) for row in rows[1:]))
    for kind, sign in (("ul", r"- "), ("ol", r"\d+\. ")):
        if re.match(sign, part):
            items = re.split(rf"(?:^|\n){sign}", part)[1:]
            return Block(kind, tuple(spans(item) for item in items))
    return Block("p", (spans(part),))


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def spans(text: str) -> tuple[Span, ...]:
    """“Tap **Vote**.” in pieces, each with its kind."""
    text, found, at = " ".join(text.split()).replace("'", "’"), [], 0
    for each in MARKED.finditer(text):
        found += [("", text[at : each.start()]), (each.lastgroup or "", each[each.lastgroup or 0])]
        at = each.end()
    return tuple(span for span in [*found, ("", text[at:])] if span[1])


def guides_for(person: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(those for this person, all others), each with its title. Who may only propose has the adviser's."""
    mine = [name for name, right in WHOSE.items() if right and person and person.can(right)]
    mine = [name for name in mine if name != "adviser" or mine == ["adviser"]]
    return _titled(mine), _titled([name for name in WHOSE if name not in mine])


def _titled(names: list[str]) -> list[tuple[str, str]]:
    return [(name, guide(name)[0].lines[0][0][1]) for name in names]


@open_to(EVERYONE)
async def how(request: Request) -> Response:
    mine, others = guides_for(request.user)
    return web.page(request, "front/how.html", mine=mine, others=others)


@open_to(EVERYONE)
async def show(request: Request) -> Response:
    name = request.path_params["guide"]
    if name not in WHOSE:
        raise HTTPException(404)
    return web.page(request, "front/guide.html", guide=guide(name))
