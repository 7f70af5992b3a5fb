"""What the parts of a load share: the day it is made for, the chances it takes, the files it reads."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.models import Picture
from pages.texts import read_toml
from places.models import AdministrativeUnit

if TYPE_CHECKING:
    from django.contrib.auth.models import User

HOME_PROVINCE = "42"
_FOLDER = Path(__file__).resolve().parents[1] / "sample_data"


@dataclass(frozen=True)
class Load:
    """One load of the sample data.

    `today` is the day that invented dates are counted from; the same `seed` makes up the same values.
    """

    today: date
    seed: int
    say: Callable[[str], object]
    pictures: dict[str, Picture] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    @cached_property
    def units(self) -> dict[str, AdministrativeUnit]:
        """The administrative units by their keys."""
        return {unit.key: unit for unit in AdministrativeUnit.objects.select_related("parent")}

    def chance(self, of: str) -> random.Random:
        """Give a source of chance for one thing: the same for the same seed and name, whatever else is loaded."""
        return random.Random(f"{self.seed}:{of}")  # noqa: S311  samples are no secrets

    def moment(self, *, days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
        """Give a moment some days before today, in local time."""
        return moment_of(self.today - timedelta(days=days_ago), hour=hour, minute=minute)


def moment_of(day: date, *, hour: int = 9, minute: int = 0) -> datetime:
    """Give a moment of a day in local time."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def csv_rows(name: str) -> list[dict[str, str]]:
    """Give the rows of one of the sample files; a list."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def toml_rows(name: str) -> list[dict[str, Any]]:
    """Give the list that one of the sample files of texts holds under its own name."""
    rows: list[dict[str, Any]] = read_toml(_FOLDER / f"{name}.toml")[name]
    return rows
