"""What a province sets for its site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.fields import NFCCharField, NFCTextField
from core.validators import validate_phone
from places.models import AdministrativeUnit


@register_setting(icon="home")
class ProvinceSettings(BaseSiteSetting):
    """The identity of one province's site: name, hotline, legal footer."""

    province = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("province"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"level": "PROVINCE"},
    )
    site_name = NFCCharField(_("name of the site"), max_length=100, default="OCOP")
    site_name_en = models.CharField(_("name of the site in English"), max_length=100, blank=True)
    hotline = models.CharField(_("hotline"), max_length=20, blank=True, validators=[validate_phone])
    legal_footer = NFCTextField(
        _("legal footer"), blank=True, help_text=_("Who runs the site, address, licence, as the law on e-commerce asks.")
    )
    legal_footer_en = models.TextField(_("legal footer in English"), blank=True)
    is_demo = models.BooleanField(
        _("demonstration"), default=False, help_text=_("Every page says that this is not the real site.")
    )

    panels = [
        FieldPanel("province"),
        FieldPanel("site_name"),
        FieldPanel("site_name_en"),
        FieldPanel("hotline"),
        FieldPanel("legal_footer"),
        FieldPanel("legal_footer_en"),
        FieldPanel("is_demo"),
    ]

    class Meta:
        verbose_name = _("province's site")
