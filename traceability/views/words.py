"""How the nine verdicts read: headline, one sentence of what it means, one line of what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from traceability.enums import VerdictKind


@dataclass(frozen=True)
class Words:
    """The words, the colour role and the icon of a verdict."""

    tone: str
    icon: str
    sentence: Promise
    advice: Promise


WORDS = {
    VerdictKind.NOT_OURS: Words(
        "brick",
        "question",
        _("No stamp of this register carries this code. It may be mistyped, damaged, from another system, or forged."),
        _("Check each character, or scan again in better light. If the code stands on an OCOP stamp as you read it, tell us."),
    ),
    VerdictKind.VOID: Words(
        "brick",
        "void",
        _("This stamp was taken out of use. It must not be on any product for sale."),
        _("Do not rely on it. Tell us where you found it."),
    ),
    VerdictKind.RECALLED: Words(
        "brick",
        "recall",
        _("This lot has been called back. Do not eat or use it."),
        _("Keep the package and call the number below."),
    ),
    VerdictKind.REVOKED: Words(
        "brick",
        "warning",
        _("The stamp is ours, but the authority has withdrawn the stars of this product."),
        _("It may not be sold as an OCOP product."),
    ),
    VerdictKind.EXPIRED: Words(
        "amber",
        "expired",
        _("The stamp is ours, but the product has no OCOP certificate in force today."),
        _("Ask the seller whether the product was assessed again."),
    ),
    VerdictKind.NOT_ACTIVATED: Words(
        "amber",
        "clock",
        _("The stamp is ours, but its producer has not put it on a product yet."),
        _("If you found it on a product for sale, tell us."),
    ),
    VerdictKind.DOUBTFUL: Words(
        "amber",
        "question",
        _("The code is ours, but it was scanned by so many that copies of it may be about."),
        _("Compare the package with the picture, and buy at a listed sale point."),
    ),
    VerdictKind.SCANNED_BEFORE: Words(
        "leaf",
        "check-seal",
        _("The stamp, the lot and the certificate agree with the register."),
        _("Compare the name and the package with what you see here."),
    ),
    VerdictKind.FIRST_SCAN: Words(
        "leaf",
        "check-seal",
        _("The stamp, the lot and the certificate agree with the register."),
        _("Compare the name and the package with what you see here."),
    ),
}
