"""The public register of certificates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from catalog.enums import CertificateStatus
from catalog.models import Certificate, CertificateEvent
from catalog.models.certificate import CertificateQuerySet
from core.text import fold, nfc

STATUS_FILTERS = {
    "hieu-luc": lambda found, on: found.in_force(on=on),
    "het-han": lambda found, on: found.filter(ends_on__lte=on, revoked_on=None, superseded_on=None),
    "thu-hoi": lambda found, on: found.filter(revoked_on__lte=on),
}


@dataclass(frozen=True)
class RegisterRow:
    """One certificate as open data: the columns of the CSV and the fields of the JSON, in this order."""

    product: str
    producer: str
    province: str
    commune: str
    place_as_certified: str
    product_set: str
    stars: int
    decision_no: str
    decision_date: date
    authority: str
    rule_set: str
    valid_from: date
    valid_until: date
    status: str
    revoked_on: date | None
    revocation_ground: str
    revocation_no: str
    ocop_code: str
    gtin: str
    is_sample: bool
    url: str

    def values(self) -> dict[str, object]:
        """Give the fields by name."""
        return asdict(self)


def find_certificates(text: str = "", *, status: str = "", on: date) -> CertificateQuerySet:
    """Find certificates by product, producer or decision number, with or without marks; all of them for an empty text.

    Order: names as in a Vietnamese dictionary, the newest certificate of a product first.
    """
    found = Certificate.objects.select_related(
        "product__producer", "product__commune", "product__province", "product__product_set"
    )
    # Đ is the only marked letter of decision numbers ("2394/QĐ-UBND"); folded words meet it as D.
    found = found.alias(decision=Replace(Replace(F("decision_no"), Value("Đ"), Value("D")), Value("đ"), Value("d")))
    for word in fold(text).split()[:12]:
        found = found.filter(Q(product__folded__contains=word) | Q(decision__icontains=word))
    if nfc(text).strip() and not fold(text):
        return Certificate.objects.none()
    if status in STATUS_FILTERS:
        found = STATUS_FILTERS[status](found, on)
    return found.order_by("product__sort_key", "product_id", "-valid_from")


def history_of(certificate: Certificate) -> list[CertificateEvent]:
    """Give what happened to a certificate, the first first; a list."""
    return list(certificate.events.order_by("on", "pk"))


def register_rows(*, on: date) -> Iterator[RegisterRow]:
    """Give the whole register row by row, in bounded memory."""
    for certificate in find_certificates(on=on).iterator(chunk_size=500):
        product = certificate.product
        yield RegisterRow(
            product=product.name,
            producer=product.producer.name,
            province=product.province.name,
            commune=product.commune.name if product.commune else "",
            place_as_certified=product.place_as_certified,
            product_set=str(product.product_set.number) if product.product_set else "",
            stars=certificate.stars,
            decision_no=certificate.decision_no,
            decision_date=certificate.decision_date,
            authority=certificate.authority,
            rule_set=certificate.rule_set,
            valid_from=certificate.valid_from,
            valid_until=certificate.valid_until,
            status=CertificateStatus(certificate.status(on=on)).value,
            revoked_on=certificate.revoked_on,
            revocation_ground=certificate.revocation_ground,
            revocation_no=certificate.revocation_no,
            ocop_code=product.ocop_code,
            gtin=product.gtin,
            is_sample=certificate.is_sample,
            url=f"/chung-nhan/{certificate.pk}/",
        )
