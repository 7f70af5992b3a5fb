"""Long tables in parts: which rows are shown, and the links to the others."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.translation import gettext as _

from core.officials.views import LONGEST_NUMBER, Link


@dataclass(frozen=True)
class Window:
    """The rows `first` to `last` of `total`, counted from 1, and the name under which the address asks for one of them."""

    name: str
    first: int
    size: int
    total: int

    @classmethod
    def of(cls, request: HttpRequest, name: str, *, size: int, total: int) -> Window:
        """Give the part of a table that holds the row which the address asks for; the first when it asks for none."""
        text = request.GET.get(name, "")
        asked = int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 1
        row = min(max(asked, 1), max(total, 1))
        return cls(name, (row - 1) // size * size + 1, size, total)

    @property
    def last(self) -> int:
        """The last row that is shown."""
        return min(self.first + self.size - 1, self.total)

    @property
    def rows(self) -> slice:
        """The rows, as a list or a queryset takes them."""
        return slice(self.first - 1, self.last)

    @property
    def words(self) -> str:
        """Say which rows are shown, when they are not all."""
        if self.total <= self.size:
            return ""
        return _("%(first)s to %(last)s of %(total)s") % {
            "first": localize(self.first),
            "last": localize(self.last),
            "total": localize(self.total),
        }

    def links(self) -> list[Link]:
        """Give the ways to the other rows; none when all are shown."""
        at_end = (max(self.total - 1, 0) // self.size) * self.size + 1
        ways = [
            (_("First"), 1, self.first > self.size + 1),
            (_("Previous"), self.first - self.size, self.first > 1),
            (_("Next"), self.first + self.size, self.last < self.total),
            (_("Last"), at_end, self.first + self.size < at_end),
        ]
        return [Link(label, f"?{self.name}={row}#{self.name}") for label, row, is_there in ways if is_there]
