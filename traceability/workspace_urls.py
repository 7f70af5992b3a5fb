"""Addresses below /khong-gian/: the workspace of producers."""

from django.urls import path

from traceability.views.workspace import activation, orders, stamps, voiding

app_name = "workspace"

urlpatterns = [
    path("", stamps.door, name="door"),
    path("tem/", stamps.home, name="stamps"),
    path("tem/dat/", orders.order, name="order"),
    path("tem/don/<int:number>/", orders.order_page, name="order-page"),
    path("tem/don/<int:number>/huy/", orders.withdraw, name="withdraw"),
    path("tem/don/<int:number>/nhan/", orders.receive, name="receive"),
    path("tem/gan/", activation.choose_lot, name="choose-lot"),
    path("tem/gan/lo-moi/", activation.new_lot, name="new-lot"),
    path("tem/gan/<int:number>/", activation.activate, name="activate"),
    path("tem/gan/<int:number>/xong/", activation.activated, name="activated"),
    path("tem/bao-hong/", voiding.void, name="void"),
    path("tem/bao-hong/xong/", voiding.voided, name="voided"),
]
