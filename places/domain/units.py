"""Filling the administrative units from the files that come with the project."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from core.text import slug
from places.enums import KIND_WORDS, UnitKind
from places.models import AdministrativeUnit, DistrictArea, Succession

_FOLDER = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_units() -> int:
    """Bring units, successions and areas in line with `places/data/*.csv`; give the number of units.

    All or nothing. What is no longer in the files stays: official records are closed, never deleted.
    """
    known = {unit.key: unit for unit in AdministrativeUnit.objects.all()}
    taken = {unit.slug for unit in known.values()}
    count = 0
    # Parents stand before their parts in the file.
    for row in _rows("units.csv"):
        unit = known.setdefault(row["key"], AdministrativeUnit(key=row["key"]))
        unit.code, unit.level, unit.kind = row["code"], row["level"], row["kind"]
        unit.name, unit.name_en, unit.source = row["name"], row["name_en"], row["source"]
        unit.parent = known[row["parent_key"]] if row["parent_key"] else None
        unit.valid_from = date.fromisoformat(row["valid_from"])
        unit.valid_to = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        unit.latitude = Decimal(row["lat"]) if row["lat"] else None
        unit.longitude = Decimal(row["lon"]) if row["lon"] else None
        if not unit.slug:
            unit.slug = _free_slug(unit, taken)
            taken.add(unit.slug)
        unit.save()
        count += 1
    for row in _rows("successions.csv"):
        Succession.objects.update_or_create(
            old=known[row["old_key"]],
            new=known[row["new_key"]],
            defaults={
                "effective_date": date.fromisoformat(row["effective_date"]),
                "decision_no": row["decision_no"],
                "is_partial": row["is_partial"] == "1",
            },
        )
    for row in _rows("district_areas.csv"):
        DistrictArea.objects.get_or_create(district=known[row["district_key"]], commune=known[row["commune_key"]])
    return count


def _free_slug(unit: AdministrativeUnit, taken: set[str]) -> str:
    """Give the address part "huyen-ky-anh" or "xa-ky-anh"; of two alike the later one adds its key."""
    wish = slug(f"{KIND_WORDS[UnitKind(unit.kind)][0]} {unit.name}")
    return wish if wish not in taken else f"{wish}-{unit.key}"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
