"""Pins everything again: `make lock`. It writes versions and hashes, never where they came from.

Versions that are pinned stay as they are unless pyproject.toml asks for others, or `--upgrade` is given.
"""

import subprocess
import sys
from pathlib import Path

from tools import node

REQUIREMENTS = node.ROOT / "requirements"
SETS = {
    "runtime": ["pyproject.toml", "--group", "setup"],
    "dev": ["pyproject.toml", "--group", "dev"],
    "node": ["--group", "node"],
}
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--quiet"]


def main() -> None:
    uv = Path(sys.executable).with_name("uv")
    for name, source in SETS.items():
        out = REQUIREMENTS / f"{name}.txt"
        said = ["--custom-compile-command", "make lock", "--output-file", str(out)]
        subprocess.run(
            [str(uv), "pip", "compile", *source, *OPTIONS, *said, *sys.argv[1:]], cwd=node.ROOT, check=True
        )
    node.npm("install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund")


if __name__ == "__main__":
    main()
