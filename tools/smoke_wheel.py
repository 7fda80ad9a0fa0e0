"""Shows that the wheel is whole: built, installed into a clean environment, run from an empty folder.

It migrates, serves the demo on a free port, answers a page and a static file, and stops.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from tools.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN = 120  # seconds
MUST_HOLD = (
    "saidanddone/cli.py",
    "saidanddone/_house/static/vendor/htmx.min.js",
    "saidanddone/_house/static/vendor/govuk.js",
    "saidanddone/_house/static/vendor/archivo.woff2",
)
FOLDERS = ("templates", "static", "migrations", "docs/guides")


def build(into: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(into.glob("*.whl"))


def missing_from(wheel: Path) -> list[str]:
    """What the wheel ought to hold and doesn't: the files above, and every file of these folders."""
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
    ought = [
        f"saidanddone/_house/{path.relative_to(ROOT)}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return sorted({*MUST_HOLD, *ought} - held)


def install(wheel: Path, environment: Path) -> Path:
    """The command, in an environment that holds the pinned requirements, the wheel and nothing else."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "runtime.txt")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    return environment / "bin" / "saidanddone"


def run(command: Path, folder: Path) -> None:
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(("SAIDANDDONE_", "PYTHON"))
    }
    subprocess.run([str(command), "migrate"], cwd=folder, env=variables, check=True)
    address = f"http://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    with subprocess.Popen([str(command), "demo", "--port", port], cwd=folder, env=variables) as server:
        try:
            page = _answer(f"{address}/rivermead", server)
            script = _answer(f"{address}/static/vendor/htmx.min.js", server)
        finally:
            server.terminate()
    if b"Rivermead" not in page or b"htmx" not in script:
        raise SystemExit("The wheel runs, but its pages are not what they should be.")


def _answer(address: str, server: subprocess.Popen[bytes]) -> bytes:
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{address} answered {error.code}.") from None
        except OSError:
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("The wheel's server did not answer.") from None
            time.sleep(0.1)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="smoke-") as name:
        folder = Path(name)
        wheel = build(folder / "dist")
        if missing := missing_from(wheel):
            raise SystemExit(f"The wheel lacks {', '.join(missing)}.")
        command = install(wheel, folder / "environment")
        (empty := folder / "empty").mkdir()
        run(command, empty)
        size = wheel.stat().st_size
        print(f"{wheel.name} ({size:,} bytes) runs from an empty folder")


if __name__ == "__main__":
    main()
