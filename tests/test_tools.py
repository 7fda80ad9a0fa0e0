"""Set-up: what is committed is pinned, hashed and free of addresses, and the wheel is whole."""

import json
import re
import tomllib
from pathlib import Path

import asyncpg
import pytest

from tools import check_addresses, postgres, smoke_wheel

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def test_no_kept_file_names_a_registry():
    named = {
        str(path.relative_to(ROOT)): check_addresses.addresses_in(path.read_text(errors="replace"))
        for path in check_addresses.kept_files()
    }
    assert {path: lines for path, lines in named.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "https://" + "pypi" + ".org/simple",
        "resolved: https://registry." + "npmjs" + ".org/htmx.org",
        "--index" + "-url https://example.org",
        "--extra-index" + "-url https://example.org",
    ],
)
def test_the_address_check_can_fail(line):
    assert check_addresses.addresses_in(f"name = 1\n{line}\n") == [2]


def test_package_lock_says_what_but_not_where_from():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(path):
    lines = [
        line for line in path.read_text().replace("\\\n", " ").splitlines() if line[:1] not in ("", "#", " ")
    ]
    assert lines
    assert [line for line in lines if "==" not in line or not HASH.search(line)] == []


def test_what_the_project_asks_for_is_in_its_requirements():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    pinned = {
        line.split("==")[0] for line in (ROOT / "requirements" / "runtime.txt").read_text().splitlines()
    }
    names = {re.split(r"[=<>!~;\[ ]", name)[0].lower() for name in asked}
    assert names - pinned == set()


def test_the_wheel_holds_the_house(tmp_path):
    assert smoke_wheel.missing_from(smoke_wheel.build(tmp_path)) == []


async def test_a_postgresql_that_is_no_longer_needed_is_gone():
    with postgres.server() as address:
        connection = await asyncpg.connect(f"{address}postgres")
        folder = Path(await connection.fetchval("SHOW data_directory")).parent
        await connection.close()
        assert folder.name.startswith("postgres-")
    assert not folder.exists()
