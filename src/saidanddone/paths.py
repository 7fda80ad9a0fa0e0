"""Where the folders beside the package are: in the checkout, or inside the installed wheel."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parents[1]

IN_CHECKOUT = (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "templates").is_dir()
HOUSE = _CHECKOUT if IN_CHECKOUT else _HERE / "_house"

TEMPLATES = HOUSE / "templates"
STATIC = HOUSE / "static"
MIGRATIONS = HOUSE / "migrations"
GUIDES = HOUSE / "docs" / "guides"
