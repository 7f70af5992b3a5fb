"""From a Digital Link to the links that the register has for it, and which of them a request wants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.codes import tidy
from traceability.domain.codes import NotOurs, read_code, readable
from traceability.domain.gs1.digital_link import DigitalLink
from traceability.queries.links import (
    DEFAULT,
    DEFAULT_MULTI,
    GS1_VOCABULARY,
    Link,
    LinkedLot,
    LinkedProduct,
    find_linked_lot,
    find_linked_product,
    lot_links,
    product_links,
    stamp_links,
)
from traceability.queries.stamps import StampRecord, find_stamp

# The ways to write a link type of GS1's. The last two were used before the vocabulary moved.
_PREFIXES = ("gs1:", GS1_VOCABULARY, "https://gs1.org/voc/", "http://gs1.org/voc/")
_WHOLE_LIST = {"linkset", "all"}


class NotInRegister(LookupError):
    """The link is well written, but the register does not know what it names; the message says which part."""


class StampNotOurs(NotInRegister):
    """The serial number is no stamp of this product and lot."""


@dataclass(frozen=True)
class Level:
    """What the register has for one level of a link: its canonical path, a description, links with the default first."""

    path: str
    description: str
    links: tuple[Link, ...]


def wants_whole_list(link_type: str) -> bool:
    """Tell whether a `linkType` asks for the list of links: `linkset`, or `all` as older readers say."""
    return link_type in _WHOLE_LIST


def relation_of(link_type: str) -> str:
    """Give the whole address of a link type that is written short (`gs1:pip`) or in one of its older addresses."""
    for prefix in _PREFIXES:
        if link_type.startswith(prefix):
            return GS1_VOCABULARY + link_type.removeprefix(prefix)
    return link_type


def levels_of(link: DigitalLink, *, on: date) -> list[Level]:
    """Look up every level of a link, the finest first, the product last.

    A variant (22) or third-party number (235) is no matter of the register: such a link has the links of the levels above.
    A stamp that is on no lot yet takes any lot beside it, one that is on a lot takes only that. At most three queries.
    Raises: NotInRegister, StampNotOurs: the product, the lot or the stamp is not ours.
    """
    product = find_linked_product(link.gtin, on=on)
    if product is None:
        raise NotInRegister(_("No product of this register has the barcode number %(gtin)s.") % {"gtin": link.gtin})
    lot = find_linked_lot(product, link.lot) if link.lot else None
    if link.lot and lot is None:
        raise NotInRegister(_("The register knows the product, but no lot “%(lot)s” of it.") % {"lot": link.lot})
    stamp = _stamp_of(link, product, on=on) if link.serial else None
    found = {"gtin": Level("", product.name, product_links(product))}
    if lot is not None:
        found["lot"] = Level("", _("%(product)s, lot %(lot)s") % {"product": product.name, "lot": lot.code}, lot_links(lot))
    if stamp is not None:
        found["serial"] = _stamp_level(link, product, stamp)
    return [
        Level(level.path, found[level.level].description, found[level.level].links)
        for level in link.levels()
        if level.level in found
    ]


def choose(levels: Sequence[Level], relation: str, *, languages: Iterable[str]) -> Link | None:
    """Give the link of a type that fits the visitor's languages best, from the finest level that has one; None without any.

    Order of `languages`: the best liked first. Where none fits, the first link speaks for all.
    """
    if relation in {"", DEFAULT}:
        links = levels[0].links
        offered = [link for link in links if link.relation == DEFAULT_MULTI] or [
            link for link in links if link.relation == DEFAULT
        ]
    else:
        offered = next((found for level in levels if (found := [link for link in level.links if link.relation == relation])), [])
    for language in languages:
        for link in offered:
            if language in link.languages or language.partition("-")[0] in link.languages:
                return link
    return offered[0] if offered else None


def linkset(levels: Iterable[Level]) -> dict[str, Any]:
    """Write levels as a linkset in JSON: each with its uncompressed address, and its links by relation.

    Source: RFC 9264, section 4.2; `itemDescription` is GS1's addition.
    """
    return {"linkset": [_context_object(level) for level in levels]}


def _context_object(level: Level) -> dict[str, Any]:
    written: dict[str, Any] = {"anchor": settings.PUBLIC_URL + level.path, "itemDescription": level.description}
    for link in level.links:
        target: dict[str, Any] = {"href": link.target, "title": link.title}
        if link.media_type:
            target["type"] = link.media_type
        if link.languages:
            target["hreflang"] = list(link.languages)
        written.setdefault(link.relation, []).append(target)
    return written


def _stamp_of(link: DigitalLink, product: LinkedProduct, *, on: date) -> StampRecord:
    """Read the stamp without counting a scan: who asks for links has not met the package."""
    try:
        stamp = read_code(link.serial, keys=settings.STAMP_KEYS)
    except NotOurs:
        record = None
    else:
        record = find_stamp(key_letter=stamp.key_letter, number=stamp.number, on=on)
    if record is None or record.product_id != product.pk or (link.lot and record.lot_code not in {None, link.lot}):
        raise StampNotOurs(_("“%(code)s” is no stamp of this product.") % {"code": link.serial})
    return record


def _stamp_level(link: DigitalLink, product: LinkedProduct, stamp: StampRecord) -> Level:
    lot = LinkedLot(product.slug, stamp.lot_code, is_recalled=stamp.recalled_at is not None) if stamp.lot_code else None
    code = tidy(link.serial)
    described = _("%(product)s, stamp %(code)s") % {"product": product.name, "code": readable(code)}
    return Level("", described, stamp_links(code, lot))
