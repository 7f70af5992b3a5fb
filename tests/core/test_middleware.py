from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def policy(response):
    parts = (part.strip().split() for part in response.headers["Content-Security-Policy"].split(";") if part.strip())
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", ["/healthz", "/kiem-tra/", "/t/T0000000", "/khong-co/", "/styleguide/", "/quan-ly-khac/"])
def test_public_pages_allow_nothing_inline(client, path):
    rules = policy(client.get(path))

    assert rules["default-src"] == ["'self'"]
    assert rules["object-src"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'self'"]
    assert "unsafe" not in str(rules)
    assert "script-src" not in rules
    assert "style-src" not in rules


def test_editor_is_allowed_what_wagtail_needs_below_its_own_address(client):
    rules = policy(client.get("/quan-ly/login/"))

    assert rules["script-src"] == ["'self'", "'unsafe-inline'", "'unsafe-eval'"]
    assert rules["style-src"] == ["'self'", "'unsafe-inline'"]
    assert rules["object-src"] == ["'none'"]
