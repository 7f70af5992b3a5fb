"""What officials do with certificates: issue, extend, revoke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from catalog.domain.certificates import Award, Revocation, extend_certificate, issue_certificate, revoke_certificate
from catalog.domain.retirement import RetirementRefused, retire_product, revive_product
from catalog.domain.rules import NoRuleSet, ScoreOutOfRange
from catalog.enums import CertificateStatus
from catalog.models import Certificate, Product
from catalog.officials.forms import CertifyForm, ExtendForm, RetireForm, RevokeForm
from core.officials.views import Action, ActionView, RegisterEditView, RegisterInspectView, Section, number_from


class CertifyView(ActionView):
    """Enter an award."""

    model = Certificate
    permission_required = "add"
    form_class = CertifyForm
    page_title = gettext_lazy("Certify a product")
    submit_label = gettext_lazy("Certify")
    lead = gettext_lazy(
        "The rule set of the decision's day says how long the certificate runs. "
        "A certificate still in force is replaced from that day."
    )

    def get_initial(self) -> dict[str, Any]:
        """Take the product from the address."""
        return number_from(self.request, "product")

    def perform(self, form: Any) -> str:
        """Issue the certificate."""
        entered = form.cleaned_data
        if entered["decision_date"] > timezone.localdate():
            raise ValidationError({"decision_date": _("This day has not come yet.")})
        award = Award(
            stars=entered["stars"],
            decision_no=entered["decision_no"],
            decision_date=entered["decision_date"],
            authority=entered["authority"],
            score=entered["score"],
            is_sample=entered["product"].is_sample,
            note=entered["note"],
        )
        try:
            self.object = issue_certificate(product=entered["product"], award=award, by=self.person, at=timezone.now())
        except NoRuleSet:
            raise ValidationError({"decision_date": _("The programme had not begun on that day.")}) from None
        except ScoreOutOfRange:
            raise ValidationError({"score": _("A score lies between 0 and 100.")}) from None
        return _("%(product)s is certified with %(stars)s stars until %(day)s.") % {
            "product": self.object.product,
            "stars": self.object.stars,
            "day": date_format(self.object.valid_until, "d/m/Y"),
        }

    log_action = "catalog.certify"


class _CertificateActionView(ActionView):
    """Something that is done to a certificate."""

    model = Certificate


class ExtendView(_CertificateActionView):
    """Let a certificate run on."""

    form_class = ExtendForm
    page_title = gettext_lazy("Extend")
    submit_label = gettext_lazy("Extend")
    lead = gettext_lazy("A certificate runs on while its renewal is decided, when the producer has asked for it in time.")
    log_action = "catalog.extend"

    def perform(self, form: Any) -> str:
        """Extend it."""
        self.object = extend_certificate(certificate=self.object, by=self.person, at=timezone.now(), **form.cleaned_data)
        return _("The certificate now runs until %(day)s.") % {"day": date_format(self.object.valid_until, "d/m/Y")}


class RevokeView(_CertificateActionView):
    """Revoke a certificate, after a confirmation."""

    form_class = RevokeForm
    page_title = gettext_lazy("Revoke")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Revoke the certificate")
    lead = gettext_lazy(
        "A revocation cannot be undone. It is shown to everybody, with its ground and the number of the decision."
    )
    log_action = "catalog.revoke"

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what consumers will see."""
        certificate, entered = self.object, form.cleaned_data
        if certificate.revoked_on:
            raise ValidationError(
                _("This certificate is revoked already, by decision %(number)s.") % {"number": certificate.revocation_no}
            )
        words = {
            "product": certificate.product,
            "decision": certificate.decision_no,
            "day": date_format(entered["on"], "d/m/Y"),
            "ground": entered["ground"].label,
            "number": entered["decision_no"],
        }
        return (
            _("The certificate of %(product)s by decision %(decision)s is revoked from %(day)s.") % words,
            _(
                "From then on the product is not presented as certified: it leaves the list of certified products, "
                "and its page says that the certificate is revoked."
            ),
            _("Who scans one of its stamps reads: “%(verdict)s”, the ground “%(ground)s” and decision %(number)s.")
            % (words | {"verdict": _("The certificate has been revoked")}),
            _("No stamps can be ordered or approved for it. The public register keeps the certificate, marked as revoked."),
        )

    def perform(self, form: Any) -> str:
        """Revoke it."""
        revocation = Revocation(**form.cleaned_data)
        self.object = revoke_certificate(certificate=self.object, revocation=revocation, by=self.person, at=timezone.now())
        return _("The certificate is revoked from %(day)s.") % {"day": date_format(self.object.revoked_on, "d/m/Y")}


class CertificateInspectView(RegisterInspectView):
    """A certificate with its history."""

    def record_actions(self) -> Sequence[Action]:
        """Extend and revoke, as long as the law lets."""
        certificate: Certificate = self.object
        if certificate.revoked_on:
            return ()
        revoke = Action(_("Revoke"), "certificates:revoke", Certificate, icon="cross")
        if certificate.superseded_on:
            return (revoke,)
        return (Action(_("Extend"), "certificates:extend", Certificate, icon="date"), revoke)

    def get_status_display_value(self) -> Any:
        """Say what it is worth today."""
        return CertificateStatus(self.object.status(on=timezone.localdate())).label

    def get_field_label(self, field_name: str, field: Any) -> str:
        """Name what is no field of the model."""
        return str(_("Status today")) if field_name == "status" else str(super().get_field_label(field_name, field))

    def sections(self) -> Sequence[Section]:
        """Give its events."""
        return (certificate_history(self.object),)


def certificate_history(certificate: Certificate) -> Section:
    """Give who did what to a certificate, when and on what paper."""
    return Section.of(
        _("History"),
        [
            Column("action", label=_("what"), accessor="get_action_display"),
            Column("on", label=_("effective on"), accessor=lambda event: date_format(event.on, "d/m/Y")),
            Column("paper", label=_("paper")),
            Column("reason", label=_("reason")),
            Column("by", label=_("by"), accessor=lambda event: event.by or _("import")),
            DateColumn("at", label=_("recorded at")),
        ],
        certificate.events.select_related("by").order_by("on", "pk"),
        empty=_("Nothing is recorded."),
    )


def _certify(product: Model) -> Action:
    return Action(_("Certify"), "certificates:add", Certificate, permission="add", icon="check", query=f"product={product.pk}")


class RetireProductView(ActionView):
    """Retire a product, after a confirmation."""

    model = Product
    form_class = RetireForm
    page_title = gettext_lazy("Retire product")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Retire the product")
    lead = gettext_lazy("For a product that is no longer made, or no longer sold under this name. Nothing of it is deleted.")
    log_action = "catalog.retire"

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what visitors will see."""
        product: Product = self.object
        if product.retired_on:
            raise RetirementRefused(_("This product is retired already."))
        words = {"product": product, "reason": form.cleaned_data["because"], "day": date_format(timezone.localdate(), "d/m/Y")}
        said = [
            _("%(product)s leaves the lists and the search.") % words,
            _("Its page stays at its address and says that the product left the register on %(day)s: %(reason)s") % words,
            _("Who scans one of its stamps gets the same answer as before, and reads this reason besides."),
            _("No stamps can be ordered or approved for it. Lots and certificates stay as they are."),
        ]
        if product.certificates.in_force(on=timezone.localdate()).exists():
            said.append(_("Its certificate is still in force: retiring does not revoke it."))
        return said

    def perform(self, form: Any) -> str:
        """Retire it."""
        self.object = retire_product(product=self.object, because=form.cleaned_data["because"], on=timezone.localdate())
        return _("The product is retired.")


class ReviveProductView(ActionView):
    """Take a retired product back. The page says what that means, and its button does it."""

    model = Product
    form_class = forms.Form
    page_title = gettext_lazy("Take back")
    submit_label = gettext_lazy("Take the product back")
    lead = gettext_lazy(
        "The product stands in the lists and the search again, as certified if its certificate is still in force. "
        "Stamps can be ordered for it. Orders that were retired by themselves stay retired."
    )
    log_action = "catalog.revive"

    def perform(self, form: Any) -> str:
        """Take it back."""
        self.object = revive_product(product=self.object)
        return _("The product is back in the register.")


def _retirement(product: Product) -> Action:
    if product.retired_on:
        return Action(_("Take back"), "products:revive", Product, icon="undo")
    return Action(_("Retire product"), "products:retire", Product, icon="time")


class ProductInspectView(RegisterInspectView):
    """A product with its certificates."""

    def record_actions(self) -> Sequence[Action]:
        """Certify it, edit it."""
        return (_certify(self.object), Action(_("Edit"), "products:edit", Product, icon="edit"))

    def more_actions(self) -> Sequence[Action]:
        """Retire it, or take it back."""
        return (_retirement(self.object),)

    def sections(self) -> Sequence[Section]:
        """Give certificates, standards, channels and the points that stock it."""
        product: Product = self.object
        today = timezone.localdate()
        certificates = Section.of(
            _("Certificates"),
            [
                TitleColumn("decision_no", label=_("decision number"), get_url=_certificate_page),
                Column("stars", label=_("stars")),
                Column("valid_from", label=_("valid from"), accessor=lambda one: date_format(one.valid_from, "d/m/Y")),
                Column("valid_until", label=_("valid until"), accessor=lambda one: date_format(one.valid_until, "d/m/Y")),
                Column("status", label=_("Status today"), accessor=lambda one: CertificateStatus(one.status(on=today)).label),
            ],
            product.certificates.newest_first(),
            empty=_("It has never been certified."),
        )
        standards = Section.of(
            _("Standards"),
            [
                Column("kind", label=_("kind"), accessor="get_kind_display"),
                Column("number", label=_("number")),
                Column("valid_from", label=_("valid from")),
                Column("valid_to", label=_("valid to")),
            ],
            product.standards.all(),
            empty=_("None are known."),
        )
        stock = Section.of(
            _("Stocked at"),
            [Column("sale_point", label=_("sale point")), Column("confirmed_on", label=_("last confirmed on"))],
            product.stocked_at.select_related("sale_point"),
            empty=_("No sale point is known to have it."),
        )
        return (certificates, standards, stock)


def _certificate_page(certificate: Certificate) -> str:
    return reverse("certificates:inspect", args=(quote(certificate.pk),))


class ProductEditView(RegisterEditView):
    """The form of a product, with the way to certify it."""

    def record_actions(self) -> Sequence[Action]:
        """Certify it; retire it, or take it back."""
        return (_certify(self.object), _retirement(self.object))


class ProducerInspectView(RegisterInspectView):
    """A producer with its products."""

    def record_actions(self) -> Sequence[Action]:
        """Edit it."""
        return (Action(_("Edit"), "producers:edit", self.model, icon="edit"),)

    def sections(self) -> Sequence[Section]:
        """Give its products."""
        products = self.object.products.order_by("sort_key")
        return (
            Section.of(
                ngettext("%(count)s product", "%(count)s products", len(products)) % {"count": len(products)},
                [
                    TitleColumn("name", label=_("name"), get_url=lambda one: reverse("products:inspect", args=(quote(one.pk),))),
                    Column("ocop_code", label=_("OCOP product code")),
                ],
                products,
                empty=_("It has no products yet."),
            ),
        )
