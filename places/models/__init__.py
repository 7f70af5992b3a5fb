"""Administrative units through time, and sale points."""

from places.models.sale_point import ClosedDays, OpeningHours, SalePoint, SalePointPicture
from places.models.unit import AdministrativeUnit, DistrictArea, Succession

__all__ = [
    "AdministrativeUnit",
    "ClosedDays",
    "DistrictArea",
    "OpeningHours",
    "SalePoint",
    "SalePointPicture",
    "Succession",
]
