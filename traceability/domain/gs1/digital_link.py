"""Read a GS1 Digital Link: `/01/{gtin}`, then `/22/{variant}`, `/10/{lot}` and `/21/{serial}` in this order, or `/235/{tpx}`.

Also its compressed forms: `/{text}` for everything, `/01/{gtin}/{text}` for everything after the GTIN.
Source: GS1 Digital Link Standard: URI Syntax, sections 4.3 to 4.11; the qualifiers of 01 as in the Syntax Dictionary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from django.utils.translation import gettext as _

from traceability.domain.gs1.compression import decompress
from traceability.domain.gs1.identifiers import GTIN, BadLink, checked_value, full_gtin

__all__ = ["BadLink", "DigitalLink", "parse_link"]

# The fields of a link by their AI, in the order of the path.
QUALIFIERS = {"22": "cpv", "10": "lot", "21": "serial", "235": "tpx"}
# Longer than any barcode, and short enough that reading it costs nothing.
LONGEST_LINK = 1_500
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PAIR_OF_SEGMENTS = 2
_PARTLY_PACKED = 3  # The AI, its value, and everything else in one segment.


@dataclass(frozen=True)
class DigitalLink:
    """What a Digital Link says. `gtin` has 14 digits; a qualifier that is not given is empty.

    `pairs` holds every key and value of the query in its order, decoded and otherwise as given; before them those of the
    compressed part.
    """

    gtin: str
    cpv: str = ""
    lot: str = ""
    serial: str = ""
    tpx: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    compressed: bool = False

    @property
    def level(self) -> str:
        """The finest thing that it names: "serial", "tpx", "lot", "cpv" or "gtin"."""
        return next((field for field in reversed(QUALIFIERS.values()) if getattr(self, field)), "gtin")

    @property
    def path(self) -> str:
        """The canonical path: uncompressed, 14 digits, percent-encoded, no slash at the end."""
        named = [f"/{ai}/{quote(getattr(self, field), safe='')}" for ai, field in QUALIFIERS.items() if getattr(self, field)]
        return f"/{GTIN}/{self.gtin}{''.join(named)}"

    @property
    def query(self) -> str:
        """The pairs as a query, without a question mark."""
        return "&".join(f"{quote(key, safe=':')}={quote(value, safe=':')}" for key, value in self.pairs)

    @property
    def attributes(self) -> dict[str, str]:
        """The data attributes, for instance 17 (expiry, YYMMDD); the last wins where one is said twice."""
        return {key: value for key, value in self.pairs if key.isascii() and key.isdigit()}

    def levels(self) -> tuple[DigitalLink, ...]:
        """Give the link and each level above it, the finest first and the GTIN last; without pairs."""
        found = [replace(self, pairs=(), compressed=False)]
        while found[-1].level != "gtin":
            found.append(replace(found[-1], **{found[-1].level: ""}))  # type: ignore[arg-type]  # every qualifier is text
        return tuple(found)

    def asked(self, key: str) -> str:
        """Give the first value of a key of the query, empty when it is not there."""
        return next((value for name, value in self.pairs if name == key), "")


def parse_link(path: str, query: str = "") -> DigitalLink:
    """Read path and query of an address, both still percent-encoded.

    A slash at the end is forgiven. Data attributes are kept as given: a slip in a date must not hide the product.
    Raises: BadLink: the path is no Digital Link of a GTIN, or one of its values is not written as GS1 says.
    """
    if len(path) + len(query) > LONGEST_LINK:
        raise BadLink(_("The address is too long for a GS1 Digital Link."))
    segments = path.rstrip("/").removeprefix("/").split("/")
    is_packed = len(segments) == 1 or (segments[0] == GTIN and len(segments) == _PARTLY_PACKED)
    packed = decompress(segments.pop()) if is_packed else ()
    elements = [*_elements(segments), *((key, value) for key, value in packed if key in QUALIFIERS or key == GTIN)]
    others = tuple((key, value) for key, value in packed if key not in QUALIFIERS and key != GTIN)
    values = _checked(elements, in_order=not packed)
    return DigitalLink(**values, pairs=others + _pairs_of(query), compressed=bool(packed))


def _elements(segments: list[str]) -> list[tuple[str, str]]:
    if len(segments) % _PAIR_OF_SEGMENTS:
        raise BadLink(_("After each AI in the path stands its value; here one of them is missing."))
    return [(segments[at], _decoded(segments[at + 1])) for at in range(0, len(segments), 2)]


def _decoded(segment: str) -> str:
    try:
        text = unquote(segment, errors="strict")
    except UnicodeDecodeError:
        text = ""
    if not text or _BROKEN_ESCAPE.search(segment):
        raise BadLink(_("A value in the path is empty or wrongly percent-encoded."))
    return text


def _checked(elements: list[tuple[str, str]], *, in_order: bool) -> dict[str, str]:
    """Give the fields of the link; a compressed text may name its qualifiers in any order."""
    keys = [key for key, _value in elements]
    if GTIN not in keys or (in_order and keys[0] != GTIN):
        raise BadLink(_("The path does not begin with a GTIN (01)."))
    if len(set(keys)) != len(keys):
        raise BadLink(_("The path says an AI twice."))
    if unknown := [key for key in keys if key != GTIN and key not in QUALIFIERS]:
        raise BadLink(
            _("“%(ai)s” is not an AI that may follow a GTIN in the path: only 22, 10, 21 or 235 may.") % {"ai": unknown[0][:10]}
        )
    if in_order and keys[1:] != [ai for ai in QUALIFIERS if ai in keys]:
        raise BadLink(_("The order in the path is 22, then 10, then 21."))
    if "235" in keys and len(keys) > _PAIR_OF_SEGMENTS:
        raise BadLink(_("Beside (235) no other AI may follow the GTIN."))
    return {
        "gtin" if key == GTIN else QUALIFIERS[key]: full_gtin(value) if key == GTIN else checked_value(key, value)
        for key, value in elements
    }


def _pairs_of(query: str) -> tuple[tuple[str, str], ...]:
    named = (one.partition("=") for one in re.split("[&;]", query) if one)
    return tuple((unquote(key), unquote(value)) for key, _equals, value in named)
