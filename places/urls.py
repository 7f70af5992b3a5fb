"""Addresses below /diem-ban/. The page of one point stands in `ocop.urls`, which hands in what it stocks."""

from django.urls import path

from places import views

urlpatterns = [
    path("", views.point_list, name="sale-point-list"),
]
