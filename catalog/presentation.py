"""How certificates read on cards and pages."""

from __future__ import annotations

from catalog.enums import CertificateStatus

_TONES = {
    CertificateStatus.IN_FORCE: "leaf",
    CertificateStatus.EXTENDED: "leaf",
    CertificateStatus.REVOKED: "brick",
    CertificateStatus.EXPIRED: "amber",
}


def tone_of(status: CertificateStatus | None) -> str:
    """Give the colour role of a status: leaf while in force, amber once expired, brick when revoked, else neutral."""
    return _TONES.get(status, "neutral") if status else "neutral"
