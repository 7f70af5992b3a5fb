"""The certificates of the sample data: as published, with a marked sample value where something is not published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.domain.certificates import Award, Revocation, extend_certificate, issue_certificate, revoke_certificate
from catalog.domain.rules import rules_on
from catalog.enums import Authority, CertificateStatus, RevocationGround
from catalog.models import Certificate, Product
from pages.sample.loading import HOME_PROVINCE, Load, csv_rows

# The provinces as they were called before 1 July 2025, by the keys of those that they are part of today.
_OLD_PROVINCES = {
    "42": "tỉnh Hà Tĩnh",
    "38": "tỉnh Thanh Hóa",
    "24": "tỉnh Bắc Giang",
    "48": "tỉnh Quảng Nam",
    "75": "tỉnh Đồng Nai",
}
_REFORM = date(2025, 7, 1)
# Agriculture and environment became one ministry.
_ONE_MINISTRY = date(2025, 3, 1)
_YEAR = re.compile(r"(?:\b(\d{1,2})/)?(20\d{2})")
_EXTENSION_DAYS = 180
# Certificates of "2023" end in the last weeks of 2026: some have just run out, most still run.
_LATE_2023 = (date(2023, 11, 10), 47)
# Published as "renewed", so there was an earlier one; when, is not published.
_RENEWED_AFTER = {"my-gao-ngu-sac": timedelta(days=1000)}
_REVOKED_AFTER = timedelta(days=400)


@dataclass(frozen=True)
class Published:
    """What is published of one award; an empty text or None is not."""

    key: str
    stars: int
    number: str
    day: date | None
    year: str
    place: str


def load_certificates(load: Load, products: dict[str, Product]) -> int:
    """Enter the certificates of the given new products, and give their number."""
    rows = [row for row in csv_rows("products.csv") if row["key"] in products]
    awards = [row for row in csv_rows("awards.csv") if row["product_key"] in products]
    place = {row["key"]: row["place_as_published"] for row in rows}
    before = Certificate.objects.count()
    for row in rows:
        if row["status_hint"] == "revoked":
            _load_revoked(load, products[row["key"]], row)
        elif stars := _stars(row):
            _load_certified(load, products[row["key"]], _published(row, row["key"], stars, place[row["key"]]))
    for row in awards:
        key = row["product_key"]
        _issue(load, products[key], _published(row, f"{key}:again", int(row["stars"]), place[key]))
    return Certificate.objects.count() - before


def extend_one(load: Load) -> int:
    """Extend one made-up certificate that has run out lately, unless one is extended; give the number extended: 1 or 0."""
    if Certificate.objects.filter(is_sample=True, extended_to__isnull=False).exists():
        return 0
    lately = Certificate.objects.filter(
        is_sample=True,
        product__province__key=HOME_PROVINCE,
        valid_to__range=(load.today - timedelta(days=_EXTENSION_DAYS - 30), load.today),
        revoked_on=None,
        superseded_on=None,
    ).order_by("valid_to", "product__sort_key")
    certificate = next((one for one in lately if one.status(on=load.today) == CertificateStatus.EXPIRED), None)
    if certificate is None:
        return 0
    day = min(load.today, certificate.valid_to or load.today)
    at = load.moment(days_ago=(load.today - day).days + 20)
    if not rules_on(at.date()).renewal.get("extension_max_days"):
        return 0
    extend_certificate(
        certificate=certificate, days=_EXTENSION_DAYS, paper="MẪU-GH-001/UBND", by=load.people.get("can-bo"), at=at
    )
    return 1


def _stars(row: dict[str, str]) -> int:
    """Give the stars of a row, 0 when none were granted or they are not known."""
    if row["stars"]:
        return int(row["stars"])
    lapsed = row["status_hint"] == "lapsed" and re.match(r"[345]\b", row["star_as_published"])
    return int(lapsed.group()) if lapsed else 0


def _published(row: dict[str, str], key: str, stars: int, place: str) -> Published:
    day = date.fromisoformat(row["decision_date"]) if row["decision_date"] else None
    return Published(key, stars, row["decision_no"], day, row["year_as_published"], place)


def _load_certified(load: Load, product: Product, published: Published) -> None:
    if published.key in _RENEWED_AFTER:
        day = _day(load, published) - _RENEWED_AFTER[published.key]
        _issue(load, product, Published(f"{published.key}:first", published.stars, "", None, f"{day:%m/%Y}", published.place))
    _issue(load, product, published)


def _load_revoked(load: Load, product: Product, row: dict[str, str]) -> None:
    """Enter a certificate of which only the revocation is published, and revoke it."""
    revoked_on = date.fromisoformat(row["decision_date"])
    issued_on = revoked_on - _REVOKED_AFTER
    published = Published(row["key"], 3, "", None, f"{issued_on:%m/%Y}", row["place_as_published"])
    certificate = _issue(load, product, published, also="hạng sao")
    revoke_certificate(
        certificate=certificate,
        revocation=Revocation(RevocationGround.OTHER, row["decision_no"], revoked_on, "Căn cứ cụ thể không được công bố."),
        by=load.people.get("can-bo"),
        at=load.moment(days_ago=0),
    )


def _issue(load: Load, product: Product, published: Published, *, also: str = "") -> Certificate:
    day = _day(load, published)
    level = rules_on(day).recognises[published.stars]
    missing = {also: bool(also), "ngày": published.day is None, "số quyết định": not published.number}
    made_up = [words for words, is_missing in missing.items() if is_missing]
    award = Award(
        stars=published.stars,
        decision_no=published.number or _sample_number(load, published, level),
        decision_date=day,
        authority=_authority(product, level, day),
        is_sample=bool(made_up),
        note=f"Giá trị mẫu, không có trong nguồn: {', '.join(made_up)}." if made_up else "",
    )
    return issue_certificate(product=product, award=award, by=load.people.get("can-bo"), at=load.moment(days_ago=0))


def _day(load: Load, published: Published) -> date:
    """Give the published day, or a made-up one within the published month or year."""
    if published.day:
        return published.day
    chance = load.chance(f"day:{published.key}")
    found = _YEAR.search(published.year)
    month, year = (found.group(1), int(found.group(2))) if found else (None, 2022)
    if month:
        return date(year, int(month), chance.randint(3, 27))
    if "before" in published.year:
        year -= 1
    if year == _LATE_2023[0].year:
        return _LATE_2023[0] + timedelta(days=chance.randint(0, _LATE_2023[1]))
    return date(year, 8, 1) + timedelta(days=chance.randint(0, 120))


def _sample_number(load: Load, published: Published, level: Authority) -> str:
    number = load.chance(f"number:{published.key}").randint(100, 4999)
    return f"MẪU-{number:04d}/QĐ-{'BỘ' if level == Authority.CENTRAL else 'UBND'}"


def _authority(product: Product, level: Authority, day: date) -> str:
    if level == Authority.CENTRAL:
        return "Bộ Nông nghiệp và Môi trường" if day >= _ONE_MINISTRY else "Bộ Nông nghiệp và Phát triển nông thôn"
    if level == Authority.DISTRICT and product.former_district:
        return f"UBND {product.former_district.full_name}"
    if level == Authority.DISTRICT:
        return "UBND cấp huyện (nguồn không ghi huyện nào)"
    return f"UBND {product.province.full_name if day >= _REFORM else _OLD_PROVINCES[product.province.key]}"
