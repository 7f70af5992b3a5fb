"""Products, and what is known of them beside their certificates."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from catalog.enums import ChannelKind, IPMarkKind, StandardKind
from catalog.models.producer import Producer
from catalog.models.product_set import ProductSet
from catalog.validators import validate_ocop_code
from core.fields import NFCCharField, NFCTextField
from core.models import Dated, DatedQuerySet, SampleMarked
from core.text import fold, sort_key
from core.validators import validate_gtin
from places.models import AdministrativeUnit, SalePoint

# The first part of the address of every product's page (design, section 4).
PRODUCTS_PATH = "san-pham"


class ProductQuerySet(models.QuerySet):
    """Which products."""

    def certified(self, *, on: date) -> Self:
        """Keep products with a certificate in force on the day, extended ones included; retired products are not among them."""
        # The database lets no product have two in force, so the join gives no product twice.
        return self.filter(certificates__valid_from__lte=on, certificates__ends_on__gt=on, retired_on=None)


class IPMark(models.Model):
    """A protected sign: geographical indication, certification mark, collective mark."""

    kind = models.CharField(_("kind"), max_length=30, choices=IPMarkKind.choices)
    name = NFCCharField(_("name"), max_length=200)
    place = NFCCharField(_("place"), max_length=200, blank=True)
    province = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("province"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("protected sign")
        verbose_name_plural = _("protected signs")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(name="catalog_ip_mark_once", fields=["kind", "name"])]

    def __str__(self) -> str:
        """Give its name."""
        return self.name


class Product(SampleMarked, ClusterableModel):  # type: ignore[django-manager-missing]  # Wagtail makes it as it runs
    """The thing that is certified: one for each producer and name."""

    name = NFCCharField(_("name"), max_length=200, help_text=_("Exactly as in the decision."))
    slug = models.SlugField(_("address part"), max_length=220, unique=True)
    producer = models.ForeignKey(Producer, verbose_name=_("producer"), on_delete=models.PROTECT, related_name="products")
    product_set = models.ForeignKey(
        ProductSet, verbose_name=_("product set"), on_delete=models.PROTECT, null=True, blank=True, related_name="products"
    )
    commune = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("place today"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
    )
    province = models.ForeignKey(AdministrativeUnit, verbose_name=_("province today"), on_delete=models.PROTECT, related_name="+")
    former_district = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("former district"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_as_certified = NFCCharField(
        _("place as certified"), max_length=250, blank=True, help_text=_("As the decision writes it.")
    )
    summary = NFCTextField(_("in short"), blank=True)
    summary_en = NFCTextField(_("in short, English"), blank=True)
    gtin = models.CharField(
        _("barcode number (GTIN)"),
        max_length=14,
        blank=True,
        validators=[validate_gtin],
        help_text=_("Leave empty if there is none."),
    )
    ocop_code = models.CharField(_("OCOP product code"), max_length=30, blank=True, validators=[validate_ocop_code])
    season = NFCCharField(_("season"), max_length=100, blank=True)
    net_content = NFCCharField(_("net content"), max_length=60, blank=True)
    price_vnd = models.PositiveBigIntegerField(_("price in đồng"), null=True, blank=True)
    yearly_output = models.PositiveIntegerField(
        _("declared output"),
        null=True,
        blank=True,
        help_text=_("Packages a year, as the dossier declares. Stamp orders are held against it."),
    )
    picture = models.ForeignKey(
        "core.Picture", verbose_name=_("picture"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ip_marks = models.ManyToManyField(IPMark, verbose_name=_("protected signs"), blank=True, related_name="products")
    source = models.CharField(_("source"), max_length=200, blank=True)
    retired_on = models.DateField(_("retired on"), null=True, blank=True, editable=False)
    retired_because = NFCTextField(_("retired because"), blank=True, editable=False)
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="catalog_product_once_per_producer",
                fields=["producer", "name"],
                violation_error_message=_("This producer has a product of this name already."),
            ),
            models.UniqueConstraint(
                name="catalog_product_gtin_once",
                fields=["gtin"],
                condition=~Q(gtin=""),
                violation_error_message=_("Another product has this barcode number."),
            ),
            models.UniqueConstraint(
                name="catalog_product_code_once",
                fields=["ocop_code"],
                condition=~Q(ocop_code=""),
                violation_error_message=_("Another product has this OCOP code."),
            ),
            models.CheckConstraint(
                name="catalog_product_retired_whole",
                condition=Q(retired_on=None, retired_because="") | Q(retired_on__isnull=False) & ~Q(retired_because=""),
            ),
        ]

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Derive what search and sorting use."""
        self.folded = fold(f"{self.name} {self.producer.name}")
        self.sort_key = sort_key(self.name)[:500]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """Give the address of the product's page in the language of the moment; it serves every product of the register."""
        return reverse("wagtail_serve", args=[f"{PRODUCTS_PATH}/{self.slug}/"])

    @property
    def short_text(self) -> str:
        """What it is, in the language of the page."""
        return self.summary_en if get_language() == "en" and self.summary_en else self.summary


class ProductStandard(Dated, SampleMarked):
    """A standard or declaration that a product carries for a time."""

    product = ParentalKey(Product, on_delete=models.PROTECT, related_name="standards", verbose_name=_("product"))
    kind = models.CharField(_("kind"), max_length=20, choices=StandardKind.choices)
    number = NFCCharField(_("number"), max_length=100, blank=True)
    issuer = NFCCharField(_("issued or received by"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        ordering = ["kind", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="catalog_standard_period_forward",
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                violation_error_message=_("It must end after it begins."),
            )
        ]

    def __str__(self) -> str:
        """Give kind and number."""
        return f"{self.get_kind_display()} {self.number}".strip()


class SalesChannel(SampleMarked):
    """A place outside this site where a product can be bought."""

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="channels", verbose_name=_("product"))
    kind = models.CharField(_("kind"), max_length=20, choices=ChannelKind.choices)
    url = models.URLField(_("address"), max_length=500)

    class Meta:
        verbose_name = _("sales channel")
        verbose_name_plural = _("sales channels")
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(name="catalog_channel_once", fields=["product", "url"])]

    def __str__(self) -> str:
        """Give kind and address."""
        return f"{self.get_kind_display()}: {self.url}"


class Stocking(SampleMarked):
    """That a sale point has a product, and when someone last saw it there."""

    sale_point = models.ForeignKey(SalePoint, on_delete=models.CASCADE, related_name="stock", verbose_name=_("sale point"))
    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="stocked_at", verbose_name=_("product"))
    confirmed_on = models.DateField(_("last confirmed on"))

    class Meta:
        verbose_name = _("stocked product")
        verbose_name_plural = _("stocked products")
        ordering = ["-confirmed_on"]
        constraints = [models.UniqueConstraint(name="catalog_stocking_once", fields=["sale_point", "product"])]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.product}: {self.sale_point}"
