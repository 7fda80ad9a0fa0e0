"""Puts the folders beside the package into the wheel, built assets included, as saidanddone/_house."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class House(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / "static" / "vendor").is_dir():
            raise SystemExit(
                "static/vendor is missing, so the wheel would have no scripts. Run `make assets` first."
            )
        for folder in ("templates", "static", "migrations", "docs/guides"):
            build_data["force_include"][str(root / folder)] = f"saidanddone/_house/{folder}"
