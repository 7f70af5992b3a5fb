"""Closed vocabularies of the register."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Stars(IntegerChoices):
    """The stars that are certified; below three nothing is (Decision 26/2026/QĐ-TTg, articles 3 and 4)."""

    THREE = 3, _("3 stars")
    FOUR = 4, _("4 stars")
    FIVE = 5, _("5 stars")


class ProducerKind(TextChoices):
    """Who may own a product of the programme (Decision 26/2026/QĐ-TTg, article 2)."""

    COOPERATIVE = "COOPERATIVE", _("cooperative")
    COOPERATIVE_GROUP = "COOPERATIVE_GROUP", _("cooperative group")
    COMPANY = "COMPANY", _("small or medium enterprise")
    FARM = "FARM", _("farm")
    HOUSEHOLD = "HOUSEHOLD", _("registered household")
    ASSOCIATION = "ASSOCIATION", _("association (tourism)")
    TOURISM_CENTRE = "TOURISM_CENTRE", _("tourism centre")


class Authority(TextChoices):
    """Who recognises a star. Which star belongs to whom is data of the rule sets; districts did so until July 2025."""

    DISTRICT = "DISTRICT", _("district People's Committee")
    PROVINCE = "PROVINCE", _("provincial People's Committee")
    CENTRAL = "CENTRAL", _("Ministry")


class CertificateStatus(TextChoices):
    """What a certificate is worth on a day."""

    NOT_YET = "NOT_YET", _("not yet in force")
    IN_FORCE = "IN_FORCE", _("in force")
    EXTENDED = "EXTENDED", _("extended while renewal is decided")
    EXPIRED = "EXPIRED", _("expired")
    SUPERSEDED = "SUPERSEDED", _("replaced by a newer one")
    REVOKED = "REVOKED", _("revoked")


class RevocationGround(TextChoices):
    """The six grounds of revocation (Decision 26/2026/QĐ-TTg, article 8)."""

    UNTRUE_DOSSIER = "UNTRUE_DOSSIER", _("untrue or forged dossier")
    CRITERIA_NOT_MET = "CRITERIA_NOT_MET", _("criteria no longer met")
    LAW_BREACHED = "LAW_BREACHED", _("breach of the law on quality, food safety, environment, intellectual property or labelling")
    MARK_MISUSED = "MARK_MISUSED", _("misuse of the OCOP mark")
    PRODUCTION_STOPPED = "PRODUCTION_STOPPED", _("no longer produced")
    OTHER = "OTHER", _("other, by the authority's conclusion")


class CertificateAction(TextChoices):
    """What can happen to a certificate."""

    ISSUED = "ISSUED", _("issued")
    EXTENDED = "EXTENDED", _("extended")
    SUPERSEDED = "SUPERSEDED", _("replaced")
    REVOKED = "REVOKED", _("revoked")


class IPMarkKind(TextChoices):
    """Kinds of protected signs."""

    GEOGRAPHICAL_INDICATION = "GEOGRAPHICAL_INDICATION", _("geographical indication")
    CERTIFICATION_MARK = "CERTIFICATION_MARK", _("certification mark")
    COLLECTIVE_MARK = "COLLECTIVE_MARK", _("collective mark")
    TRADEMARK = "TRADEMARK", _("trademark")


class StandardKind(TextChoices):
    """Standards and declarations that products carry."""

    VIETGAP = "VIETGAP", "VietGAP"
    GLOBALGAP = "GLOBALGAP", "GlobalG.A.P."
    ORGANIC = "ORGANIC", _("organic")
    GMP = "GMP", "GMP"
    HACCP = "HACCP", "HACCP"
    ISO_22000 = "ISO_22000", "ISO 22000"
    FOOD_SAFETY = "FOOD_SAFETY", _("food-safety certificate")
    SELF_DECLARATION = "SELF_DECLARATION", _("product self-declaration")
    OTHER = "OTHER", _("other")


class ChannelKind(TextChoices):
    """Outside places where a product can be bought or its producer met."""

    WEBSITE = "WEBSITE", _("own website")
    FACEBOOK = "FACEBOOK", "Facebook"
    ZALO = "ZALO", "Zalo"
    SHOPEE = "SHOPEE", "Shopee"
    LAZADA = "LAZADA", "Lazada"
    TIKI = "TIKI", "Tiki"
    SENDO = "SENDO", "Sendo"
    POSTMART = "POSTMART", "Postmart"
    VOSO = "VOSO", "Vỏ Sò"
    TIKTOK = "TIKTOK", "TikTok Shop"
    SUPERMARKET = "SUPERMARKET", _("supermarket")
    OTHER = "OTHER", _("other")
