"""Texts that are missing, broken or out of tune turn the build red."""

from __future__ import annotations

import ast
import re
import struct
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import wagtail

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
OF_WAGTAIL = sorted((ROOT / "locale" / "wagtail" / "vi" / "LC_MESSAGES").glob("*.po"))
CATALOGUES = [pytest.param(path, id=str(path.relative_to(ROOT))) for path in (OURS, *OF_WAGTAIL)]

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?\w+[^>]*>")
# hoà, khoẻ, thuỷ: the other place of the tone mark. "Quý" and "hoàn" have only one.
OTHER_TONE_PLACE = re.compile(r"o[àáảãạèéẻẽẹ]\b|(?<!q)u[ỳýỷỹỵ]\b", re.IGNORECASE)
# An English word, and what the glossary calls it: wherever the one stands, the other must.
TERMS = {
    "producer": "chủ thể",
    "register": "sổ đăng ký",
    "certificate": "chứng nhận",
    "lot": "lô",
    "stamp": "tem",
    "product set": "bộ sản phẩm",
    "rule set": "bộ quy tắc",
    "former district": "huyện cũ",
    "commune": "xã",
    "activate": "kích hoạt",
    "revoke": "thu hồi",
    "geographical indication": "chỉ dẫn địa lý",
    "certification mark": "nhãn hiệu chứng nhận",
    "collective mark": "nhãn hiệu tập thể",
}


@dataclass
class Entry:
    """One text with its translation, as a .po file writes it."""

    comments: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Give what a .mo file files it under."""
        context = f"{self.parts['msgctxt']}\x04" if "msgctxt" in self.parts else ""
        plural = f"\x00{self.parts['msgid_plural']}" if "msgid_plural" in self.parts else ""
        return f"{context}{self.parts['msgid']}{plural}"

    @property
    def source(self) -> str:
        """Give the English text; of two numbers the plural, for Vietnamese has but one."""
        return self.parts.get("msgid_plural", self.parts["msgid"])

    @property
    def translation(self) -> str:
        """Give the Vietnamese text."""
        return self.parts.get("msgstr", self.parts.get("msgstr[0]", ""))


def read_entries(path: Path) -> list[Entry]:
    """Read the entries of a .po file, without its head."""
    entries = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        entry, name = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#"):
                entry.comments.append(line)
                continue
            quoted = line
            if not line.startswith('"'):
                name, quoted = line.split(" ", 1)
            entry.parts[name] = entry.parts.get(name, "") + ast.literal_eval(quoted)
        if entry.parts.get("msgid"):
            entries.append(entry)
    return entries


def read_compiled(path: Path) -> dict[str, str]:
    """Read the texts of a .mo file, without its head."""
    data = path.read_bytes()
    _magic, _version, count, keys_at, values_at = struct.unpack_from("<5I", data)

    def text(table: int, row: int) -> str:
        length, start = struct.unpack_from("<2I", data, table + 8 * row)
        return data[start : start + length].decode()

    return {text(keys_at, row): text(values_at, row) for row in range(count) if text(keys_at, row)}


def texts_of_wagtail(name: str) -> set[str]:
    """Give the keys of all the texts that Wagtail itself has."""
    files = Path(wagtail.__file__).parent.glob(f"**/locale/en/LC_MESSAGES/{name}")
    return {entry.key for path in files for entry in read_entries(path)}


@pytest.mark.parametrize("path", CATALOGUES)
def test_everything_is_translated_and_nothing_is_a_guess(path: Path) -> None:
    entries = read_entries(path)
    missing = [entry.source for entry in entries if not entry.translation]
    guesses = [entry.source for entry in entries if any("fuzzy" in line for line in entry.comments)]

    assert entries
    assert (missing, guesses) == ([], [])
    assert "#~" not in path.read_text(encoding="utf-8"), "Take obsolete entries out."


@pytest.mark.parametrize("path", CATALOGUES)
def test_compiled_file_matches_its_source(path: Path) -> None:
    assert read_compiled(path.with_suffix(".mo")) == {entry.key: entry.translation for entry in read_entries(path)}


@pytest.mark.parametrize("path", CATALOGUES)
def test_placeholders_and_tags_survive_translation(path: Path) -> None:
    broken = [
        entry.source
        for entry in read_entries(path)
        if sorted(PLACEHOLDER.findall(entry.source)) != sorted(PLACEHOLDER.findall(entry.translation))
    ]

    assert broken == []


@pytest.mark.parametrize("path", CATALOGUES)
def test_spelling_is_of_one_kind(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = [entry.translation for entry in read_entries(path)]

    assert unicodedata.is_normalized("NFC", text)
    assert [words for words in said if OTHER_TONE_PLACE.search(words)] == []
    assert [words for words in said if "!" in words or words != words.strip(" ")] == []


@pytest.mark.parametrize(("english", "vietnamese"), TERMS.items())
def test_terms_are_those_of_the_glossary(english: str, vietnamese: str) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").casefold()
    named = re.compile(rf"\b{english}s?\b", re.IGNORECASE)
    others = [
        entry.source
        for entry in read_entries(OURS)
        if named.search(PLACEHOLDER.sub("", entry.source)) and vietnamese not in entry.translation.casefold()
    ]

    assert vietnamese in glossary
    assert others == []


@pytest.mark.parametrize("path", OF_WAGTAIL, ids=lambda path: path.name)
def test_wagtail_still_has_the_texts_that_we_translate(path: Path) -> None:
    ours = {entry.key for entry in read_entries(path)}

    assert ours - texts_of_wagtail(path.name) == set()
