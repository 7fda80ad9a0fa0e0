"""What a browser finds on pages: the forms with their fields, what would run, and the pages of the demo."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from starlette.applications import Starlette
from starlette.routing import Match, Mount, Route

from saidanddone.demo.cast import CAST, person_of

LEFT_ALONE = re.compile(r"/static/|.*/(leave|sign-out)$")
LEADS = {"href", "src", "action", "formaction", "xlink:href", "data", "poster"}
TYPED = {"text", "search", "email", "tel", "url", "number", "date", "time", "datetime-local", "hidden", ""}


@dataclass
class Form:
    """A form as a page holds it: where it goes, and what its fields hold when nothing was typed."""

    action: str
    method: str
    many_parts: bool
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)  # fields that a person may type into, and their kind
    names: set[str] = field(default_factory=set)  # of all its fields, filled or not
    files: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.runs: list[str] = []  # what would run, or dress the page, without being a file of ours
        self._form: Form | None = None  # the one that is open
        self._into: Form | None = None  # the one that the field at hand belongs to
        self._by_id: dict[str, Form] = {}
        self._select, self._area = "", ""
        self._chosen = False

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        self._look(tag, attributes)
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "form":
            self._form = self._of_id(attributes.get("id", ""))
            self._form.action = attributes.get("action", "")
            self._form.method = attributes.get("method", "get").lower()
            self._form.many_parts = attributes.get("enctype") == "multipart/form-data"
            self.forms.append(self._form)
        if name := attributes.get("name", ""):
            self._into = self._of_id(attributes["form"]) if "form" in attributes else self._form
            self._field(tag, name, attributes)
        if tag == "option" and self._select:
            self._option(attributes)

    def _of_id(self, name: str) -> Form:
        """The form of this id, which a field outside it may name before it is there."""
        form = self._by_id.get(name) or Form("", "get", many_parts=False)
        if name:
            self._by_id[name] = form
        return form

    def _option(self, attributes: dict[str, str]) -> None:
        if self._into is None:
            return
        if self._chosen and "selected" not in attributes and self._into.fields[-1][1]:
            return  # the one that is chosen, or else the first that says something
        if self._chosen:
            self._into.fields.pop()
        self._into.fields.append((self._select, attributes.get("value", "")))
        self._chosen = True

    def _field(self, tag: str, name: str, attributes: dict[str, str]) -> None:
        if self._into is None:
            return
        kind = attributes.get("type", "").lower()
        self._into.names.add(name)
        if tag == "textarea":
            self._area = name
            self._into.typed[name] = tag
            self._into.fields.append((name, ""))
        elif tag == "select":
            self._select, self._chosen = name, False
        elif tag == "input" and kind == "file":
            self._into.files.add(name)
        elif tag == "input" and kind in {"checkbox", "radio"}:
            held = {each for each, _ in self._into.fields}
            if "checked" in attributes or (kind == "radio" and name not in held):
                self._into.fields = [each for each in self._into.fields if kind != "radio" or each[0] != name]
                self._into.fields.append((name, attributes.get("value", "on")))
        elif tag == "input" and kind in TYPED:
            self._into.fields.append((name, attributes.get("value", "")))
            if kind != "hidden":
                self._into.typed[name] = kind

    def handle_data(self, data: str) -> None:
        if self._area and self._into is not None:
            name, value = self._into.fields.pop()
            self._into.fields.append((name, value + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = self._into = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def _look(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style" or (tag == "script" and not attributes.get("src", "").startswith("/static/")):
            self.runs.append(f"<{tag}>")
        if tag in {"iframe", "object", "embed", "base", "frame", "applet"}:
            self.runs.append(f"<{tag}>")
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self.runs.append("<meta refresh>")
        for name, value in attributes.items():
            plain = re.sub(r"[\x00-\x20]", "", value).lower()
            if name == "style" or name.startswith(("on", "hx-on")) or name == "srcdoc":
                self.runs.append(f"{name}= on <{tag}>")
            elif _runs(name, plain):
                self.runs.append(f"{name}={plain[:40]}")


def _runs(name: str, value: str) -> bool:
    """Whether a browser or htmx would take an attribute's value for a script."""
    if name.startswith("hx-"):
        return value.startswith(("js:", "javascript:"))
    return name in LEADS and value.startswith(("javascript:", "vbscript:", "data:text"))


def read(page: str) -> _Reader:
    """A page, taken apart: ``forms``, ``links`` and what ``runs`` in it."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def route_of(app: Starlette, address: str, method: str = "GET") -> str:
    """The name of the route that an address leads to; empty when there is none."""
    scope = {"type": "http", "method": method, "path": urlsplit(address).path, "headers": []}
    found = (each for each in app.routes if isinstance(each, (Route, Mount)))
    return next((each.name for each in found if each.matches(scope)[0] is Match.FULL), "")


async def every_page(
    site: Any, key: str | None, browser: Any, of_a_kind: int = 1, starts: Iterable[str] = ()
) -> AsyncIterator[tuple[str, Any]]:
    """The demo's pages as one of its people (or a visitor) reaches them by links: so many of each kind."""
    start = f"/{CAST[key].council or ''}" if key else "/rivermead"
    todo, seen, kinds = deque([start, *starts]), {start}, Counter[tuple[str, ...]]()
    while todo:
        address = todo.popleft()
        page = await browser.get(address)
        yield address, page
        for href in read(page.text).links if "text/html" in page.headers.get("content-type", "") else []:
            link = urldefrag(urljoin(address, href))[0]
            kind = (route_of(site.app, link), *sorted(re.findall(r"[?&](\w+)=", link)))
            elsewhere = not link.startswith("/") or link.startswith("//")
            if elsewhere or not kind[0] or link in seen or LEFT_ALONE.match(link) or kinds[kind] >= of_a_kind:
                continue
            kinds[kind] += 1
            seen.add(link)
            todo.append(link)


Found = dict[str, tuple[str | None, Form]]


async def every_form(site: Any, keys: Iterable[str | None] = (None, *CAST)) -> Found:
    """One form for each route that the demo's pages send one to, and who has it before them."""
    found: Found = {}
    for key in keys:
        browser = await (site.as_(await person_of(key)) if key else site.client(Cookie="drawn=anew"))
        async for address, page in every_page(site, key, browser):
            for form in read(page.text).forms if "text/html" in page.headers.get("content-type", "") else []:
                form.action = urljoin(address, form.action)
                name = f"{form.method} {route_of(site.app, form.action, form.method.upper())}"
                found.setdefault(name, (key, form))
    return found
