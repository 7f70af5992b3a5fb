"""Addresses below /kiem-tra/. The scan page itself stands at /t/, outside the languages."""

from django.urls import path

from traceability.views.lot import lot
from traceability.views.retired import retired_stamps
from traceability.views.scan import check

urlpatterns = [
    path("", check, name="check"),
    path("dot-tem/<int:number>/", retired_stamps, name="retired-stamps"),
    # A lot number may hold slashes and other signs; they come percent-encoded.
    path("lo/<slug:slug>/<path:code>/", lot, name="lot"),
]
