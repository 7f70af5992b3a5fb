"""The site's addresses and the baseline beside them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from catalog.models import Product
from ocop.urls import *  # noqa: F403
from ocop.urls import urlpatterns as site_urlpatterns


def one_query(request: HttpRequest, slug: str) -> HttpResponse:
    """The baseline: the smallest view that asks the database one thing, behind the same middleware."""
    return HttpResponse(Product.objects.get(slug=slug).name)


urlpatterns = [path("bench/one-query/<slug:slug>", one_query), *site_urlpatterns]
