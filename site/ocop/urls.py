"""The addresses of the site (design, section 4)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path, register_converter
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from catalog import urls as catalog_urls
from ocop.health import healthz, readyz
from ocop.metrics import metrics
from pages import second_factor
from pages.compose.facts import stock_of
from pages.robots import robots
from pages.styleguide import styleguide
from places import urls as places_urls
from places.views import unit_or_point
from search import urls as search_urls
from traceability import urls as traceability_urls
from traceability import workspace_urls
from traceability.views import resolver
from traceability.views.scan import scan

register_converter(resolver.CompressedLinkConverter, "compressed_link")

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("robots.txt", robots),
    path("sitemap.xml", sitemap),
    path("quan-ly/xac-thuc/", second_factor.verify, name="second-factor-verify"),
    path("quan-ly/xac-thuc/cai-dat/", second_factor.enrol, name="second-factor-enrol"),
    path("quan-ly/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    # One code, one address, whatever the language: the scan page asks the phone.
    path("t/<path:code>", scan, name="scan"),
    path("T/<path:code>", scan),
    # Stamps of products with a barcode number carry a GS1 Digital Link; compressed it is one segment.
    re_path(r"^01/[\s\S]*$", resolver.resolve),
    path("<compressed_link:packed>", resolver.resolve),
    path("<compressed_link:packed>/", resolver.resolve),
    path(".well-known/gs1resolver", resolver.description, name="resolver-description"),
    path("linkset-context.jsonld", resolver.context, name="linkset-context"),
    path("styleguide/", styleguide, name="styleguide"),
]

if settings.DEFAULT_STORAGE_IS_LOCAL:
    # Uploaded pictures come from here in the demo; in production the proxy serves the folder before a request arrives.
    urlpatterns.append(re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}))

urlpatterns += i18n_patterns(
    path("chung-nhan/", include(catalog_urls)),
    path("diem-ban/", include(places_urls)),
    path("diem-ban/<slug:slug>/", unit_or_point, {"stock_of": stock_of}, name="unit-or-point"),
    path("kiem-tra/", include(traceability_urls)),
    path("khong-gian/", include(workspace_urls)),
    path("tim-kiem/", include(search_urls)),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler404 = "pages.errors.not_found"
handler403 = "pages.errors.forbidden"
handler400 = "pages.errors.bad_request"
handler500 = "pages.errors.server_error"
