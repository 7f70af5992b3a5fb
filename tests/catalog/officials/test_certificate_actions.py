"""Certifying, extending and revoking in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from catalog.enums import CertificateAction, RevocationGround
from catalog.models import Certificate, CertificateEvent, Product
from tests.factories.catalog import CertificateFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("can-bo"))
    return client


@pytest.fixture
def product() -> Product:
    return ProductFactory()


def award(certified: Product, **changed: Any) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    entered = {"product": certified.pk, "stars": "4", "score": "82", "decision_no": "524/QĐ-UBND", "decision_date": day}
    return entered | {"authority": "UBND tỉnh Hà Tĩnh", "note": ""} | changed


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_certifying_issues_a_certificate_with_a_name_in_its_history(official: Client, product: Product) -> None:
    response = official.post(reverse("certificates:add"), award(product))

    certificate = Certificate.objects.get()
    assert response["Location"] == reverse("certificates:inspect", args=[certificate.pk])
    assert (certificate.product, certificate.stars, certificate.decision_no) == (product, 4, "524/QĐ-UBND")
    event = CertificateEvent.objects.get()
    assert (event.action, event.by.username) == (CertificateAction.ISSUED, "can-bo")
    assert ModelLogEntry.objects.get(action="catalog.certify").user.username == "can-bo"


def test_the_form_takes_the_product_from_the_address(official: Client, product: Product) -> None:
    response = official.get(reverse("certificates:add"), {"product": product.pk})

    assert response.context["form"].initial == {"product": product.pk}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"score": "50"}, "__all__"),
        ({"decision_date": "2999-01-01"}, "decision_date"),
        ({"decision_date": "2001-01-01"}, "decision_date"),
        ({"stars": "2"}, "stars"),
        ({"product": ""}, "product"),
    ],
)
def test_a_refusal_is_shown_in_the_form(official: Client, product: Product, changed: dict[str, str], field: str) -> None:
    response = official.post(reverse("certificates:add"), award(product, **changed))

    assert list(errors(response)) == [field]
    assert not Certificate.objects.exists()


def test_the_second_of_two_who_certify_is_told_so(official: Client, product: Product) -> None:
    official.post(reverse("certificates:add"), award(product))

    response = official.post(reverse("certificates:add"), award(product))

    assert "524/QĐ-UBND" in errors(response)["__all__"][0]
    assert Certificate.objects.count() == 1


def test_extending_lets_it_run_on(official: Client) -> None:
    certificate = CertificateFactory()

    official.post(reverse("certificates:extend", args=[certificate.pk]), {"days": 30, "paper": "12/UBND"})

    certificate.refresh_from_db()
    assert (certificate.extended_to - certificate.valid_to).days == 30


def test_too_long_an_extension_is_refused(official: Client) -> None:
    certificate = CertificateFactory()

    response = official.post(reverse("certificates:extend", args=[certificate.pk]), {"days": 190, "paper": "12/UBND"})

    certificate.refresh_from_db()
    assert "180" in errors(response)["__all__"][0]
    assert certificate.extended_to is None


def revocation() -> dict[str, str]:
    day = timezone.localdate().isoformat()
    return {"ground": RevocationGround.MARK_MISUSED.value, "decision_no": "99/QĐ-UBND", "on": day, "reason": "Dùng sai"}


def test_revoking_says_first_what_consumers_will_see(official: Client) -> None:
    certificate = CertificateFactory()

    response = official.post(reverse("certificates:revoke", args=[certificate.pk]), revocation())

    certificate.refresh_from_db()
    assert certificate.revoked_on is None
    assert any("99/QĐ-UBND" in str(sentence) for sentence in response.context["sentences"])


def test_revoking_takes_effect_when_confirmed(official: Client) -> None:
    certificate = CertificateFactory()

    official.post(reverse("certificates:revoke", args=[certificate.pk]), revocation() | {"confirmed": "1"})

    certificate.refresh_from_db()
    assert (certificate.revoked_on, certificate.revocation_no) == (timezone.localdate(), "99/QĐ-UBND")
    assert CertificateEvent.objects.get().by.username == "can-bo"


def test_going_back_keeps_what_was_typed(official: Client) -> None:
    certificate = CertificateFactory()

    response = official.post(reverse("certificates:revoke", args=[certificate.pk]), revocation() | {"back": "1"})

    assert response.context["form"].data["decision_no"] == "99/QĐ-UBND"
    certificate.refresh_from_db()
    assert certificate.revoked_on is None


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_the_second_of_two_who_revoke_is_told_so(official: Client, confirmed: dict[str, str]) -> None:
    certificate = CertificateFactory(revoked=True)

    response = official.post(reverse("certificates:revoke", args=[certificate.pk]), revocation() | confirmed)

    assert certificate.revocation_no in errors(response)["__all__"][0]


def test_a_certificate_has_no_form_to_edit(official: Client) -> None:
    certificate = CertificateFactory()

    assert official.get(f"{reverse('certificates:index')}edit/{certificate.pk}/").status_code == 404
