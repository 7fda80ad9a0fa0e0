"""Builds static/vendor: what the pages borrow from npm, at the versions package-lock.json fixes.

htmx.min.js      htmx, as published
govuk.js         three GOV.UK Frontend components as one module: CharacterCount, ErrorSummary, ExitThisPage
archivo.woff2    the Archivo typeface, cut to the letters and weights the pages use (40 kB)

axe-core stays in node_modules: only the tests use it.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from tools import node

ROOT = node.ROOT
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

COMPONENTS = {
    "CharacterCount": "character-count/character-count.mjs",
    "ErrorSummary": "error-summary/error-summary.mjs",
    "ExitThisPage": "exit-this-page/exit-this-page.mjs",
}
AXES = {"wght": (400, 900), "wdth": (62, 100)}
FEATURES = ["kern", "liga", "tnum", "lnum", "mark", "locl", "ccmp"]
LATIN_1 = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
PUNCTUATION = [*range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2022, 0x2026, 0x20AC, 0x2191, 0x2193, 0x2212]


def build(into: Path) -> None:
    bundle_components(into / "govuk.js")
    cut_font(into / "archivo.woff2")
    shutil.copyfile(MODULES / "htmx.org" / "dist" / "htmx.min.js", into / "htmx.min.js")


def bundle_components(out: Path) -> None:
    source = "\n".join(
        f'export {{ {name} }} from "govuk-frontend/dist/govuk/components/{path}";'
        for name, path in COMPONENTS.items()
    )
    esbuild = [str(node.node_folder() / "node"), str(MODULES / "esbuild" / "bin" / "esbuild")]
    options = [
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2020",
        "--log-level=warning",
        f"--outfile={out}",
    ]
    subprocess.run([*esbuild, *options], input=source, text=True, cwd=ROOT, check=True)


def cut_font(out: Path) -> None:
    whole = MODULES / "@fontsource-variable" / "archivo" / "files" / "archivo-latin-standard-normal.woff2"
    font = instancer.instantiateVariableFont(TTFont(whole, recalcTimestamp=False), AXES)
    options = subset.Options(layout_features=FEATURES, hinting=False, flavor="woff2")
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LATIN_1 + PUNCTUATION)
    cutter.subset(font)
    subset.save_font(font, str(out), options)


def main() -> None:
    node.npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR.parent, prefix=".vendor-") as folder:
        build(Path(folder))
        for made in sorted(Path(folder).iterdir()):
            made.replace(VENDOR / made.name)  # a server that is running never meets half a file
    for made in sorted(VENDOR.iterdir()):
        made.touch()
        print(f"{made.relative_to(ROOT)}: {made.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
