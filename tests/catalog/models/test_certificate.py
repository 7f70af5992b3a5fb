from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from catalog.enums import CertificateStatus as Status
from catalog.enums import RevocationGround
from catalog.models import Certificate, Product
from catalog.models.certificate import status_on
from tests.factories.catalog import CertificateFactory, ProductFactory

FROM, TO = date(2024, 10, 15), date(2027, 10, 16)
LAST = TO - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "dates", "status"),
    [
        # Decision 26/2026/QĐ-TTg, article 4: 36 months from the day of the decision.
        pytest.param(FROM - timedelta(days=1), {}, Status.NOT_YET, id="art. 4: the day before"),
        pytest.param(FROM, {}, Status.IN_FORCE, id="art. 4: the first day"),
        pytest.param(LAST, {}, Status.IN_FORCE, id="art. 4: the last day"),
        pytest.param(TO, {}, Status.EXPIRED, id="art. 4: the day after"),
        # Article 12.3: it runs on while its renewal is decided, 180 days at most.
        pytest.param(LAST, {"extended_to": date(2028, 4, 1)}, Status.IN_FORCE, id="art. 12.3: before its own end"),
        pytest.param(TO, {"extended_to": date(2028, 4, 1)}, Status.EXTENDED, id="art. 12.3: first day"),
        pytest.param(date(2028, 3, 31), {"extended_to": date(2028, 4, 1)}, Status.EXTENDED, id="art. 12.3: last day"),
        pytest.param(date(2028, 4, 1), {"extended_to": date(2028, 4, 1)}, Status.EXPIRED, id="art. 12.3: over"),
        # Article 8: revocation.
        pytest.param(date(2025, 12, 31), {"revoked_on": date(2026, 1, 1)}, Status.IN_FORCE, id="art. 8: the day before"),
        pytest.param(date(2026, 1, 1), {"revoked_on": date(2026, 1, 1)}, Status.REVOKED, id="art. 8: from that day"),
        pytest.param(date(2030, 1, 1), {"revoked_on": date(2026, 1, 1)}, Status.REVOKED, id="art. 8: outlasts the end"),
        pytest.param(
            TO,
            {"revoked_on": date(2026, 1, 1), "extended_to": date(2028, 4, 1)},
            Status.REVOKED,
            id="art. 8: before an extension",
        ),
        pytest.param(
            date(2026, 6, 1),
            {"revoked_on": date(2026, 1, 1), "superseded_on": date(2026, 3, 1)},
            Status.REVOKED,
            id="art. 8: before all",
        ),
        # Replaced by a newer decision.
        pytest.param(date(2026, 2, 28), {"superseded_on": date(2026, 3, 1)}, Status.IN_FORCE, id="replaced: the day before"),
        pytest.param(date(2026, 3, 1), {"superseded_on": date(2026, 3, 1)}, Status.SUPERSEDED, id="replaced: from that day"),
        pytest.param(TO, {"superseded_on": date(2026, 3, 1)}, Status.SUPERSEDED, id="replaced: stays so after its end"),
        pytest.param(
            date(2026, 4, 1),
            {"superseded_on": date(2026, 3, 1), "revoked_on": date(2026, 5, 1)},
            Status.SUPERSEDED,
            id="replaced, not yet revoked",
        ),
        pytest.param(
            FROM - timedelta(days=1), {"superseded_on": date(2026, 3, 1)}, Status.NOT_YET, id="not yet comes before replaced"
        ),
    ],
)
def test_status_on_table(day, dates, status):
    assert status_on(day, valid_from=FROM, valid_to=TO, **dates) == status


@pytest.mark.django_db
@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"extended_to": date(2028, 4, 1)},
        {"superseded_on": date(2026, 3, 1)},
        {"revoked_on": date(2026, 1, 1), "revocation_ground": RevocationGround.OTHER, "revocation_no": "1"},
        {"revoked_on": FROM, "revocation_ground": RevocationGround.OTHER, "revocation_no": "1"},
        {
            "superseded_on": date(2026, 3, 1),
            "revoked_on": date(2026, 5, 1),
            "revocation_ground": RevocationGround.OTHER,
            "revocation_no": "1",
        },
    ],
)
def test_in_force_in_the_database_agrees_with_the_status(dates):
    certificate = CertificateFactory(valid_from=FROM, valid_to=TO, **dates)

    for day in (
        FROM - timedelta(days=1),
        FROM,
        *(value + timedelta(days=step) for value in (TO, *dates.values()) if isinstance(value, date) for step in (-1, 0)),
    ):
        in_force = certificate.status(on=day) in (Status.IN_FORCE, Status.EXTENDED)
        assert Certificate.objects.in_force(on=day).exists() is in_force, day
        assert Product.objects.certified(on=day).exists() is in_force, day


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"stars": 2}, id="below three stars"),
        pytest.param({"stars": 6}, id="six stars"),
        pytest.param({"valid_to": None}, id="no end"),
        pytest.param({"valid_to": FROM}, id="no day"),
        pytest.param({"score": Decimal("49.99")}, id="too few points"),
        pytest.param({"score": Decimal("100.01")}, id="too many points"),
        pytest.param({"extended_to": TO}, id="extension without a day"),
        pytest.param({"extended_to": TO + timedelta(days=181)}, id="extension of 181 days"),
        pytest.param({"revoked_on": date(2026, 1, 1)}, id="revoked without ground"),
        pytest.param({"revoked_on": date(2026, 1, 1), "revocation_ground": "OTHER"}, id="revoked without paper"),
        pytest.param({"revoked_on": date(2026, 1, 1), "revocation_ground": "WEATHER", "revocation_no": "1"}, id="unknown ground"),
        pytest.param(
            {"revoked_on": FROM - timedelta(days=1), "revocation_ground": "OTHER", "revocation_no": "1"}, id="revoked too early"
        ),
        pytest.param({"revocation_ground": "OTHER", "revocation_no": "1"}, id="ground without day"),
        pytest.param({"revocation_no": "1"}, id="paper without day"),
        pytest.param({"superseded_on": FROM}, id="replaced on the first day"),
    ],
)
def test_bad_certificate_is_refused_by_the_database(values):
    with pytest.raises(DatabaseError), transaction.atomic():
        CertificateFactory(**{"valid_from": FROM, "valid_to": TO} | values)


@pytest.mark.django_db
def test_extension_of_180_days_is_accepted_by_the_database():
    CertificateFactory(valid_from=FROM, valid_to=TO, extended_to=TO + timedelta(days=180))


@pytest.mark.django_db
def test_second_certificate_for_the_same_time_is_refused_with_a_message():
    certificate = CertificateFactory(valid_from=FROM, valid_to=TO)

    with pytest.raises(ValidationError) as said:
        CertificateFactory.build(product=certificate.product, valid_from=LAST).full_clean()

    assert said.value.messages[0]
    assert "catalog_certificate" not in said.value.messages[0]


@pytest.mark.django_db
def test_factory_states_are_what_they_say():

    day = timezone.localdate()
    states = {"expired": Status.EXPIRED, "extended": Status.EXTENDED, "revoked": Status.REVOKED, "superseded": Status.SUPERSEDED}
    states |= {"not_yet": Status.NOT_YET}

    assert {name: CertificateFactory(**{name: True}).status(on=day) for name in states} == states
    assert CertificateFactory().status(on=day) == Status.IN_FORCE


@pytest.mark.django_db
def test_newest_first_and_names():
    product = ProductFactory(name="Cu đơ Phong Nga")
    old = CertificateFactory(product=product, valid_from=date(2020, 1, 1), decision_no="1/QĐ")
    new = CertificateFactory(product=product, valid_from=date(2024, 1, 1), decision_no="2/QĐ")

    assert list(product.certificates.newest_first()) == [new, old]
    assert str(new) == "Cu đơ Phong Nga: 4★ 2/QĐ"
    assert new.valid_until == date(2027, 1, 1)
