"""What search engines read of a page: data beside the words, never more than the words say."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from catalog.models import Certificate, Product

# A text may hold "</script>": these three never appear as themselves.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def product_data(product: Product, certificate: Certificate | None) -> SafeString:
    """Give a product as JSON-LD; its certificate too, which the caller passes only while it is in force.

    Source: schema.org, types Product and Certification.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": product.short_text,
        "manufacturer": {"@type": "Organization", "name": product.producer.name},
    }
    if product.gtin:
        data["gtin"] = product.gtin
    if certificate is not None:
        data["hasCertification"] = {
            "@type": "Certification",
            "name": f"OCOP {certificate.stars} sao",
            "certificationIdentification": certificate.decision_no,
            "certificationStatus": "https://schema.org/CertificationActive",
            "issuedBy": {"@type": "Organization", "name": certificate.authority},
            "validFrom": certificate.valid_from.isoformat(),
            "expires": certificate.valid_until.isoformat(),
            "certificationRating": {"@type": "Rating", "ratingValue": certificate.stars, "bestRating": 5},
        }
    return _json(data)


def _json(data: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308  escaped for a script element
