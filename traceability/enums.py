"""Closed vocabularies of lots and stamps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    """What a lot is counted in."""

    PIECE = "PIECE", _("pieces")
    BOX = "BOX", _("boxes")
    BOTTLE = "BOTTLE", _("bottles")
    JAR = "JAR", _("jars")
    BAG = "BAG", _("bags")
    KILOGRAM = "KILOGRAM", _("kg")
    LITRE = "LITRE", _("litres")


class OrderState(TextChoices):
    """The life of a stamp order."""

    ORDERED = "ORDERED", _("ordered")
    APPROVED = "APPROVED", _("approved")
    REFUSED = "REFUSED", _("refused")


class VoidReason(TextChoices):
    """Why stamps are void."""

    MISPRINT = "MISPRINT", _("misprinted")
    STOLEN = "STOLEN", _("stolen")
    LOST = "LOST", _("lost")
    DAMAGED = "DAMAGED", _("damaged")
    OVERPRINTED = "OVERPRINTED", _("printed in excess")
    SUSPECTED_COPY = "SUSPECTED_COPY", _("suspected of being copied")


class StampAction(TextChoices):
    """What can happen to an interval of stamps."""

    ISSUED = "ISSUED", _("issued")
    ACTIVATED = "ACTIVATED", _("activated")
    VOIDED = "VOIDED", _("voided")


class ScanChannel(TextChoices):
    """How a code reached us."""

    QR = "QR", _("scanned")
    TYPED = "TYPED", _("typed")


class VerdictKind(TextChoices):
    """The nine answers to a scanned stamp, in the order in which they are decided (decision D5)."""

    NOT_OURS = "NOT_OURS", _("Not a code of this register")
    VOID = "VOID", _("This stamp is void")
    RECALLED = "RECALLED", _("This lot is recalled")
    REVOKED = "REVOKED", _("The certificate has been revoked")
    EXPIRED = "EXPIRED", _("The certificate has expired")
    NOT_ACTIVATED = "NOT_ACTIVATED", _("This stamp is not in use yet")
    DOUBTFUL = "DOUBTFUL", _("This stamp may have been copied")
    SCANNED_BEFORE = "SCANNED_BEFORE", _("Matches the register")
    FIRST_SCAN = "FIRST_SCAN", _("Matches the register: first scan")


class VerdictNote(TextChoices):
    """What stands beside a verdict."""

    CERTIFICATE_EXTENDED = "CERTIFICATE_EXTENDED", _("The certificate runs on while its renewal is decided.")
    PAST_BEST_BEFORE = "PAST_BEST_BEFORE", _("This lot is past its best-before date.")
