"""Windows in which a unit or a sale point is found by a few letters."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from core.officials.forms import FoldedSearchForm
from core.officials.viewsets import FoldedChooserViewSet
from core.text import fold
from places.enums import UnitLevel
from places.models import AdministrativeUnit, SalePoint

# Words that people type before a name; the name alone is stored.
_KIND_WORDS = frozenset(["tinh", "huyen", "xa", "phuong", "thi", "tran", "thanh", "pho", "tp", "tx", "tt", "p", "dac", "khu"])


class UnitSearchForm(FoldedSearchForm):
    """Units by their own name and the name of what they are part of; the word for the kind may stand before them."""

    search_fields = ("folded", "parent__folded")

    def search(self, objects: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Leave the words for kinds out, unless nothing else is left: a commune may be called by one of them."""
        words = [word for word in fold(text).split() if word not in _KIND_WORDS]
        return super().search(objects, " ".join(words) or text)


class UnitChooserViewSet(FoldedChooserViewSet):
    """All units, old and new."""

    model = AdministrativeUnit
    icon = "site"
    search_form = UnitSearchForm
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")
    edit_item_text = _("Look at this place")

    def get_object_list(self) -> QuerySet[Any]:
        """Give all units with what they are part of."""
        return AdministrativeUnit.objects.select_related("parent")

    def columns(self) -> list[Any]:
        """Tell units of one name apart."""
        return [Column("parent", label=_("Part of"), accessor="parent"), Column("code", label=_("Official code"))]


class ProvinceChooserViewSet(UnitChooserViewSet):
    """The provinces of today."""

    register_widget = False

    def get_object_list(self) -> QuerySet[Any]:
        """Give the provinces that exist."""
        return super().get_object_list().filter(level=UnitLevel.PROVINCE, valid_to=None)


class CommuneChooserViewSet(UnitChooserViewSet):
    """The communes of today."""

    register_widget = False

    def get_object_list(self) -> QuerySet[Any]:
        """Give the communes that exist."""
        return super().get_object_list().filter(level=UnitLevel.COMMUNE, valid_to=None)


class DistrictChooserViewSet(UnitChooserViewSet):
    """The former districts."""

    register_widget = False

    def get_object_list(self) -> QuerySet[Any]:
        """Give the former districts."""
        return super().get_object_list().filter(level=UnitLevel.DISTRICT)


class SalePointChooserViewSet(FoldedChooserViewSet):
    """Sale points, registered ones included."""

    model = SalePoint
    icon = "home"
    choose_one_text = _("Choose a sale point")
    choose_another_text = _("Choose another sale point")
    guarded = True

    def get_object_list(self) -> QuerySet[Any]:
        """Give all sale points."""
        return SalePoint.objects.select_related("commune").order_by("sort_key")

    def columns(self) -> list[Any]:
        """Tell points of one name apart."""
        return [Column("commune", label=_("Commune"), accessor="commune"), Column("address", label=_("Address"))]


unit_chooser = UnitChooserViewSet("unit-chooser", url_prefix="chon/don-vi-hanh-chinh")
province_chooser = ProvinceChooserViewSet("province-chooser", url_prefix="chon/tinh")
commune_chooser = CommuneChooserViewSet("commune-chooser", url_prefix="chon/xa")
district_chooser = DistrictChooserViewSet("district-chooser", url_prefix="chon/huyen-cu")
sale_point_chooser = SalePointChooserViewSet("sale-point-chooser", url_prefix="chon/diem-ban")
CHOOSERS = (unit_chooser, province_chooser, commune_chooser, district_chooser, sale_point_chooser)
