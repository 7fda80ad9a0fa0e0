"""Every link leads somewhere: as each person of the demo, all kinds of pages are followed from home on."""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from starlette.routing import Match

from saidanddone.demo.cast import CAST, person_of

OF_A_KIND = 2  # so many pages of one address pattern are opened for each person
FOLLOWED_ELSEWHERE = ("/leave", "/sign-out", "/static/")


def kind_of(app, address: str) -> tuple[str, ...]:
    """What two addresses share that lead to the same kind of page."""
    parts = urlsplit(address)
    scope = {"type": "http", "method": "GET", "path": parts.path, "headers": []}
    route = next((each for each in app.routes if each.matches(scope)[0] is Match.FULL), None)
    return (getattr(route, "name", parts.path), *sorted(name for name, _ in parse_qsl(parts.query)))


def links_of(address: str, text: str) -> list[str]:
    """The addresses of this site that a page links to."""
    found = (unescape(href) for href in re.findall(r'<a\b[^>]*\shref="([^"]*)"', text))
    joined = (urljoin(address, href) for href in found)
    return [link for link in joined if link.startswith("/") and not link.startswith("//")]


def wrong_with(address: str, page) -> str:
    """What is wrong with an answer, or nothing."""
    if page.status_code != 200:
        return f"answered {page.status_code}"
    if "text/html" not in page.headers["content-type"]:
        return ""
    if not re.search(r'<html lang="[a-z-]+" dir="(ltr|rtl)"', page.text):
        return "has no language"
    if not re.search(r"<title>\s*\S", page.text):
        return "has no title"
    if len(re.findall(r"<h1\b", page.text)) != 1:
        return f"has {len(re.findall('<h1', page.text))} headings of the first rank"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("key", [None, *CAST])
async def test_no_link_is_dead(demo_site, engine_name, key):
    if engine_name != "sqlite":
        pytest.skip("links don't depend on the database")
    browser = await (demo_site.as_(await person_of(key)) if key else demo_site.client())
    start = f"/{CAST[key].council or ''}" if key else "/rivermead"
    todo, seen, kinds, faults, targets = deque([(start, "the start")]), {start}, Counter(), [], {}
    while todo:
        address, came_from = todo.popleft()
        page = await browser.get(address)
        if page.status_code in (301, 303, 307):
            page = await browser.get(page.headers["location"])
        if fault := wrong_with(address, page):
            faults.append(f"{address} {fault} (from {came_from})")
            continue
        for link in links_of(address, page.text):
            bare, anchor = urldefrag(link)
            if bare.startswith(FOLLOWED_ELSEWHERE) or bare.endswith(FOLLOWED_ELSEWHERE):
                continue
            if anchor and bare == address and f'id="{anchor}"' not in page.text:
                faults.append(f"{address} leads to #{anchor}, which isn’t on it")
            if bare in seen or kinds[kind := kind_of(demo_site.app, bare)] >= OF_A_KIND:
                continue
            kinds[kind] += 1
            seen.add(bare)
            todo.append((bare, address))
        targets[address] = len(page.text)
    assert faults == []
    assert len(targets) > 8, "too few pages were reached to mean anything"


def test_a_dead_link_would_be_noticed():
    class Page:
        status_code, text = 404, ""
        headers = {"content-type": "text/html"}

    assert wrong_with("/nowhere", Page) == "answered 404"
    Page.status_code = 200
    assert wrong_with("/nowhere", Page) == "has no language"
    assert links_of("/a/b", '<a class="x" href="/c?d=1&amp;e=2#f">') == ["/c?d=1&e=2#f"]
