"""The register's records."""

from catalog.models.certificate import Certificate, CertificateEvent
from catalog.models.producer import Producer
from catalog.models.product import IPMark, Product, ProductStandard, SalesChannel, Stocking
from catalog.models.product_set import ProductSet

__all__ = [
    "Certificate",
    "CertificateEvent",
    "IPMark",
    "Producer",
    "Product",
    "ProductSet",
    "ProductStandard",
    "SalesChannel",
    "Stocking",
]
