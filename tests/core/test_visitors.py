from __future__ import annotations

from datetime import date

import pytest

from core.visitors import address, axes_address, viewer_tag

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("trusted", "header", "seen"),
    [
        (0, None, "10.0.0.9"),
        (0, "203.0.113.7", "10.0.0.9"),  # nobody is trusted: the header is a visitor's own
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),  # what stands further left is invented
        (2, "203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),  # fewer hops than proxies: it did not come through them
        (1, "", "10.0.0.9"),
        (1, " , ,", "10.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_believes_our_proxies_only(get_request, settings, trusted, header, seen):
    settings.TRUSTED_PROXIES = trusted
    headers = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}
    request = get_request(REMOTE_ADDR="10.0.0.9", **headers)

    assert address(request) == seen
    assert axes_address(request) == seen


def test_viewer_tag_is_the_same_for_one_phone_on_one_day(get_request):
    phone = {"REMOTE_ADDR": "203.0.113.7", "HTTP_USER_AGENT": "Cheap phone"}

    assert viewer_tag(get_request("/t/A", **phone), day=DAY) == viewer_tag(get_request("/t/B", **phone), day=DAY)


def test_viewer_tag_differs_by_day_address_program_and_secret(get_request, settings):
    phone = {"REMOTE_ADDR": "203.0.113.7", "HTTP_USER_AGENT": "Cheap phone"}
    tags = [
        viewer_tag(get_request(**phone), day=DAY),
        viewer_tag(get_request(**phone), day=date(2026, 11, 24)),
        viewer_tag(get_request(**phone | {"REMOTE_ADDR": "203.0.113.8"}), day=DAY),
        viewer_tag(get_request(**phone | {"HTTP_USER_AGENT": "Other phone"}), day=DAY),
    ]
    settings.SECRET_KEY = "another"
    tags.append(viewer_tag(get_request(**phone), day=DAY))

    assert len(set(tags)) == 5
    assert all(0 <= tag < 2**62 for tag in tags)
