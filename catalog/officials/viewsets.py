"""Producers, products, certificates and protected signs in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.viewsets.model import ModelViewSetGroup

from catalog.enums import Stars
from catalog.models import Certificate, IPMark, Producer, Product
from catalog.officials.forms import ProducerForm, ProductForm
from catalog.officials.views import (
    CertificateInspectView,
    CertifyView,
    ExtendView,
    ProducerInspectView,
    ProductEditView,
    ProductInspectView,
    RetireProductView,
    ReviveProductView,
    RevokeView,
)
from catalog.queries.register import STATUS_FILTERS
from core.officials.views import RegisterIndexView
from core.officials.viewsets import RegisterViewSet
from core.text import fold, other_spelling
from places.officials.choosers import commune_chooser, district_chooser, province_chooser, sale_point_chooser


class ProducerFilters(WagtailFilterSet):
    """What a list of producers is narrowed by."""

    class Meta:
        model = Producer
        fields = ["kind", "is_sample"]


class ProducerViewSet(RegisterViewSet):
    """Producers."""

    model = Producer
    name = "producers"
    url_prefix = "chu-the"
    icon = "group"
    menu_label = _("Producers")
    inspect_view_class = ProducerInspectView
    inspect_view_fields = [
        "name",
        "kind",
        "tax_code",
        "commune",
        "address",
        "old_address",
        "phone",
        "email",
        "team",
        "source",
        "is_sample",
    ]
    list_display = ["name", "kind", "commune", "tax_code"]
    related = ("commune",)
    search_fields = ["folded", "tax_code", "commune__folded"]
    filterset_class = ProducerFilters
    list_export = ["name", "kind", "tax_code", "commune", "address", "phone", "email"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        """The form."""
        return ObjectList(
            [
                FieldPanel("name"),
                FieldPanel("slug"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("tax_code")]),
                MultiFieldPanel(
                    [
                        FieldPanel("commune", widget=commune_chooser.widget_class),
                        FieldPanel("address"),
                        FieldPanel("old_address"),
                    ],
                    heading=_("Place"),
                ),
                MultiFieldPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("Contact")),
                FieldPanel("source"),
                FieldPanel("is_sample"),
            ],
            base_form_class=ProducerForm,
        )


class ProductFilters(WagtailFilterSet):
    """What a list of products is narrowed by: the stars of today, the kind of product."""

    stars = django_filters.ChoiceFilter(label=_("Certified today with"), choices=Stars.choices, method="keep_stars")

    class Meta:
        model = Product
        fields = ["stars", "product_set", "is_sample"]

    def keep_stars(self, products: QuerySet[Any], _name: str, stars: str) -> QuerySet[Any]:
        """Keep products that hold so many stars today."""
        held = Certificate.objects.in_force(on=timezone.localdate()).filter(stars=stars)
        return products.filter(pk__in=held.values("product_id"))


class ProductViewSet(RegisterViewSet):
    """Products."""

    model = Product
    name = "products"
    url_prefix = "san-pham"
    icon = "tag"
    menu_label = _("Products")
    add_to_reference_index = True
    edit_view_class = ProductEditView
    inspect_view_class = ProductInspectView
    inspect_view_fields = [
        "name", "producer", "product_set", "commune", "province", "former_district", "place_as_certified", "gtin", "ocop_code",
        "season", "net_content", "price_vnd", "yearly_output", "ip_marks", "source", "is_sample", "retired_on", "retired_because",
    ]  # fmt: skip
    list_display = ["name", "producer", "product_set", "ocop_code"]
    related = ("producer", "product_set")
    search_fields = ["folded", "ocop_code", "gtin"]
    filterset_class = ProductFilters
    list_export = ["name", "producer", "product_set", "province", "commune", "ocop_code", "gtin", "yearly_output", "retired_on"]
    record_actions = (("ngung-dung", "retire", RetireProductView), ("tro-lai", "revive", ReviveProductView))

    @cached_property
    def edit_handler(self) -> TabbedInterface:
        """The form in three parts."""
        return TabbedInterface(
            [
                ObjectList(_product_panels(), heading=_("Product")),
                ObjectList(
                    [
                        InlinePanel("standards", heading=_("Standards"), label=_("Standard"), panels=_standard_panels()),
                        FieldPanel("ip_marks", widget=forms.CheckboxSelectMultiple),
                    ],
                    heading=_("Standards and signs"),
                ),
                ObjectList(
                    [
                        InlinePanel(
                            "channels",
                            heading=_("Sales channels"),
                            label=_("Sales channel"),
                            panels=[FieldRowPanel([FieldPanel("kind"), FieldPanel("url")])],
                        ),
                        InlinePanel(
                            "stocked_at",
                            heading=_("Sale points that have it"),
                            label=_("Sale point"),
                            panels=[FieldPanel("sale_point", widget=sale_point_chooser.widget_class), FieldPanel("confirmed_on")],
                        ),
                    ],
                    heading=_("Where to buy"),
                ),
            ],
            base_form_class=ProductForm,
        )


def _product_panels() -> list[Any]:
    return [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("producer"),
        FieldPanel("product_set"),
        FieldRowPanel([FieldPanel("ocop_code"), FieldPanel("gtin")]),
        FieldPanel("yearly_output"),
        MultiFieldPanel(
            [
                FieldPanel("commune", widget=commune_chooser.widget_class),
                FieldPanel("province", widget=province_chooser.widget_class),
                FieldPanel("former_district", widget=district_chooser.widget_class),
                FieldPanel("place_as_certified"),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("summary"),
                FieldPanel("summary_en"),
                FieldPanel("picture"),
                FieldRowPanel([FieldPanel("net_content"), FieldPanel("price_vnd")]),
                FieldPanel("season"),
            ],
            heading=_("For visitors"),
        ),
        FieldPanel("source"),
        FieldPanel("is_sample"),
    ]


def _standard_panels() -> list[Any]:
    return [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("is_sample"),
    ]


class CertificateFilters(WagtailFilterSet):
    """What a list of certificates is narrowed by."""

    status = django_filters.ChoiceFilter(
        label=_("Status today"),
        choices=[("hieu-luc", _("in force")), ("het-han", _("expired")), ("thu-hoi", _("revoked"))],
        method="keep_status",
    )

    class Meta:
        model = Certificate
        fields = ["status", "stars", "authority_level", "rule_set", "is_sample"]

    def keep_status(self, certificates: QuerySet[Any], _name: str, status: str) -> QuerySet[Any]:
        """Keep certificates of that worth today, by the public register's own rule."""
        return STATUS_FILTERS[status](certificates, timezone.localdate())


class CertificateViewSet(RegisterViewSet):
    """Certificates: issued, extended, revoked; never edited."""

    model = Certificate
    name = "certificates"
    url_prefix = "chung-nhan"
    icon = "check"
    menu_label = _("Certificates")
    closed = frozenset({"edit", "delete", "usage"})
    inspect_view_class = CertificateInspectView
    inspect_view_fields = [
        "product", "status", "stars", "score", "decision_no", "decision_date", "authority_level", "authority", "rule_set",
        "valid_from", "valid_until", "extended_to", "extension_no", "superseded_on",
        "revoked_on", "revocation_ground", "revocation_no", "note", "is_sample",
    ]  # fmt: skip
    list_display = ["product", "stars", "decision_no", "decision_date", "ends_on", "revoked_on"]
    related = ("product",)
    search_fields = ["product__folded", "decision_no"]
    filterset_class = CertificateFilters
    list_export = ["product", "stars", "decision_no", "decision_date", "authority", "valid_from", "ends_on", "revoked_on"]
    general_actions = (("new", "add", CertifyView),)
    record_actions = (("gia-han", "extend", ExtendView), ("thu-hoi", "revoke", RevokeView))


class IPMarkIndexView(RegisterIndexView):
    """Protected signs: a few hundred at most, so their names are folded as they are read and need no column for it."""

    def search_queryset(self, queryset: Any) -> Any:
        """Search word by word in name and place."""
        words = fold(self.search_query).split()
        if not self.is_searching:
            return queryset
        rows = [(pk, fold(f"{name} {place}")) for pk, name, place in queryset.values_list("pk", "name", "place")]
        return queryset.filter(
            pk__in=[
                pk for pk, text in rows if words and all(word in text or other_spelling(word) in text.split() for word in words)
            ]
        )


class IPMarkViewSet(RegisterViewSet):
    """Protected signs."""

    model = IPMark
    name = "ip-marks"
    url_prefix = "dau-hieu-bao-ho"
    icon = "key"
    menu_label = _("IP marks")
    index_view_class = IPMarkIndexView
    inspect_view_fields = ["kind", "name", "place", "province", "source"]
    list_display = ["name", "kind", "place", "province"]
    list_filter = ["kind"]
    related = ("province",)
    search_fields = ["name"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        """The form."""
        return ObjectList(
            [
                FieldPanel("kind"),
                FieldPanel("name"),
                FieldPanel("place"),
                FieldPanel("province", widget=province_chooser.widget_class),
                FieldPanel("source"),
            ]
        )


class RegisterGroup(ModelViewSetGroup):
    """The menu of the register."""

    menu_label = _("Register")
    menu_icon = "list-ul"
    menu_order = 110
    items = (ProducerViewSet, ProductViewSet, CertificateViewSet, IPMarkViewSet)
