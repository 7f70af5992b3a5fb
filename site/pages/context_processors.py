"""What every page of the public site shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def site(request: HttpRequest) -> dict[str, Any]:
    """Give name, hotline, footer, menu and languages. The admin has a frame and names of its own."""
    in_admin = request.path.startswith(reverse("wagtailadmin_home")) and not request.path.startswith(
        reverse("second-factor-verify")
    )
    if in_admin or not hasattr(request, "province"):  # a preview in the admin makes its own requests
        return {}
    province = request.province
    return {
        "site_name": province.site_name,
        "site_province": province.unit,
        "hotline": province.hotline,
        "legal_footer": province.legal_footer,
        "is_demo": province.is_demo,
        "nav": _menu(request),
        "languages": _languages(request),
        "search_url": reverse("search"),
        "footer_links": [
            {"title": _("Check a stamp"), "url": reverse("check")},
            {"title": _("Register of certificates"), "url": reverse("register")},
            {"title": _("Open data (CSV)"), "url": reverse("register-csv")},
            {"title": _("Open data (JSON)"), "url": reverse("register-json")},
            {"title": _("For producers: stamps"), "url": reverse("workspace:stamps")},
            {"title": _("For producers and officials"), "url": reverse("wagtailadmin_home")},
        ],
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    entries = [
        (_("Products"), reverse("wagtail_serve", args=["san-pham/"])),
        (_("Producers"), reverse("wagtail_serve", args=["chu-the/"])),
        (_("Sale points"), reverse("sale-point-list")),
        (_("Stories"), reverse("wagtail_serve", args=["cau-chuyen/"])),
        (_("Register"), reverse("register")),
        (_("Check a stamp"), reverse("check")),
    ]
    return [{"title": title, "url": url, "active": request.path.startswith(url)} for title, url in entries]


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    here = request.get_full_path()
    return [
        {"code": code, "label": label, "url": translate_url(here, code), "active": code == get_language()}
        for code, label in settings.LANGUAGES
    ]
