"""Lots, stamps, print runs and scans."""

from traceability.models.lot import Lot, Recall
from traceability.models.printing import PrintPart, PrintRun
from traceability.models.scan import Scan, StampTally
from traceability.models.stamp import StampEvent, StampOrder, StampRange, StampSeries

__all__ = [
    "Lot",
    "PrintPart",
    "PrintRun",
    "Recall",
    "Scan",
    "StampEvent",
    "StampOrder",
    "StampRange",
    "StampSeries",
    "StampTally",
]
