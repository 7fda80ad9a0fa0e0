"""No committed file may name a package registry: which one serves a machine is that machine's own business.

`python -m tools.check_addresses` looks through every file that git keeps or would keep, and says where
one does.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Spelled in two halves, so that this file passes its own check.
HOSTS = (
    "pypi" + r"\.org",
    "files" + r"\.pythonhosted",
    "npmjs" + r"\.(?:org|com)",
    "yarnpkg" + r"\.com",
    "deb" + r"\.debian\.org",
    "archive" + r"\.ubuntu\.com",
    r"--(?:extra-)?index" + "-url",
    r"--find" + "-links",
)
ADDRESS = re.compile("|".join(HOSTS), re.IGNORECASE)
OURS = re.compile(r"--no-emit-index" + "-url")


def kept_files() -> list[Path]:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def addresses_in(text: str) -> list[int]:
    """The numbers of the lines that name a registry."""
    return [number for number, line in enumerate(text.splitlines(), 1) if ADDRESS.search(OURS.sub("", line))]


def main() -> int:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in kept_files()
        for number in addresses_in(path.read_text(encoding="utf-8", errors="replace"))
    ]
    for place in found:
        print(f"{place}: names a package registry. Take the address out.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
