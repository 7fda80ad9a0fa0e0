"""Every page and form of the demo, as its people reach them: nothing runs, nothing changes by looking, and nobody
sets a field that is ours. The pages are walked once; each test has a database of its own."""

from __future__ import annotations

import csv
import io
import os
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from tortoise import Tortoise, fields

from saidanddone import clock, database
from saidanddone.demo.cast import CAST, person_of
from saidanddone.ideas.models import Idea
from saidanddone.people.models import Person
from saidanddone.settings import Settings
from tests import conftest
from tests.forms import Form, Found, every_page, read, route_of
from tests.guards.test_headers import lacks
from tests.test_matrix import COUNCIL_ROUTES, address

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800), pytest.mark.xdist_group("every page")]

KEYS = (None, "young-person", "worker", "officer", "officer-2", "safeguarding", "admin")
HELD: dict[str, Found] = {}
# What looking may write down: that a session was used, when home was last seen, that a worry was opened.
NOTED = {
    "session": {"seen_at"},
    "concern": {"seen_at", "seen_by_id"},
    "person": {"home_seen_at", "last_visit"},
}
LAST_SEEN = "visit"
LOOKED_AT = ("see_worry",)


async def snapshot() -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table, but what looking may write down."""
    found = {}
    for model in Tortoise.apps[database.APP].values():
        table, key = model._meta.db_table, model._meta.db_pk_column
        held = await database.rows(f'SELECT * FROM "{table}"')
        if table == LAST_SEEN:
            continue
        noted = NOTED.get(table, set())
        found[table] = {
            row[key]: {name: value for name, value in row.items() if name not in noted}
            for row in held
            if row.get("act") not in LOOKED_AT and row.get("what") not in LOOKED_AT
        }
    return found


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Which rows are not as they were."""
    return [
        f"{table} {key}"
        for table in before
        for key in before[table].keys() | after[table].keys()
        if before[table].get(key) != after[table].get(key)
    ]


async def every_form_of(site: Any, engine_name: str) -> Found:
    """The forms of the demo's pages, walked once for all tests of a run."""
    if engine_name not in HELD:
        HELD[engine_name] = {}
        await walk(site, HELD[engine_name])
    return HELD[engine_name]


async def walk(site: Any, found: Found) -> list[str]:
    """Look at all kinds of pages as each of the demo's people, keep the forms, and say what is wrong."""
    faults, app = [], site.app
    for key in KEYS:
        browser = await (site.as_(await person_of(key)) if key else site.client(Cookie="drawn=anew"))
        async for at, page in every_page(site, key, browser):
            if page.status_code >= 400 and page.status_code != 404:
                faults.append(f"{key} {at}: {page.status_code}")
            if lacking := lacks(page):
                faults.append(f"{key} {at} lacks {lacking}")
            if "text/html" not in page.headers.get("content-type", ""):
                continue
            taken_apart = read(page.text)
            if taken_apart.runs:
                faults.append(f"{key} {at} would run {taken_apart.runs}")
            for form in taken_apart.forms:
                form.action = form.action or at
                name = f"{form.method} {route_of(app, form.action, form.method.upper())}"
                _, first = found.setdefault(name, (key, form))
                first.names |= form.names
    return faults


async def test_looking_changes_nothing_and_no_page_runs_what_is_not_a_file_of_ours(demo_site, engine_name):
    if engine_name != "sqlite":
        pytest.skip("forms and pages are read alike on both databases")
    before = await snapshot()
    for key in KEYS:  # being signed in is a row, and not what is looked for
        await (demo_site.as_(await person_of(key)) if key else demo_site.client())
    HELD[engine_name] = {}
    faults = await walk(demo_site, HELD[engine_name])
    assert faults == []
    for key in ("worker", "admin"):  # also what no page leads to, and by HEAD
        browser = await demo_site.as_(await person_of(key))
        for route in COUNCIL_ROUTES:
            if "GET" in route.methods and not route.name.endswith("leave"):
                to = address(route, "rivermead").replace("999", "3")
                assert (await browser.get(to)).status_code < 500
                assert (await browser.head(to)).status_code < 500
    differs = [row for row in changed(before, await snapshot()) if not row.startswith("session ")]
    assert differs == [], differs[:20]
    assert len(HELD[engine_name]) > 50, "too few forms were found to mean anything"


async def test_a_page_that_writes_or_runs_would_be_noticed(demo_site):
    before = await snapshot()
    await database.write(lambda: Tortoise.apps[database.APP]["Council"].filter(id=1).update(name="Other"))
    assert changed(before, await snapshot()) == ["council 1"]
    page = '<p onclick="a()" style="b">c</p><script>d</script><a href=" java\tscript:e">f</a><style></style>'
    assert len(read(page).runs) == 5


# Fields that are ours

OURS = {
    "id": "1", "council": "2", "council_id": "2", "author": "1", "author_id": "1", "person": "1", "person_id": "1",
    "by": "1", "made_by_id": "1", "role": "council-admin", "roles": "council-admin", "stage": "open",
    "status": "complete", "number": "1", "seen_by": "everyone", "team_only": "", "confirmed": "yes",
    "confirmed_at": "2020-01-01", "made_at": "2020-01-01", "sent_at": "2020-01-01", "at": "2020-01-01",
    "nickname": "Somebody", "job_title": "Director", "supports": "999", "suspended_at": "", "is_staff": "1",
    "ends_at": "2099-01-01", "uses_at_most": "999", "owner_person_id": "1", "first_due": "2020-01-01",
    "outcome": "confirmed", "counted": "999", "floor": "0", "published_at": "2020-01-01", "decided_by": "1",
}  # fmt: skip


def filled(form: Form) -> dict[str, list[str]]:
    """The form as somebody in a hurry would send it."""
    day = clock.today() + timedelta(days=20)
    words = {
        "date": day.isoformat(), "datetime-local": f"{day.isoformat()}T18:00", "number": "2", "time": "18:00",
        "email": "someone@example.org",
    }  # fmt: skip
    sent: dict[str, list[str]] = {}
    for name, value in form.fields:
        typed = value.strip() or (words.get(form.typed[name], "A sentence.") if name in form.typed else value)
        sent.setdefault(name, []).append(typed)
    return sent


async def post(browser: Any, form: Form, sent: dict[str, Any]) -> Any:
    if form.many_parts:
        parts = [
            (name, (None, value if isinstance(value, bytes) else value.encode()))
            for name, values in sent.items()
            for value in values
        ]
        return await browser.post(form.action, files=parts or [("nothing", (None, b""))])
    return await browser.post(form.action, data=sent)


@asynccontextmanager
async def another_demo(engine: Any, with_demo: str) -> AsyncIterator[Any]:
    async with engine.copy(with_demo, "another") as url:
        settings = Settings(database_url=url, origin=conftest.ORIGIN, demo=True, due_every=0, limits="off")
        async with conftest._running(settings) as site:
            yield site


TIMES = (fields.DatetimeField, fields.DateField, fields.TimeDeltaField)
CHANCE = re.compile(r"hash|digest|salt|token|once|head|code|receipt|key$|chain|previous|seal|results")


def told(rows: dict[str, Any]) -> dict[str, list[str]]:
    """What stands in each table, but what is there by chance or by the moment."""
    found = {}
    for model in Tortoise.apps[database.APP].values():
        table = model._meta.db_table
        if table == LAST_SEEN:
            continue
        moments = {name for name, kind in model._meta.fields_map.items() if isinstance(kind, TIMES)}
        found[table] = sorted(
            repr({k: when(v) if k in moments else v for k, v in row.items() if not CHANCE.search(k)})
            for row in rows[table].values()
        )
    return found


def when(moment: Any) -> str:
    """Whether a moment is there, and whether it is one that only our fields below name."""
    said = str(moment or "")
    return next(
        (year for year in ("1999", "2020", "2099") if said.startswith(year)), "some day" if said else ""
    )


async def send_all(site: Any, forms: Found, more: dict[str, str]) -> tuple[dict[str, list[str]], set[str]]:
    """Send each form once: what stands in the database then, and the names of those that were taken."""
    taken = set()
    for name, (key, form) in sorted(forms.items()):
        if not name.startswith("post ") or "demo:" in name or "sign_out" in name:
            continue
        browser = await (site.as_(await person_of(key), raises=False) if key else site.client(raises=False))
        sent = filled(form)
        extra = {field: [value] for field, value in more.items() if field not in form.names}
        answer = await post(browser, form, {**extra, **sent})
        assert answer.status_code < 500, (name, answer.text[-500:])
        if answer.status_code < 400:
            taken.add(name)
    return told(await snapshot()), taken


async def test_what_is_ours_to_set_nobody_sets_by_a_field_of_theirs(engine, engine_name, with_demo):
    """Every form is sent twice, to two copies of the demo: plainly, and with our fields added. They end up the same."""
    if engine_name != "sqlite":
        pytest.skip("forms and pages are read alike on both databases")
    async with another_demo(engine, with_demo) as site:
        forms = await every_form_of(site, engine_name)
    async with another_demo(engine, with_demo) as plain:
        expected, taken = await send_all(plain, forms, {})
    assert len(taken) > 25, "too few forms were taken to mean anything"
    assert "post ideas:propose" in taken, "fields that stand apart from their form are its fields too"
    async with another_demo(engine, with_demo) as site:
        found, taken_too = await send_all(site, forms, OURS)
    assert taken_too == taken, taken_too ^ taken
    for table, rows in expected.items():
        assert found[table] == rows, table


async def test_a_new_idea_is_its_writers_whatever_is_sent_beside_its_words(site, there):
    """Said once more by itself, of the form that young people fill in: whose it is, and where it stands."""
    words = {"what": "Doorbells for everyone", "shown_as": "nickname", "door": "everyone"}
    beside = {field: value for field, value in OURS.items() if field not in {"nickname", *words}}
    sent = {**beside, "author_id": str(there.bo.id), "number": "77", "council_id": str(there.ashcombe.id)}
    amina = await site.as_(there.amina)
    assert (await amina.post("/rivermead/ideas", data={**sent, **words})).status_code == 303
    idea = await Idea.get()
    assert (idea.author_id, idea.council_id, idea.stage) == (there.amina.id, there.rivermead.id, "waiting")
    assert (idea.number, idea.supports) == (1, 0)


# What is typed to do harm

MARK = "qq7"
PAYLOADS = (
    f"<script>{MARK}()</script>", f"</textarea><script>{MARK}()</script>", f"</title><script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>", f"<svg onload={MARK}()>", f"<svg><script>{MARK}()</script></svg>",
    f'"><img src=x onerror={MARK}()>', f"'><img src=x onerror={MARK}()>", f'" onfocus={MARK}() autofocus="',
    f"' onmouseover={MARK}() '", f"` onclick={MARK}()", f"javascript:{MARK}()", f"JaVaScRiPt:{MARK}()",
    f"java\tscript:{MARK}()", f"data:text/html,<script>{MARK}()</script>", f"vbscript:{MARK}()",
    f"<a href=javascript:{MARK}()>x</a>", f"<iframe src=javascript:{MARK}()>", f"<iframe srcdoc='<b>{MARK}'>",
    f"<object data=javascript:{MARK}()>", f"<embed src=//{MARK}.example>", f"<base href=//{MARK}.example>",
    f"<meta http-equiv=refresh content=0;url=//{MARK}.example>", f"<link rel=stylesheet href=//{MARK}.example>",
    f"<style>@import'//{MARK}.example'</style>", f"<b style=background:url(//{MARK}.example)>",
    f"<form action=//{MARK}.example><button>x", f"<input name={MARK} autofocus>", f"<math><mi {MARK}=1>",
    f"<div hx-get=/{MARK} hx-trigger=load>", f"<p hx-on:load={MARK}()>", f"<hx-partial hx-target=body>{MARK}",
    f"<!--{MARK}--!><img src=x onerror={MARK}()>", f"<![CDATA[<b {MARK}>]]>", f"<scr<script>ipt>{MARK}()",
    f"%3Cscript%3E{MARK}()%3C/script%3E", f"&lt;script&gt;{MARK}()&lt;/script&gt;", f"&#60;script&#62;{MARK}()",
    f"\\u003cscript\\u003e{MARK}()", f"＜script＞{MARK}()＜/script＞", f"<ſcript>{MARK}()</ſcript>",
    f"{{{{ 7*7 }}}}{MARK}", f"{{% raw %}}{MARK}", f"{{{{ ''.__class__.__mro__ }}}}{MARK}", f"${{7*7}}{MARK}",
    f"#{{7*7}}{MARK}", f"<%= 7*7 %>{MARK}", f"%(x)s %s %n{MARK}", f"{{0.__class__}}{MARK}",
    f"'; DROP TABLE idea; --{MARK}", f"\" OR 1=1 --{MARK}", f"') UNION SELECT hash FROM session--{MARK}",
    f"NEAR({MARK}* \"", f"../../../etc/passwd{MARK}", f"{MARK}\r\nSet-Cookie: a=b", f"=HYPERLINK(\"//{MARK}\")",
    f"+cmd|'/c calc'!A0{MARK}", f"-2+3+cmd{MARK}", f"@SUM(1+1){MARK}", f"\t=1+1{MARK}", f"\u202e{MARK}\u202c",
    f"{MARK}\u200b\u200d\ufeff", f"{MARK}\u0000", f"{MARK}\ud800", "\u0651" * 50 + MARK, "🏳️‍🌈" * 20 + MARK,
)  # fmt: skip


def run_by(page: str) -> list[str]:
    """What on a page came out of a payload as more than words."""
    taken_apart, found = read(page), []
    found += taken_apart.runs
    for tag in re.findall(r"<[a-zA-Z!/?][^<>]*>", re.sub(r'"[^"]*"|\'[^\']*\'', '""', page)):
        if MARK in tag:
            found.append(tag)
    if "49" + MARK in page:
        found.append("a template that was worked out")
    return found


def dangerous_cells(text: str) -> list[str]:
    """The cells of a CSV file that a spreadsheet would work out."""
    return [
        cell
        for row in csv.reader(io.StringIO(text))
        for cell in row
        if cell.lstrip("\ufeff")[:1] in [*"=+-@\t\r"]
    ]


async def the_cast() -> dict[str, Person]:
    """Everybody of the demo, before anything is done to them."""
    return {key: await person_of(key) for key in CAST}


@pytest.mark.parametrize("share", [int(os.environ.get("HOSTILE_SHARE", "16"))])
async def test_whatever_is_typed_stays_words(demo_site, engine_name, share):
    """Each form is sent with each payload in every field it has (in `make hostile`; here one of ``share``)."""
    if engine_name != "sqlite" and share > 1:
        pytest.skip("pages are drawn alike from both databases; `make hostile` tries both")
    forms = await every_form_of(demo_site, engine_name)
    people = await the_cast()  # by name they can't be found again: their names are typed over
    faults, sent, turn = [], 0, random.Random(7)
    for name, (key, form) in sorted(forms.items()):
        if "sign_out" in name or "demo:clock" in name:
            continue
        browser = await (demo_site.as_(people[key], raises=False) if key else demo_site.client(raises=False))
        for payload in turn.sample(PAYLOADS, max(1, len(PAYLOADS) // share)):
            fields_ = {field: [payload] for field in (form.typed or form.names)}
            if form.method == "get":
                answer = await browser.get(
                    form.action, params={k: v[0].encode("utf-8", "replace") for k, v in fields_.items()}
                )
            else:
                answer = await post(browser, form, surrogates_apart({**filled(form), **fields_}))
            sent += 1
            if answer.status_code >= 500:
                faults.append(f"{name} answered {answer.status_code} to {payload!a}")
            elif "html" in answer.headers.get("content-type", "") and (ran := run_by(answer.text)):
                faults.append(f"{name} drew {payload!a} as {ran}")
            assert "a=b" not in answer.headers.get("set-cookie", "")
    for key in ("young-person", "worker", "admin"):
        browser = await demo_site.as_(people[key], raises=False)
        async for at, page in every_page(
            demo_site, key, browser, starts=[f"/rivermead/ideas?q={MARK}%3Cb%3E"]
        ):
            kind = page.headers.get("content-type", "")
            if page.status_code >= 500:
                faults.append(f"{at} answered {page.status_code}")
            if "html" in kind and (ran := run_by(page.text)):
                faults.append(f"{at} drew {ran}")
            if "csv" in kind and (cells := dangerous_cells(page.text)):
                faults.append(f"{at} holds {cells}")
    assert faults == [], faults[:10]
    assert sent > 150


def surrogates_apart(sent: dict[str, list[str]]) -> dict[str, list[bytes]]:
    """As bytes, halves of signs included: a client that isn't a browser sends what it likes."""
    return {
        name: [value.encode("utf-8", "surrogatepass") for value in values] for name, values in sent.items()
    }


def test_harm_would_be_noticed():
    assert len(PAYLOADS) >= 60
    for page in (
        f"<p>{PAYLOADS[0]}</p>",
        f'<input value="{PAYLOADS[6]}">',
        f"<p>49{MARK}</p>",
        f"<b {MARK}>",
    ):
        assert run_by(page), page
    assert run_by(f'<input value="&#34;&gt;&lt;img src=x onerror={MARK}()&gt;">') == []
    assert dangerous_cells('a,"=1"\n"\t=1",-2,x') == ["=1", "\t=1", "-2"]
