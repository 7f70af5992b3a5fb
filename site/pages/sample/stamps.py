"""Lots and stamps of the sample data, and one stamp for each verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from catalog.enums import CertificateStatus
from catalog.models import Certificate, Product
from core.codes import ALPHABET
from pages.sample.goods import GOODS, picture_key
from pages.sample.loading import HOME_PROVINCE, Load, moment_of
from traceability.domain.codes import StampNumber, make_code, readable
from traceability.domain.orders import Format, approve_order, order_stamps
from traceability.domain.stamps import activate_stamps, void_intervals
from traceability.domain.verdict import ScanHistory, StampFacts, judge
from traceability.enums import LabelShape, PrintMedium, ScanChannel, VerdictKind, VoidReason
from traceability.models import Lot, Recall, StampRange, StampTally
from traceability.numbers import Interval
from traceability.queries.scans import ScanEntry, estimate_viewers, record_scan

# Products whose lots carry stamps; certificates of all of them run for another year or more on the day the data was written.
STAMPED = (
    "cu-do-phong-nga", "nuoc-mam-ky-phu", "banh-da-vung-nguyen-lam", "mat-ong-cuong-nga", "tra-gao-lut-omega-an-phat",
    "mien-gao-huong-tam", "tom-non-kho-hoa-linh-chi", "nuoc-mam-phu-sang", "mat-mia-phu-gia", "bot-nhung-huou-viet-gold",
    "huong-tram-quoc-thach", "keo-cu-do-ha-tinh", "cu-do-xuan-luong", "gio-lua-thanh-duan",
)  # fmt: skip
FRESH, VOIDED, RECALLED, DOUBTFUL = STAMPED[:4]
REVOKED = "gao-cam-thanh"
_REVOKED_ORDER_DAY = date(2021, 6, 15)
_QUANTITY, _ON_A_LOT, _UNSCANNED = 6000, 1500, 200
_VIEWERS, _PLACES_OF_VIEWERS, _BITS = 30, 24, 62


@dataclass(frozen=True)
class Batch:
    """Stamps of one product: when they are ordered, and on how many lots they are put, a month apart."""

    product: Product
    ordered_on: date
    lots: int = 2


def load_stamps(load: Load) -> int:
    """Make lots with stamps for the products that have none, and give the number of lots."""
    batches = [batch for batch in _batches(load) if not batch.product.stamp_orders.exists()]
    count = 0
    for batch in batches:
        stamps = _issue(load, batch)
        lots = [_put_on_lot(load, batch, stamps, place) for place in range(batch.lots)]
        _tell(load, batch.product, stamps, lots)
        if batch.product.slug == FRESH:
            _wish_for_more(load, batch)
        count += len(lots)
    return count


def verdict_examples() -> dict[VerdictKind, str]:
    """Find one sample stamp for each of the nine verdicts, as it would be answered now; give the readable codes.

    FIRST_SCAN is the next stamp of a range that nobody has scanned, so it is another one after each scan. A verdict that no
    sample stamp has today is left out.
    """
    found: dict[VerdictKind, str] = {}
    for stamp, kind in _judged(timezone.localdate()):
        if kind not in found:
            found[kind] = readable(make_code(stamp, keys=settings.STAMP_KEYS))
        if len(found) == len(VerdictKind) - 1:
            break
    if found:
        found[VerdictKind.NOT_OURS] = _forged(next(iter(found.values())))
    return {kind: found[kind] for kind in VerdictKind if kind in found}


def _batches(load: Load) -> Iterator[Batch]:
    for product in sorted(Product.objects.filter(slug__in=STAMPED), key=lambda product: STAMPED.index(product.slug)):
        certificate = product.certificates.newest_first().first()
        if certificate is not None:
            # Stamps are ordered while the certificate runs, whatever day the load is made for.
            last = certificate.ends_on - timedelta(days=1)
            yield Batch(product, max(certificate.valid_from, min(load.today - timedelta(days=75), last)))
    lapsed = Certificate.objects.filter(ends_on__lte=load.today, revoked_on=None, superseded_on=None, extended_to=None)
    expired = (
        lapsed.filter(product__province__key=HOME_PROVINCE).exclude(product__slug__in=STAMPED).order_by("-ends_on", "pk").first()
    )
    if expired is not None:
        yield Batch(expired.product, expired.ends_on - timedelta(days=200), lots=1)
    revoked = Product.objects.filter(slug=REVOKED).first()
    if revoked is not None:
        yield Batch(revoked, _REVOKED_ORDER_DAY, lots=1)


def _issue(load: Load, batch: Batch) -> StampRange:
    at = moment_of(batch.ordered_on, hour=14)
    order = order_stamps(product=batch.product, quantity=_QUANTITY, by=load.people.get("chu-the"), at=at, is_sample=True)
    return approve_order(
        order=order, key_letter=settings.STAMP_KEY_CURRENT, by=load.people.get("can-bo"), at=at + timedelta(hours=2)
    )


def _wish_for_more(load: Load, batch: Batch) -> None:
    """Leave an order on the officials' desk."""
    order_stamps(
        product=batch.product,
        quantity=2400,
        by=load.people.get("chu-the"),
        at=moment_of(batch.ordered_on + timedelta(days=70), hour=9),
        labels=Format(LabelShape.ROUND, 25, PrintMedium.ROLL, 480),
        delivery=str(batch.product.producer),
        is_sample=True,
    )


def _put_on_lot(load: Load, batch: Batch, stamps: StampRange, place: int) -> Lot:
    good = GOODS[picture_key(batch.product.name)]
    made = batch.ordered_on + timedelta(days=5 + place * 55)
    lot = Lot.objects.create(
        product=batch.product,
        code=f"L{made:%y}-{made.timetuple().tm_yday + place:03d}",
        made_date=made,
        best_before_date=made + timedelta(days=good.keeps_days),
        quantity=_ON_A_LOT,
        unit=good.unit,
        is_sample=True,
    )
    start = stamps.start + place * _ON_A_LOT
    activate_stamps(
        interval=Interval(stamps.key_letter, start, start + _ON_A_LOT),
        lot=lot,
        by=load.people.get("chu-the"),
        at=moment_of(made + timedelta(days=2), hour=10),
    )
    return lot


def _tell(load: Load, product: Product, stamps: StampRange, lots: list[Lot]) -> None:
    """Let happen to the stamps of a product what its place in the plan says."""
    first = StampNumber(stamps.key_letter, stamps.start)
    if product.slug == VOIDED:
        _void(load, first)
    if product.slug == RECALLED:
        _recall(load, lots[0])
    if product.slug == DOUBTFUL:
        _scan_by_many(load, first)
    # The newest lot of the first product stays unscanned: its stamps are for "first scan".
    scanned = lots[:-1] if product.slug == FRESH else lots
    for place, lot in enumerate(scanned):
        _scan_some(load, StampNumber(first.key_letter, first.number + place * _ON_A_LOT), lot)


def _void(load: Load, first: StampNumber) -> None:
    last = first.number + 3 * _ON_A_LOT
    void_intervals(
        [Interval(first.key_letter, last - 60, last)],
        reason=VoidReason.MISPRINT,
        note="Dữ liệu mẫu: cuộn tem in lệch màu.",
        by=load.people.get("can-bo"),
        at=load.moment(days_ago=12),
    )


def _recall(load: Load, lot: Lot) -> None:
    Recall.objects.create(
        lot=lot,
        reason="Dữ liệu mẫu, không có thật: nhãn của lô này in nhầm hạn sử dụng.",
        advice="Nếu bạn có lô này, hãy giữ lại bao bì và mang đến nơi mua để đổi.",
        paper="MẪU-TH-001",
        issued_at=load.moment(days_ago=9, hour=16),
        is_sample=True,
    )


def _scan_by_many(load: Load, first: StampNumber) -> None:
    """Let thirty people scan one and the same stamp; they fall on as many places of the tally as thirty people do on average."""
    number = StampNumber(first.key_letter, first.number + _UNSCANNED + 17)
    for viewer in range(_VIEWERS):
        at = load.moment(days_ago=6, hour=7 + viewer // 3, minute=viewer % 60)
        _scan(number, at, (viewer + 1) * _BITS + viewer % _PLACES_OF_VIEWERS)


def _scan_some(load: Load, first: StampNumber, lot: Lot) -> None:
    chance = load.chance(f"scans:{lot.product.slug}:{lot.code}")
    begin = lot.made_date + timedelta(days=3)
    days = max(0, min((load.today - begin).days, 90))
    for number in chance.sample(range(first.number + _UNSCANNED + 50, first.number + _ON_A_LOT - 100), 9):
        moments = sorted(
            moment_of(begin + timedelta(days=chance.randint(0, days)), hour=chance.randint(6, 8), minute=chance.randint(0, 59))
            for _scan_of_it in range(chance.choice((1, 1, 1, 2, 3)))
        )
        for at in moments:
            _scan(StampNumber(first.key_letter, number), at, chance.getrandbits(60))


def _scan(stamp: StampNumber, at: datetime, viewer: int) -> None:
    entry = ScanEntry(
        key_letter=stamp.key_letter,
        number=stamp.number,
        at=at,
        channel=ScanChannel.QR,
        standing="",
        viewer=viewer,
    )
    record_scan(entry)


def _judged(day: date) -> Iterator[tuple[StampNumber, VerdictKind]]:
    """Give sample stamps with the verdict that a scan would bring now: of each range one that is new, and the scanned ones."""
    ranges = StampRange.objects.filter(order__is_sample=True, key_letter__in=list(settings.STAMP_KEYS)).select_related(
        "order", "lot"
    )
    for stamps in ranges.order_by(F("activated_at").desc(nulls_last=True), "start"):
        facts = _facts(stamps, day)
        tallies = StampTally.objects.filter(key_letter=stamps.key_letter, number__gte=stamps.start, number__lt=stamps.stop)
        scanned = {tally.number: tally for tally in tallies}
        fresh = next((number for number in range(stamps.start, stamps.stop) if number not in scanned), None)
        if fresh is not None:
            yield StampNumber(stamps.key_letter, fresh), judge(facts, ScanHistory(1, 1, 0), on=day).kind
        for number, tally in scanned.items():
            history = ScanHistory(tally.scan_count + 1, estimate_viewers(tally.viewers), tally.places.bit_count())
            yield StampNumber(stamps.key_letter, number), judge(facts, history, on=day).kind


def _facts(stamps: StampRange, day: date) -> StampFacts:
    recall = stamps.lot.recalls.filter(lifted_at=None).first() if stamps.lot else None
    certificates = Certificate.objects.filter(product_id=stamps.order.product_id, valid_from__lte=day)
    certificate = certificates.newest_first().first()
    status: CertificateStatus | None = certificate.status(on=day) if certificate else None
    return StampFacts(
        voided_at=stamps.voided_at,
        activated_at=stamps.activated_at,
        recalled_at=recall.issued_at if recall else None,
        certificate=status,
        best_before_date=stamps.lot.best_before_date if stamps.lot else None,
    )


def _forged(code: str) -> str:
    """Give a code of the same form whose tag is wrong."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
