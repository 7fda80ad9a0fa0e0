"""Several workers count together: two servers of one site and a real Redis, where the machine has one."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx2
import pytest

from saidanddone import database
from saidanddone.how_often import WRONG_CODES
from saidanddone.people.inviting import invite
from saidanddone.people.rights import Role
from tests.people import town
from tools.postgres import free_port

READY_WITHIN = 60  # seconds
REDIS = shutil.which("redis-server")

pytestmark = pytest.mark.skipif(
    REDIS is None or find_spec("redis") is None,
    reason="needs Debian’s redis-server and Python’s redis, which the site itself does without",
)


@contextlib.contextmanager
def running(*command: str, ready: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of this test's own. ``ready`` is an address that answers, or host:port that listens."""
    with subprocess.Popen(command, env={**os.environ, **more}, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + READY_WITHIN
            while not answers(ready):
                assert process.poll() is None, f"{command[0]} did not start"
                assert time.monotonic() < until, f"{command[0]} took too long"
                time.sleep(0.1)
            yield process
        finally:
            process.terminate()


def seconds_to_ask(site: httpx2.Client) -> float:
    began = time.monotonic()
    headers = {"Origin": str(site.base_url)}
    assert site.post("/rivermead/join", data={"code": "KKKK-KKKK-2000"}, headers=headers).status_code == 422
    return time.monotonic() - began


def answers(address: str) -> bool:
    try:
        httpx2.get(address, timeout=5)
    except httpx2.RemoteProtocolError:
        return True  # Redis, which speaks otherwise
    except httpx2.TransportError:
        return False
    return True


async def test_two_servers_share_one_count_and_go_on_when_redis_hangs_and_when_it_is_gone(
    engine_name: str, database_url: str, tmp_path: Path
) -> None:
    if engine_name != "sqlite":
        pytest.skip("what is counted in Redis doesn’t depend on the database")
    async with database.connected(database_url):
        there = await town()
        _, code = await invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern)
    redis, ports = free_port(), (free_port(), free_port())
    own = ("--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path))
    told = {"SAIDANDDONE_LIMITS": f"redis://127.0.0.1:{redis}/0", "SAIDANDDONE_DATABASE_URL": database_url}
    command = str(Path(sys.executable).with_name("saidanddone"))
    with contextlib.ExitStack() as started:
        server = started.enter_context(running(str(REDIS), *own, ready=f"http://127.0.0.1:{redis}"))
        sites = []
        for port in ports:
            origin = f"http://127.0.0.1:{port}"
            started.enter_context(
                running(
                    command, "serve", "--port", str(port), ready=origin, SAIDANDDONE_ORIGIN=origin, **told
                )
            )
            sites.append(started.enter_context(httpx2.Client(base_url=origin)))
        for number in range(WRONG_CODES.at_most):
            site = sites[number % 2]
            assert site.get(f"/rivermead/join/{code}").status_code == 200, number
            assert site.get(f"/rivermead/join/KKKK-KKKK-{2000 + number}").status_code == 404
        assert {site.get(f"/rivermead/join/{code}").status_code for site in sites} == {404}, "it must wait"
        server.send_signal(signal.SIGSTOP)  # its machine is asleep: it takes what is sent and answers nothing
        try:
            took = [seconds_to_ask(site) for site in (*sites, *sites)]
        finally:
            server.send_signal(signal.SIGCONT)
        assert max(took[:2]) < 2, took
        assert max(took[2:]) < 1, f"once it did not answer, nobody waits for it: {took}"
        server.terminate()
        server.wait(10)
        assert {site.get(f"/rivermead/join/{code}").status_code for site in sites} == {200}
