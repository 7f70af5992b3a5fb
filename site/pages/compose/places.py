"""In which units a thing lies, old and new: what it is found by."""

from __future__ import annotations

from collections import defaultdict

from catalog.models import Product
from core.text import fold
from places.models import AdministrativeUnit, Succession


class UnitsByPlace:
    """All units with what they came from and what they are part of, read once for very many things."""

    def __init__(self) -> None:
        """Read them."""
        self._units = {unit.pk: unit for unit in AdministrativeUnit.objects.all()}
        self._before: dict[int, list[AdministrativeUnit]] = defaultdict(list)
        for old, new in Succession.objects.values_list("old_id", "new_id"):
            self._before[new].append(self._units[old])

    def around(self, *units: AdministrativeUnit | None) -> list[AdministrativeUnit]:
        """Give units with all that they are part of, and the provinces that went into their province by name; no unit twice."""
        found: dict[int, AdministrativeUnit] = {}
        for unit in units:
            above = self._units.get(unit.pk) if unit is not None else None
            while above is not None and above.pk not in found:
                found[above.pk] = above
                above = self._units.get(above.parent_id or 0)
        return list(found.values())

    def of_product(self, product: Product) -> list[AdministrativeUnit]:
        """Give the units of a product: today's, the former district, the old commune and province that its certificate names."""
        certified = f" {fold(product.place_as_certified)} "
        named = [
            old
            for new in (product.commune_id, product.province_id)
            for old in self._before.get(new or 0, ())
            if f" {fold(old.name)} " in certified
        ]
        return self.around(product.commune, product.province, product.former_district, *named)
