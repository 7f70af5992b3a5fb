"""Addresses below /chung-nhan/."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("", views.register, name="register"),
    path("<int:pk>/", views.certificate, name="certificate"),
    path("du-lieu.csv", views.register_csv, name="register-csv"),
    path("du-lieu.json", views.register_json, name="register-json"),
]
