"""The law as dated data: `catalog/rules/*.toml`, one file for each decision of the Prime Minister."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from catalog.enums import Authority, Stars
from catalog.models import ProductSet
from core.periods import Period
from core.text import slug

_FOLDER = Path(__file__).resolve().parents[1] / "rules"


class NoRuleSet(LookupError):
    """No rule set was in force on the day."""


class ScoreOutOfRange(ValueError):
    """A score lies outside 0 to 100."""


@dataclass(frozen=True)
class Band:
    """A star and the least score for it."""

    stars: int
    least: Decimal


@dataclass(frozen=True)
class RuleSet:
    """What one decision says, as far as this site acts on it."""

    id: str
    decision: str
    period: Period
    validity_months: int
    bands: tuple[Band, ...]
    recognises: dict[int, Authority]
    renewal: dict[str, int] = field(default_factory=dict)
    amends: str = ""
    title: str = ""
    source: str = ""

    def stars_for_score(self, score: Decimal) -> Stars | None:
        """Grade a product from its council's average.

        Units: score in points, 0 to 100.
        Returns: None below three stars: then nothing is certified.
        Raises: ScoreOutOfRange: outside 0 to 100.
        """
        if not 0 <= score <= 100:  # noqa: PLR2004  points are out of a hundred
            raise ScoreOutOfRange(score)
        stars = next(band.stars for band in self.bands if score >= band.least)
        return Stars(stars) if stars in Stars.values else None


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Give all rule sets, the oldest first."""
    return tuple(sorted((_rule_set(content) for content in _files()), key=lambda rules: rules.period.valid_from))


def rules_on(day: date) -> RuleSet:
    """Give the rule set in force on a day.

    Raises: NoRuleSet: the programme had not begun.
    """
    for rules in reversed(rule_sets()):
        if day in rules.period:
            return rules
    raise NoRuleSet(day)


@transaction.atomic
def load_product_sets() -> int:
    """Bring the table of product sets in line with the rule files and give their number.

    Sets of the rule set in force carry numbers; the groups of older ones point at the sets that they became.
    """
    count = 0
    for content in sorted(_files(), key=lambda one: one["valid_from"], reverse=True):
        for position, row in enumerate(content.get("sets", content.get("groups", [])), start=1):
            product_set, _created = ProductSet.objects.update_or_create(
                taxonomy=content["id"],
                number=str(row.get("number", row.get("code"))),
                defaults={
                    "sector": row.get("sector", ""),
                    "sector_en": row.get("sector_en", ""),
                    "group": row.get("group", ""),
                    "group_en": row.get("group_en", ""),
                    "name": row["name"],
                    "name_en": row.get("name_en", ""),
                    "slug": slug(row["name"])[:80],
                    "position": position,
                    "valid_from": content["valid_from"],
                    "valid_to": content.get("valid_to"),
                },
            )
            targets = [str(number) for number in row.get("maps_to", [])]
            product_set.becomes.set(ProductSet.objects.filter(valid_to=None, number__in=targets) if targets else [])
            count += 1
    return count


def _files() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]


def _rule_set(content: dict[str, Any]) -> RuleSet:
    bands = sorted((Band(row["stars"], Decimal(str(row["min"]))) for row in content["bands"]), key=lambda band: -band.least)
    return RuleSet(
        id=content["id"],
        decision=content["decision"],
        period=Period(content["valid_from"], content.get("valid_to")),
        validity_months=content["validity_months"],
        bands=tuple(bands),
        recognises={int(stars): Authority(level) for stars, level in content["recognises"].items()},
        renewal=dict(content.get("renewal", {})),
        amends=content.get("amends", ""),
        title=content["title_vi"],
        source=content["source"],
    )
