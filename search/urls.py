"""Addresses below /tim-kiem/."""

from django.urls import path

from search.views import search, suggestions

urlpatterns = [
    path("", search, name="search"),
    path("goi-y", suggestions, name="search-suggestions"),
]
