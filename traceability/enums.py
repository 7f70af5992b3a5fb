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
    """The life of a stamp order. It ends completed, refused or cancelled."""

    ORDERED = "ORDERED", _("ordered")
    APPROVED = "APPROVED", _("approved")
    PRINTED = "PRINTED", _("printed")
    DELIVERED = "DELIVERED", _("delivered")
    COMPLETED = "COMPLETED", _("completed")
    REFUSED = "REFUSED", _("refused")
    CANCELLED = "CANCELLED", _("cancelled")


class LabelShape(TextChoices):
    """The outline of a label."""

    SQUARE = "SQUARE", _("square")
    ROUND = "ROUND", _("round")


class PrintMedium(TextChoices):
    """What labels are printed on."""

    A4 = "A4", _("A4 sheets")
    ROLL = "ROLL", _("rolls")


class FileKind(TextChoices):
    """What a print house is given."""

    PDF = "PDF", _("PDF")
    SVG = "SVG", _("SVG")
    CSV = "CSV", _("CSV for a print house")


class RunState(TextChoices):
    """The life of a print run. Files can be taken only from a released one."""

    QUEUED = "QUEUED", _("waiting")
    RUNNING = "RUNNING", _("being made")
    RELEASED = "RELEASED", _("ready")
    FAILED = "FAILED", _("failed")
    CANCELLED = "CANCELLED", _("cancelled")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class VoidReason(TextChoices):
    """Why stamps are void. A person chooses among the first six (`CHOSEN`); the others follow from what was done."""

    MISPRINT = "MISPRINT", _("misprinted")
    STOLEN = "STOLEN", _("stolen")
    LOST = "LOST", _("lost")
    DAMAGED = "DAMAGED", _("damaged")
    OVERPRINTED = "OVERPRINTED", _("printed in excess")
    SUSPECTED_COPY = "SUSPECTED_COPY", _("suspected of being copied")
    ORDER_CANCELLED = "ORDER_CANCELLED", _("the order was cancelled")
    KEY_LEAKED = "KEY_LEAKED", _("the key that made the codes was stolen")


CHOSEN_VOID_REASONS = tuple(VoidReason)[:6]


class StampAction(TextChoices):
    """What can happen to an order or to an interval of its stamps."""

    ORDERED = "ORDERED", _("ordered")
    ISSUED = "ISSUED", _("issued")
    REFUSED = "REFUSED", _("refused")
    CANCELLED = "CANCELLED", _("cancelled")
    PRINTED = "PRINTED", _("print files released")
    FETCHED = "FETCHED", _("print files taken")
    WITHDRAWN = "WITHDRAWN", _("print files withdrawn")
    DELIVERED = "DELIVERED", _("delivered")
    COMPLETED = "COMPLETED", _("completed")
    ACTIVATED = "ACTIVATED", _("activated")
    VOIDED = "VOIDED", _("voided")
    RESTORED = "RESTORED", _("voiding undone")
    RETIRED = "RETIRED", _("retired")


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
