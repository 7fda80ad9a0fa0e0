"""The command: each does its work, and what goes wrong is one sentence with exit status 2."""

import argparse
from datetime import UTC, datetime

import pytest

from saidanddone import cli, clock


def commands_of(parser):
    """Every command that can be typed, with those under a word such as `council`."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                more = [(f"{name} {last}", command) for last, command in commands_of(below)]
                yield from more or [(name, below)]


def test_every_command_does_something():
    found = dict(commands_of(cli.parser()))
    assert {"serve", "council add", "history head"} <= set(found)
    for command in found.values():
        assert callable(cli.what(command.get_default("does")))
    assert {command.get_default("does") for command in found.values()} >= set(cli.WITHOUT_DATABASE)


def test_a_new_site_gets_a_council_and_is_well(run):
    assert run("migrate") == (0, "The database is up to date.\n", "")
    assert run("migrate")[0] == 0
    assert run("council", "add", "rivermead", "Rivermead")[1].endswith("/rivermead\n")
    assert run("history", "verify") == (0, "The history is whole: Rivermead.\n", "")
    assert run("due")[0] == 0
    status, out, _ = run("doctor")
    assert (status, "WRONG" in out) == (0, False)


def test_due_work_is_done_by_the_clock_of_the_sites_own_zone(run_migrated, monkeypatch):
    """Where it is day in London it may be night: a phone rings by the hour of those who are there."""
    hours = []

    async def look():
        moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
        hours.append(clock.local(moment).hour)

    monkeypatch.setattr("saidanddone.commands.site.DUE_WORK_AND_LETTERS", (look,))
    monkeypatch.setenv("SAIDANDDONE_TIMEZONE", "Pacific/Auckland")
    try:
        assert run_migrated("due")[0] == 0
    finally:
        clock.live_in("Europe/London")
    assert hours == [0]


def test_doctor_says_what_waits(run):
    status, out, err = run("doctor")
    assert status == 2
    assert "Run `saidanddone migrate`" in out
    assert err.count("\n") == 1


def test_serve_refuses_an_old_database(run):
    assert run("serve")[0::2] == (
        2,
        "The database is older than this version. Run `saidanddone migrate` first.\n",
    )


def test_serve_refuses_two_workers_on_sqlite(run):
    status, _, err = run("serve", "--workers", "2")
    assert (status, "SQLite serves one worker" in err) == (2, True)


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        (None, True),
        ("http://127.0.0.1:8432", False),
        ("https://said-and-done.example", False),
    ],
)
def test_serve_says_when_forms_would_be_refused(run_migrated, monkeypatch, origin, told):
    monkeypatch.setattr("saidanddone.serving.serve", lambda *_, **__: None)
    if origin:
        monkeypatch.setenv("SAIDANDDONE_ORIGIN", origin)
    status, out, err = run_migrated("serve", "--port", "8432")
    assert (status, "SAIDANDDONE_ORIGIN" in err) == (0, told)
    assert (origin or "http://127.0.0.1:8000") in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["council", "add", "api", "API"], "is an address of the site itself"),
        (["council", "add", "taken", "Taken"], "There is a council at /taken already"),
        (
            ["sign-in-link", "--council", "nowhere", "--person", "Bo"],
            "There is no council “nowhere”. Known: taken.",
        ),
        (["sign-in-link", "--council", "taken", "--person", "Bo"], "Nobody called “Bo” can sign in"),
    ],
)
def test_a_refusal_is_one_sentence_or_two(run_migrated, words, says):
    run_migrated("council", "add", "taken", "Taken")
    status, out, err = run_migrated(*words)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("SAIDANDDONE_DATABASE_URL", "nonsense", "must start with sqlite:// or postgres://"),
        ("SAIDANDDONE_DATABASE_URL", "sqlite:///no/such/folder/x.sqlite3", "Make it"),
        ("SAIDANDDONE_DATABASE_URL", "sqlite://notes.txt", "is no SQLite database"),
        ("SAIDANDDONE_DATABASE_URL", "postgres://nobody:secret@127.0.0.1:1/x", "The database can't be used"),
        ("SAIDANDDONE_DUE_EVERY", "often", "SAIDANDDONE_DUE_EVERY must be a whole number"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(run, monkeypatch, tmp_path, variable, value, says):
    monkeypatch.setenv(variable, value)
    (tmp_path / "notes.txt").write_text("Not a database, but somebody's notes.")
    status, out, err = run("migrate")
    assert (status, out) == (2, "")
    assert says in err
    assert "secret" not in err
    assert err.count("\n") == 1


def test_a_sign_in_link_is_printed_for_a_person(run_migrated, monkeypatch, tmp_path):
    import asyncio

    from saidanddone import database
    from saidanddone.councils.models import Council
    from saidanddone.people.models import Person
    from saidanddone.people.rights import Role

    async def bo_joins():
        async with database.connected(f"sqlite://{tmp_path}/site.sqlite3"):
            await Person.join(await Council.get(slug="rivermead"), "Bo", Role.YOUNG_PERSON)

    run_migrated("council", "add", "rivermead", "Rivermead")
    asyncio.run(bo_joins())
    status, out, _ = run_migrated("sign-in-link", "--council", "rivermead", "--person", "bo")
    assert status == 0
    assert out.startswith("http://127.0.0.1:8000/rivermead/sign-in/")


def test_nothing_unknown_is_guessed(run):
    with pytest.raises(SystemExit, match="2"):
        run("destroy")
    with pytest.raises(SystemExit, match="2"):
        run("serve", "--port", "99999")


def test_the_demo_begins_anew_where_its_data_is_of_other_tables(run, monkeypatch, tmp_path):
    """A database that another version made would open, and break on the first page."""
    from saidanddone import serving
    from saidanddone.commands import demo

    filled = []

    async def fill(url):
        filled.append((tmp_path / "demo.sqlite3").exists())
        (tmp_path / "demo.sqlite3").touch()

    monkeypatch.setenv("SAIDANDDONE_DATA", str(tmp_path))
    monkeypatch.setattr(demo, "fill", fill)
    monkeypatch.setattr(serving, "serve_here", lambda _settings, door: door.close())
    assert run("demo", "--port", "0")[0] == 0
    status, said, _ = run("demo", "--port", "0")
    assert (status, "made anew" in said) == (0, False)
    (tmp_path / "demo.tables").write_text("of another version")
    status, said, _ = run("demo", "--port", "0")
    assert (status, "made anew" in said) == (0, True)
    assert filled == [False, True, False], "kept the second time, begun anew the third"
