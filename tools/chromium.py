"""Finds a Chromium for the browser tests, or gets one: `python -m tools.chromium [--get]` prints where it
is.

In order: SAIDANDDONE_CHROMIUM, a browser on the path, the one playwright keeps; then, with --get, the
system's own package (as root on a machine with apt), and last playwright's download. Without a browser it
ends with status 2: the browser tests are never left out in silence.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NONE = (
    "No Chromium was found for the browser tests. Install one (`apt-get install chromium`), "
    "or name yours in SAIDANDDONE_CHROMIUM."
)


def find() -> Path | None:
    """A Chromium that is on this machine already."""
    named = os.environ.get("SAIDANDDONE_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            print(
                f"SAIDANDDONE_CHROMIUM names {named}, which can't be run. Name one that can.", file=sys.stderr
            )
            sys.exit(2)
        return Path(named)
    for name in NAMES:
        if on_path := shutil.which(name):
            return Path(on_path)
    return _playwrights_own()


def get() -> Path | None:
    """A Chromium, installed first where there is none."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    if found := find():
        return found
    _try(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _try(*command: str) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=quiet, stdout=sys.stderr, check=False)


def main() -> int:
    found = get() if "--get" in sys.argv[1:] else find()
    if found is None:
        print(NONE, file=sys.stderr)
        return 2
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
