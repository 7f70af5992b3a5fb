"""Addresses below /diem-ban/."""

from django.urls import path

from places import views

urlpatterns = [
    path("", views.point_list, name="sale-point-list"),
    path("<slug:slug>/", views.unit_or_point, name="unit-or-point"),
]
