"""Bad input is harmless: strange requests to every route, and none is answered with a crash.

A few hundred here; `make hostile` sends twenty thousand. Each request follows from its number, so one that fails
is sent again by that number alone.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from starlette.routing import Route

from saidanddone.demo.cast import person_of
from tests.test_matrix import lets_in

CASES = int(os.environ.get("HOSTILE_CASES", "400"))
FIRST = int(os.environ.get("HOSTILE_FIRST", "1"))
KEYS = ("young-person", "worker", "officer", "officer-2", "safeguarding", "admin", "programme", None)
NAMES = (
    "what why text title reason message said next_step due due_reason answer kind else_can return_on picks question "
    "opens closes idea ideas choice way score_1 reason_1 mission role name nickname code device keep shared slip "
    "how_many day day0 person cover starts ends last_day label pledges work when starts_at where place places until "
    "voucher note back once seconds shown_as door quote sound words verdict q stage sort after before by needs page "
    "owner owner_person target reach how_we_know wording unit line id number days next uses cards email care format"
).split()
WORDS = (
    "", " ", "\x00", "a\x00b", "\u202e", "\u2066x\u2069", "\u200b", "\u200d\ufeff", "\ud800", "x\udfffy", "\ufffe",
    "\x1b[31m", "\r\n\r\n", "\u2028", "0", "-1", "1", "2", "9" * 9, "9" * 20, "2147483648", "9223372036854775808",
    "1e309", "NaN", "Infinity", "-0", "0x10", "１２", "٣", "½", "1,5", "1_000", "true", "null", "undefined", "[]", "{}",
    "2026-11-22", "2026-02-30", "0000-00-00", "9999-12-31", "99999-01-01", "2026-11-22T25:61", "2026-03-29T01:30",
    "1970-01-01T00:00", "25:00", "open", "everyone", "nickname", "yes", "no", "own", "shared", "council-admin",
    "stable-homes-2023/5", "stable-homes-2023/999", "/", "//elsewhere.example", "\\\\elsewhere", "javascript:1",
    "http://elsewhere.example", "%", "%25", "%00", "_", "'", '"', "\\", "*", '"*', "NEAR(a b)", "a AND", "(", "^a",
    "col:x", "' OR 1=1 --", "{{7*7}}", "%s%n", "<b>", "é" * 300, "a" * 5000, "🚪" * 700, "\u0651" * 400, "A sentence.",
    "مرحبا بالعالم", "ß", "ﬀ", "İ", "ǆ", "K", "xn--80ak6aa92e", "Amina", "Аmina", "ca\u0301fe", "=1+1", "-1+1", "@x",
)  # fmt: skip
PIECES = (
    *"1 2 3 8 17 19 999 0 007 999999999 9999999999 -1 x %00 %ff %2e%2e %F0%9F%9A%AA rivermead ashcombe none".split(),
    "stable-homes-2023", "KKKK-KKKK-KKKK", "a" * 300, "%E2%80%AE", "%ED%A0%80", "%0d%0aX:y", "1%20OR%201", "١",
)  # fmt: skip
CONTENTS = (
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8", "multipart/form-data",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=B", "multipart/form-data; boundary=\"B",
    "multipart/form-data; boundary=B; charset=utf-16", "multipart/form-data; boundary=" + "b" * 300, "text/plain",
    "application/json", "application/x-www-form-urlencoded; charset=latin-1", "", ";", "multipart/mixed; boundary=B",
)  # fmt: skip
BROKEN = (
    b"", b"&", b"=", b"&&&===", b"a=%", b"a=%zz&what=%ff%fe", b"what=%00&why=%ED%A0%80", b"\xff\xfe\x00", b"{}", b"--B",
    b"--B--", b"--B\r\n\r\n", b"--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--\r\n",
    b'--B\r\nContent-Disposition: form-data; name="what"\r\n\r\nx', b'--B\r\nContent-Disposition: form-data; name=""',
    b'--B\r\nContent-Disposition: form-data; name="what"; filename="../../x\x00.webm"\r\n\r\nx\r\n--B--\r\n',
    b'--B\r\nContent-Disposition: form-data; name="sound"; filename="<b>.ogg"\r\nContent-Type: audio/ogg\r\n\r\nOggS\r\n--B--\r\n',
    b'--B\r\nContent-Disposition: form-data; name="what"\r\nContent-Transfer-Encoding: base64\r\n\r\n//8=\r\n--B--\r\n',
    b'--B\r\nContent-Disposition: form-data; name="what"; name="why"\r\n\r\n\xed\xa0\x80\r\n--B--\r\n',
    b'--B\r\n' + b"X: y\r\n" * 400 + b'\r\n\r\n--B--\r\n', b"what=x&" * 3000, b"a" * 70_000, b"\r\n--B\r\n" * 500,
)  # fmt: skip
HEADERS = (
    ("Accept-Language", "xx;q=zz,*;q=9"), ("Accept-Language", "\u00ff" * 50), ("If-None-Match", 'W/"x", *'),
    ("HX-Request", "true"), ("HX-Request", "true"), ("HX-Target", "<b>"), ("HX-Current-URL", "javascript:1"),
    ("Range", "bytes=0-1,5-2,-9"), ("Range", "bytes=99999999999999-"), ("If-Modified-Since", "yesterday"),
    ("If-Range", "x"), ("Accept-Encoding", "gzip;q=,br"), ("Accept", "*/*;q=2"), ("X-Forwarded-For", "'"),
    ("X-Forwarded-Proto", "ftp"), ("Cookie", "saidanddone=x; notice=%ff%00%"), ("Cookie", "notice=%3Cb%3E"),
    ("Cookie", "saidanddone=" + "x" * 3000), ("Cookie", "=;;=a; \x01=b"), ("Authorization", "Bearer x"),
)  # fmt: skip


async def who_may(routes: list[Route]) -> dict[str, list[str | None]]:
    """For each route those of KEYS who are let in."""
    people = {key: await person_of(key) if key else None for key in KEYS}
    return {
        route.name: [
            key for key, person in people.items() if person is None or lets_in(route.endpoint.open_to, person)
        ]
        for route in routes
    }


def request_number(
    number: int, routes: list[Route], may: dict[str, list[str | None]]
) -> tuple[str | None, str, str, dict[str, Any]]:
    """One strange request: who sends it, its method, its address, and the rest."""
    turn = random.Random(number)
    route = turn.choice(routes)
    method = "POST" if "POST" in route.methods else "GET"
    if turn.random() < 0.04:
        method = turn.choice(["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "POST", "GET"])
    path = route.path.replace("{council}", turn.choice(["rivermead"] * 400 + ["ashcombe", *PIECES]))
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = (
            path[:start]
            + str(
                turn.choice([*range(1, 30)] * 4 + [*PIECES])
                if ":" in path[start:end]
                else turn.choice(PIECES)
            )
            + path[end + 1 :]
        )
    asked = "&".join(
        f"{turn.choice(NAMES)}={_quoted(turn.choice(WORDS))}" for _ in range(turn.choice([0, 0, 1, 3]))
    )
    more: dict[str, Any] = {"headers": dict(turn.sample(HEADERS, turn.choice([0, 0, 1, 2])))}
    if method == "POST":
        _body(turn, more)
    more["headers"] = {name: value.encode("latin-1", "replace") for name, value in more["headers"].items()}
    return (
        turn.choice(may[route.name] if turn.random() < 0.9 else KEYS),
        method,
        path + (f"?{asked}" if asked else ""),
        more,
    )


def _body(turn: random.Random, more: dict[str, Any]) -> None:
    if turn.random() < 0.25:
        more["content"] = turn.choice(BROKEN)
        more["headers"]["Content-Type"] = turn.choice(CONTENTS)
        return
    sent = {
        turn.choice(NAMES): turn.choice(WORDS).encode("utf-8", "surrogatepass")
        for _ in range(turn.randint(0, 9))
    }
    if turn.random() < 0.2:
        more["files"] = [(name, (None, value)) for name, value in sent.items()] or [
            ("x", ("x.ogg", b"OggS", "audio/ogg"))
        ]
        if turn.random() < 0.5:
            names = ["x.webm", "../x", "<b>.ogg", "\u202egpj.exe", "a" * 300, "=1.csv"]
            more["files"].append(
                (
                    "sound",
                    (turn.choice(names), turn.randbytes(50), turn.choice(["audio/webm", "text/html", ""])),
                )
            )
    else:
        more["data"] = sent


def _quoted(words: str) -> str:
    return "".join(f"%{byte:02x}" for byte in words.encode("utf-8", "surrogatepass"))


async def send(site: Any, first: int, how_many: int) -> tuple[list[str], dict[int, int]]:
    routes = [route for route in site.app.routes if isinstance(route, Route) and route.name != "demo:clock"]
    may = await who_may(routes)
    people = {key: await person_of(key) for key in KEYS if key}  # before their names are typed over
    browsers: dict[str | None, Any] = {}
    faults, statuses = [], {}
    for number in range(first, first + how_many):
        key, method, address, more = request_number(number, routes, may)
        if key not in browsers or number % 50 == 0:  # some sign themselves out
            browsers[key] = await (site.as_(people[key], raises=False) if key else site.client(raises=False))
        try:
            answer = await browsers[key].request(method, address, **more)
        except Exception as error:
            faults.append(f"{number}: {key} {method} {address[:80]} raised {error!r}")
            continue
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if answer.status_code >= 500:
            faults.append(f"{number}: {key} {method} {address[:120]} was answered {answer.status_code}")
    return faults, statuses


@pytest.mark.slow
@pytest.mark.timeout(3600)
async def test_whatever_is_sent_nothing_breaks(demo_site, capsys):
    faults, statuses = await send(demo_site, FIRST, CASES)
    with capsys.disabled():
        if CASES > 1000:
            print(f"\n{CASES} requests: {dict(sorted(statuses.items()))}")  # noqa: T201
    assert faults == [], f"{len(faults)}: " + "\n".join(faults[:20])
    assert {200, 303, 404, 422} <= statuses.keys(), "the requests don't reach far enough to mean anything"
    if CASES >= 400:
        assert statuses[200] + statuses[303] + statuses.get(422, 0) > CASES / 5


async def test_a_crash_would_be_noticed(demo_site, monkeypatch):
    from saidanddone import web

    def breaks(*_, **__):
        raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

    monkeypatch.setattr(web, "whole_number", breaks)
    monkeypatch.setattr(web, "_has_hidden_signs", breaks)
    faults, _ = await send(demo_site, 1, 60)
    assert faults
