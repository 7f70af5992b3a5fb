"""Addresses below /kiem-tra/. The scan page itself stands at /t/, outside the languages."""

from django.urls import path

from traceability.views.scan import check

urlpatterns = [path("", check, name="check")]
