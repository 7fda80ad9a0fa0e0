"""The log tells what happened and nobody's words: canaries are sent everywhere, and none comes out."""

import asyncio
import io
import json
import logging
import re
from pathlib import Path

import pytest
from starlette.routing import Route
from tortoise.exceptions import IntegrityError

from saidanddone import clock, logs
from saidanddone.people import sessions
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.inviting import invite
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.settings import Settings
from tests.people import town
from tests.test_matrix import COUNCIL_ROUTES, address

CANARY = "Qanarybird"
FIELDS = (
    "answer back cards code comment due email else_can ends job_title label message name nickname "
    "next observer person pin pledges question reason role said slip starts text title token typed what "
    "where why words"
).split()


@pytest.fixture
def listening(capfd):
    """`listening(settings)` logs as the served site does; gives a call for all that came out meanwhile."""
    before = logging.getLogRecordFactory()
    root = logging.getLogger()
    held, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in (*logs.OTHERS, logs.OURS)}
    records: list[logging.LogRecord] = []

    def listen(settings: Settings = Settings(log_requests="all")):  # noqa: B008
        out = io.StringIO()
        handler = logs.start(settings, out)
        keep = logging.Handler()
        keep.emit = records.append
        root.addHandler(keep)
        handler.name = "ours"
        return lambda: (out.getvalue(), records, "".join(capfd.readouterr()))

    yield listen
    root.handlers[:] = held
    root.setLevel(level)
    logging.setLogRecordFactory(before)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


def all_of(came_out) -> str:
    """Everything that was written or is held in a record, as one text."""
    lines, records, written = came_out
    held = [repr({**vars(record), "message": record.getMessage()}) for record in records]
    return "\n".join([lines, written, *held])


@open_to(EVERYONE)
async def breaks(request):
    raise RuntimeError(request.query_params["typed"])


@open_to(EVERYONE)
async def breaks_a_rule(request):
    """The database tells the values of the row it refuses."""
    there = await Person.get(nickname=f"{CANARY} nickname")
    await Person.join(request.scope["council"], there.nickname, Role.YOUNG_PERSON)


async def drive(site, there):
    """Send canaries to every route, in paths, queries, headers and forms; and have it crash twice."""
    canary = await Person.join(there.rivermead, f"{CANARY} nickname", Role.YOUNG_PERSON)
    link = await sessions.make_link(canary)
    _, code = await invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern, name=f"{CANARY} name")
    headers = {
        "User-Agent": f"{CANARY} agent",
        "Referer": f"http://testserver/{CANARY}",
        "X-Forwarded-For": f"{CANARY}.example",
        "X-Request-Id": CANARY,
    }
    form = {name: f"{CANARY} {name} bo@{CANARY}.example" for name in FIELDS}
    form |= {"shown_as": "nickname", "door": "everyone", "device": "own"}
    browsers = [
        await site.as_(person, raises=False, **headers)
        for person in (canary, there.cass, there.ellis, there.fern, there.hana)
    ]
    visitor = await site.client(raises=False, **headers)
    for browser in (*browsers, visitor):
        for route in COUNCIL_ROUTES:
            to = f"{address(route, 'rivermead')}?q={CANARY}&typed={CANARY}"
            if "GET" in route.methods:
                await browser.get(to)
            else:
                await browser.post(to, data=form)
    for to in (
        f"/{CANARY}",
        f"/rivermead/{CANARY}",
        f"/rivermead/join/{CANARY}",
        f"/rivermead/sign-in/{CANARY}",
    ):
        await visitor.get(to)
        await visitor.post(to, data=form)
    await visitor.get("/rivermead", headers={"Host": f"{CANARY}.example"})
    await visitor.request("CANARY", "/rivermead")
    await visitor.get(f"/rivermead/join/{code}")
    await visitor.post(f"/rivermead/join/{code}", data={"nickname": "Quillwort", "device": "own"})
    await visitor.post(f"/rivermead/sign-in/{link}", data={"device": "own"})
    crashed = await visitor.get("/breaks", params={"typed": CANARY})
    refused = await visitor.post(f"/rivermead/breaks-a-rule?{CANARY}", data=form)
    return crashed, refused, (link, code)


async def test_no_name_no_address_and_nothing_typed_is_in_the_log(site, listening, monkeypatch):
    there = await town()
    site.app.router.routes.insert(0, Route("/breaks", breaks))
    site.app.router.routes.insert(0, Route("/{council}/breaks-a-rule", breaks_a_rule, methods=["POST"]))
    came_out = listening()
    crashed, refused, secret = await drive(site, there)

    async def due():
        raise IntegrityError(CANARY)

    await clock.run_due([due])
    lines, records, written = came_out()
    everything = all_of((lines, records, written))
    for word in (CANARY, "Quillwort", *secret, site.settings.database_url, "Amina", "testserver/"):
        assert word.lower() not in everything.lower(), word
    assert len(lines.splitlines()) > 300
    # And yet it can be found: by its number, with its route, its kind and the line of code.
    assert crashed.status_code == refused.status_code == 500
    for answer, route, kind in (
        (crashed, "/breaks", "builtins.RuntimeError"),
        (refused, "/{council}/breaks-a-rule", "IntegrityError"),
    ):
        reference = answer.headers["x-request-id"]
        assert reference in answer.text
        told = [
            line for line in lines.splitlines() if f"request={reference}" in line and "due work" not in line
        ]
        assert len(told) == 2, told
        assert all(f'route="{route}"' in line or f"route={route}" in line for line in told)
        assert any(kind in line and "test_logs.py" in line for line in told)
        assert any("status=500" in line and "ms=" in line for line in told)
    assert any("due work failed" in line and "IntegrityError" in line for line in lines.splitlines())


async def test_a_word_that_slips_into_a_record_would_be_noticed(site, listening):
    came_out = listening()
    logging.getLogger("saidanddone.ideas").warning("somebody typed %s", CANARY)
    assert CANARY in all_of(came_out())


async def test_what_other_packages_say_is_cut_to_their_own_words(listening):
    came_out = listening()
    log = logging.getLogger("uvicorn.error")
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        log.exception("Exception in ASGI application\n")
        asyncio.get_running_loop().call_exception_handler(
            {"message": "Task exception was never retrieved", "exception": error, "typed": CANARY}
        )
    log.error("said %s", CANARY)
    log.error(f'Traceback (most recent call last):\n  File "a.py", line 3, in b\n    c\nValueError: {CANARY}')
    logging.getLogger("tortoise.db_client").debug("INSERT: %s", CANARY)
    text = all_of(came_out())
    assert CANARY not in text
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text
    assert "line 3, in b" in text


async def test_a_line_is_one_line_and_as_json_one_object(site, listening):
    there = await town()
    amina = await site.as_(there.amina)
    for log_as in ("words", "json"):
        came_out = listening(Settings(log_as=log_as))
        logging.getLogger("saidanddone").info("two\nlines", extra={"facts": {"told": "a\n\u2028=b"}})
        await amina.get("/rivermead/plan")
        answer = await amina.post("/rivermead/ideas", data={})
        lines = came_out()[0].splitlines()
        assert len(lines) == 2, lines  # what went well and changed nothing is not news
    told = json.loads(lines[1])
    assert told.pop("ms") > 0
    assert re.fullmatch(r"\d{4}-.*\+00:00", told.pop("time"))
    assert told == {
        "level": "info",
        "logger": "saidanddone.requests",
        "what": "request",
        "request": answer.headers["x-request-id"],
        "method": "POST",
        "route": "/{council}/ideas",
        "status": 422,
        "council": there.rivermead.id,
    }


def test_nothing_of_ours_logs_an_error_with_its_words():
    for path in Path(logs.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"log\.exception\(|exc_info=(?!None)", text), path


def test_a_word_that_no_setting_offers_is_told():
    with pytest.raises(ValueError, match="SAIDANDDONE_LOG_AS must be words or json"):
        Settings.from_environment({"SAIDANDDONE_LOG_AS": "xml"})
