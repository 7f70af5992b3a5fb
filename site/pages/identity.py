"""Which province's site this is: looked up once a request, when something asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Site

from core.validators import format_phone
from pages.models import ProvinceSettings
from places.models import AdministrativeUnit

_KEPT_SECONDS = 300
_EDITION = "identity-edition"


@dataclass(frozen=True)
class SiteIdentity:
    """Name, hotline and legal footer of a site, in both languages, and its province."""

    unit: AdministrativeUnit | None = None
    name_vi: str = "OCOP"
    name_en: str = ""
    hotline: str = ""
    footer_vi: str = ""
    footer_en: str = ""
    is_demo: bool = False

    @property
    def site_name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" and self.name_en else self.name_vi

    @property
    def legal_footer(self) -> str:
        """The footer in the language of the page."""
        return self.footer_en if get_language() == "en" and self.footer_en else self.footer_vi


class ProvinceMiddleware:
    """Give each request its `province`, worked out only when something reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach and go on."""
        request.province = SimpleLazyObject(lambda: identity_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def identity_of(request: HttpRequest) -> SiteIdentity:
    """Give the identity of the site that answers the request's host; kept in the cache for some minutes."""
    key = f"identity:{request.get_host()}"
    kept = cache.get_many([_EDITION, key])
    edition = kept.get(_EDITION, 0)
    if key in kept and kept[key][0] == edition:
        return cast(SiteIdentity, kept[key][1])
    identity = _read(Site.find_for_request(request))
    cache.set(key, (edition, identity), _KEPT_SECONDS)
    return identity


def forget_identities(**_kwargs: Any) -> None:
    """Let the next request read anew, after an editor changed the settings."""
    cache.set(_EDITION, time.time_ns(), None)


def _read(site: Site | None) -> SiteIdentity:
    settings = site and ProvinceSettings.objects.select_related("province").filter(site=site).first()
    if not settings:
        return SiteIdentity()
    return SiteIdentity(
        unit=settings.province,
        name_vi=settings.site_name,
        name_en=settings.site_name_en,
        hotline=format_phone(settings.hotline) if settings.hotline else "",
        footer_vi=settings.legal_footer,
        footer_en=settings.legal_footer_en,
        is_demo=settings.is_demo,
    )
