"""The list that goes to the print house with the files: what is in each, from which code to which, and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from traceability.domain.codes import StampNumber, make_code, readable
from traceability.models import PrintPart, PrintRun


@dataclass(frozen=True)
class Manifest:
    """The text of a manifest, its own hash, and how many stamps it lists."""

    content: bytes
    sha256: str
    count: int


def manifest_of(run: PrintRun, *, keys: Mapping[str, bytes]) -> Manifest:
    """Write the manifest of a run whose parts are all made.

    Shape: JSON with the run, the count, the first and the last code, and the files, each with count, first, last, bytes, SHA-256.
    """
    files = [
        {
            "roll": part.position,
            "file": name_of(run, part),
            "count": part.count,
            **_ends(part, run, keys),
            "bytes": part.size,
            "sha256": part.sha256,
        }
        for part in run.parts.exclude(file="").order_by("position")
    ]
    listed = {
        "site": settings.PUBLIC_URL,
        "order": run.order_id,
        "run": run.pk,
        "product": run.product_name,
        "producer": run.producer_name,
        "format": {"kind": run.kind, "shape": run.shape, "symbol_mm": run.symbol_mm, "medium": run.medium},
        "count": sum(int(str(one["count"])) for one in files),
        "first": files[0]["first"] if files else None,
        "last": files[-1]["last"] if files else None,
        "files": files,
    }
    content = json.dumps(listed, ensure_ascii=False, indent=1).encode()
    return Manifest(content, hashlib.sha256(content).hexdigest(), int(str(listed["count"])))


def name_of(run: PrintRun, part: PrintPart) -> str:
    """Give the name under which a file is handed out."""
    return f"tem-{run.order_id}-{run.pk}-{part.position:05}.{part.file.rpartition('.')[2]}"


def _ends(part: PrintPart, run: PrintRun, keys: Mapping[str, bytes]) -> dict[str, str]:
    ends = {"first": part.first_number, "last": part.last_number}
    return {
        name: readable(make_code(StampNumber(run.key_letter, number), keys=keys))
        for name, number in ends.items()
        if number is not None
    }
