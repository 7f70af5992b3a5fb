"""Laws of the whole tree: who may know whom, what stands where, how large a thing may grow.

Imports are judged by import-linter (`make lint`); here stands what import-linter cannot see.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field

ROOT = Path(__file__).resolve().parents[1]

# From the ground up; apps on the same level are siblings and know nothing of each other.
LEVELS: dict[str, int] = {
    "core": 0,
    "places": 1,
    "catalog": 2,
    "programme": 3,
    "market": 3,
    "traceability": 3,
    "search": 4,
    "pages": 5,
    "ocop": 6,
}
FOLDERS = {name: ROOT / ("site" if name in {"pages", "ocop"} else "") / name for name in LEVELS}
# Folders that tools make, and those whose content is not ours to shape.
NOT_OURS = {".git", ".venv", ".tools", "var", "node_modules", "__pycache__", "vendor"}

FUNCTION_LINES = 60
SOURCE_LINES = 500
STYLE_LINES = 200
TEMPLATE_LINES = 150


def files(*patterns: str, below: str = ".") -> list[Path]:
    """Give our own files, in a steady order."""
    found = {file for pattern in patterns for file in (ROOT / below).rglob(pattern)}
    return sorted(file for file in found if file.is_file() and not NOT_OURS & set(file.relative_to(ROOT).parts))


def name_of(file: Path) -> str:
    """Give the path as a person would say it."""
    return file.relative_to(ROOT).as_posix()


def sources() -> list[Path]:
    """Give every Python file but migrations."""
    return [file for file in files("*.py") if "migrations" not in file.parts]


def may_know(app: str, other: str) -> bool:
    """Tell whether one app may know another: itself, and those below it."""
    return app == other or LEVELS[other] < LEVELS[app]


# --- who may know whom ----------------------------------------------------------------------------------------------


def test_site_folder_is_no_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists(), "site/__init__.py would shadow Python's own module `site`"


def relations() -> Iterator[tuple[str, Field]]:
    for model in apps.get_models(include_auto_created=False):
        if model._meta.app_label in LEVELS:
            for field in (*model._meta.fields, *model._meta.many_to_many):
                if field.remote_field is not None and field.model is model:
                    yield f"{model._meta.label}.{field.name}", field


def test_relations_point_downwards() -> None:
    upward = []
    for name, field in relations():
        target = field.related_model._meta.app_label
        if target in LEVELS and not may_know(field.model._meta.app_label, target):
            upward.append(f"{name} points to {field.related_model._meta.label}")

    assert upward == []


TEMPLATE_NAME = re.compile(r"""{%-?\s*(?:include|extends|import|from)\s+["']([^"']+)["']""")


def test_templates_use_templates_of_lower_apps_only() -> None:
    upward = []
    for file in files("*.html", below="templates"):
        owner = file.relative_to(ROOT / "templates").parts[0]
        for used in TEMPLATE_NAME.findall(file.read_text(encoding="utf-8")):
            folder = used.split("/")[0]
            if owner in LEVELS and folder in LEVELS and not may_know(owner, folder):
                upward.append(f"{name_of(file)} uses {used}")

    assert upward == []


def test_components_use_no_template_of_an_app() -> None:
    upward = [
        f"{name_of(file)} uses {used}"
        for file in files("*.html", below="templates/components")
        for used in TEMPLATE_NAME.findall(file.read_text(encoding="utf-8"))
        if used.split("/")[0] in LEVELS
    ]

    assert upward == []


# --- what stands where ----------------------------------------------------------------------------------------------


def top_level_folders() -> list[str]:
    return sorted(
        folder.name
        for folder in ROOT.iterdir()
        if folder.is_dir() and folder.name not in NOT_OURS and not folder.name.startswith(".") and any(folder.iterdir())
    )


def test_map_names_every_folder() -> None:
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    wanted = [*top_level_folders(), *(name for name, folder in FOLDERS.items() if folder.exists())]

    assert [name for name in wanted if not re.search(rf"\b{name}/", text)] == []


def mirrored_modules() -> list[tuple[str, str]]:
    pairs = []
    for app, folder in FOLDERS.items():
        modules = [*folder.glob("domain/**/*.py"), *folder.glob("queries/**/*.py"), *folder.glob("*.py")]
        for module in modules:
            inside = module.relative_to(folder)
            flat = inside.parent == Path() and inside.name in {"validators.py", "domain.py", "queries.py"}
            if inside.name != "__init__.py" and (flat or inside.parent != Path()):
                pairs.append((name_of(module), f"tests/{app}/{inside.parent / f'test_{inside.name}'}"))
    return pairs


def test_modules_that_decide_have_a_mirror() -> None:
    missing = [f"{module} has no {mirror}" for module, mirror in mirrored_modules() if not (ROOT / mirror).exists()]

    assert missing == []


# --- how large a thing may grow -------------------------------------------------------------------------------------


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_functions_stay_short() -> None:
    long = []
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    long.append(f"{name_of(file)}:{node.lineno} {node.name}: {length} lines")

    assert long == []


def too_long(found: list[Path], limit: int) -> list[str]:
    return [f"{name_of(file)}: {lines_of(file)} lines, at most {limit}" for file in found if lines_of(file) > limit]


def test_source_files_stay_short() -> None:
    # Data written as Python is read like a table, not like a program.
    assert too_long([file for file in sources() if "data" not in file.parts], SOURCE_LINES) == []


def test_scripts_of_the_browser_stay_short() -> None:
    assert too_long(files("*.js", "*.mjs", below="static"), SOURCE_LINES) == []


def test_style_sheets_stay_short() -> None:
    assert too_long(files("*.css", below="static"), STYLE_LINES) == []


def test_templates_stay_short() -> None:
    assert too_long(files("*.html", "*.txt", "*.svg", below="templates"), TEMPLATE_LINES) == []


# --- what the content security policy forbids -----------------------------------------------------------------------

COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"=\s*[\"']?javascript:", re.IGNORECASE),
}
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.IGNORECASE | re.DOTALL)
# Data for search engines and for our own modules; a browser does not run them.
DATA_SCRIPT = re.compile(r"type\s*=\s*[\"']?application/(ld\+)?json", re.IGNORECASE)


def inline_parts(text: str) -> list[str]:
    """Name what a strict content security policy would refuse in a template."""
    text = COMMENT.sub("", text)
    found = [kind for kind, pattern in INLINE.items() if pattern.search(text)]
    if any(body.strip() and not DATA_SCRIPT.search(attributes) for attributes, body in SCRIPT.findall(text)):
        found.append("inline script")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<p class="styled" data-style="x">', []),
        ('<p\n  style="color: red">', ["style attribute"]),
        ("<style>p {}</style>", ["style element"]),
        ('<button onclick="go()">', ["event attribute"]),
        ('<a href="javascript:go()">', ["javascript: address"]),
        ("<script>go()</script>", ["inline script"]),
        ('<script type="module" src="x.js"></script>', []),
        ('<script type="application/ld+json">{}</script>', []),
        ('{# <p style="x"> #}', []),
    ],
)
def test_inline_parts_are_recognised(text: str, expected: list[str]) -> None:
    assert inline_parts(text) == expected


def test_templates_hold_nothing_inline() -> None:
    found = {name_of(file): inline_parts(file.read_text(encoding="utf-8")) for file in files("*.html", below="templates")}

    assert {name: parts for name, parts in found.items() if parts} == {}
