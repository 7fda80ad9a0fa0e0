"""Every kind of answer carries the strict headers, and only the site's own name is answered."""

from dataclasses import replace

import httpx2
from starlette.routing import Route

from saidanddone import guards, templating
from saidanddone.app import build
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.settings import Settings
from tests.people import town

HTTPS = Settings(origin="https://ideas.example.org", database_url="sqlite://nowhere", due_every=0)
IDEA = {"what": "Doorbells", "shown_as": "nickname", "door": "everyone"}


def lacks(answer) -> list[str]:
    """What an answer lacks of the strict headers."""
    headers, found = answer.headers, []
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers.get("content-security-policy", "").split(";")
    )
    if policy.get("default-src") != "'none'" or policy.get("frame-ancestors") != "'none'":
        found.append("content-security-policy")
    if any(
        loose in headers.get("content-security-policy", "") for loose in ("'unsafe", "*", "http:", "https:")
    ):
        found.append("a tight content-security-policy")
    if policy.get("script-src", "'self'") != "'self'" or policy.get("style-src", "'self'") != "'self'":
        found.append("scripts of its own only")
    for name, value in guards.STRICT.items():
        if name not in {"Content-Security-Policy", "Permissions-Policy"} and headers.get_list(name) != [
            value
        ]:
            found.append(name)
    for sense in ("camera", "geolocation", "payment", "usb"):
        if f"{sense}=()" not in headers.get("permissions-policy", ""):
            found.append(f"no {sense}")
    if len(headers.get("x-request-id", "")) != 12:
        found.append("X-Request-Id")
    if not headers.get("cache-control"):
        found.append("Cache-Control")
    return found


@open_to(EVERYONE)
async def breaks(request):
    raise RuntimeError


async def test_every_kind_of_answer_has_the_strict_headers(site):
    there = await town()
    site.app.router.routes.insert(0, Route("/breaks", breaks))
    visitor, amina, bo = (
        await site.client(raises=False),
        await site.as_(there.amina),
        await site.as_(there.bo),
    )
    page = await visitor.get("/rivermead")
    too_long = {"content": b"&" * 300_000, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    odd = {"Content-Type": "multipart/form-data; boundary=B; charset=utf-7"}
    answers = {
        200: page,
        301: await visitor.get("/favicon.ico"),
        303: await amina.post("/rivermead/ideas", data=IDEA),
        304: await visitor.get("/rivermead", headers={"If-None-Match": page.headers.get("etag", "")}),
        307: await visitor.get("/rivermead/"),
        400: await visitor.get("/rivermead", headers={"Host": "elsewhere.example"}),
        403: await amina.post("/rivermead/rounds", data={}),
        404: await visitor.get("/rivermead/nothing"),
        405: await visitor.put("/rivermead"),
        409: await bo.post("/rivermead/ideas/1/support"),
        413: await amina.post("/rivermead/ideas", **too_long),
        415: await amina.post("/rivermead/ideas", content=b"--B--", headers=odd),
        422: await amina.post("/rivermead/ideas", data={}),
        500: await visitor.get("/breaks"),
    }
    if site.settings.database_url.startswith("postgres"):
        del answers[304]  # nothing is kept where others may write
    if answers[409].status_code == 404:
        del answers[409]
    more = (
        await visitor.get("/static/css/app.css"),
        await visitor.get("/static/nothing.css"),
        await visitor.head("/rivermead"),
        await visitor.get("/healthz"),
        await visitor.post("/rivermead/ideas", data=IDEA, headers={"Origin": "null"}),
        await visitor.get("/rivermead/ideas", headers={"HX-Request": "true"}),
        await visitor.get("/rivermead/leave"),
    )
    for status, answer in answers.items():
        assert answer.status_code == status
    for answer in (*answers.values(), *more):
        assert lacks(answer) == [], (answer.status_code, str(answer.request.url))
    assert (await visitor.get("/rivermead/help")).headers["cache-control"] == "no-store"
    assert "immutable" in (await visitor.get(templating.static("css/app.css"))).headers["cache-control"]
    # What a style sheet or a script asks for has no hash in its address: it is kept all the same.
    assert more[0].headers["cache-control"] == "public, max-age=86400"
    assert more[1].headers["cache-control"] == "no-store"


async def test_a_header_that_is_missing_or_loose_would_be_noticed(site, monkeypatch):
    await town()
    visitor = await site.client()
    monkeypatch.setitem(
        guards.MORE, None, {"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'"}
    )
    assert "a tight content-security-policy" in lacks(await visitor.get("/rivermead/help"))
    monkeypatch.setitem(guards.MORE, None, {"Referrer-Policy": "unsafe-url"})
    assert lacks(await visitor.get("/rivermead/help")) == ["Referrer-Policy"]


NAMES = {
    "ideas.example.org": 200,
    "IDEAS.example.org:443": 200,
    "ideas.example.org:80": 400,
    "ideas.example.org:8443": 400,
    "ideas.example.org.": 400,
    "ideas.example.org@elsewhere.example": 400,
    "elsewhere.example": 400,
    "127.0.0.1": 400,
    "localhost": 400,
    "": 400,
    "a, ideas.example.org": 400,
    "ideas.example.org/..": 400,
}


async def test_only_the_sites_own_name_is_answered_and_over_https_for_good(site):
    transport = httpx2.ASGITransport(app=build(replace(HTTPS, database_url=site.settings.database_url)))
    async with httpx2.AsyncClient(transport=transport, base_url="https://ideas.example.org") as browser:
        for host, status in NAMES.items():
            answer = await browser.get("/static/css/app.css", headers={"Host": host})
            assert answer.status_code == status, host
            assert lacks(answer) == []
            assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
            # Whoever watches over the server asks by its number.
            assert (await browser.get("/readyz", headers={"Host": host})).status_code == 200
    assert "This site is at https://ideas.example.org. Open it there." in answer.text


async def test_the_demo_answers_by_both_names_of_this_machine(site):
    settings = replace(site.settings, demo=True, origin="http://127.0.0.1:8000")
    transport = httpx2.ASGITransport(app=build(settings))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as browser:
        for host, status in (("127.0.0.1:8000", 200), ("localhost:8000", 200), ("localhost", 400)):
            assert (await browser.get("/static/css/app.css", headers={"Host": host})).status_code == status


async def test_two_names_at_once_are_no_name():
    async def app(scope, receive, send):
        raise AssertionError("let in")

    told = []

    async def send(message):
        told.append(message)

    names = [(b"host", b"ideas.example.org"), (b"host", b"elsewhere.example")]
    for headers in (names, []):
        scope = {"type": "http", "path": "/", "method": "GET", "headers": headers}
        await guards.HostCheck(app, HTTPS)(scope, None, send)
    assert [each["status"] for each in told if each["type"] == "http.response.start"] == [400, 400]
