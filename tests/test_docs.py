"""Docs that fall behind the code turn the build red."""

from __future__ import annotations

import re
from pathlib import Path

from ocop.settings.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
README_LINES = 100
PARTS_OF_A_DECISION = ("context", "decision", "consequences")
# Addresses of one person's machine, and hosts that only one network can reach, have no place in what others read.
MACHINE_PATH = re.compile(r"(?<![\w/.:-])/(?:work|root|home|tmp|Users)/\w")


def settings_table() -> dict[str, tuple[str, str, str]]:
    """Give type, default and duty of each row of docs/settings.md, by name."""
    rows = {}
    for line in (DOCS / "settings.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 5 and re.fullmatch(r"`[A-Z0-9_]+`", cells[0]):
            rows[cells[0].strip("`")] = (cells[1], cells[2].strip("`"), cells[3])
    return rows


def test_settings_page_matches_the_declared_variables() -> None:
    declared = {
        variable.name: (
            variable.type,
            "none" if variable.default is None else variable.default,
            ("yes" if variable.required else "no") + (f", unless `{variable.unless}`" if variable.unless else ""),
        )
        for variable in VARIABLES
    }

    assert settings_table() == declared


def test_declared_variables_are_unique() -> None:
    names = [variable.name for variable in VARIABLES]

    assert len(names) == len(set(names))


def test_settings_are_read_from_the_declared_list_only() -> None:
    reading = re.compile(r"os\.environ\b|os\.getenv\b|environ\.Env\b")
    # manage.py, wsgi.py and asgi.py choose the settings module; environment.py is the list.
    doors = {"manage.py", "wsgi.py", "asgi.py", "environment.py"}
    folders = ("core", "places", "catalog", "traceability", "programme", "market", "search", "site")
    found = [
        file.relative_to(ROOT).as_posix()
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*.py"))
        if file.name not in doors and reading.search(file.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def test_every_command_is_described() -> None:
    commands = [file.stem for file in ROOT.glob("*/management/commands/*.py") if not file.stem.startswith("_")]
    commands += [file.stem for file in ROOT.glob("site/*/management/commands/*.py") if not file.stem.startswith("_")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in DOCS.rglob("*.md"))

    assert sorted(name for name in commands if not re.search(rf"\b{name}\b", text)) == []


def test_every_make_target_has_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    helped = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))

    assert phony is not None
    assert set(phony.group(1).split()) - helped == {"installed", "installed-dev"}


def missing_parts(text: str) -> list[str]:
    """Name what a decision record lacks."""
    headings = [line.lstrip("#").strip().lower() for line in text.splitlines() if line.startswith("#")]
    missing = [part for part in PARTS_OF_A_DECISION if not any(heading.startswith(part) for heading in headings)]
    if not re.search(r"^\W*date\W+\d{4}-\d{2}-\d{2}", text, re.IGNORECASE | re.MULTILINE):
        missing.append("date")
    if not re.search(r"^\W*status\W+\w+", text, re.IGNORECASE | re.MULTILINE):
        missing.append("status")
    return missing


def test_decision_records_are_complete() -> None:
    records = sorted(DOCS.glob("decisions/[0-9]*.md"))

    assert records, "docs/decisions/ is empty"
    assert {
        file.name: missing_parts(file.read_text(encoding="utf-8")) for file in records if missing_parts(file.read_text("utf-8"))
    } == {}


def test_decision_records_are_numbered_once() -> None:
    numbers = [file.name.partition("-")[0] for file in DOCS.glob("decisions/[0-9]*.md")]

    assert sorted(numbers) == sorted(set(numbers))


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{file.relative_to(ROOT)}: {target}"
        for file in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
        for target in re.findall(r"\]\(([^)\s#]+)", file.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (file.parent / target).exists()
    ]

    assert broken == []


def test_pages_name_no_path_of_one_machine() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]

    assert found == []
