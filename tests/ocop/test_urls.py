from __future__ import annotations

import pytest
from django.urls import resolve, reverse
from django.utils import translation

from tests.factories.traceability import code_of
from traceability.views import resolver
from traceability.views.scan import scan

pytestmark = pytest.mark.django_db


# Design, section 4.
@pytest.mark.parametrize(
    ("name", "arguments", "vietnamese", "english"),
    [
        ("register", [], "/chung-nhan/", "/en/chung-nhan/"),
        ("certificate", [7], "/chung-nhan/7/", "/en/chung-nhan/7/"),
        ("sale-point-list", [], "/diem-ban/", "/en/diem-ban/"),
        ("unit-or-point", ["xa-ky-anh"], "/diem-ban/xa-ky-anh/", "/en/diem-ban/xa-ky-anh/"),
        ("check", [], "/kiem-tra/", "/en/kiem-tra/"),
        ("search", [], "/tim-kiem/", "/en/tim-kiem/"),
        # One code, one address, whatever the language; and one editor.
        ("scan", ["ABC"], "/t/ABC", "/t/ABC"),
        ("wagtailadmin_home", [], "/quan-ly/", "/quan-ly/"),
    ],
)
def test_addresses_are_those_of_the_design(name, arguments, vietnamese, english):
    assert reverse(name, args=arguments) == vietnamese
    with translation.override("en"):
        assert reverse(name, args=arguments) == english


@pytest.mark.parametrize("path", ["/t/ABC", "/T/ABC", "/t/A/B"])
def test_stamps_lead_to_the_scan_page(path):
    assert resolve(path).func is scan


@pytest.mark.parametrize(
    "path", ["/01/08934567000123/21/ABC", "/01/08934567000123/21/ABC/", "/01/anything", "/01/", "/AQnYUc1gmg"]
)
def test_digital_links_lead_to_the_resolver(path):
    assert resolve(path).func is resolver.resolve


@pytest.mark.parametrize("path", ["/01/8934567000123/21/ABC", "/01/08934567000123/", "/admin/", "/django-admin/"])
def test_other_addresses_are_not_found(client, path):
    assert client.get(path, follow=True).status_code == 404


@pytest.mark.parametrize("path", ["/healthz", f"/t/{code_of(1)}", "/kiem-tra/", "/khong-co/", "/quan-ly/login/"])
def test_every_answer_has_the_headers_of_a_safe_site(client, path):
    response = client.get(path)

    assert {name: response.headers.get(name) for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")} == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Content-Security-Policy" in response.headers


def test_editor_asks_who_is_there(client):
    response = client.get("/quan-ly/")

    assert response.status_code == 302
    assert response["Location"] == "/quan-ly/login/?next=/quan-ly/"


def test_robots_are_told_to_leave_stamps_and_editor_alone(client):
    response = client.get("/robots.txt")

    assert response.status_code == 200
    assert "Disallow: /quan-ly/" in response.text


@pytest.mark.parametrize("path", ["/media/../manage.py", "/media/%2e%2e/manage.py", "/media/khong-co.jpg"])
def test_media_gives_only_what_was_uploaded(client, path):
    assert client.get(path).status_code in (400, 404)
