"""The house rules that a reader would otherwise have to remember."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from starlette.routing import Route

from saidanddone.app import build
from saidanddone.database import MODELS
from saidanddone.due import ALARMS, DUE_WORK
from saidanddone.due import DUE_WORK_AND_LETTERS as ALL_DUE
from saidanddone.notices import sending
from saidanddone.paths import TEMPLATES
from saidanddone.settings import Settings

SOURCE = Path(__file__).parents[1] / "src" / "saidanddone"
MODULES = sorted(SOURCE.rglob("*.py"))
PAGES = sorted(TEMPLATES.rglob("*.html"))

# From the ground up: each may import only what stands before it.
STOREYS = (
    "paths",
    "settings",
    "logs",
    "clock",
    "sqlite_engine",
    "database",
    "cookies",
    "templating",
    "spelling",
    "web",
    "how_often",
    "limiting",
    "history",
    "councils",
    "notices",
    "people.rights",
    "rules",
    "people",
    "councils.changing",
    "councils.reading",
    "councils.forms",
    "councils.views",
    "missions",
    "practice",
    "ideas",
    "appraisal",
    "moderation",
    "rounds",
    "plan",
    "mine",
    "front",
    "guards",
    "keeping",
    "problems",
    "health",
    "due",
    "demo",
    "loading",
    "routes",
    "app",
    "protocol",
    "serving",
    "doctor",
    "commands",
    "cli",
)


def storey(module: str) -> int:
    """How high a module stands; deeper names are looked up first, so people.rights is not people."""
    name = module.removeprefix("saidanddone").lstrip(".")
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if ".".join(parts[:length]) in STOREYS:
            return STOREYS.index(".".join(parts[:length]))
    raise AssertionError(f"{module} has no place in STOREYS")


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(("saidanddone", *(part for part in parts if part != "__init__")))


def imports_of(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("saidanddone"):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("saidanddone.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_slices_import_downwards(path):
    if path.parent.name == "migrations" or name_of(path) in {"saidanddone", "saidanddone.demo"}:
        return
    here = storey(name_of(path))
    for imported in imports_of(ast.parse(path.read_text())):
        if imported == "saidanddone.__version__":
            continue
        assert storey(imported) <= here, f"{name_of(path)} imports {imported}, which stands above it"


def text_of(models: str) -> str:
    return SOURCE.joinpath(*models.split(".")[1:]).with_suffix(".py").read_text()


MODEL_SLICES = {
    name: models for models in MODELS for name in re.findall(r"^class (\w+)\(Record\)", text_of(models), re.M)
}


@pytest.mark.parametrize("models", MODELS)
def test_foreign_keys_point_downwards(models):
    for target in re.findall(r'"saidanddone\.([A-Z]\w+)"', text_of(models)):
        assert MODELS.index(MODEL_SLICES[target]) <= MODELS.index(models), f"{models} points up at {target}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_make_move_changes_where_a_thing_stands(path):
    """No assignment to .stage or .status, and no update(stage=…) or update(status=…) outside ``_move``."""
    for node in ast.walk(ast.parse(path.read_text())):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            assert not (isinstance(target, ast.Attribute) and target.attr in {"stage", "status"}), path
        if isinstance(node, ast.AsyncFunctionDef) and node.name != "_move":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "update":
                    assert not {"stage", "status"} & {keyword.arg for keyword in call.keywords}, path


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_one_door_for_writes_and_one_clock(path):
    text = path.read_text()
    if path.name != "database.py":
        assert not re.search(r"\bin_transaction\(", text)
    if path.name != "clock.py":
        assert not re.search(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(", text)
    assert "get_or_create" not in text


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_whose_right_it_is_in_which_council_is_asked_in_one_place(path):
    """``only_for`` asks for both: a right by itself would let another council's people do it."""
    asked = re.compile(r"if not [\w.]+\.can\(.*\n\s+raise NotAllowed")
    assert not asked.search(path.read_text()), f"{path.name} asks by itself: see rules.only_for"


def every_route():
    site = build(Settings(demo=True))
    return [route for route in site.routes if isinstance(route, Route)]


@pytest.mark.parametrize("route", every_route(), ids=lambda route: route.name)
def test_every_route_says_who_it_is_for(route):
    assert getattr(route.endpoint, "open_to", ()), f"{route.path} does not say who it is open to"


@pytest.mark.parametrize("route", every_route(), ids=lambda route: route.name)
def test_addresses_are_kebab_case(route):
    for part in route.path.strip("/").split("/"):
        assert re.fullmatch(r"(\{\w+(:number)?\})|([a-z]+(-[a-z]+)*(\.[a-z]+)?)?", part), route.path


def test_route_names_are_unique():
    names = [route.name for route in every_route()]
    assert len(names) == len(set(names))


# What the macro goes() of moderation/parts.html writes into a form's tag.
GOES = re.search(r"macro goes\(.*?%\}(.*?)\{%", (TEMPLATES / "moderation" / "parts.html").read_text(), re.S)[
    1
]


def page_id(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_pages_are_safe(path):
    text = path.read_text()
    assert not re.search(r"\|\s*safe\b", text)
    assert not re.search(r"\sstyle\s*=|<style|\son(?!e=)[a-z]+\s*=\s*[\"']|javascript:|hx-on|\bjs:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_every_form_works_without_script(path):
    text = re.sub(r"\{\{ goes\(.*?\) \}\}", GOES, path.read_text())
    for form in re.findall(r"<form\b[^>]*>", text, re.S):
        assert "method=" in form, form
        assert "action=" in form, form
    for tag in re.findall(r"<(\w+)\b[^>]*hx-post=", path.read_text(), re.S):
        assert tag in {"form", "button", "textarea", "input", "select"}, (
            f"<{tag} hx-post> is dead without script"
        )


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_blocks_bring_their_own_macros(path):
    """A block drawn alone does not see what the top of its file imports."""
    text = path.read_text()
    if "{% extends" not in text or "{% block" not in text:
        return
    top = text[: text.index("{% block")]
    names = {
        name.strip().split(" as ")[-1]
        for imported in re.findall(r"\{%-?\s*from\s+\S+\s+import\s+(.*?)(?:with context\s*)?-?%\}", top, re.S)
        for name in imported.split(",")
    }
    for name in names:
        assert not re.search(rf"\b{name}\(", text[len(top) :]), (
            f"{page_id(path)} imports {name} above its blocks"
        )


# What the site does by itself


def without_arguments() -> dict[str, bool]:
    """Every public async function of a module that takes nothing, and whether any other line names it."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
    named = Counter(
        node.attr if isinstance(node, ast.Attribute) else node.id
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
    )
    return {
        f"{name_of(path)}.{node.name}": bool(named[node.name] or node.decorator_list)
        for path, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not (node.args.args or node.args.kwonlyargs or node.args.vararg)
    }


def test_all_due_work_is_done_by_the_site():
    """Work that nobody asks for is never missed by a page: an alarm that is never looked for, say."""
    done = {f"{work.__module__}.{work.__qualname__}" for work in ALL_DUE}
    found = without_arguments()
    assert {name for name in found if name.endswith("_due")} - done == set()
    assert {name for name, used in found.items() if not used} == set(), "nothing ever does these"
    assert done <= {*found}
    assert {*ALARMS, *DUE_WORK} == {*ALL_DUE} - {sending.send_due}, "the watch does what the command does"
