"""Texts of pages in files: TOML with both languages side by side, as the bodies of pages want them.

A row has its words under `vi` and `en`, and a `type`:
`heading`, `paragraph`, `steps` (a list), `quote` (with `by_vi`, `by_en`).
"""

from __future__ import annotations

import html
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Block = tuple[str, Any]


def read_toml(path: Path) -> dict[str, Any]:
    """Read one file of texts."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def in_language(row: Mapping[str, Any], name: str, language: str) -> str:
    """Give a text of a row in a language: `title` in "en" is what stands under `title_en`; "" when the row has none."""
    return str(row.get(f"{name}_{language}", ""))


def paragraph(text: str) -> Block:
    """Give one paragraph of plain text as a block of rich text."""
    return "paragraph", f"<p>{html.escape(text, quote=False)}</p>"


def story_blocks(rows: Iterable[Mapping[str, Any]], language: str) -> list[Block]:
    """Give the rows of a text as blocks of a story, in their order.

    Raises: KeyError: a row has no words in this language. ValueError: its type is none of the four.
    """
    return [_block(row, language) for row in rows]


def _block(row: Mapping[str, Any], language: str) -> Block:
    words = row[language]
    match row["type"]:
        case "heading":
            return "heading", words
        case "paragraph":
            return paragraph(words)
        case "steps":
            return "steps", {"title": in_language(row, "title", language), "steps": words}
        case "quote":
            return "quote", {"text": words, "who": in_language(row, "by", language)}
        case other:
            raise ValueError(f"a text cannot hold {other!r}")
