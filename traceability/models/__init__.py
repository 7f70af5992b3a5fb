"""Lots, stamps and scans."""

from traceability.models.lot import Lot, Recall
from traceability.models.scan import Scan, StampTally
from traceability.models.stamp import StampEvent, StampOrder, StampRange, StampSeries

__all__ = ["Lot", "Recall", "Scan", "StampEvent", "StampOrder", "StampRange", "StampSeries", "StampTally"]
